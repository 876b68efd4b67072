import type { Tx } from '../unit-of-work.ts'

/** A network, VPC or the like. Its id is unique in its provider's world. */
export interface Network {
  readonly id: string
  readonly name: string
  /** Whose it is; null where the provider has one account per world. */
  readonly account: string | null
  /** Region or zone; null where that is not known. */
  readonly region: string | null
  /** Blocks in prefix notation; empty where they are not known. */
  readonly ranges: readonly string[]
  /** It lies outside the provider, which knows of it only by a peering. */
  readonly external: boolean
}

export interface Subnet {
  readonly id: string
  readonly name: string
  readonly network: string
  readonly ranges: readonly string[]
  /** The route table that serves it. */
  readonly table: string
}

export interface Peering {
  readonly id: string
  readonly name: string
  /** The ids of the two networks: that of the requester, or of the side whose object it is, first. */
  readonly ends: readonly [string, string]
  readonly state: string
  readonly passes: boolean
  /** It leads from its first end to its second alone: the way back needs the other side's own. */
  readonly oneWay: boolean
}

export interface Router {
  readonly id: string
  readonly name: string
  readonly account: string | null
  /** The ids of the networks that are attached to it. */
  readonly networks: readonly string[]
}

/** Where a route leads: within the network, through a peering or router, or to something of which no more is known. */
export interface NextHop {
  readonly kind: 'local' | 'peering' | 'router' | 'gateway' | 'server'
  /** The peering's, router's or gateway's id, or the server's address; null for `local`. */
  readonly id: string | null
}

export interface Route {
  /** A block in prefix notation; null for whatever the other end has. */
  readonly destination: string | null
  readonly next: NextHop
  /** Whether it takes effect at present. */
  readonly enabled: boolean
}

export interface RouteTable {
  readonly id: string
  readonly name: string
  readonly network: string
  /** It serves what no other table does. */
  readonly main: boolean
  /** Nobody keeps it: the provider's own routes, which its API does not show as a table. */
  readonly implicit: boolean
  readonly routes: readonly Route[]
}

/** The world of a provider as networks and what joins them. Within a table, local routes come before all others. */
export interface Topology {
  readonly networks: readonly Network[]
  readonly subnets: readonly Subnet[]
  readonly peerings: readonly Peering[]
  readonly routers: readonly Router[]
  readonly tables: readonly RouteTable[]
}

/** Why a hop refuses. */
export const REFUSALS = [
  'no_peering',
  'peering_state',
  'no_route',
  'overlap',
  'no_router',
  'not_announced',
  'not_transitive',
  'leads_out',
  'family',
] as const
export type RefusalReason = (typeof REFUSALS)[number]

/** What is known of a provider, and how. */
export interface Rule {
  readonly says: string
  readonly evidence: 'documented' | 'observed' | 'inferred'
}

/** A documented state of peerings, and whether traffic passes in it. */
export interface PeeringStateRule extends Rule {
  readonly state: string
  readonly passes: boolean
  /** What a state stands for that is named after another refusal than itself. */
  readonly refusal?: RefusalReason
}

/** What a provider says about reaching one network from another. */
export interface ReachRules {
  readonly states: readonly PeeringStateRule[]
  /** The rule behind each refusal; one that has no rule here cannot occur. */
  readonly refusals: Readonly<Partial<Record<RefusalReason, Rule>>>
  /** What arrives over a peering is passed on by the main table of the network, so that a third network can lie between. */
  readonly transits?: true
  /** Whatever leaves a network needs a router on it. */
  readonly needsRouter?: true
}

/** How a provider shows its world; a member of its manifest. */
export interface TopologyOf {
  readonly rules: ReachRules
  readonly draw: (tx: Tx) => Topology
}

/** Whether traffic passes a peering in a state; states that nobody documented pass none. */
export const passesIn = ({ states }: Pick<ReachRules, 'states'>, state: string): boolean =>
  states.find((one) => one.state === state)?.passes ?? false

/** The route within a network, for each of its blocks. */
export const localRoutes = (ranges: readonly string[]): Route[] =>
  ranges.map((destination) => ({ destination, next: { kind: 'local', id: null }, enabled: true }))
