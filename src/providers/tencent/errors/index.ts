import { Problem } from '../../../core/problem.ts'

/** What an error carries beside its text: the number of its class and the text in Chinese. */
export interface Detail {
  readonly number: number
  readonly zh: string
}

const problem = (number: number, codeDesc: string, en: string, zh: string): Problem =>
  new Problem({ status: 200, code: codeDesc, message: en, detail: { number, zh } satisfies Detail })

const PARAMETER = 4000
const ABSENT = 5000
const REFUSED = 5100
// the one number of a VPC error that clients are known to compare
const ROUTE_TABLE_ABSENT = 28_004

const badValue = (codeDesc: string, name: string): Problem =>
  problem(PARAMETER, codeDesc, `(10001)${name} is invalid`, `(10001)${name}不正确`)
const absent = (codeDesc: string, en: string, zh: string): Problem =>
  problem(
    ABSENT,
    codeDesc,
    `${en} does not exist. Please verify that you have entered resource information correctly.`,
    `${zh}不存在。请再次核实您输入的资源信息是否正确。`,
  )
const refused = (codeDesc: string, en: string, zh: string): Problem => problem(REFUSED, codeDesc, en, zh)
const exceeded = (codeDesc: string, en: string, zh: string, limit: number): Problem =>
  refused(
    codeDesc,
    `The upper limit of number of ${en} (${limit}) has been exceeded. Please contact customer service for more resources.`,
    `超过${zh}数量上限（${limit}），如需更多资源请联系客服。`,
  )

/** What this service says about requests as such. Evidence per text: README, "Errors". */
export const common = {
  missing: (name: string) =>
    problem(
      PARAMETER,
      'InvalidParameter',
      `Request failed. Parameter [${name}] cannot be empty.`,
      `请求失败，参数[${name}]不能为空。`,
    ),
  invalid: (name: string) =>
    problem(
      PARAMETER,
      'InvalidParameter',
      `Request failed. Parameter [${name}] is invalid.`,
      `请求失败，参数[${name}]不正确。`,
    ),
  unreadable: (en: string) => problem(PARAMETER, 'InvalidParameter', `Request failed. ${en}`, `请求失败。${en}`),
  signatureWrong: () =>
    problem(
      4100,
      'AuthFailure',
      'Authentication failed. Please refer to the Authentication section in the document.',
      '身份认证失败，用户身份验证失败',
    ),
  actionForbidden: (action: string) =>
    problem(4101, 'UnauthorizedOperation', `You are not authorized to call ${action}.`, `未被授权访问接口${action}`),
  resourceForbidden: () =>
    problem(4102, 'UnauthorizedOperation', 'You are not authorized to access the resource.', '未被授权访问资源'),
  mfaFailed: () => problem(4106, 'MFACheckFailed', '(60006)MFA Invalid', '(60006)MFA Invalid'),
  camFailed: () => problem(4110, 'AuthFailure', 'CAM authentication failed.', 'CAM鉴权失败'),
  accessDenied: () => problem(4300, 'AccessDenied', 'Access denied', '拒绝访问'),
  keyDisabled: () =>
    problem(4103, 'AuthFailure', 'The SecretId is not that of a developer.', '非开发商，SecretId已停用'),
  // the spelling is the service's own
  secretIdUnknown: () => problem(4104, 'SecretidNotExit', 'The SecretId does not exist.', 'SecretId 不存在'),
  tokenWrong: () => problem(4105, 'AuthFailure.TokenFailure', 'Token error', 'token错误'),
  expiredByHours: () => problem(4200, 'RequestExpired', 'The request has expired.', '请求过期'),
  expiredByMinutes: () => problem(4500, 'RequestExpired', 'The request has expired.', '请求过期'),
  replayed: () => problem(4500, 'ReplayAttack', 'Replay attack: the Nonce was used before.', '重放攻击：Nonce重复'),
  quotaExceeded: () =>
    problem(4400, 'RequestLimitExceeded', 'The request quota has been exceeded.', '请求超过配额限制'),
  httpsOnly: () =>
    problem(4600, 'UnsupportedProtocol', 'The protocol is not supported; use HTTPS.', '协议不支持，请使用HTTPS'),
  purchaseFailed: () => problem(5200, 'PurchaseFailed', 'The purchase of the resource failed.', '资源购买失败'),
  balanceLow: () => problem(5300, 'BalanceInsufficient', 'The balance of the account is insufficient.', '余额不足'),
  partlyFailed: () => problem(5400, 'PartialFailure', 'A part of the batch failed.', '部分执行成功'),
  notQualified: () =>
    problem(5500, 'QualificationNotPassed', 'The qualification of the account has not passed.', '用户资质审核未通过'),
  maintained: () => problem(6200, 'Maintenance', 'The API is under maintenance.', '接口已停用或维护中'),
  internal: () => problem(6000, 'InternalError', 'Internal error', '服务器内部错误'),
  unavailable: () =>
    problem(
      6000,
      'ServiceUnavailable',
      'The service is temporarily unavailable. Please try later.',
      '服务暂时不可用，请稍后重试',
    ),
  actionUnknown: (action: string) =>
    problem(
      6100,
      'InvalidAction',
      `The API ${action} is not supported in this version.`,
      `版本暂不支持，接口${action}不存在`,
    ),
}

const NAME = 'must have 1 to 60 characters.'

/** What this service says about VPCs, subnets, routes and gateways. */
export const problems = {
  vpcNotFound: () => absent('InvalidVpc.NotFound', 'Invalid VPC. VPC resource', '无效的VPC，VPC资源'),
  vpcNameInvalid: () =>
    problem(PARAMETER, 'InvalidVpcName', `Invalid VPC name. It ${NAME}`, '无效的VPC名称，名称不能超过60个字符'),
  vpcNameTaken: () => refused('InvalidVpcName.InUse', 'The VPC name is in use.', 'VPC名称重复'),
  vpcCidrInvalid: () => problem(PARAMETER, 'InvalidVpcCidr', 'Invalid VPC CIDR block.', '无效的VPC网段'),
  vpcLimit: (limit: number) => exceeded('VpcLimitExceeded', 'VPCs', 'VPC', limit),
  vpcInUse: () =>
    refused('InvalidVpc.CannotDelete', 'The VPC cannot be deleted: it still has resources.', 'VPC下有资源，不能删除'),
  subnetNotFound: () => absent('InvalidSubnet.NotFound', 'Invalid subnet. Subnet resource', '无效的子网，子网资源'),
  subnetNameInvalid: () =>
    problem(PARAMETER, 'InvalidSubnetName', `Invalid subnet name. It ${NAME}`, '无效的子网名称，名称不能超过60个字符'),
  subnetCidrInvalid: () => problem(PARAMETER, 'InvalidSubnetCidr', 'Invalid subnet CIDR block.', '无效的子网网段'),
  subnetConflict: () =>
    refused('InvalidSubnet.Conflict', 'The subnet CIDR block conflicts with that of another subnet.', '子网网段冲突'),
  subnetLimit: (limit: number) => exceeded('SubnetLimitExceeded', 'subnets', '子网', limit),
  subnetInUse: () =>
    refused(
      'InvalidSubnet.CannotDelete',
      'The subnet cannot be deleted: it still has resources.',
      '子网下有资源，不能删除',
    ),
  zoneNotFound: () => absent('InvalidZone.NotFound', 'Invalid zone. The zone', '无效的可用区，可用区'),
  routeTableNotFound: () =>
    problem(
      ROUTE_TABLE_ABSENT,
      'InvalidRouteTableId.NotFound',
      'Invalid routing table. The routing table ID does not exist. Please verify that you have entered resource information correctly.',
      '无效的路由表，路由表ID不存在。请再次核实您输入的资源信息是否正确。',
    ),
  routeTableNameInvalid: () =>
    problem(
      PARAMETER,
      'InvalidRouteTableName',
      `Invalid routing table name. It ${NAME}`,
      '无效的路由表名称，名称不能超过60个字符',
    ),
  routeTableLimit: (limit: number) => exceeded('RouteTableLimitExceeded', 'routing tables', '路由表', limit),
  routeTableInUse: () =>
    refused(
      'InvalidRouteTableId.CannotDelete',
      'The routing table cannot be deleted: it is the default one, or subnets use it.',
      '默认路由表或有子网关联的路由表不能删除',
    ),
  destinationInvalid: (name: string) => badValue('InvalidDestinationCidr', name),
  routeLimit: (limit: number) => exceeded('RouteLimitExceeded', 'routing table policies', '路由策略', limit),
  routeExists: () =>
    refused(
      'RouteAlreadyExists',
      'The destination network segment already exists in the routing table policy. No conflict between destination network segments is allowed in the same routing table.',
      '目的网段已存在于路由表策略中，同一路由表中目的网段不能冲突。',
    ),
  nextTypeInvalid: (name: string) => badValue('InvalidRouteNextType', name),
  nextHubNotFound: () =>
    problem(
      ABSENT,
      'InvalidRouteNextHub.NotFound',
      'The next hop address does not exist. Please verify that you have entered next hop address resource ID correctly.',
      '下一跳地址不存在。请再次核实您输入的下一跳地址资源ID是否正确。',
    ),
  nextHubLimit: (limit: number) =>
    exceeded(
      'InvalidRoute.NextHubLimitExceeded',
      'public gateways for one network segment',
      '同一网段的公网网关',
      limit,
    ),
  peeringNotFound: () =>
    absent(
      'InvalidPeeringConnection.NotFound',
      'Invalid peering connection. The peering connection',
      '无效的对等连接，对等连接',
    ),
  peeringNameInvalid: () =>
    problem(
      PARAMETER,
      'InvalidPeeringConnectionName',
      `Invalid peering connection name. It ${NAME}`,
      '无效的对等连接名称，名称不能超过60个字符',
    ),
  peeringNameTaken: () =>
    refused('InvalidPeeringConnectionName.InUse', 'The peering connection name is in use.', '对等连接名称重复'),
  peeringConflict: () =>
    refused('PeeringConnectionVpcConflict', 'The VPCs of the peering connection conflict.', '对等连接VPC网段冲突'),
  peeringLimit: (limit: number) => exceeded('PeeringConnectionLimitExceeded', 'peering connections', '对等连接', limit),
  peeringStateInvalid: () =>
    refused(
      'InvalidPeeringConnection.InvalidState',
      'The state of the peering connection, or your side of it, does not allow this operation.',
      '对等连接当前状态不支持该操作',
    ),
  locked: () =>
    refused(
      'ActionLocked',
      'Another operation on the object is in progress. Please try later.',
      '对象正在操作中，请稍后重试',
    ),
  taskNotFound: () => absent('InvalidTaskId.NotFound', 'Invalid task. The task', '无效的任务，任务'),
  natNotFound: () =>
    absent('InvalidNatGatewayId.NotFound', 'Invalid NAT gateway. The NAT gateway', '无效的NAT网关，NAT网关'),
  natNameInvalid: () =>
    problem(
      PARAMETER,
      'InvalidNatGatewayName',
      'Invalid NAT gateway name. It must have 1 to 25 characters.',
      '无效的NAT网关名称，名称不能超过25个字符',
    ),
  natLimit: (limit: number) => exceeded('NatGatewayLimitExceeded', 'NAT gateways', 'NAT网关', limit),
  vpnNotFound: () => absent('InvalidVpnGw.NotFound', 'Invalid VPN gateway. The VPN gateway', '无效的VPN网关，VPN网关'),
  directConnectNameInvalid: () =>
    problem(
      PARAMETER,
      'InvalidDirectConnectGatewayName',
      'Invalid Direct Connect gateway name. It must have 1 to 25 characters.',
      '专线网关名称不合法',
    ),
  directConnectLimit: () =>
    refused(
      'DirectConnectGatewayLimitExceeded',
      'A VPC has one Direct Connect gateway of each type at most.',
      '专线网关数量超过上限',
    ),
  directConnectNotFound: () =>
    absent(
      'InvalidDirectConnectGateway.NotFound',
      'Invalid Direct Connect gateway. The Direct Connect gateway',
      '无效的专线网关，专线网关',
    ),
}
