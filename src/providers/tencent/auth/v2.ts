import { type Millis, wallNow } from '../../../core/clock.ts'
import { Failure } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import type { Voice } from '../../../http/dialect.ts'
import { type Fields, readForm, readQuery } from '../../../http/fields.ts'
import { sentPath } from '../../../http/location.ts'
import type { World } from '../../../world/world.ts'
import { actionNamed, isLook } from '../endpoints.ts'
import { common } from '../errors/requests.ts'
import { dialect } from '../errors/v2.ts'
import type { Key } from '../records/accounts.ts'
import { findRegion } from '../records/regions.ts'
import { type TencentSettings, settingsOf } from '../settings.ts'
import { type Caller, callerOf, findKey } from './caller.ts'
import { isModule, moduleOf } from './modules.ts'
import { meter } from './meter.ts'
import { noteNonce } from './nonces.ts'
import { verify } from './signature.ts'

const MINUTES: Millis = 5 * 60_000
const HOURS: Millis = 2 * 3_600_000
const REQUIRED = ['Region', 'Timestamp', 'Nonce', 'SecretId'] as const
const OWN_MODULE = 'vpc'
const WHOLE = /^\d{1,20}$/

/** The parameters of a request: in a POST those of its body alone. */
export const readParameters = (call: Call<Caller>): Fields =>
  call.method === 'POST' ? readForm(call) : readQuery(call)

/** How API v2 authenticates and answers. */
export const voice: Voice<Caller, 'action'> = {
  provider: 'tencent',
  dialect,
  requestId: () => '', // v2 has none

  admit(call, need) {
    if (need === undefined) return // a path or method that is not the API's
    const { world } = call
    const settings = settingsOf(world)
    if (settings.httpsOnly && call.origin.startsWith('http:')) throw common.httpsOnly()
    const fields = readParameters(call)
    const secretId = fields.get('SecretId') ?? ''
    const action = fields.get('Action') ?? ''
    call.op = actionNamed(action) ?? null
    meter(call, secretId)
    refuseWrongDoor(call, action)
    const open = settings.authentication === 'off' && world.auth !== 'strict'
    if (!open) refuseMissing(fields)
    const key = findKey(call, secretId)
    if (!open) authenticate(call, fields, key, settings)
    if (key?.actions?.includes(action) === false) throw new Failure({ kind: 'forbidden', scope: action })
    call.credential = callerOf(call, secretId, key)
  },

  looks: ({ op }) => op !== null && isLook(op),

  headers: () => [],
}

/** Refuses what no action of this module was asked for. Which action it is comes before where it is to happen. */
const refuseWrongDoor = ({ exchange, op }: Call<Caller>, action: string): void => {
  const module = moduleOf(exchange.authority)
  if (module !== undefined && !isModule(module)) throw common.moduleUnknown(module)
  if (action === '') throw common.missing('Action')
  if (op === null || (module !== undefined && module !== OWN_MODULE)) throw common.actionUnknown(action)
}

const refuseMissing = (fields: Fields): void => {
  for (const name of REQUIRED) {
    if ((fields.get(name) ?? '') === '') throw common.missing(name)
    if (name === 'Region' && !findRegion(fields.get(name)!)) throw common.invalid(name)
  }
  for (const name of ['Timestamp', 'Nonce']) if (!WHOLE.test(fields.get(name)!)) throw common.invalid(name)
  if ((fields.get('Signature') ?? '') === '') throw new Failure({ kind: 'unauthenticated', reason: 'signature' })
}

const authenticate = (call: Call<Caller>, fields: Fields, key: Key | undefined, settings: TencentSettings): void => {
  const strict = call.world.auth === 'strict'
  if (!key && strict) throw new Failure({ kind: 'unauthenticated', reason: 'unknown' })
  if (key?.disabled) throw common.keyDisabled()
  if (key && (strict || settings.authentication === 'verify') && !verify(signedBy(call, fields), key.secretKey))
    throw new Failure({ kind: 'unauthenticated', reason: 'signature' })
  if (key && key.token !== null && key.token !== fields.get('Token')) throw common.tokenWrong()
  refuseStale(call.world, fields, settings)
}

const signedBy = (call: Call<Caller>, fields: Fields) => ({
  method: call.method,
  host: call.header('host') ?? call.exchange.authority,
  path: sentPath(call.target),
  fields,
})

// the newest text refuses what is off by 5 minutes with 4500, older ones what is off by 2 hours with 4200
const refuseStale = (world: World, fields: Fields, { timestampWindow, nonceReplay }: TencentSettings): void => {
  const strict = world.auth === 'strict'
  const minutes = timestampWindow === '5m' || (timestampWindow === 'mode' && strict)
  const window = minutes ? MINUTES : HOURS
  const now = wallNow()
  if (timestampWindow !== 'off' && Math.abs(now - Number(fields.get('Timestamp')) * 1000) > window)
    throw minutes ? common.expiredByMinutes() : common.expiredByHours()
  if (nonceReplay === 'off' || (nonceReplay === 'mode' && !strict)) return
  const used = ['SecretId', 'Timestamp', 'Nonce'].map((name) => fields.get(name)).join(' ')
  if (!noteNonce(world, used, now, window)) throw common.replayed()
}
