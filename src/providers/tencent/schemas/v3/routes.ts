import type { z as Zod } from 'zod'
import { schema } from '../../../../core/schema.ts'
import type { RouteRef } from '../../operations/routes/changes.ts'
import type { NewRoute } from '../../operations/routes/routes.ts'
import type { HopKind } from '../../records/hops.ts'
import { apart, filters } from './filters.ts'
import { flag, id, list, name, paging, whole } from './members.ts'

const KINDS: Readonly<Record<string, HopKind>> = {
  CVM: 'public',
  VPN: 'vpn',
  DIRECTCONNECT: 'direct_connect',
  PEERCONNECTION: 'peering',
  SSLVPN: 'ssl_vpn',
  NAT: 'nat',
  NORMAL_CVM: 'server',
  EIP: 'eip',
  HAVIP: 'elsewhere',
  CCN: 'elsewhere',
  LOCAL_GATEWAY: 'elsewhere',
  INTRANAT: 'elsewhere',
  USER_CCN: 'elsewhere',
  GWLB_ENDPOINT: 'elsewhere',
}

/** The kind of next hop under a `GatewayType`; null for a word that is none. */
export const kindNamed = (type: string): HopKind | null => (Object.hasOwn(KINDS, type) ? KINDS[type]! : null)

/** The `GatewayType` of a kind of next hop. */
export const typeOf = (kind: HopKind): string => Object.keys(KINDS).find((type) => KINDS[type] === kind)!

/** What a `Route` may say besides where it leads. Only its ids and `Enabled` count. */
const others = (z: typeof Zod) => ({
  RouteId: whole(z).optional(),
  RouteItemId: z.string().optional(),
  RouteDescription: z.string().optional(),
  Enabled: flag(z).optional(),
  RouteType: z.string().optional(),
  RouteTableId: z.string().optional(),
  DestinationIpv6CidrBlock: z.string().optional(),
  PublishedToVbc: flag(z).optional(),
  CreatedTime: z.string().optional(),
  CdcId: z.string().optional(),
})

interface Whole {
  readonly DestinationCidrBlock: string
  readonly GatewayType: string
  readonly GatewayId: string
  readonly RouteDescription?: string | undefined
  readonly Enabled?: boolean | undefined
}

const newRouteOf = (read: Whole): NewRoute => ({
  destination: read.DestinationCidrBlock,
  kind: kindNamed(read.GatewayType),
  hub: read.GatewayId,
  description: read.RouteDescription,
  enabled: read.Enabled,
})

interface Partly extends Partial<
  Record<'DestinationCidrBlock' | 'GatewayType' | 'GatewayId' | 'RouteItemId', string | undefined>
> {
  readonly RouteId?: number | undefined
}

/** Which route is meant: by an id where there is one, else by where it leads. */
const refOf = ({
  RouteId,
  RouteItemId,
  DestinationCidrBlock: destination,
  GatewayType,
  GatewayId: hub,
}: Partly): RouteRef => ({
  id: RouteItemId || undefined,
  number: RouteId || undefined,
  ...(destination !== undefined && {
    content: { destination, kind: GatewayType === undefined ? null : kindNamed(GatewayType), hub },
  }),
})

const wholeRoute = (z: typeof Zod) =>
  z.strictObject({ DestinationCidrBlock: name(z), GatewayType: name(z), GatewayId: name(z), ...others(z) })

const table = (z: typeof Zod) => ({ RouteTableId: id(z, 'rtb') })

// what this API checks and v2 does not
const RULES = { withinPeer: true }

export const CreateRoutes = schema((z) =>
  z
    .strictObject({ ...table(z), Routes: list(z, wholeRoute(z)) })
    .transform(({ RouteTableId: table, Routes: routes }) => ({ table, routes: routes.map(newRouteOf), ...RULES })),
)

export const ReplaceRoutes = schema((z) =>
  z
    .strictObject({ ...table(z), Routes: list(z, wholeRoute(z)) })
    .transform(({ RouteTableId: table, Routes: routes }) => ({
      table,
      routes: routes.map((route) => ({ ref: byIdOnly(refOf(route)), route: newRouteOf(route) })),
      ...RULES,
    })),
)

// where a replaced route led is not what it is found by
const byIdOnly = ({ id, number }: RouteRef): RouteRef => ({ id, number })

export const ResetRoutes = schema((z) =>
  z
    .strictObject({ ...table(z), RouteTableName: name(z), Routes: list(z, wholeRoute(z)) })
    .transform(({ RouteTableId: table, RouteTableName: name, Routes: routes }) => ({
      table,
      name,
      routes: routes.map(newRouteOf),
      ...RULES,
    })),
)

export const DeleteRoutes = schema((z) =>
  z
    .strictObject({ ...table(z), Routes: list(z, wholeRoute(z).partial()).default([]) })
    .transform(({ RouteTableId: table, Routes: routes }) => ({ table, refs: routes.map(refOf) })),
)

/** EnableRoutes and DisableRoutes. */
export const SwitchRoutes = schema((z) =>
  z
    .strictObject({
      ...table(z),
      RouteIds: list(z, whole(z)).optional(),
      RouteItemIds: list(z, z.string()).optional(),
    })
    .refine(apart('RouteIds', 'RouteItemIds'), { path: ['RouteItemIds'] })
    .superRefine(({ RouteIds, RouteItemIds }, context) => {
      if (!RouteIds && !RouteItemIds)
        context.addIssue({ code: 'invalid_type', expected: 'array', path: ['RouteIds'], input: undefined })
    })
    .transform(({ RouteTableId: table, RouteIds: numbers = [], RouteItemIds: ids = [] }) => ({
      table,
      refs: [...numbers.map((number): RouteRef => ({ number })), ...ids.map((id): RouteRef => ({ id }))],
    })),
)

const ROUTE_FIELDS = {
  'vpc-id': 'vpc',
  'gateway-id': 'hub',
  description: 'description',
  'route-table-id': 'table',
  'dest-cidr': 'destination',
} as const

/** DescribeRoutes and DescribeRouteList. */
export const DescribeRoutes = schema((z) =>
  z
    .strictObject({ Filters: filters(z, ROUTE_FIELDS), ...paging(z) })
    .transform(({ Filters: conditions, Offset: offset, Limit: limit }) => ({ conditions, offset, limit })),
)

export const DescribeRouteConflicts = schema((z) =>
  z
    .strictObject({ ...table(z), DestinationCidrBlocks: list(z, z.cidrv4()) })
    .transform(({ RouteTableId: table, DestinationCidrBlocks: destinations }) => ({ table, destinations })),
)
