import { schema } from '../../../../core/schema.ts'
import { inName, list, oneOf, oneOrMore, optional, optionalList, pageOf, paging, required } from './parameters.ts'

const LONGEST = 100

const NewSubnet = schema((z) =>
  z
    .object({ subnetName: required(z), cidrBlock: required(z), zoneId: required(z) })
    .transform(({ subnetName: name, cidrBlock: cidr, zoneId: zone }) => ({ name, cidr, zone })),
)

export const CreateVpc = schema((z) =>
  z
    .object({ vpcName: required(z), cidrBlock: required(z), subnetSet: optionalList(z, NewSubnet()) })
    .transform(({ vpcName: name, cidrBlock: cidr, subnetSet: subnets }) => ({ name, cidr, subnets })),
)

export const DescribeVpcEx = schema((z) =>
  z
    .object({ vpcId: optional(z), vpcName: optional(z), ...paging(z, { createTime: 'time', vpcName: 'name' }) })
    .transform(({ vpcId: vpc, vpcName, ...page }) => ({ vpc, conditions: inName(vpcName), ...pageOf(page, LONGEST) })),
)

/** DescribeVpcs and DeleteVpc. */
export const OneVpc = schema((z) => z.object({ vpcId: required(z) }).transform(({ vpcId: vpc }) => ({ vpc })))

export const ModifyVpcAttribute = schema((z) =>
  z.object({ vpcId: required(z), vpcName: required(z) }).transform(({ vpcId: vpc, vpcName: name }) => ({ vpc, name })),
)

export const CreateSubnet = schema((z) =>
  z
    .object({ vpcId: required(z), subnetSet: list(z, NewSubnet()) })
    .transform(({ vpcId: vpc, subnetSet: subnets }) => ({ vpc, subnets })),
)

/** DescribeSubnet and DeleteSubnet. */
export const OneSubnet = schema((z) =>
  z
    .object({ vpcId: required(z), subnetId: required(z) })
    .transform(({ vpcId: vpc, subnetId: subnet }) => ({ vpc, subnet })),
)

export const DescribeSubnetEx = schema((z) =>
  z
    .object({
      vpcId: optional(z),
      subnetId: optional(z),
      subnetName: optional(z),
      zoneIds: z.union([optional(z), oneOrMore(z)]),
      getAclIdFlag: oneOf(z, ['0', '1', 'true', 'false']),
      ...paging(z, { createTime: 'time', subnetName: 'name' }),
    })
    .transform(({ vpcId: vpc, subnetId: subnet, subnetName: name, zoneIds, getAclIdFlag, ...page }) => ({
      vpc,
      subnet,
      conditions: [
        ...inName(name),
        ...(zoneIds === undefined ? [] : [{ field: 'zone' as const, values: [zoneIds].flat() }]),
      ],
      // the documented example shows the ACL; whether its request had asked for it is unknown
      withAcl: getAclIdFlag !== '0' && getAclIdFlag !== 'false',
      ...pageOf(page, LONGEST),
    })),
)

export const ModifySubnetAttribute = schema((z) =>
  z
    .object({ vpcId: required(z), subnetId: required(z), subnetName: required(z) })
    .transform(({ vpcId: vpc, subnetId: subnet, subnetName: name }) => ({ vpc, subnet, name })),
)
