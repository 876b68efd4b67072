import type { Tx } from '../../world/unit-of-work.ts'
import { type ReachRules, type TopologyOf, localRoutes, passesIn } from '../../world/topology/topology.ts'
import { type Peering, peerings, vpcs } from './records/index.ts'

const rules: ReachRules = {
  states: [
    { state: 'PROVISIONING', passes: false, says: 'The peering is being set up.', evidence: 'documented' },
    { state: 'ACTIVE', passes: true, says: 'The peering carries traffic.', evidence: 'documented' },
    { state: 'ERROR', passes: false, says: 'The peering could not be set up.', evidence: 'inferred' },
    { state: 'DELETING', passes: false, says: 'The peering is being taken down.', evidence: 'documented' },
  ],
  refusals: {
    no_peering: { says: 'A VPC network reaches no other one without a peering.', evidence: 'documented' },
    peering_state: { says: 'A peering carries traffic once it is ACTIVE.', evidence: 'inferred' },
    overlap: { says: 'The ranges of peered VPC networks do not overlap.', evidence: 'documented' },
    not_transitive: { says: 'A peering joins its two VPC networks and nothing behind them.', evidence: 'inferred' },
  },
}

const otherEnd = ({ vpcIds: [a, b] }: Peering, vpc: string): string => (a === vpc ? b : a)

/** VPC networks are routed to their peers by the service itself, so each has one table that nobody keeps. */
const draw: TopologyOf['draw'] = (tx: Tx) => {
  const all = tx.table(vpcs).all()
  const rangeOf = new Map([...all].map(({ id, ipRange }) => [id, ipRange]))
  return {
    networks: [...tx.table(vpcs).all()].map(({ id, name, region, ipRange }) => ({
      id,
      name,
      account: null,
      region,
      ranges: [ipRange],
      external: false,
    })),
    subnets: [],
    peerings: [...tx.table(peerings).all()].map(({ id, name, vpcIds, state }) => ({
      id,
      name,
      ends: vpcIds,
      state,
      passes: passesIn(rules, state),
      oneWay: false,
    })),
    routers: [],
    tables: [...tx.table(vpcs).all()].map(({ id, name, ipRange }) => ({
      id,
      name,
      network: id,
      main: true,
      implicit: true,
      routes: [
        ...localRoutes([ipRange]),
        ...tx
          .table(peerings)
          .by('vpc', id)
          .map((peering) => ({
            destination: rangeOf.get(otherEnd(peering, id)) ?? null,
            next: { kind: 'peering' as const, id: peering.id },
            enabled: passesIn(rules, peering.state),
          })),
      ],
    })),
  }
}

export const topology: TopologyOf = { rules, draw }
