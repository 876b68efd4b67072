import type { Tx } from '../../world/unit-of-work.ts'
import {
  type NextHop,
  type ReachRules,
  type Route as Drawn,
  type TopologyOf,
  localRoutes,
  passesIn,
} from '../../world/topology/topology.ts'
import { type Route, type RouteTable, routeTables, routes, subnets, vpcs } from './records/networks.ts'
import { peerings } from './records/peerings.ts'

const rules: ReachRules = {
  states: [
    { state: 'CREATING', passes: false, says: 'The task that creates the peering still runs.', evidence: 'inferred' },
    { state: 'PENDING', passes: false, says: 'The peering waits for the receiver.', evidence: 'documented' },
    { state: 'ACTIVE', passes: true, says: 'The peering is connected.', evidence: 'documented' },
    { state: 'EXPIRED', passes: false, says: 'Nobody accepted the peering for seven days.', evidence: 'documented' },
    { state: 'REJECTED', passes: false, says: 'The receiver has rejected the peering.', evidence: 'documented' },
    { state: 'DELETED', passes: false, says: 'The peering has been deleted.', evidence: 'documented' },
    { state: 'FAILED', passes: false, says: 'The peering could not be created.', evidence: 'documented' },
  ],
  refusals: {
    no_peering: { says: 'VPCs are isolated unless a peering connects them.', evidence: 'documented' },
    peering_state: { says: 'A peering carries traffic while it is connected.', evidence: 'documented' },
    no_route: {
      says: 'Both ends need a route to the other VPC in the route tables of their subnets.',
      evidence: 'documented',
    },
    overlap: { says: 'The blocks of two peered VPCs do not overlap.', evidence: 'documented' },
    not_transitive: { says: 'Peering connections are not transitive.', evidence: 'documented' },
    leads_out: { says: 'A route through a gateway or a server leaves the VPC.', evidence: 'documented' },
  },
}

const nextOf = ({ kind, hub }: Route): NextHop => ({
  kind: kind === 'peering' ? 'peering' : kind === 'server' || kind === 'eip' ? 'server' : 'gateway',
  id: hub,
})

const draw: TopologyOf['draw'] = (tx: Tx) => {
  const stateOf = (peering: string): string => tx.table(peerings).get(peering)?.state ?? ''
  const routeOf = (route: Route): Drawn => ({
    destination: route.cidr,
    next: nextOf(route),
    enabled: route.enabled && (route.kind !== 'peering' || passesIn(rules, stateOf(route.hub))),
  })
  // the one route that a table begins with is that of the whole VPC
  const localOf = ({ vpcId }: RouteTable): Drawn[] => {
    const vpc = tx.table(vpcs).get(vpcId)
    return vpc ? localRoutes([vpc.cidr]) : []
  }
  return {
    networks: [...tx.table(vpcs).all()].map(({ id, name, uin, region, cidr }) => ({
      id,
      name,
      account: String(uin),
      region,
      ranges: [cidr],
      external: false,
    })),
    subnets: [...tx.table(subnets).all()].map(({ id, name, vpcId, cidr, routeTableId }) => ({
      id,
      name,
      network: vpcId,
      ranges: [cidr],
      table: routeTableId,
    })),
    peerings: [...tx.table(peerings).all()].map(({ id, name, vpcId, peerVpcId, state }) => ({
      id,
      name,
      ends: [vpcId, peerVpcId],
      state,
      passes: passesIn(rules, state),
      oneWay: false,
    })),
    routers: [],
    tables: [...tx.table(routeTables).all()].map((table) => ({
      id: table.id,
      name: table.name,
      network: table.vpcId,
      main: table.main,
      implicit: false,
      routes: [...localOf(table), ...tx.table(routes).by('routeTable', table.id).map(routeOf)],
    })),
  }
}

export const topology: TopologyOf = { rules, draw }
