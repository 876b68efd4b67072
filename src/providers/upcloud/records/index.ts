import type { Millis } from '../../../core/clock.ts'
import type { Stateful } from '../../../world/lifecycle.ts'
import { type Row, defineTable } from '../../../world/table.ts'
import type { PeeringState } from '../lifecycle.ts'

export interface Label {
  readonly key: string
  readonly value: string
}

export type Family = 'IPv4' | 'IPv6'

/** A subnet as a peering shows it. */
export interface Subnet {
  /** As the client wrote it, host bits included. */
  readonly address: string
  readonly family: Family
}

export interface AutoRoutes {
  readonly enabled: boolean
  readonly excludeBySource: readonly string[]
  readonly filterByDestination: readonly string[]
  readonly filterByRouteType: readonly string[]
}

export interface IpNetwork extends Subnet {
  /** The address without host bits, as routes to it show it. */
  readonly block: string
  readonly dhcp: boolean
  readonly dhcpDefaultRoute: boolean
  readonly dhcpDns: readonly string[]
  readonly dhcpRoutes: readonly string[]
  readonly gateway: string
  readonly autoRoutes: AutoRoutes
}

export interface Network extends Row {
  /** null for the built-in networks, which everybody sees. */
  readonly account: string | null
  readonly name: string
  readonly type: 'private' | 'public' | 'utility'
  readonly zone: string
  readonly router: string | null
  readonly ipNetworks: readonly IpNetwork[]
  readonly labels: readonly Label[]
  /** Servers are out of scope, so they only come from fixtures. */
  readonly servers: readonly { readonly title: string; readonly uuid: string }[]
}

export interface StaticRoute {
  readonly name: string
  readonly nexthop: string
  readonly route: string
  readonly type: 'user' | 'service'
}

export interface Router extends Row {
  /** null for service routers. */
  readonly account: string | null
  readonly name: string
  readonly type: 'normal' | 'service'
  readonly labels: readonly Label[]
  readonly staticRoutes: readonly StaticRoute[]
}

/** A network on a router; the id is the network's. Rows come in the order of attachment. */
export interface Attachment extends Row {
  readonly router: string
}

export interface Peering extends Stateful<PeeringState> {
  readonly account: string
  readonly name: string
  readonly configuredStatus: 'active' | 'disabled'
  readonly labels: readonly Label[]
  readonly local: string
  readonly peer: string
  // a subnet never changes, so both sides' are kept: the peer's outlive its network
  readonly localSubnets: readonly Subnet[]
  readonly peerSubnets: readonly Subnet[]
  readonly createdAt: Millis
  readonly updatedAt: Millis | null
}

export interface User extends Row {
  readonly account: string
  readonly password: string
  readonly valid: boolean
  readonly readOnly: boolean
}

export interface Token extends Row {
  readonly account: string
  readonly username: string
  readonly secret: string
  readonly name: string
  readonly type: string
  readonly canCreateTokens: boolean
  readonly allowedIpRanges: readonly string[]
  readonly createdAt: Millis
  readonly expiresAt: Millis | null
  /** To the minute; null before its first use. */
  readonly lastUsedAt: Millis | null
  readonly gui: boolean
  /** A revoked token stays known, so that it is refused where unknown ones are welcome. */
  readonly valid: boolean
  readonly readOnly: boolean
}

/** The key under which everybody's networks and routers are filed. */
export const EVERYBODY = '*'

export const networks = defineTable<Network>()({
  name: 'upcloud/network',
  indexes: { account: (row) => row.account ?? EVERYBODY, router: (row) => row.router ?? undefined },
})

export const routers = defineTable<Router>()({
  name: 'upcloud/router',
  indexes: { account: (row) => row.account ?? EVERYBODY },
})

export const attachments = defineTable<Attachment>()({
  name: 'upcloud/attachment',
  indexes: { router: (row) => row.router },
})

export const users = defineTable<User>()({ name: 'upcloud/user', indexes: { account: (row) => row.account } })

export const tokens = defineTable<Token>()({
  name: 'upcloud/token',
  indexes: { secret: (row) => row.secret, account: (row) => row.account },
})

/** Rows by uuid, as every list shows them. */
export const byUuid = <T extends { readonly id: string }>(rows: T[]): T[] =>
  rows.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
