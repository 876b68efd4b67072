import type { Millis } from '../../core/clock.ts'
import type { Stateful } from '../../world/lifecycle.ts'
import { defineStateful, type Tx } from '../../world/unit-of-work.ts'
import { type Row, defineTable } from '../../world/table.ts'
import { type NetworkPhase, type PeeringPhase, networkMachine, peeringMachine } from './lifecycle.ts'
import { settingsOf } from './settings.ts'

/** What the metadata of every object tells. */
export interface Described {
  readonly createdAt: Millis
  /** The last change by a request; changes of the phase are told by `since`. */
  readonly touchedAt: Millis
  /** Microseconds beyond the millisecond, of both times. */
  readonly micros: number
  /** The object's own resource name; its parents' are the heads of it. */
  readonly crn: string
}

/** What is reached through its environment only. */
export interface InEnvironment {
  readonly id: string
  readonly environmentId: string
}

/** Why something is `FAILED`. */
export interface FailureReason {
  readonly errorCode: string | undefined
  readonly errorMessage: string | undefined
}

export type PeeringCloud =
  | {
      readonly kind: 'AwsPeering'
      readonly account: string
      readonly customerRegion: string
      readonly routes: readonly string[]
      readonly vpc: string
    }
  | {
      readonly kind: 'GcpPeering'
      readonly importCustomRoutes: boolean
      readonly project: string
      readonly vpcNetwork: string
    }
  | { readonly kind: 'AzurePeering'; readonly customerRegion: string; readonly tenant: string; readonly vnet: string }

export interface Peering extends Stateful<PeeringPhase>, Described, InEnvironment, FailureReason {
  readonly displayName: string
  readonly networkId: string
  readonly cloud: PeeringCloud
}

export type CloudName = 'AWS' | 'GCP' | 'AZURE'
export type ConnectionType = 'PEERING' | 'TRANSITGATEWAY' | 'PRIVATELINK'

export interface ZoneInfo {
  readonly zoneId: string
  readonly cidr: string
}

export interface Network extends Stateful<NetworkPhase>, Described, InEnvironment, FailureReason {
  readonly displayName: string
  readonly cloud: CloudName
  readonly region: string
  readonly connectionTypes: readonly ConnectionType[]
  readonly supportedTypes: readonly ConnectionType[]
  readonly cidr: string | undefined
  readonly reservedCidr: string | undefined
  readonly zones: readonly string[]
  readonly zonesInfo: readonly ZoneInfo[] | undefined
  readonly dnsResolution: string | undefined
  readonly gatewayId: string | undefined
  /** Account, project or subscription in Confluent's cloud. */
  readonly owner: string
  /** Id of the VPC, or name of the VPC network or VNet there; shown once the network has been READY. */
  readonly vpc: string
  /** What tells the private link services apart, see their names in `status.cloud`. */
  readonly linkServices: readonly string[]
  readonly provisioned: boolean
}

export interface Environment extends Row, Described {
  readonly displayName: string
  readonly package: 'ESSENTIALS' | 'ADVANCED'
}

export interface Organization extends Row, Described {
  readonly displayName: string
  readonly jitEnabled: boolean
}

/** The number under which the older API knows the one organization of a world. */
export const ORGANIZATION_NUMBER = 1

/** What a credential may do. */
export interface Access {
  readonly readOnly: boolean
  /** null for every environment. */
  readonly environments: readonly string[] | null
}

/** A Cloud API key, or a bearer token: one of a fixture, or that of a login. */
export interface ApiKey extends Row, Access {
  /** `<key>:<secret>`, or the token. */
  readonly secret: string
  readonly kind: 'cloud' | 'resource' | 'token' | 'session'
  readonly revoked: boolean
  /** Whose session it is. */
  readonly userId: string | null
  readonly rate: { readonly max: number; readonly ms: Millis } | null
}

/** Somebody who can log in. */
export interface User extends Row {
  readonly email: string
  readonly password: string
}

/** A quota of this world, by its documented code. */
export interface Quota extends Row {
  readonly limit: number
}

/** What a peering leads to: two peerings of one network with the same target are duplicates. */
export const targetKey = (networkId: string, cloud: PeeringCloud): string => {
  switch (cloud.kind) {
    case 'AwsPeering':
      return keyOf(networkId, cloud.account, cloud.vpc)
    case 'GcpPeering':
      return keyOf(networkId, cloud.project, cloud.vpcNetwork)
    case 'AzurePeering':
      return keyOf(networkId, cloud.tenant, cloud.vnet)
  }
}

// with their lengths, so that other texts never give the same key
const keyOf = (network: string, owner: string, target: string): string =>
  `${network.length} ${owner.length} ${network}${owner}${target}`

const failureFields = { 'status.error_code': 'errorCode', 'status.error_message': 'errorMessage' } as const

export const peerings = defineStateful<Peering>()({
  name: 'confluent/peering',
  machine: peeringMachine,
  indexes: {
    environment: (row) => row.environmentId,
    network: (row) => row.networkId,
    target: (row) =>
      row.state === 'FAILED' || row.state === 'DEPROVISIONING' ? undefined : targetKey(row.networkId, row.cloud),
  },
  moved(tx, before, after) {
    if (!after) return
    if (before.state === 'FAILED' && after.state !== 'FAILED') clearFailure(tx, after)
    if (after.state === 'PENDING_ACCEPT') awaitCustomer(tx, after)
    if (after.state === 'PROVISIONING') grantUpFront(tx, after)
  },
  settable: failureFields,
})

const clearFailure = (tx: Tx, { id }: Peering): void => {
  tx.table(peerings).update(id, { errorCode: undefined, errorMessage: undefined })
}

/** Takes the automatic acceptance away where only the control API shall accept. */
export const awaitCustomer = (tx: Tx, { id }: Peering): void => {
  if (settingsOf(tx).acceptance === 'manual') tx.table(peerings).update(id, { due: null, next: null })
}

/** Leads an Azure peering past PENDING_ACCEPT where its permissions were granted up front. */
export const grantUpFront = (tx: Tx, row: Peering): Peering =>
  row.cloud.kind === 'AzurePeering' && row.next === 'PENDING_ACCEPT' && settingsOf(tx).azureAcceptance === 'direct'
    ? tx.table(peerings).update(row.id, { next: 'READY' })
    : row

export const networks = defineStateful<Network>()({
  name: 'confluent/network',
  machine: networkMachine,
  indexes: {
    environment: (row) => row.environmentId,
    gateway: (row) => row.gatewayId,
    // what stands in the way of deleting the environment
    live: (row) => (row.state === 'DEPROVISIONING' ? undefined : row.environmentId),
  },
  moved(tx, before, after) {
    if (!after) return
    if (after.state === 'READY' && !after.provisioned) tx.table(networks).update(after.id, { provisioned: true })
    if (before.state === 'FAILED' && after.state !== 'FAILED')
      tx.table(networks).update(after.id, { errorCode: undefined, errorMessage: undefined })
  },
  settable: failureFields,
})

export const environments = defineTable<Environment>()({ name: 'confluent/environment', indexes: {} })
export const organizations = defineTable<Organization>()({ name: 'confluent/organization', indexes: {} })
export const apiKeys = defineTable<ApiKey>()({ name: 'confluent/api_key', indexes: { secret: (row) => row.secret } })
export const users = defineTable<User>()({ name: 'confluent/user', indexes: { email: (row) => row.email } })
export const quotas = defineTable<Quota>()({ name: 'confluent/quota', indexes: {} })
