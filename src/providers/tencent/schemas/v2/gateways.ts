import { schema } from '../../../../core/schema.ts'
import { oneOf, oneOrMore, optional, optionalWhole, pageOf, paging, required } from './parameters.ts'

// connections, alone or in units of 10,000
const CONCURRENT = ['1000000', '3000000', '10000000', '100', '300', '1000'] as const
const UNIT = 10_000

// an empty name is refused by name, not as a missing parameter
export const CreateNatGateway = schema((z) =>
  z
    .object({
      natName: z.string(),
      vpcId: required(z),
      maxConcurrent: z.enum(CONCURRENT),
      bandwidth: optionalWhole(z),
      assignedEipSet: oneOrMore(z).optional(),
      autoAllocEipNum: optionalWhole(z),
    })
    .transform(({ natName: name, vpcId: vpc, maxConcurrent, bandwidth, assignedEipSet, autoAllocEipNum }) => ({
      name,
      vpc,
      maxConcurrent: Number(maxConcurrent) < UNIT ? Number(maxConcurrent) * UNIT : Number(maxConcurrent),
      bandwidth,
      addresses: assignedEipSet ?? [],
      freshAddresses: autoAllocEipNum ?? 0,
    })),
)

export const OneBill = schema((z) => z.object({ billId: required(z) }).transform(({ billId: bill }) => ({ bill })))

export const DescribeNatGateway = schema((z) =>
  z
    .object({ vpcId: optional(z), natId: optional(z), natName: optional(z), ...paging(z, { natId: 'id' }) })
    .transform(({ vpcId: vpc, natId: nat, natName: name, ...page }) => ({ vpc, nat, name, ...pageOf(page) })),
)

export const ModifyNatGateway = schema((z) =>
  z
    .object({
      vpcId: required(z),
      natId: required(z),
      natName: z.string().optional(),
      bandwidth: optionalWhole(z),
    })
    .transform(({ vpcId: vpc, natId: nat, natName: name, bandwidth }) => ({ vpc, nat, name, bandwidth })),
)

export const OneNat = schema((z) =>
  z.object({ vpcId: required(z), natId: required(z) }).transform(({ vpcId: vpc, natId: nat }) => ({ vpc, nat })),
)

export const DescribeVpnGw = schema((z) =>
  z
    .object({
      vpcId: optional(z),
      vpnGwId: optional(z),
      vpnGwName: optional(z),
      ...paging(z, { createTime: 'time', vpnGwName: 'name' }),
    })
    .transform(({ vpcId: vpc, vpnGwId: gateway, vpnGwName: name, ...page }) => ({
      vpc,
      gateway,
      name,
      ...pageOf(page),
    })),
)

export const CreateDirectConnect = schema((z) =>
  z
    .object({ vpcId: required(z), directConnectGatewayName: z.string(), type: oneOf(z, ['0', '1']) })
    .transform(({ vpcId: vpc, directConnectGatewayName: name, type }) => ({ vpc, name, type: Number(type ?? 0) })),
)

export const DescribeDirectConnect = schema((z) =>
  z
    .object({
      vpcId: optional(z),
      directConnectGatewayId: optional(z),
      directConnectGatewayName: optional(z),
      ...paging(z, { createTime: 'time', directConnectGatewayName: 'name' }),
    })
    .transform(({ vpcId: vpc, directConnectGatewayId: gateway, directConnectGatewayName: name, ...page }) => ({
      vpc,
      gateway,
      name,
      ...pageOf(page),
    })),
)

export const OneDirectConnect = schema((z) =>
  z
    .object({ vpcId: required(z), directConnectGatewayId: required(z) })
    .transform(({ vpcId: vpc, directConnectGatewayId: gateway }) => ({ vpc, gateway })),
)

export const DescribeVpcLimit = schema((z) => z.object({ type: oneOrMore(z) }))

export const Nothing = schema((z) => z.object({}))
