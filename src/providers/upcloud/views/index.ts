import type { Millis } from '../../../core/clock.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { jsonText } from '../../../core/memo.ts'
import { LISTED, SINGLE, layout } from './layout.ts'
import { hasOtherSide, peerings } from '../records/peerings.ts'
import { type DhcpRoute, type EffectiveRoute, dhcpRoutes, effectiveRoutes } from '../operations/effective-routes.ts'
import { type IpNetwork, type Network, type Peering, type Router, type Subnet, attachments } from '../records/index.ts'
import { settingsOf } from '../settings.ts'
import type { Zone } from '../records/zones.ts'

const seconds = (at: Millis): string => `${new Date(at).toISOString().slice(0, 19)}Z`
const subnets = (list: readonly Subnet[]) => ({ ip_network: list.map(({ address, family }) => ({ address, family })) })

const peeringValue = (row: Peering, paired: boolean, timed: boolean) => ({
  configured_status: row.configuredStatus,
  ...(timed && {
    created_at: seconds(row.createdAt),
    updated_at: row.updatedAt === null ? null : seconds(row.updatedAt),
  }),
  labels: row.labels,
  name: row.name,
  network: { ip_networks: subnets(row.localSubnets), uuid: row.local },
  // the peer's subnets are a secret of its account until both have defined their side
  peer_network: { ...(paired && { ip_networks: subnets(row.peerSubnets) }), uuid: row.peer },
  state: row.state,
  uuid: row.id,
})

const texts = (depth: number) => {
  const text = (paired: boolean, timed: boolean) =>
    jsonText(
      (row: Peering) => peeringValue(row, paired, timed),
      (value) => layout(value, depth),
    )
  return { alone: [text(false, false), text(false, true)], paired: [text(true, false), text(true, true)] } as const
}
const peeringTexts = { [SINGLE]: texts(SINGLE), [LISTED]: texts(LISTED), 0: texts(0) } as const

/** The text of a peering at a depth of its answer. */
export const peeringView = (tx: Tx, row: Peering, depth: 0 | typeof SINGLE | typeof LISTED): string =>
  peeringTexts[depth][hasOtherSide(tx, row) ? 'paired' : 'alone'][settingsOf(tx).timestamps ? 1 : 0](row)

const yesNo = (value: boolean): 'yes' | 'no' => (value ? 'yes' : 'no')
const unlessEmpty = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items)

const effectiveRouteValue = ({ nexthop, route, source, sourceId, type }: EffectiveRoute) => ({
  nexthop,
  route,
  source,
  source_resource_id: sourceId,
  type,
})
const dhcpRouteValue = ({ auto, nexthop, route }: DhcpRoute) => ({ auto_populated: yesNo(auto), nexthop, route })

const ipNetworkValue = (subnet: IpNetwork, routes: readonly DhcpRoute[]) => ({
  address: subnet.address,
  dhcp: yesNo(subnet.dhcp),
  dhcp_default_route: yesNo(subnet.dhcpDefaultRoute),
  dhcp_dns: unlessEmpty(subnet.dhcpDns),
  dhcp_effective_routes: routes.map(dhcpRouteValue),
  dhcp_routes: unlessEmpty(subnet.dhcpRoutes),
  dhcp_routes_configuration: {
    effective_routes_auto_population: {
      enabled: yesNo(subnet.autoRoutes.enabled),
      exclude_by_source: unlessEmpty(subnet.autoRoutes.excludeBySource),
      filter_by_destination: unlessEmpty(subnet.autoRoutes.filterByDestination),
      filter_by_route_type: unlessEmpty(subnet.autoRoutes.filterByRouteType),
    },
  },
  family: subnet.family,
  gateway: subnet.gateway,
})

// answers to POST and PUT leave servers and peerings out, even where there are some
const membersOf = (tx: Tx, row: Network) => {
  const found = settingsOf(tx).peeringsInNetworks ? tx.table(peerings).by('local', row.id) : []
  return {
    peerings:
      found.length === 0 ? undefined : { peering: found.map(({ name, state, id }) => ({ name, state, uuid: id })) },
    servers: row.servers.length === 0 ? undefined : { server: row.servers },
  }
}

/** The text of a network at a depth of its answer; what it reaches depends on others, so it is rendered each time. */
export const networkView = (tx: Tx, row: Network, depth: number, answer: 'read' | 'write'): string => {
  const effective = effectiveRoutes(tx, row)
  const value = {
    effective_routes: effective.map(effectiveRouteValue),
    ip_networks: {
      ip_network: row.ipNetworks.map((subnet) => ipNetworkValue(subnet, dhcpRoutes(tx, row, subnet, effective))),
    },
    labels: row.labels,
    name: row.name,
    ...(answer === 'read' && membersOf(tx, row)),
    router: row.router ?? undefined,
    type: row.type,
    uuid: row.id,
    zone: row.zone,
  }
  return layout(value, depth)
}

/** The text of a router at a depth of its answer; its networks are rows of their own, so it is rendered each time. */
export const routerView = (tx: Tx, row: Router, depth: typeof SINGLE | typeof LISTED): string =>
  layout(
    {
      attached_network_gateways: [],
      attached_networks: {
        network: Array.from(tx.table(attachments).filed('router', row.id), ({ id: uuid }) => ({ uuid })),
      },
      labels: row.labels,
      name: row.name,
      static_routes: row.staticRoutes,
      type: row.type,
      uuid: row.id,
    },
    depth,
  )

export const zoneView = jsonText(
  ({ id, description, isPublic }: Zone) => ({ description, id, public: yesNo(isPublic) }),
  (value) => layout(value, LISTED),
)
