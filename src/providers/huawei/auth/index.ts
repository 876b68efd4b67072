import { wallNow } from '../../../core/clock.ts'
import { Failure } from '../../../core/problem.ts'
import type { Call, Credential } from '../../../http/call.ts'
import type { Voice } from '../../../http/dialect.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { dialect } from '../errors/index.ts'
import { gatewayProblems } from '../errors/gateway.ts'
import { vpcProblems } from '../errors/vpc.ts'
import { vpcV3Problems } from '../errors/vpc-v3.ts'
import { familyOf } from '../errors/families.ts'
import { defaultUser, isProjectId, ownerOf, welcome } from '../operations/tenants.ts'
import { projectIdOf } from '../schemas/ids.ts'
import { type Token, type User, tokens, users } from '../records/index.ts'
import { type Authorization, isSignedBy, readAuthorization } from './signature.ts'
import { settingsOf } from '../settings.ts'

type Verbs<K extends string, V extends string> = `vpc:${K}:${V}`

/** A permission of the policy language. */
export type Action =
  | Verbs<'peerings', 'get' | 'create' | 'accept' | 'reject' | 'update' | 'delete'>
  | Verbs<'routes', 'list' | 'get' | 'create' | 'delete'>
  | Verbs<'vpcs' | 'subnets' | 'routeTables', 'list' | 'get' | 'create' | 'update' | 'delete'>
  | Verbs<'vpcTags' | 'subnetTags', 'get' | 'create' | 'delete'>
  | Verbs<'routers' | 'networks' | 'ports', 'get'>
  | 'vpc:routeTables:associate'
  | 'vpc:quotas:list'

/** `public` asks for no credential at all, `identity` for any valid one. */
export type Need = Action | 'public' | 'identity'

/** Who asks, and for which project. */
export interface Caller extends Credential {
  readonly user: User | undefined
  /** null: the credential is scoped to a domain. */
  readonly projectId: string | null
  readonly token: Token | undefined
}

const SECOND = 1_000

const IDENTITY_HEADERS = [
  'X-Frame-Options',
  'SAMEORIGIN',
  'Cache-Control',
  'no-cache, no-store, must-revalidate',
  'X-Content-Type-Options',
  'nosniff',
  'X-Download-Options',
  'noopen',
  'X-XSS-Protection',
  '1; mode=block;',
]

export const voice: Voice<Caller, Need> = {
  provider: 'huawei',
  dialect,
  requestId: (call) => call.world.ids.hex('huawei/request', 32),

  admit(call, need) {
    if (need === undefined || need === 'public') return
    const caller = identify(call)
    call.credential = caller
    refuseOverLimit(call, caller)
    call.credential = settle(call, caller)
    if (need === 'identity') return
    if (caller.projectId === null) throw gatewayProblems.unauthorized()
    if (!grants(caller.user, need)) throw new Failure({ kind: 'forbidden', scope: need })
    const inPath = call.param('project_id')
    if (inPath !== '' && projectIdOf(inPath) !== caller.projectId) {
      throw familyOf(call) === 'vpcV3' ? vpcV3Problems.foreignProject() : vpcProblems.foreignProject()
    }
  },

  headers: (call) =>
    familyOf(call) === 'keystone'
      ? ['X-IAM-Trace-Id', call.requestId, ...IDENTITY_HEADERS]
      : ['X-Request-Id', call.requestId],
}

/** The project of a caller that was admitted to the VPC API. */
export const projectOf = (call: Call<Caller>): string => call.credential!.projectId!

const identify = (call: Call<Caller>): Caller => {
  const secret = call.header('x-auth-token')
  if (secret) return byToken(call, secret)
  const text = call.header('authorization')
  if (!text) throw new Failure({ kind: 'unauthenticated', reason: 'missing' })
  const authorization = readAuthorization(text)
  if (!authorization) throw new Failure({ kind: 'unauthenticated', reason: 'malformed' })
  return byKey(call, authorization)
}

const byToken = (call: Call<Caller>, secret: string): Caller => {
  const isLax = call.world.auth === 'lax'
  const named = (): string => projectIn(call.param('project_id')) ?? projectIn(call.header('x-project-id')) ?? ''
  return call.transact((tx) => {
    const [token] = tx.table(tokens).by('secret', secret)
    if (!token) {
      if (!isLax) throw new Failure({ kind: 'unauthenticated', reason: 'unknown' })
      return stranger(tx, { key: secret, label: `token ${secret.slice(0, 4)}…` }, named())
    }
    if (token.expiresAt !== null && token.expiresAt <= call.now)
      throw new Failure({ kind: 'unauthenticated', reason: 'expired' })
    const user = tx.table(users).get(token.userId)
    const projectId = token.projectId ?? (isLax ? named() || defaultProject(user) : null)
    return { key: token.userId, label: `${user?.name ?? token.userId} by token`, user, projectId, token }
  })
}

const byKey = (call: Call<Caller>, authorization: Authorization): Caller => {
  const isLax = call.world.auth === 'lax'
  const { ak } = authorization
  const header = call.header('x-project-id')
  const wanted = projectIn(header)
  const inPath = projectIn(call.param('project_id'))
  const [user] = call.transact((tx) => tx.table(users).by('ak', ak))
  if (!user) {
    if (!isLax) throw gatewayProblems.akUnknown()
    return call.transact((tx) => stranger(tx, { key: ak, label: `key ${ak.slice(0, 4)}…` }, wanted ?? inPath ?? ''))
  }
  if (!isLax && !isSignedBy(signedPart(call), authorization, user.sk, wallNow()))
    throw new Failure({ kind: 'unauthenticated', reason: 'signature' })
  if (!isLax && header && !user.projectIds.includes(projectIdOf(header)))
    throw new Failure({ kind: 'unauthenticated', reason: 'malformed' })
  // with a key the header decides, then the path, then the user's first project
  const projectId = wanted ?? user.projectIds.find((id) => id === inPath) ?? defaultProject(user)
  return { key: user.id, label: `${user.name} by key`, user, projectId, token: undefined }
}

/** A project as a request names it; undefined where it names none. */
const projectIn = (text: string | undefined): string | undefined =>
  text !== undefined && isProjectId(text) ? projectIdOf(text) : undefined

/** Somebody whom nobody knows acts for the project that he names, else for the first one. */
const stranger = (tx: Tx, { key, label }: Pick<Caller, 'key' | 'label'>, named: string): Caller => {
  const user = named === '' ? defaultUser(tx) : ownerOf(tx, named)
  return { key, label, user, projectId: named || defaultProject(user), token: undefined }
}

/** Makes the project of a caller a tenant, where strangers are let in and nobody has named it before. */
const settle = (call: Call<Caller>, caller: Caller): Caller => {
  const { projectId, user } = caller
  if (call.world.auth === 'strict' || projectId === null || user?.projectIds.includes(projectId)) return caller
  const owner = call.transact((tx) => welcome(tx, projectId))
  return { ...caller, user: user ?? owner }
}

const defaultProject = (user: User | undefined): string | null => user?.projectIds[0] ?? null

const signedPart = (call: Call<Caller>) => ({
  method: call.method,
  target: call.target,
  body: call.body,
  header: (name: string) => call.header(name),
})

const grants = (user: User | undefined, action: Action): boolean =>
  !user?.actions ||
  user.actions.some((given) => given === action || (given.endsWith('*') && action.startsWith(given.slice(0, -1))))

const refuseOverLimit = (call: Call<Caller>, { key }: Caller): void => {
  if (call.world.rates.mode !== 'enforce') return // nothing about the windows goes on the wire
  const max = settingsOf(call.world).requestsPerSecond
  const { readings, refusedBy } = call.world.rates.meter('huawei', key, [{ max, ms: SECOND }], call.now)
  if (refusedBy !== undefined) throw new Failure({ kind: 'rate_limited', limit: max, resetAt: readings[0]!.resetAt })
}
