import { wallNow } from '../../../core/clock.ts'
import { Failure } from '../../../core/problem.ts'
import type { Call, Credential } from '../../../http/call.ts'
import type { Voice } from '../../../http/dialect.ts'
import { dialect } from '../errors/index.ts'
import { gatewayProblems } from '../errors/gateway.ts'
import { vpcProblems, vpcV3Problems } from '../errors/vpc.ts'
import { familyOf } from '../errors/families.ts'
import { defaultUser } from '../operations/identity.ts'
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
  const { world } = call
  const [token] = call.transact((tx) => tx.table(tokens).by('secret', secret))
  if (!token) {
    if (world.auth === 'strict') throw new Failure({ kind: 'unauthenticated', reason: 'unknown' })
    const user = call.transact(defaultUser)
    return { key: secret, label: `token ${secret.slice(0, 4)}…`, user, projectId: defaultProject(user), token }
  }
  if (token.expiresAt !== null && token.expiresAt <= call.now) {
    throw new Failure({ kind: 'unauthenticated', reason: 'expired' })
  }
  const user = call.transact((tx) => tx.table(users).get(token.userId))
  const projectId = token.projectId ?? (world.auth === 'lax' ? defaultProject(user) : null)
  return { key: token.userId, label: `${user?.name ?? token.userId} by token`, user, projectId, token }
}

const byKey = (call: Call<Caller>, authorization: Authorization): Caller => {
  const { world } = call
  const { ak } = authorization
  const [user] = call.transact((tx) => tx.table(users).by('ak', ak))
  const wanted = call.header('x-project-id')
  const inPath = familyOf(call) === 'keystone' ? '' : call.param('project_id')
  if (world.auth === 'lax' && !user) {
    const anyone = call.transact(defaultUser)
    const projectId = projectIdOf(wanted || inPath) || defaultProject(anyone)
    return { key: ak, label: `key ${ak.slice(0, 4)}…`, user: anyone, projectId, token: undefined }
  }
  if (!user) throw gatewayProblems.akUnknown()
  if (world.auth === 'strict' && !isSignedBy(signedPart(call), authorization, user.sk, wallNow())) {
    throw new Failure({ kind: 'unauthenticated', reason: 'signature' })
  }
  return {
    key: user.id,
    label: `${user.name} by key`,
    user,
    projectId: projectByKey(user, wanted, inPath),
    token: undefined,
  }
}

// with a key the header decides, then the path, then the user's first project
const projectByKey = (user: User, wanted: string | undefined, inPath: string): string | null => {
  if (wanted) {
    if (!user.projectIds.includes(projectIdOf(wanted)))
      throw new Failure({ kind: 'unauthenticated', reason: 'malformed' })
    return projectIdOf(wanted)
  }
  return user.projectIds.find((id) => id === projectIdOf(inPath)) ?? defaultProject(user)
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
