import { schema } from '../../../../core/schema.ts'
import type { HopKind } from '../../records/hops.ts'
import { inName, list, oneOrMore, optional, optionalList, pageOf, paging, required } from './parameters.ts'

const KINDS: Readonly<Record<string, HopKind>> = {
  0: 'public',
  1: 'vpn',
  3: 'direct_connect',
  4: 'peering',
  7: 'ssl_vpn',
  8: 'nat',
  9: 'server',
}

/** The kind of next hop under a number; null for numbers that no client can choose, such as 2, the system's own. */
export const kindOf = (nextType: string): HopKind | null => (Object.hasOwn(KINDS, nextType) ? KINDS[nextType]! : null)

/** The number of a kind of next hop; undefined for one that v2 does not know. */
export const numberOf = (kind: HopKind): number | undefined => {
  const number = Object.keys(KINDS).find((key) => KINDS[key] === kind)
  return number === undefined ? undefined : Number(number)
}

const NewRoute = schema((z) =>
  z
    .object({
      destinationCidrBlock: required(z),
      nextType: required(z),
      nextHub: required(z),
      description: optional(z),
    })
    .transform(({ destinationCidrBlock: destination, nextType, nextHub: hub, description }) => ({
      destination,
      kind: kindOf(nextType),
      hub,
      description,
    })),
)

/** CreateRoute and DeleteRoute. */
export const RouteBatch = schema((z) =>
  z
    .object({ vpcId: required(z), routeTableId: required(z), routeSet: list(z, NewRoute()) })
    .transform(({ vpcId: vpc, routeTableId: table, routeSet: routes }) => ({ vpc, table, routes })),
)

export const DescribeRouteTable = schema((z) =>
  z
    .object({
      vpcId: optional(z),
      routeTableId: optional(z),
      routeTableName: optional(z),
      ...paging(z, { createTime: 'time', routeTableName: 'name' }),
    })
    .transform(({ vpcId: vpc, routeTableId: table, routeTableName: name, ...page }) => ({
      vpc,
      table,
      conditions: inName(name),
      ...pageOf(page),
    })),
)

export const DescribeRoutes = schema((z) =>
  z
    .object({
      vpcId: optional(z),
      routeTableId: optional(z),
      destinationCidrBlock: optional(z),
      nextType: optional(z),
      nextHub: optional(z),
    })
    .transform(({ vpcId: vpc, routeTableId: table, destinationCidrBlock: destination, nextType, nextHub: hub }) => ({
      vpc,
      table,
      destination,
      kind: nextType === undefined ? undefined : kindOf(nextType),
      hub,
    })),
)

// an empty name is refused by name, not as a missing parameter
export const CreateRouteTable = schema((z) =>
  z
    .object({ vpcId: required(z), routeTableName: z.string(), routeSet: optionalList(z, NewRoute()) })
    .transform(({ vpcId: vpc, routeTableName: name, routeSet: routes }) => ({ vpc, name, routes })),
)

export const ModifyRouteTableAttribute = schema((z) =>
  z
    .object({
      vpcId: required(z),
      routeTableId: required(z),
      routeTableName: z.string().optional(),
      routeSet: optionalList(z, NewRoute()),
    })
    .transform(({ vpcId: vpc, routeTableId: table, routeTableName: name, routeSet: routes }) => ({
      vpc,
      table,
      name,
      routes,
    })),
)

export const ModifyVPCRouteTable = schema((z) =>
  z
    .object({ vpcId: required(z), routeTableId: required(z), routeTableName: z.string() })
    .transform(({ vpcId: vpc, routeTableId: table, routeTableName: name }) => ({ vpc, table, name })),
)

export const OneRouteTable = schema((z) =>
  z
    .object({ vpcId: required(z), routeTableId: required(z) })
    .transform(({ vpcId: vpc, routeTableId: table }) => ({ vpc, table })),
)

export const AssociateRouteTable = schema((z) =>
  z
    .object({ vpcId: required(z), subnetId: oneOrMore(z), routeTableId: required(z) })
    .transform(({ vpcId: vpc, subnetId: subnets, routeTableId: table }) => ({ vpc, subnets, table })),
)
