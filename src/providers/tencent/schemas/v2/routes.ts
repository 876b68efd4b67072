import { type Infer, schema } from '../../../../core/schema.ts'
import { list, optional, optionalList, paging, required } from './shapes.ts'

export const RouteItem = schema((z) =>
  z.object({
    destinationCidrBlock: required(z),
    nextType: required(z),
    nextHub: required(z),
    description: optional(z),
  }),
)
export type RouteItem = Infer<typeof RouteItem>

/** CreateRoute and DeleteRoute. */
export const RouteBatch = schema((z) =>
  z.object({ vpcId: required(z), routeTableId: required(z), routeSet: list(z, RouteItem()) }),
)
export type RouteBatch = Infer<typeof RouteBatch>

export const DescribeRouteTable = schema((z) =>
  z.object({
    vpcId: optional(z),
    routeTableId: optional(z),
    routeTableName: optional(z),
    ...paging(z, ['createTime', 'routeTableName']),
  }),
)
export type DescribeRouteTable = Infer<typeof DescribeRouteTable>

export const DescribeRoutes = schema((z) =>
  z.object({
    vpcId: optional(z),
    routeTableId: optional(z),
    destinationCidrBlock: optional(z),
    nextType: optional(z),
    nextHub: optional(z),
  }),
)
export type DescribeRoutes = Infer<typeof DescribeRoutes>

// an empty name is refused by name, not as a missing parameter
export const CreateRouteTable = schema((z) =>
  z.object({ vpcId: required(z), routeTableName: z.string(), routeSet: optionalList(z, RouteItem()) }),
)
export type CreateRouteTable = Infer<typeof CreateRouteTable>

export const ModifyRouteTableAttribute = schema((z) =>
  z.object({
    vpcId: required(z),
    routeTableId: required(z),
    routeTableName: z.string().optional(),
    routeSet: optionalList(z, RouteItem()),
  }),
)
export type ModifyRouteTableAttribute = Infer<typeof ModifyRouteTableAttribute>

export const ModifyVPCRouteTable = schema((z) =>
  z.object({ vpcId: required(z), routeTableId: required(z), routeTableName: z.string() }),
)
export type ModifyVPCRouteTable = Infer<typeof ModifyVPCRouteTable>

export const OneRouteTable = schema((z) => z.object({ vpcId: required(z), routeTableId: required(z) }))
export type OneRouteTable = Infer<typeof OneRouteTable>
