import type { Problem } from '../../../core/problem.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { SOME_BLOCK, badInput, neutron, passedOn, vpc } from './forms.ts'

/** Errors of `/v1/{project_id}` and of the tags. */
export const vpcProblems = catalogue({
  vpcNotFound: () => vpc(404, 'VPC.0003', 'VPC does not exist.'),
  foreignProject: () => vpc(400, 'VPC.0007', 'urlTenantId is not equal tokenTenantId'),
  policyRefuses: (action: string) => vpc(403, 'VPC.2201', `Policy doesn't allow <${action}> to be performed`),
  enterpriseProjectInvalid: () => vpc(400, 'VPC.0011', 'EnterpriseProjectId is invalid'),
  paramInvalid: () => vpc(400, 'VPC.0101', 'Param is invalid.'),
  vpcIdInvalid: () => vpc(400, 'VPC.0101', 'getVpc error vpcId is invalid.'),
  listInvalid: () => vpc(400, 'VPC.0101', 'Query vpc list error.'),
  updateInvalid: (name: string) => vpc(400, 'VPC.0101', `Update router ${name} is invalid.`),
  deleteInvalid: (name: string) => vpc(400, 'VPC.0101', `Delete router error ${name} is invalid.`),
  // sic: the service spells it so
  vpcBusy: onDemand('vpc_busy', () => vpc(409, 'VPC.0103', 'Rescource status is busy, try it again later.')),
  vpcHasSubnets: onDemand('vpc_has_subnets', () =>
    vpc(409, 'VPC.0104', 'Router contains subnets, please delete subnet first.'),
  ),
  vpcInUse: () => vpc(409, 'VPC.0108', 'Router is used not allow deleted.'),
  internal: () => vpc(500, 'VPC.0111', 'Database Error.'),
  vpcNotActive: onDemand('vpc_not_active', () => vpc(500, 'VPC.0113', 'Router status is not active.')),
  vpcQuota: () => vpc(409, 'VPC.0114', "Quota exceeded for resources: ['router']."),
  vpcNameTaken: onDemand('vpc_name_taken', () => vpc(400, 'VPC.0115', 'The router name has exist.')),
  cidrLosesSubnets: () => vpc(400, 'VPC.0117', 'Cidr can not contain subnetList cidr.'),
  vpcHasRoutes: onDemand('vpc_has_routes', () =>
    passedOn(
      409,
      'VPC.0120',
      neutron(409, 'RouterInUse', 'exroutes exists under this router, delete exroutes firstly.'),
    ),
  ),
  subnetInvalid: (name: string) => vpc(400, 'VPC.0201', `Subnet ${name} is invalid.`),
  subnetNotFound: (id: string) =>
    vpc(404, 'VPC.0202', `Query resource by id ${id} fail.the subnet could not be found.`),
  subnetOutsideVpc: () => vpc(400, 'VPC.0203', 'Subnet is not in the range of VPC.'),
  subnetOverlaps: () =>
    vpc(400, 'VPC.0204', 'The subnet has already existed in the VPC, or has been in conflict with the VPC subnet.'),
  subnetOfOtherVpc: () => vpc(400, 'VPC.0207', 'Subnet does not belong to the VPC.'),
  subnetCidrInvalid: () => vpc(400, 'VPC.0212', 'The subnet cidr is not valid.'),
  subnetQuota: () => passedOn(409, 'VPC.0105', neutron(409, 'OverQuota', "Quota exceeded for resources: ['subnet'].")),
  quotaTypeInvalid: () => vpc(400, 'VPC.1207', 'resource type is invalid.'),
  tagIdInvalid: () => vpc(400, 'VPC.1801', 'resource id is invalid.'),
  tagActionInvalid: () => vpc(400, 'VPC.1801', 'action is invalid.'),
  tagsNull: () => vpc(400, 'VPC.1801', 'Tag can not be null.'),
  tagKeyRepeated: () => vpc(400, 'VPC.1801', 'Tag key is repeated.'),
  tagsTooMany: () => vpc(400, 'VPC.1801', 'number of tags exceeds max num of 10.'),
  tagBodyMalformed: () => vpc(500, 'VPC.1801', 'InvalidInput'),
  taggedNotFound: (kind: string) =>
    vpc(404, 'VPC.2204', kind === 'subnet' ? 'Query subnet by id fail.' : 'Query resource by id fail.'),
  routeTableNotFound: () => vpc(404, 'VPC.2808', 'RouteTable is not exist'),
  subnetNotOfTable: (id: string) =>
    vpc(400, 'VPC.2807', `subnet ${id} does not exist or is not in the vpc of the routetable.`),
  customTablesUnsupported: () => vpc(400, 'VPC.2810', 'the vpc cannot support customized routetable'),
  routeTableQuota: () =>
    passedOn(409, 'VPC.2809', neutron(409, 'OverQuota', "Quota exceeded for resources: ['routetable'].")),
  routeTableIsDefault: () => passedOn(400, 'VPC.2809', badInput('the default routetable cannot be deleted.')),
  routeTableInUse: onDemand('route_table_in_use', () =>
    passedOn(409, 'VPC.2809', neutron(409, 'RouteTableInUse', 'the routetable is associated with subnets.')),
  ),
  routeRefused: (inner: Problem) => passedOn(inner.status === 409 ? 409 : 400, 'VPC.2809', inner),
  routeTwin: onDemand(
    'route_destination_taken',
    (status: number, destination: string) =>
      vpc(status, 'VPC.2812', `route destination ${destination} already exists.`),
    () => [400, SOME_BLOCK],
  ),
  routeRepeated: (destination: string) =>
    passedOn(400, 'VPC.2809', badInput(`destination ${destination} is repeated in the request.`)),
  routeUnknown: (destination: string) =>
    passedOn(400, 'VPC.2809', badInput(`route with destination ${destination} could not be found.`)),
})
