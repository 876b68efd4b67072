import type { z as Zod } from 'zod'
import { readAddress, readCidr } from '../../core/cidr.ts'
import { type Infer, schema } from '../../core/schema.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => UUID.test(text)

const length = (text: string): number => Array.from(text).length
const named = (z: typeof Zod) => z.string().refine((text) => length(text) >= 1 && length(text) <= 255)

const uuid = (z: typeof Zod) => z.string().regex(UUID).toLowerCase()
const Labels = (z: typeof Zod) =>
  z
    .array(z.object({ key: z.string(), value: z.string() }))
    .nullable()
    .optional()

const End = (z: typeof Zod) => z.object({ uuid: uuid(z) })
const ConfiguredStatus = (z: typeof Zod) => z.enum(['active', 'disabled']).optional()

/** POST /1.3/network-peering. The order of the members is the order of the checks; label rules are the operation's. */
export const CreatePeering = schema((z) =>
  z.object({
    network_peering: z.strictObject({
      name: named(z),
      configured_status: ConfiguredStatus(z),
      network: End(z),
      peer_network: End(z),
      labels: Labels(z),
    }),
  }),
)
export type CreatePeering = Infer<typeof CreatePeering>['network_peering']

/** PATCH /1.3/network-peering/{uuid}. */
export const ModifyPeering = schema((z) =>
  z.object({
    network_peering: z.strictObject({
      name: named(z).optional(),
      configured_status: ConfiguredStatus(z),
      labels: Labels(z),
    }),
  }),
)
export type ModifyPeering = Infer<typeof ModifyPeering>['network_peering']

const flag = (z: typeof Zod) =>
  z
    .union([z.enum(['yes', 'no', 'true', 'false', '1', '0']), z.boolean(), z.literal([0, 1])])
    .transform((value) => ['yes', 'true', '1', true, 1].includes(value))

const cidr = (z: typeof Zod) => z.string().refine((text) => readCidr(text) !== undefined)
const address = (z: typeof Zod) => z.string().refine((text) => readAddress(text) !== undefined)
const DHCP_ROUTE = /^([^-]+)(?:-nexthop=(.+))?$/

/** The parts of a `dhcp_routes` item, or undefined when it is none. */
export const readDhcpRoute = (text: string): { route: string; nexthop: string | undefined } | undefined => {
  const [, route, nexthop] = DHCP_ROUTE.exec(text) ?? []
  if (route === undefined || !readCidr(route) || (nexthop !== undefined && !readAddress(nexthop))) return undefined
  return { route, nexthop }
}

const IpNetwork = (z: typeof Zod) =>
  z.object({
    address: cidr(z).optional(),
    family: z.enum(['IPv4', 'IPv6']).optional(),
    dhcp: flag(z).optional(),
    dhcp_default_route: flag(z).optional(),
    dhcp_dns: z.array(address(z)).optional(),
    dhcp_routes: z.array(z.string().refine((text) => readDhcpRoute(text) !== undefined)).optional(),
    gateway: address(z).optional(),
    dhcp_routes_configuration: z
      .object({
        effective_routes_auto_population: z
          .object({
            enabled: flag(z).optional(),
            exclude_by_source: z.array(z.enum(['router-connected-networks', 'static-route'])).optional(),
            filter_by_destination: z.array(cidr(z)).optional(),
            filter_by_route_type: z.array(z.enum(['user', 'service'])).optional(),
          })
          .optional(),
      })
      .optional(),
  })
const ipNetwork = schema(IpNetwork)
export type IpNetworkInput = Infer<typeof ipNetwork>

/** POST /1.3/network. Read-only members that clients send along are let through. */
export const CreateNetwork = schema((z) =>
  z.object({
    network: z.object({
      name: named(z),
      zone: z.string().regex(/^[a-z0-9-]+$/),
      type: z.literal('private').optional(),
      ip_networks: z.object({ ip_network: z.array(IpNetwork(z)).length(1) }),
      router: z.string().toLowerCase().nullable().optional(),
      labels: Labels(z),
    }),
  }),
)
export type CreateNetwork = Infer<typeof CreateNetwork>['network']

/** PUT /1.3/network/{uuid}: what is not given stays. */
export const ModifyNetwork = schema((z) =>
  z.object({
    network: z.object({
      name: named(z).optional(),
      zone: z.string().optional(),
      ip_networks: z.object({ ip_network: z.array(IpNetwork(z)) }).optional(),
      router: z.string().toLowerCase().nullable().optional(),
      labels: Labels(z),
    }),
  }),
)
export type ModifyNetwork = Infer<typeof ModifyNetwork>['network']

type Loose = Record<string, unknown> | null | undefined

/** A network body with its single subnet as a list: the Python SDK sends the object alone. */
export const withSubnetList = (body: unknown): unknown => {
  const network = (body as Loose)?.['network'] as Loose
  const ipNetworks = network?.['ip_networks'] as Loose
  const subnet = ipNetworks?.['ip_network']
  if (typeof subnet !== 'object' || subnet === null || Array.isArray(subnet)) return body
  return { ...(body as object), network: { ...network, ip_networks: { ...ipNetworks, ip_network: [subnet] } } }
}

const StaticRoute = (z: typeof Zod) =>
  z.object({ route: cidr(z), nexthop: z.literal('no-nexthop').or(address(z)), name: z.string().max(255).optional() })
const staticRoute = schema(StaticRoute)
export type StaticRouteInput = Infer<typeof staticRoute>

/** POST /1.3/router. */
export const CreateRouter = schema((z) =>
  z.object({
    router: z.object({
      name: named(z),
      labels: Labels(z),
      static_routes: z.array(StaticRoute(z)).nullable().optional(),
    }),
  }),
)
export type CreateRouter = Infer<typeof CreateRouter>['router']

/** PATCH /1.3/router/{uuid}. */
export const ModifyRouter = schema((z) =>
  z.object({
    router: z.object({
      name: named(z).optional(),
      labels: Labels(z),
      static_routes: z.array(StaticRoute(z)).nullable().optional(),
    }),
  }),
)
export type ModifyRouter = Infer<typeof ModifyRouter>['router']

/** POST /1.3/account/tokens. */
export const CreateToken = schema((z) =>
  z.object({
    name: named(z),
    expires_at: z.iso.datetime({ offset: true }),
    can_create_tokens: z.boolean().default(false),
    allowed_ip_ranges: z.array(z.string()).default(['0.0.0.0/0', '::/0']),
  }),
)
export type CreateToken = Infer<typeof CreateToken>
