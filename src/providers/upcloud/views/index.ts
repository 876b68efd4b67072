import { type Millis, isoSeconds } from '../../../core/clock.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { quoted, rowText, rowTextWith } from '../../../core/memo.ts'
import { LISTED, SINGLE, layout, padAt } from './layout.ts'
import { hasOtherSide, peerings } from '../records/peerings.ts'
import { type DhcpRoute, type EffectiveRoute, dhcpRoutes, effectiveRoutes } from '../operations/effective-routes.ts'
import { type IpNetwork, type Network, type Peering, type Router, type Subnet, attachments } from '../records/index.ts'
import { settingsOf } from '../settings.ts'
import type { Zone } from '../records/zones.ts'

const seconds = (at: Millis): string => `${isoSeconds(at)}Z`

/** `ip_networks` of a side of a peering, at a depth of the answer: many peerings share the subnets of a network. */
const subnetsText = rowTextWith((list: readonly Subnet[], depth: number): string =>
  layout({ ip_network: list.map(({ address, family }) => ({ address, family })) }, depth),
)

/** What the text of a peering depends on besides its row. */
interface Shown {
  readonly depth: 0 | typeof SINGLE | typeof LISTED
  /** The other side is defined: until then the peer's subnets are a secret of its account. */
  readonly paired: boolean
  readonly timed: boolean
}

/** The text of a peering, spelt out because it is what most of the creates and lists of a run consist of. */
const peeringText = (row: Peering, { depth, paired, timed }: Shown): string => {
  const [pad, more, most] = [padAt(depth + 1), padAt(depth + 2), depth + 2]
  const times = timed
    ? `${pad}"created_at" : "${seconds(row.createdAt)}",\n${pad}"labels" : ${layout(row.labels, depth + 1)},\n`
    : `${pad}"labels" : ${layout(row.labels, depth + 1)},\n`
  const peerSubnets = paired ? `${more}"ip_networks" : ${subnetsText(row.peerSubnets, most)},\n` : ''
  const updated = timed
    ? `${pad}"updated_at" : ${row.updatedAt === null ? 'null' : `"${seconds(row.updatedAt)}"`},\n`
    : ''
  return (
    `{\n${pad}"configured_status" : "${row.configuredStatus}",\n${times}` +
    `${pad}"name" : ${quoted(row.name)},\n` +
    `${pad}"network" : {\n${more}"ip_networks" : ${subnetsText(row.localSubnets, most)},\n${more}"uuid" : ${quoted(row.local)}\n${pad}},\n` +
    `${pad}"peer_network" : {\n${peerSubnets}${more}"uuid" : ${quoted(row.peer)}\n${pad}},\n` +
    `${pad}"state" : "${row.state}",\n${updated}${pad}"uuid" : ${quoted(row.id)}\n${padAt(depth)}}`
  )
}

const texts = (depth: Shown['depth']) =>
  rowTextWith((row: Peering, paired: boolean, timed: boolean) => peeringText(row, { depth, paired, timed }))
const peeringTexts = { [SINGLE]: texts(SINGLE), [LISTED]: texts(LISTED), 0: texts(0) } as const

/** The text of a peering at a depth of its answer. */
export const peeringView = (tx: Tx, row: Peering, depth: Shown['depth']): string =>
  peeringTexts[depth](row, hasOtherSide(tx, row), settingsOf(tx).timestamps)

/** The same of one that is shown for the first time: remembering its text would cost more than it saves. */
export const newPeeringView = (tx: Tx, row: Peering, depth: Shown['depth']): string =>
  peeringText(row, { depth, paired: hasOtherSide(tx, row), timed: settingsOf(tx).timestamps })

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

export const zoneView = rowText(({ id, description, isPublic }: Zone) =>
  layout({ description, id, public: yesNo(isPublic) }, LISTED),
)
