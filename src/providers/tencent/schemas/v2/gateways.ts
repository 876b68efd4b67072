import { type Infer, schema } from '../../../../core/schema.ts'
import { oneOf, oneOrMore, optional, paging, required, whole } from './shapes.ts'

// an empty name is refused by name, not as a missing parameter
export const CreateNatGateway = schema((z) =>
  z.object({
    natName: z.string(),
    vpcId: required(z),
    maxConcurrent: z.enum(['1000000', '3000000', '10000000']),
    bandwidth: z.union([z.literal('').transform(() => undefined), whole(z)]).optional(),
    assignedEipSet: oneOrMore(z).optional(),
    autoAllocEipNum: z.union([z.literal('').transform(() => undefined), whole(z)]).optional(),
  }),
)
export type CreateNatGateway = Infer<typeof CreateNatGateway>

export const OneBill = schema((z) => z.object({ billId: required(z) }))
export type OneBill = Infer<typeof OneBill>

export const DescribeNatGateway = schema((z) =>
  z.object({ vpcId: optional(z), natId: optional(z), natName: optional(z), ...paging(z, ['natId']) }),
)
export type DescribeNatGateway = Infer<typeof DescribeNatGateway>

export const OneNat = schema((z) => z.object({ vpcId: required(z), natId: required(z) }))
export type OneNat = Infer<typeof OneNat>

export const DescribeVpnGw = schema((z) =>
  z.object({
    vpcId: optional(z),
    vpnGwId: optional(z),
    vpnGwName: optional(z),
    ...paging(z, ['createTime', 'vpnGwName']),
  }),
)
export type DescribeVpnGw = Infer<typeof DescribeVpnGw>

export const CreateDirectConnect = schema((z) =>
  z.object({ vpcId: required(z), directConnectGatewayName: z.string(), type: oneOf(z, ['0', '1']) }),
)
export type CreateDirectConnect = Infer<typeof CreateDirectConnect>

export const DescribeDirectConnect = schema((z) =>
  z.object({
    vpcId: optional(z),
    directConnectGatewayId: optional(z),
    directConnectGatewayName: optional(z),
    ...paging(z, ['createTime', 'directConnectGatewayName']),
  }),
)
export type DescribeDirectConnect = Infer<typeof DescribeDirectConnect>

export const OneDirectConnect = schema((z) => z.object({ vpcId: required(z), directConnectGatewayId: required(z) }))
export type OneDirectConnect = Infer<typeof OneDirectConnect>

export const DescribeVpcLimit = schema((z) => z.object({ type: oneOrMore(z) }))
export type DescribeVpcLimit = Infer<typeof DescribeVpcLimit>

export const Nothing = schema((z) => z.object({}))
