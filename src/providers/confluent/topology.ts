import type { Tx } from '../../world/unit-of-work.ts'
import {
  type Network as Drawn,
  type ReachRules,
  type Route,
  type RouteTable,
  type TopologyOf,
  localRoutes,
  passesIn,
} from '../../world/topology/topology.ts'
import { type Network, type Peering, type PeeringCloud, networks, peerings } from './records.ts'

const rules: ReachRules = {
  states: [
    { state: 'PROVISIONING', passes: false, says: 'The peering is being provisioned.', evidence: 'documented' },
    { state: 'PENDING_ACCEPT', passes: false, says: 'The peering waits for the customer.', evidence: 'documented' },
    { state: 'READY', passes: true, says: 'The peering is ready for use.', evidence: 'documented' },
    { state: 'FAILED', passes: false, says: 'The peering is in a failed state.', evidence: 'documented' },
    {
      state: 'DISCONNECTED',
      passes: false,
      says: 'The customer has cut the peering in their own cloud.',
      evidence: 'documented',
    },
    { state: 'DEPROVISIONING', passes: false, says: 'The peering is being removed.', evidence: 'documented' },
  ],
  refusals: {
    no_peering: { says: 'A Confluent Cloud network reaches what it is peered with.', evidence: 'documented' },
    peering_state: { says: 'A peering is ready for use in the phase READY.', evidence: 'documented' },
    overlap: { says: 'The ranges of the two ends of a peering do not overlap.', evidence: 'documented' },
    not_announced: {
      says: 'Confluent Cloud routes to an AWS VPC the blocks in `routes` of its peering and no others.',
      evidence: 'documented',
    },
    not_transitive: { says: 'Transitive peering is not supported.', evidence: 'documented' },
    family: { says: 'Peerings route private IPv4 addresses.', evidence: 'documented' },
  },
}

/** The network at the customer's end, by which peerings of several Confluent networks to one VPC are known as such. */
const customerEnd = (cloud: PeeringCloud): Drawn => {
  switch (cloud.kind) {
    case 'AwsPeering': {
      const { account, vpc, customerRegion, routes } = cloud
      return drawn(account, vpc, { id: `${account}/${vpc}`, region: customerRegion, ranges: routes })
    }
    case 'GcpPeering':
      return drawn(cloud.project, cloud.vpcNetwork, { id: `${cloud.project}/${cloud.vpcNetwork}`, region: null })
    case 'AzurePeering': {
      const name = cloud.vnet.slice(cloud.vnet.lastIndexOf('/') + 1)
      return drawn(cloud.tenant, name, { id: cloud.vnet, region: cloud.customerRegion })
    }
  }
}

const drawn = (account: string, name: string, more: Pick<Drawn, 'id' | 'region'> & Partial<Drawn>): Drawn => ({
  name,
  account,
  ranges: [],
  external: true,
  ...more,
})

const rangesOf = ({ cidr, zonesInfo = [] }: Network): readonly string[] =>
  cidr === undefined ? zonesInfo.map((zone) => zone.cidr) : [cidr]

const customers = (all: readonly Peering[]): Drawn[] => {
  const found = new Map<string, Drawn>()
  for (const { cloud } of all) {
    const end = customerEnd(cloud)
    const known = found.get(end.id)
    found.set(end.id, known ? { ...known, ranges: [...new Set([...known.ranges, ...end.ranges])] } : end)
  }
  return [...found.values()]
}

/** What a peering adds to the routes of its network: the blocks that an AWS peering names, else whatever the customer has. */
const routesOver = ({ id, cloud, state }: Peering): Route[] => {
  const destinations = cloud.kind === 'AwsPeering' ? cloud.routes : [null]
  const next = { kind: 'peering', id } as const
  return destinations.map((destination) => ({ destination, next, enabled: passesIn(rules, state) }))
}

const draw: TopologyOf['draw'] = (tx: Tx) => {
  const all = [...tx.table(peerings).all()]
  const own = [...tx.table(networks).all()]
  return {
    networks: [
      ...own.map((row) => ({
        id: row.id,
        name: row.displayName,
        account: row.environmentId,
        region: row.region,
        ranges: rangesOf(row),
        external: false,
      })),
      ...customers(all),
    ],
    subnets: [],
    peerings: all.map(({ id, displayName, networkId, cloud, state }) => ({
      id,
      name: displayName,
      ends: [networkId, customerEnd(cloud).id],
      state,
      passes: passesIn(rules, state),
      oneWay: false,
    })),
    routers: [],
    tables: own.map((row): RouteTable => ({
      id: row.id,
      name: row.displayName,
      network: row.id,
      main: true,
      implicit: true,
      routes: [...localRoutes(rangesOf(row)), ...tx.table(peerings).by('network', row.id).flatMap(routesOver)],
    })),
  }
}

export const topology: TopologyOf = { rules, draw }
