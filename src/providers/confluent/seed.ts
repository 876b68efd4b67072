import { ConfigError, configShape } from '../../core/config.ts'
import { Ids } from '../../core/ids.ts'
import { Problem } from '../../core/problem.ts'
import { type Infer } from '../../core/schema.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { networkRangeFault } from './clouds.ts'
import { Fixtures } from './fixtures.ts'
import { refuseNetwork } from './operations/network-rules.ts'
import { described, newId, takenIn } from './operations/objects.ts'
import { networkDraft } from './operations/networks.ts'
import { addEnvironment } from './operations/organization.ts'
import { recorded } from './operations/peerings.ts'
import {
  type ApiKey,
  type Quota,
  apiKeys,
  awaitCustomer,
  environments,
  grantUpFront,
  networks,
  peerings,
  quotas,
} from './records.ts'
import { CreateNetwork, CreatePeering } from './schemas.ts'

const PLACE = 'fixtures.confluent'
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
export const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

// the same in every world and run, so that a shell profile can hold them
const wellKnown = new Ids('confluent')
const keyOf = (name: string): { key: string; secret: string } => ({
  key: wellKnown.text(`${name}/key`, UPPER, 16),
  secret: wellKnown.text(`${name}/secret`, MIXED, 64),
})

/** The Cloud API key of a fresh world. */
export const FULL_KEY = keyOf('full-access')
/** The Cloud API key that may only read. */
export const READ_KEY = keyOf('read-only')

export const everything = { readOnly: false, environments: null, revoked: false, rate: null }

export const seed = (tx: Tx): void => {
  const id = newId(tx, 'confluent/environment', 'env-', takenIn(tx.table(environments)))
  addEnvironment(tx, { id, displayName: 'default', package: 'ESSENTIALS' })
  for (const [name, { key, secret }, readOnly] of [
    ['full-access', FULL_KEY, false],
    ['read-only', READ_KEY, true],
  ] as const)
    tx.table(apiKeys).insert({ id: name, secret: `${key}:${secret}`, kind: 'cloud', ...everything, readOnly })
}

/** Puts a row in the place of one with the same id. */
const put = <T extends { id: string }>(
  table: { delete(id: string): boolean; insert(row: T): unknown },
  row: T,
): void => {
  table.delete(row.id)
  table.insert(row)
}

interface Scope {
  readonly read_only: boolean
  readonly environments?: readonly string[] | undefined
  readonly revoked: boolean
  readonly rate_limit?: { readonly limit: number; readonly window: number } | undefined
}

const scopeOf = ({ read_only, environments: ids, revoked, rate_limit: rate }: Scope) => ({
  readOnly: read_only,
  environments: ids ?? null,
  revoked,
  rate: rate ? { max: rate.limit, ms: rate.window * 1000 } : null,
})

export const load = (tx: Tx, records: unknown): void => {
  const given = configShape(records, Fixtures, PLACE)
  for (const [id, limit] of Object.entries(given.quotas))
    if (limit !== undefined) put<Omit<Quota, 'ord'>>(tx.table(quotas), { id, limit })
  for (const { key, secret, kind, ...scope } of given.api_keys)
    put<Omit<ApiKey, 'ord'>>(tx.table(apiKeys), { id: key, secret: `${key}:${secret}`, kind, ...scopeOf(scope) })
  for (const { name, token, ...scope } of given.tokens)
    put<Omit<ApiKey, 'ord'>>(tx.table(apiKeys), { id: name, secret: token, kind: 'token', ...scopeOf(scope) })
  for (const { id, display_name: displayName, package: pack } of given.environments) {
    refuseTaken(tx.table(environments), id, 'environments')
    addEnvironment(tx, { id, displayName, package: pack })
  }
  given.networks.forEach((one, at) => loadNetwork(tx, one, `${PLACE}.networks.${at}`))
  given.peerings.forEach((one, at) => loadPeering(tx, one, `${PLACE}.peerings.${at}`))
}

const refuseTaken = (table: { get(id: string): unknown }, id: string, kind: string): void => {
  if (table.get(id)) throw new ConfigError(`${PLACE}.${kind}: ${id} is already there`)
}

type Given = Infer<typeof Fixtures>

const failureOf = ({ error_code: errorCode, error_message: errorMessage }: Given['peerings'][number]['status']) => ({
  errorCode,
  errorMessage,
})

const refuseWrong = (spec: CreateNetwork['spec'], place: string): void => {
  try {
    refuseNetwork(spec, 422, networkRangeFault)
  } catch (error) {
    throw error instanceof Problem ? new ConfigError(`${place}.spec: ${error.message}`) : error
  }
}

const loadNetwork = (tx: Tx, given: Given['networks'][number], place: string): void => {
  const { id, environment, status } = given
  const parent = tx.table(environments).get(environment)
  if (!parent) throw new ConfigError(`${PLACE}.networks: no environment ${environment}`)
  refuseTaken(tx.table(networks), id, 'networks')
  const { spec } = configShape({ spec: { ...given.spec, environment: { id: environment } } }, CreateNetwork, place)
  refuseWrong(spec, place)
  const state = status.phase
  const provisioned = state === 'READY' || state === 'DEPROVISIONING'
  tx.create(networks, { ...networkDraft(tx, spec, id, parent.crn), ...failureOf(status), provisioned, state })
}

const loadPeering = (tx: Tx, given: Given['peerings'][number], place: string): void => {
  const { id, environment, network: networkId, status } = given
  const network = tx.table(networks).get(networkId)
  if (network?.environmentId !== environment)
    throw new ConfigError(`${PLACE}.peerings: no network ${networkId} in ${environment}`)
  refuseTaken(tx.table(peerings), id, 'peerings')
  const references = { environment: { id: environment }, network: { id: networkId } }
  const { spec } = configShape({ spec: { ...given.spec, ...references } }, CreatePeering, place)
  const row = tx.create(peerings, {
    id,
    displayName: spec.display_name ?? '',
    environmentId: environment,
    networkId,
    cloud: recorded(spec.cloud),
    state: status.phase,
    ...failureOf(status),
    ...described(tx, 'confluent/peering', `${network.crn}/peering=${id}`),
  })
  if (row.state === 'PENDING_ACCEPT') awaitCustomer(tx, row)
  else grantUpFront(tx, row)
}
