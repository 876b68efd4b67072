import { schema } from '../../../../core/schema.ts'
import { list, name } from './members.ts'

export const OneTask = schema((z) => z.strictObject({ TaskId: name(z) }).transform(({ TaskId: task }) => ({ task })))

export const Nothing = schema((z) => z.strictObject({}))

/** Every quota that the documentation names. */
const LIMITS = (
  'appid-max-vpcs vpc-max-subnets vpc-max-route-tables route-table-max-policies vpc-max-vpn-gateways appid-max-custom-gateways ' +
  'appid-max-vpn-connections custom-gateway-max-vpn-connections vpn-gateway-max-custom-gateways vpc-max-network-acls ' +
  'network-acl-max-inbound-policies network-acl-max-outbound-policies vpc-max-vpcpeers vpc-max-available-vpcpeers ' +
  'vpc-max-basic-network-interconnections direct-connection-max-snats direct-connection-max-dnats direct-connection-max-snapts ' +
  'direct-connection-max-dnapts vpc-max-nat-gateways nat-gateway-max-eips vpc-max-enis vpc-max-havips eni-max-private-ips ' +
  'nat-gateway-max-dnapts vpc-max-ipv6s eni-max-ipv6s vpc-max-assistant_cidrs appid-max-end-point-services ' +
  'appid-max-end-point-service-white-lists vpc-max-cmcc-ipv6-cidrs vpc-max-ctcc-ipv6-cidrs vpc-max-cucc-ipv6-cidrs ' +
  'vpc-max-bgp-ipv6-cidrs vpc-max-custom-ipv6-cidrs vpc-max-ula-ipv6-cidrs'
).split(' ')

export const DescribeVpcLimits = schema((z) =>
  z.strictObject({ LimitTypes: list(z, z.enum(LIMITS)) }).transform(({ LimitTypes: types }) => ({ types })),
)
