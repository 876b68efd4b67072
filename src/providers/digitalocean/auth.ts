import { memoizeLast } from '../../core/memo.ts'
import { Failure } from '../../core/problem.ts'
import type { Call, Credential } from '../../http/call.ts'
import type { Voice } from '../../http/dialect.ts'
import { bearerIn } from './credentials.ts'
import { dialect } from './errors/dialect.ts'
import { type Token, tokens } from './records/index.ts'
import { type DigitalOceanSettings, settingsOf } from './settings.ts'

/** What an operation needs of a token: one of the documented scopes. */
export type Scope =
  | `${'vpc_peering' | 'vpc'}:${'read' | 'create' | 'update' | 'delete'}`
  | 'account:read'
  | 'regions:read'
  | 'droplet:read'
  | 'load_balancer:read'
  | 'database:read'

const HOUR = 3_600_000
const MINUTE = 60_000

const labelOf = (secret: string): string => `${secret.slice(0, 7)}…${secret.length > 20 ? secret.slice(-4) : ''}`

/** The credential in an Authorization header; undefined for any other scheme. */
const readBearer = memoizeLast((header: string): Credential | undefined => {
  const key = bearerIn(header)
  return key === undefined ? undefined : { key, label: labelOf(key) }
})

const limitsOf = memoizeLast(({ hourlyLimit, burstLimit }: DigitalOceanSettings) => [
  { max: hourlyLimit, ms: HOUR },
  { max: burstLimit, ms: MINUTE },
])

const grants = (token: Token, scope: Scope): boolean =>
  (!token.readOnly || scope.endsWith(':read')) && (token.scopes === null || token.scopes.includes(scope))

const GATEWAY = ['x-gateway', 'Edge-Gateway', 'x-response-from', 'Edge-Gateway']
const SERVICE = ['x-gateway', 'Edge-Gateway', 'x-response-from', 'service']

// the gateway checks tokens, counts requests and knows the routes; everything else is said by the services behind it
const speakerOf = ({ op }: Call, status: number): readonly string[] =>
  status === 401 || status === 429 || op === null ? GATEWAY : SERVICE

export const voice: Voice<Credential, Scope> = {
  provider: 'digitalocean',
  dialect,
  requestId: (call) => call.world.ids.uuid('digitalocean/request'),

  admit(call, scope) {
    const { world, now } = call
    const header = call.header('authorization')
    const bearer = header === undefined ? undefined : readBearer(header)
    call.metered = world.rates.meter('digitalocean', bearer?.key ?? '', limitsOf(settingsOf(world)), now)
    if (!bearer) throw new Failure({ kind: 'unauthenticated', reason: header ? 'malformed' : 'missing' })

    const [token] = call.transact((tx) => tx.table(tokens).by('secret', bearer.key))
    if (!token && world.auth === 'strict') throw new Failure({ kind: 'unauthenticated', reason: 'unknown' })
    call.credential = bearer
    refuseOverLimit(call)
    if (token && scope && !grants(token, scope)) throw new Failure({ kind: 'forbidden', scope })
  },

  headers(call, status) {
    return [...rateHeaders(call), 'x-request-id', call.requestId, ...speakerOf(call, status)]
  },
}

// a request that was refused before it was counted says nothing of the windows
const rateHeaders = ({ metered }: Call): readonly string[] => {
  if (metered === null) return []
  const { limits, readings } = metered
  const [hour, minute] = readings
  const remaining = Math.max(0, minute!.remaining <= 0 ? 0 : hour!.remaining)
  return [
    'ratelimit-limit',
    String(limits[0]!.max),
    'ratelimit-remaining',
    String(remaining),
    'ratelimit-reset',
    String(Math.ceil(hour!.resetAt / 1000)),
  ]
}

const refuseOverLimit = (call: Call): void => {
  const { limits, readings, refusedBy } = call.metered!
  if (refusedBy === undefined) return
  const { resetAt } = readings[refusedBy]!
  // only the burst limit says how long to wait
  const retryAfter = refusedBy === 1 ? { retryAfter: Math.max(1, Math.ceil((resetAt - call.now) / 1000)) } : {}
  throw new Failure({ kind: 'rate_limited', limit: limits[refusedBy]!.max, resetAt, ...retryAfter })
}
