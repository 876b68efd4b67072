import type { Problem } from '../../../core/problem.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { ABSENT, PARAMETER, absent, badName, badValue, exceeded, problem, refused } from './problem.ts'

// the one number of a VPC error that clients are known to compare
const ROUTE_TABLE_ABSENT = 28_004

// one text of v2 for what API 3.0 tells apart
const vpcCidrInvalid = (): Problem => problem(PARAMETER, 'InvalidVpcCidr', 'Invalid VPC CIDR block.', '无效的VPC网段')
const subnetCidrInvalid = (): Problem =>
  problem(PARAMETER, 'InvalidSubnetCidr', 'Invalid subnet CIDR block.', '无效的子网网段')
const routeTableNotFound = (): Problem =>
  problem(
    ROUTE_TABLE_ABSENT,
    'InvalidRouteTableId.NotFound',
    'Invalid routing table. The routing table ID does not exist. Please verify that you have entered resource information correctly.',
    '无效的路由表，路由表ID不存在。请再次核实您输入的资源信息是否正确。',
  )
const routeTableKept = (): Problem =>
  refused(
    'InvalidRouteTableId.CannotDelete',
    'The routing table cannot be deleted: it is the default one, or subnets use it.',
    '默认路由表或有子网关联的路由表不能删除',
  )
const destinationInvalid = (n: number): Problem =>
  badValue('InvalidDestinationCidr', `routeSet.${n}.destinationCidrBlock`)
const nextHubNotFound = (): Problem =>
  problem(
    ABSENT,
    'InvalidRouteNextHub.NotFound',
    'The next hop address does not exist. Please verify that you have entered next hop address resource ID correctly.',
    '下一跳地址不存在。请再次核实您输入的下一跳地址资源ID是否正确。',
  )

/** What this service says about VPCs, subnets, route tables and routes. Evidence per text: README, "Errors". */
export const networkProblems = catalogue({
  vpcNotFound: onDemand('InvalidVpc.NotFound', () =>
    absent('InvalidVpc.NotFound', 'Invalid VPC. VPC resource', '无效的VPC，VPC资源'),
  ),
  vpcNameInvalid: onDemand('InvalidVpcName', () => badName('InvalidVpcName', 'VPC', 'VPC')),
  vpcNameTaken: onDemand('InvalidVpcName.InUse', () =>
    refused('InvalidVpcName.InUse', 'The VPC name is in use.', 'VPC名称重复'),
  ),
  vpcCidrInvalid: onDemand('InvalidVpcCidr', vpcCidrInvalid),
  vpcCidrMalformed: vpcCidrInvalid,
  vpcLimit: onDemand(
    'VpcLimitExceeded',
    (limit: number) => exceeded('VpcLimitExceeded', 'VPCs', 'VPC', limit),
    ({ limit = 5 }) => [limit],
  ),
  vpcInUse: onDemand('InvalidVpc.CannotDelete', () =>
    refused('InvalidVpc.CannotDelete', 'The VPC cannot be deleted: it still has resources.', 'VPC下有资源，不能删除'),
  ),

  subnetNotFound: onDemand('InvalidSubnet.NotFound', () =>
    absent('InvalidSubnet.NotFound', 'Invalid subnet. Subnet resource', '无效的子网，子网资源'),
  ),
  subnetNameInvalid: onDemand('InvalidSubnetName', () => badName('InvalidSubnetName', 'subnet', '子网')),
  subnetCidrInvalid: onDemand('InvalidSubnetCidr', subnetCidrInvalid),
  subnetCidrMalformed: subnetCidrInvalid,
  subnetConflict: onDemand('InvalidSubnet.Conflict', () =>
    refused('InvalidSubnet.Conflict', 'The subnet CIDR block conflicts with that of another subnet.', '子网网段冲突'),
  ),
  subnetLimit: onDemand(
    'SubnetLimitExceeded',
    (limit: number) => exceeded('SubnetLimitExceeded', 'subnets', '子网', limit),
    ({ limit = 10 }) => [limit],
  ),
  subnetInUse: onDemand('InvalidSubnet.CannotDelete', () =>
    refused(
      'InvalidSubnet.CannotDelete',
      'The subnet cannot be deleted: it still has resources.',
      '子网下有资源，不能删除',
    ),
  ),
  zoneNotFound: onDemand('InvalidZone.NotFound', () =>
    absent('InvalidZone.NotFound', 'Invalid zone. The zone', '无效的可用区，可用区'),
  ),

  routeTableNotFound: onDemand('InvalidRouteTableId.NotFound', routeTableNotFound),
  routeTableNameInvalid: onDemand('InvalidRouteTableName', () =>
    badName('InvalidRouteTableName', 'routing table', '路由表'),
  ),
  routeTableLimit: onDemand(
    'RouteTableLimitExceeded',
    (limit: number) => exceeded('RouteTableLimitExceeded', 'routing tables', '路由表', limit),
    ({ limit = 10 }) => [limit],
  ),
  routeTableInUse: onDemand('InvalidRouteTableId.CannotDelete', routeTableKept),
  routeTableMain: routeTableKept,
  routeTableForeign: routeTableNotFound,

  destinationInvalid: onDemand('InvalidDestinationCidr', destinationInvalid, () => [0]),
  destinationInVpc: destinationInvalid,
  destinationBeyondPeer: destinationInvalid,
  routeNotFound: destinationInvalid,
  nextTypeInvalid: onDemand(
    'InvalidRouteNextType',
    (n: number) => badValue('InvalidRouteNextType', `routeSet.${n}.nextType`),
    () => [0],
  ),
  nextHubNotFound: onDemand('InvalidRouteNextHub.NotFound', nextHubNotFound),
  nextHubUnfit: nextHubNotFound,
  nextHubLimit: onDemand(
    'InvalidRoute.NextHubLimitExceeded',
    (limit: number) =>
      exceeded(
        'InvalidRoute.NextHubLimitExceeded',
        'public gateways for one network segment',
        '同一网段的公网网关',
        limit,
      ),
    ({ limit = 8 }) => [limit],
  ),
  routeExists: onDemand('RouteAlreadyExists', () =>
    refused(
      'RouteAlreadyExists',
      'The destination network segment already exists in the routing table policy. No conflict between destination network segments is allowed in the same routing table.',
      '目的网段已存在于路由表策略中，同一路由表中目的网段不能冲突。',
    ),
  ),
  routeLimit: onDemand(
    'RouteLimitExceeded',
    (limit: number) => exceeded('RouteLimitExceeded', 'routing table policies', '路由策略', limit),
    ({ limit = 50 }) => [limit],
  ),
})
