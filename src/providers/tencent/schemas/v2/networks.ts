import { type Infer, schema } from '../../../../core/schema.ts'
import { list, oneOf, oneOrMore, optional, optionalList, paging, required } from './shapes.ts'

export const NewSubnet = schema((z) =>
  z.object({ subnetName: required(z), cidrBlock: required(z), zoneId: required(z) }),
)
export type NewSubnet = Infer<typeof NewSubnet>

export const CreateVpc = schema((z) =>
  z.object({ vpcName: required(z), cidrBlock: required(z), subnetSet: optionalList(z, NewSubnet()) }),
)
export type CreateVpc = Infer<typeof CreateVpc>

export const DescribeVpcEx = schema((z) =>
  z.object({ vpcId: optional(z), vpcName: optional(z), ...paging(z, ['createTime', 'vpcName']) }),
)
export type DescribeVpcEx = Infer<typeof DescribeVpcEx>

export const VpcOnly = schema((z) => z.object({ vpcId: required(z) }))
export type VpcOnly = Infer<typeof VpcOnly>

export const ModifyVpcAttribute = schema((z) => z.object({ vpcId: required(z), vpcName: required(z) }))
export type ModifyVpcAttribute = Infer<typeof ModifyVpcAttribute>

export const CreateSubnet = schema((z) => z.object({ vpcId: required(z), subnetSet: list(z, NewSubnet()) }))
export type CreateSubnet = Infer<typeof CreateSubnet>

export const OneSubnet = schema((z) => z.object({ vpcId: required(z), subnetId: required(z) }))
export type OneSubnet = Infer<typeof OneSubnet>

export const DescribeSubnetEx = schema((z) =>
  z.object({
    vpcId: optional(z),
    subnetId: optional(z),
    subnetName: optional(z),
    zoneIds: z.union([optional(z), oneOrMore(z)]),
    getAclIdFlag: oneOf(z, ['0', '1', 'true', 'false']),
    ...paging(z, ['createTime', 'subnetName']),
  }),
)
export type DescribeSubnetEx = Infer<typeof DescribeSubnetEx>

export const ModifySubnetAttribute = schema((z) =>
  z.object({ vpcId: required(z), subnetId: required(z), subnetName: required(z) }),
)
export type ModifySubnetAttribute = Infer<typeof ModifySubnetAttribute>

export const AssociateRouteTable = schema((z) =>
  z.object({ vpcId: required(z), subnetId: oneOrMore(z), routeTableId: required(z) }),
)
export type AssociateRouteTable = Infer<typeof AssociateRouteTable>
