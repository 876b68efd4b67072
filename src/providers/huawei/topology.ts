import type { Tx } from '../../world/unit-of-work.ts'
import {
  type NextHop,
  type ReachRules,
  type Route as Drawn,
  type TopologyOf,
  localRoutes,
  passesIn,
} from '../../world/topology/topology.ts'
import { SYSTEM_ROUTES } from './operations/routes.ts'
import { type Route, type Subnet, blocksOf, peerings, routeTables, routes, subnets, vpcs } from './records/index.ts'

const rules: ReachRules = {
  states: [
    {
      state: 'PENDING_ACCEPTANCE',
      passes: false,
      says: 'The peering waits for the other project to accept it.',
      evidence: 'documented',
    },
    { state: 'ACTIVE', passes: true, says: 'The peering has been accepted.', evidence: 'documented' },
    { state: 'REJECTED', passes: false, says: 'The other project has rejected the peering.', evidence: 'documented' },
    { state: 'EXPIRED', passes: false, says: 'The request has expired.', evidence: 'documented' },
  ],
  refusals: {
    no_peering: { says: 'Two VPCs do not communicate unless a peering connects them.', evidence: 'documented' },
    peering_state: { says: 'A peering takes effect once it is ACTIVE.', evidence: 'documented' },
    no_route: {
      says: 'Routes to the peer VPC are needed in the route tables of both VPCs.',
      evidence: 'documented',
    },
    overlap: {
      says: 'A local route comes before a custom one, so a destination that overlaps a subnet stays in the VPC.',
      evidence: 'documented',
    },
    leads_out: {
      says: 'A route of another type than `peering` leaves the VPC to its next hop.',
      evidence: 'documented',
    },
    family: { says: 'A subnet has IPv6 addresses only where IPv6 is switched on.', evidence: 'documented' },
  },
  // the user guide connects VPCs over one between them by routes; that the default table there counts is inferred
  transits: true,
}

const rangesOf = ({ cidr, v6 }: Subnet): string[] => (v6 ? [cidr, v6.cidr] : [cidr])

const SERVERS = new Set(['ecs', 'eni', 'vip', 'subeni'])

const nextOf = ({ type, nexthop }: Route): NextHop => ({
  kind: type === 'peering' ? 'peering' : SERVERS.has(type) ? 'server' : 'gateway',
  id: nexthop,
})

const draw: TopologyOf['draw'] = (tx: Tx) => {
  const stateOf = (peering: string): string => tx.table(peerings).get(peering)?.state ?? ''
  const routeOf = (route: Route): Drawn => ({
    destination: route.destination,
    next: nextOf(route),
    enabled: route.type !== 'peering' || passesIn(rules, stateOf(route.nexthop)),
  })
  return {
    networks: [...tx.table(vpcs).all()].map((row) => ({
      id: row.id,
      name: row.name,
      account: row.projectId,
      region: null,
      ranges: blocksOf(row),
      external: false,
    })),
    subnets: [...tx.table(subnets).all()].map((row) => ({
      id: row.id,
      name: row.name,
      network: row.vpcId,
      ranges: rangesOf(row),
      table: row.tableId,
    })),
    peerings: [...tx.table(peerings).all()].map(({ id, name, request, accept, state }) => ({
      id,
      name,
      ends: [request.vpcId, accept.vpcId],
      state,
      passes: passesIn(rules, state),
      oneWay: false,
    })),
    routers: [],
    tables: [...tx.table(routeTables).all()].map(({ id, name, vpcId, isDefault }) => ({
      id,
      name,
      network: vpcId,
      main: isDefault,
      implicit: false,
      routes: [
        ...localRoutes([...tx.table(subnets).by('vpc', vpcId).flatMap(rangesOf), ...SYSTEM_ROUTES]),
        ...tx.table(routes).by('table', id).map(routeOf),
      ],
    })),
  }
}

export const topology: TopologyOf = { rules, draw }
