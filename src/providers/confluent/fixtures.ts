import { ConfigError, configShape } from '../../core/config.ts'
import { Problem } from '../../core/problem.ts'
import { type Infer, schema } from '../../core/schema.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { refuseNetwork } from './operations/network-rules.ts'
import { described } from './operations/objects.ts'
import { networkDraft } from './operations/networks.ts'
import { addEnvironment } from './operations/organization.ts'
import { recorded } from './operations/peerings.ts'
import { addUser } from './operations/sessions.ts'
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
  users,
} from './records.ts'
import { CreateNetwork, CreatePeering } from './schemas.ts'

const PLACE = 'fixtures.confluent'

const ID = { environment: /^env-[0-9a-z]+$/, network: /^nr?-[0-9a-z]+$/, peering: /^p(?:eer)?-[0-9a-z]+$/ }

/** Records of a fixture file. Specs have the wire form of a create body; references are plain ids here. */
export const Fixtures = schema((z) => {
  const list = <const T extends Parameters<typeof z.array>[0]>(item: T) => z.array(item).default([])
  const status = <const P extends readonly [string, ...string[]]>(phases: P, usual: P[number]) =>
    z
      .strictObject({
        phase: z.enum(phases).default(usual as never),
        error_code: z.string().optional(),
        error_message: z.string().optional(),
      })
      .prefault({})
  const rate = z.strictObject({ limit: z.int().min(1), window: z.number().positive().default(60) }).optional()
  const scope = {
    read_only: z.boolean().default(false),
    environments: z.array(z.string()).optional(),
    revoked: z.boolean().default(false),
    rate_limit: rate,
  }
  return z.strictObject({
    quotas: z
      .strictObject({
        peerings_per_network: z.int().min(0).optional(),
        dedicated_networks_per_environment: z.int().min(0).optional(),
        environments_per_organization: z.int().min(0).optional(),
      })
      .default({}),
    api_keys: list(
      z.strictObject({
        key: z.string().regex(/^[^:]+$/),
        secret: z.string().min(1),
        kind: z.enum(['cloud', 'resource']).default('cloud'),
        ...scope,
      }),
    ),
    tokens: list(z.strictObject({ name: z.string().min(1), token: z.string().regex(/^\S+$/), ...scope })),
    users: list(z.strictObject({ email: z.string().min(1), password: z.string().min(1) })),
    environments: list(
      z.strictObject({
        id: z.string().regex(ID.environment),
        display_name: z.string(),
        package: z.enum(['ESSENTIALS', 'ADVANCED']).default('ESSENTIALS'),
      }),
    ),
    networks: list(
      z.strictObject({
        id: z.string().regex(ID.network),
        environment: z.string(),
        spec: z.record(z.string(), z.unknown()),
        status: status(['PROVISIONING', 'READY', 'FAILED', 'DEPROVISIONING'], 'READY'),
      }),
    ),
    peerings: list(
      z.strictObject({
        id: z.string().regex(ID.peering),
        environment: z.string(),
        network: z.string(),
        spec: z.record(z.string(), z.unknown()),
        status: status(
          ['PROVISIONING', 'PENDING_ACCEPT', 'READY', 'FAILED', 'DISCONNECTED', 'DEPROVISIONING'],
          'READY',
        ),
      }),
    ),
  })
})

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
  userId: null,
})

export const load = (tx: Tx, records: unknown): void => {
  const given = configShape(records, Fixtures, PLACE)
  for (const [id, limit] of Object.entries(given.quotas))
    if (limit !== undefined) put<Omit<Quota, 'ord'>>(tx.table(quotas), { id, limit })
  for (const { key, secret, kind, ...scope } of given.api_keys)
    put<Omit<ApiKey, 'ord'>>(tx.table(apiKeys), { id: key, secret: `${key}:${secret}`, kind, ...scopeOf(scope) })
  for (const { name, token, ...scope } of given.tokens)
    put<Omit<ApiKey, 'ord'>>(tx.table(apiKeys), { id: name, secret: token, kind: 'token', ...scopeOf(scope) })
  for (const user of given.users) putUser(tx, user)
  for (const { id, display_name: displayName, package: pack } of given.environments) {
    refuseTaken(tx.table(environments), id, 'environments')
    addEnvironment(tx, { id, displayName, package: pack })
  }
  given.networks.forEach((one, at) => loadNetwork(tx, one, `${PLACE}.networks.${at}`))
  given.peerings.forEach((one, at) => loadPeering(tx, one, `${PLACE}.peerings.${at}`))
}

/** Adds a user, or changes the password of one who is there. */
const putUser = (tx: Tx, { email, password }: Given['users'][number]): void => {
  const [known] = tx.table(users).by('email', email)
  if (known) tx.table(users).update(known.id, { password })
  else addUser(tx, { email, password })
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
    refuseNetwork(spec, 422)
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
