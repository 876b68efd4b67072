import { cidr, contains, network as canonical } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { peerings } from '../records/peerings.ts'
import { type Family, type IpNetwork, type Network, attachments, networks, routers } from '../records/index.ts'
import { readDhcpRoute } from '../schemas.ts'

export interface EffectiveRoute {
  readonly nexthop: string
  readonly route: string
  readonly source: 'router-connected-networks' | 'static-route'
  readonly sourceId: string
  readonly type: 'user' | 'service'
}

export interface DhcpRoute {
  readonly auto: boolean
  readonly nexthop: string
  readonly route: string
}

const familyOf = (route: string): Family => (cidr(route).family === 4 ? 'IPv4' : 'IPv6')

// an account of the live service has 100 networks at most, and an answer that lists thousands would cost each client dear
const CONNECTED_SHOWN = 100

/** What a network reaches through its router: the first of the router's other networks, then its static routes. */
export const effectiveRoutes = (tx: Tx, network: Network): EffectiveRoute[] => {
  const router = network.router === null ? undefined : tx.table(routers).get(network.router)
  if (!router) return []
  const routes: EffectiveRoute[] = []
  let shown = 0
  for (const { id } of tx.table(attachments).filed('router', router.id)) {
    if (id === network.id) continue
    if (shown++ === CONNECTED_SHOWN) break
    for (const { block: route, family } of tx.table(networks).get(id)!.ipNetworks) {
      const nexthop = network.ipNetworks.find((own) => own.family === family)?.gateway
      if (nexthop !== undefined)
        routes.push({ nexthop, route, source: 'router-connected-networks', sourceId: id, type: 'user' })
    }
  }
  for (const { nexthop, route, type } of router.staticRoutes)
    routes.push({ nexthop, route, source: 'static-route', sourceId: router.id, type })
  return routes
}

const accepts = ({ autoRoutes, family }: IpNetwork, { route, source, type }: EffectiveRoute): boolean =>
  autoRoutes.enabled &&
  familyOf(route) === family &&
  !autoRoutes.excludeBySource.includes(source) &&
  (autoRoutes.filterByRouteType.length === 0 || autoRoutes.filterByRouteType.includes(type)) &&
  (autoRoutes.filterByDestination.length === 0 ||
    autoRoutes.filterByDestination.some((wanted) => contains(cidr(wanted), cidr(route))))

/** What DHCP tells the servers of a subnet. Routes to active peers are told whatever the configuration says. */
export const dhcpRoutes = (
  tx: Tx,
  network: Network,
  subnet: IpNetwork,
  effective: readonly EffectiveRoute[],
): DhcpRoute[] => {
  const { gateway, family } = subnet
  const manual = subnet.dhcpRoutes.map((text) => {
    const { route, nexthop = gateway } = readDhcpRoute(text)!
    return { auto: false, nexthop, route }
  })
  const auto = effective.filter((route) => accepts(subnet, route)).map(({ route }) => route)
  const peers = tx
    .table(peerings)
    .by('local', network.id)
    .filter(({ state }) => state === 'active')
    .flatMap(({ peerSubnets }) => peerSubnets.filter((peer) => peer.family === family))
    .map(({ address }) => canonical(cidr(address)))
  return [...manual, ...[...auto, ...peers].map((route) => ({ auto: true, nexthop: gateway, route }))]
}
