import { catalogue, onDemand } from '../../../http/dialect.ts'
import { PARAMETER, absent, badName, exceeded, invalid, missing, problem, refused } from './problem.ts'

const NAME_LIMIT = 25

/** What this service says about gateways. Evidence per text: README, "Errors". */
export const gatewayProblems = catalogue({
  natNotFound: onDemand('InvalidNatGatewayId.NotFound', () =>
    absent('InvalidNatGatewayId.NotFound', 'Invalid NAT gateway. The NAT gateway', '无效的NAT网关，NAT网关'),
  ),
  natNameInvalid: onDemand('InvalidNatGatewayName', () =>
    badName('InvalidNatGatewayName', 'NAT gateway', 'NAT网关', NAME_LIMIT),
  ),
  natNameTaken: onDemand('InvalidNatGateway.InUse', () =>
    refused(
      'InvalidNatGateway.InUse',
      'The NAT gateway name is in use in the VPC.',
      'NAT网关名称已被VPC下其他NAT网关使用',
    ),
  ),
  natLimit: onDemand(
    'NatGatewayLimitExceeded',
    (limit: number) => exceeded('NatGatewayLimitExceeded', 'NAT gateways', 'NAT网关', limit),
    ({ limit = 3 }) => [limit],
  ),
  addressesMissing: () => missing('assignedEipSet.0'),
  tooManyAddresses: () => invalid('autoAllocEipNum'),
  billNotFound: () => invalid('billId'),
  vpnNotFound: onDemand('InvalidVpnGw.NotFound', () =>
    absent('InvalidVpnGw.NotFound', 'Invalid VPN gateway. The VPN gateway', '无效的VPN网关，VPN网关'),
  ),
  directConnectNotFound: onDemand('InvalidDirectConnectGateway.NotFound', () =>
    absent(
      'InvalidDirectConnectGateway.NotFound',
      'Invalid Direct Connect gateway. The Direct Connect gateway',
      '无效的专线网关，专线网关',
    ),
  ),
  directConnectNameInvalid: onDemand('InvalidDirectConnectGatewayName', () =>
    problem(
      PARAMETER,
      'InvalidDirectConnectGatewayName',
      `Invalid Direct Connect gateway name. It must have 1 to ${NAME_LIMIT} characters.`,
      '专线网关名称不合法',
    ),
  ),
  directConnectLimit: onDemand('DirectConnectGatewayLimitExceeded', () =>
    refused(
      'DirectConnectGatewayLimitExceeded',
      'A VPC has one Direct Connect gateway of each type at most.',
      '专线网关数量超过上限',
    ),
  ),
})
