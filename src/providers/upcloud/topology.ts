import { cidr, network as canonical } from '../../core/cidr.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import {
  type ReachRules,
  type Route,
  type RouteTable,
  type TopologyOf,
  localRoutes,
  passesIn,
} from '../../world/topology/topology.ts'
import { type Network, type Peering, attachments, networks, routers } from './records/index.ts'
import { peerings } from './records/peerings.ts'

const rules: ReachRules = {
  states: [
    {
      state: 'provisioning',
      passes: false,
      says: 'The peering is being set up, or taken down.',
      evidence: 'documented',
    },
    { state: 'active', passes: true, says: 'Both sides are set up.', evidence: 'documented' },
    {
      state: 'pending-peer',
      passes: false,
      says: 'The other side has not made its peering yet: it has to be made from both directions.',
      evidence: 'documented',
    },
    { state: 'peer-disabled', passes: false, says: 'The other side is disabled.', evidence: 'documented' },
    {
      state: 'missing-local-router',
      passes: false,
      says: 'The local network has no router.',
      evidence: 'documented',
      refusal: 'no_router',
    },
    {
      state: 'missing-peer-router',
      passes: false,
      says: 'The peer network has no router.',
      evidence: 'documented',
      refusal: 'no_router',
    },
    {
      state: 'conflict-subnet',
      passes: false,
      says: 'Subnets of the two networks overlap.',
      evidence: 'documented',
      refusal: 'overlap',
    },
    { state: 'deleted-peer-network', passes: false, says: 'The peer network is gone.', evidence: 'documented' },
    { state: 'disabled', passes: false, says: 'This side is disabled.', evidence: 'documented' },
    { state: 'error', passes: false, says: 'The peering failed.', evidence: 'documented' },
  ],
  refusals: {
    no_peering: { says: 'Networks reach each other through a router of both, or a peering.', evidence: 'documented' },
    peering_state: { says: 'For a peering to become active it is made from both directions.', evidence: 'documented' },
    no_router: { says: 'A peering requires the networks to have routers attached to them.', evidence: 'documented' },
    overlap: { says: 'Networks whose subnets overlap are not joined.', evidence: 'documented' },
    not_transitive: {
      says: 'A peering joins its two networks, and not the others on their routers.',
      evidence: 'inferred',
    },
    leads_out: { says: 'A static route leads to a server, which forwards as it is set up to.', evidence: 'documented' },
    family: { says: 'A network has the address families of its IP networks.', evidence: 'documented' },
  },
  needsRouter: true,
}

const blocksOf = ({ ipNetworks }: Network): string[] => ipNetworks.map(({ block }) => block)

/** What a network's router leads to: its other networks, then its static routes. */
const routesByRouter = (tx: Tx, { id, router }: Network): Route[] => {
  const row = router === null ? undefined : tx.table(routers).get(router)
  if (!row) return []
  const connected = tx
    .table(attachments)
    .by('router', row.id)
    .filter((attachment) => attachment.id !== id)
    .flatMap((attachment) => blocksOf(tx.table(networks).get(attachment.id)!))
    .map((destination): Route => ({ destination, next: { kind: 'router', id: row.id }, enabled: true }))
  const fixed = row.staticRoutes.map(({ route, nexthop }): Route => ({
    destination: route,
    next: { kind: 'server', id: nexthop },
    enabled: true,
  }))
  return [...connected, ...fixed]
}

const routesOver = ({ id, state, peerSubnets }: Peering): Route[] =>
  peerSubnets.map(({ address }) => ({
    destination: canonical(cidr(address)),
    next: { kind: 'peering', id },
    enabled: passesIn(rules, state),
  }))

// the provider's own public and utility networks lead out of its customers' world
const draw: TopologyOf['draw'] = (tx: Tx) => {
  const own = [...tx.table(networks).all()].filter(({ type }) => type === 'private')
  return {
    networks: own.map((row) => ({
      id: row.id,
      name: row.name,
      account: row.account,
      region: row.zone,
      ranges: blocksOf(row),
      external: false,
    })),
    subnets: [],
    peerings: [...tx.table(peerings).all()].map(({ id, name, local, peer, state }) => ({
      id,
      name,
      ends: [local, peer],
      state,
      passes: passesIn(rules, state),
      oneWay: true,
    })),
    routers: [...tx.table(routers).all()]
      .filter(({ type }) => type === 'normal')
      .map(({ id, name, account }) => ({
        id,
        name,
        account,
        networks: tx
          .table(attachments)
          .by('router', id)
          .map((attachment) => attachment.id),
      })),
    tables: own.map((row): RouteTable => ({
      id: row.id,
      name: row.name,
      network: row.id,
      main: true,
      implicit: true,
      routes: [
        ...localRoutes(blocksOf(row)),
        ...routesByRouter(tx, row),
        ...tx.table(peerings).by('local', row.id).flatMap(routesOver),
      ],
    })),
  }
}

export const topology: TopologyOf = { rules, draw }
