import { memoizeLast } from '../../core/memo.ts'
import { Failure } from '../../core/problem.ts'
import type { RateLimit } from '../../world/rates.ts'
import { readScheme } from '../../http/authorization.ts'
import type { Call, Credential } from '../../http/call.ts'
import type { Voice } from '../../http/dialect.ts'
import { dialect } from './errors/dialect.ts'
import { problems } from './errors/index.ts'
import { type Access, apiKeys } from './records.ts'
import { settingsOf } from './settings.ts'

/** Who asks, and what that credential may do. */
export interface KeyCredential extends Credential {
  /** As filed among the known ones. */
  readonly secret: string
  readonly access: Access
}

interface Presented {
  /** As filed in the table of known credentials. */
  readonly secret: string
  /** Identity for rate windows: every secret of a key shares one. */
  readonly key: string
  readonly label: string
}

const NO_WINDOW = { limits: [], readings: [] }
const EVERYTHING: Access = { readOnly: false, environments: null }

const labelOf = (token: string): string => `${token.length > 20 ? token.slice(0, 4) : ''}…`

// most requests in a row come from one client
const read = memoizeLast((header: string | undefined): Presented => {
  if (header === undefined) throw new Failure({ kind: 'unauthenticated', reason: 'missing' })
  const given = readScheme(header)
  if (!given) throw new Failure({ kind: 'unauthenticated', reason: 'malformed' })
  if ('token' in given) return { secret: given.token, key: given.token, label: labelOf(given.token) }
  const { pair } = given
  const colon = pair.indexOf(':')
  if (colon < 1 || colon === pair.length - 1) throw new Failure({ kind: 'unauthenticated', reason: 'malformed' })
  const key = pair.slice(0, colon)
  return { secret: pair, key, label: key }
})

/** What an operation needs of its caller: nothing at all, or, unless it says so, a credential. */
export type Need = 'nobody'

export const voice: Voice<KeyCredential, Need> = {
  provider: 'confluent',
  dialect,
  requestId: (call) => call.world.ids.hex('confluent/request', 32),

  admit(call, need) {
    if (need === 'nobody') return
    const { world } = call
    const { secret, key, label } = read(call.header('authorization'))
    const [known] = call.transact((tx) => tx.table(apiKeys).by('secret', secret))
    if (known?.revoked) throw problems.keyRevoked()
    if (known ? known.kind === 'resource' : world.auth === 'strict')
      throw new Failure({ kind: 'unauthenticated', reason: 'unknown' })
    const { rateLimit, rateWindow } = settingsOf(world)
    const limit = known?.rate ?? { max: rateLimit, ms: rateWindow * 1000 }
    call.credential = { key, label, secret, access: known ?? EVERYTHING }
    meter(call, key, limit)
  },

  headers(call, status) {
    const { limits, readings } = call.metered ?? NO_WINDOW
    const [window] = readings
    if (status < 200 || status > 299 || !window) return ['X-Request-Id', call.requestId]
    return [
      'X-Request-Id',
      call.requestId,
      'X-RateLimit-Limit',
      String(limits[0]!.max),
      'X-RateLimit-Remaining',
      String(Math.max(0, window.remaining)),
      'X-RateLimit-Reset',
      String(relative(window.resetAt, call.now)),
    ]
  },
}

// relative seconds, unlike the epoch that others send under this name
const relative = (resetAt: number, now: number): number => Math.max(0, Math.ceil((resetAt - now) / 1000))

const meter = (call: Call, key: string, limit: RateLimit): void => {
  call.metered = call.world.rates.meter('confluent', key, [limit], call.now)
  const { limits, readings, refusedBy } = call.metered
  if (refusedBy === undefined) return
  const { resetAt } = readings[refusedBy]!
  const retryAfter = relative(resetAt, call.now)
  throw new Failure({ kind: 'rate_limited', limit: limits[refusedBy]!.max, resetAt, retryAfter })
}
