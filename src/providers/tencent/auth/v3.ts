import { type Millis, wallNow } from '../../../core/clock.ts'
import { Failure } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import type { Voice } from '../../../http/dialect.ts'
import { sentPath } from '../../../http/location.ts'
import { isLook, isVersion, operationNamed } from '../endpoints.ts'
import { dialect } from '../errors/v3.ts'
import { told } from '../errors/told.ts'
import { type Region, regionNamed } from '../records/regions.ts'
import type { Key } from '../records/accounts.ts'
import { type TencentSettings, settingsOf } from '../settings.ts'
import { type Asked, readAsked } from './asked.ts'
import { type Caller, callerOf, findKey } from './caller.ts'
import { meter } from './meter.ts'
import { verify as verifyForm } from './signature.ts'
import { readAuthorization, verify } from './tc3.ts'

const MINUTES: Millis = 5 * 60_000
const HOURS: Millis = 2 * 3_600_000
const WHOLE = /^\d{1,12}$/
const ANONYMOUS = 'SKIP'
const TAG_VERSION = '2018-08-13'
const NOTHING = new Uint8Array()

/** How API 3.0 authenticates and answers. */
export const voice: Voice<Caller, 'action'> = {
  provider: 'tencent',
  dialect,
  requestId: ({ world }) => world.ids.uuid('tencent/request'),

  admit(call, need) {
    if (need === undefined) return // a path or method that is not the API's
    const { world } = call
    const settings = settingsOf(world)
    if (settings.httpsOnly && call.origin.startsWith('http:')) throw told.UnsupportedProtocol('HTTPS')
    const asked = readAsked(call)
    const action = readAction(call, asked)
    meter(call, asked.secretId)
    const open = settings.authentication === 'off' && world.auth !== 'strict'
    if (!open) refuseIncomplete(call, asked)
    const key = findKey(call, asked.secretId)
    if (!open) authenticate(call, asked, key, settings)
    if (key?.actions?.includes(action) === false) throw new Failure({ kind: 'forbidden', scope: action })
    call.credential = callerOf(call, asked.secretId, key)
  },

  looks: ({ op }) => op !== null && isLook(op),

  headers: () => [],
}

const readAction = (call: Call<Caller>, { of }: Asked): string => {
  const [action, version] = [of('Action'), of('Version')]
  call.op = operationNamed(version, action) ?? null
  if (action === '') throw told.MissingParameter('Action')
  if (version === '') throw told.MissingParameter('Version')
  if (!isVersion(version)) throw told.NoSuchVersion(version)
  if (call.op === null) throw told.InvalidAction(action)
  return action
}

/** The region that is asked for; none where none is needed. Throws when it is missing or unknown. */
export const readRegion = (call: Call<Caller>): Region | undefined => {
  const { of } = readAsked(call)
  const name = of('Region')
  const region = regionNamed(name)
  if (region || (name === '' && of('Version') === TAG_VERSION)) return region
  throw name === '' ? told.MissingParameter('Region') : told.UnsupportedRegion(name)
}

const refuseIncomplete = (call: Call<Caller>, { fields, of }: Asked): void => {
  if (of('Timestamp') === '') throw told.MissingParameter('Timestamp')
  if (!WHOLE.test(of('Timestamp'))) throw told.InvalidParameter('Timestamp')
  readRegion(call)
  if (fields === null) {
    if ((call.header('authorization') ?? '') === '') throw told.MissingParameter('Authorization')
    return
  }
  for (const name of ['Nonce', 'SecretId', 'Signature'])
    if ((fields.get(name) ?? '') === '') throw told.MissingParameter(name)
}

const authenticate = (call: Call<Caller>, asked: Asked, key: Key | undefined, settings: TencentSettings): void => {
  const strict = call.world.auth === 'strict'
  if (!strict && call.header('authorization') === ANONYMOUS) return
  refuseStale(Number(asked.of('Timestamp')), settings)
  if (asked.fields === null && asked.secretId === '') throw told['AuthFailure.InvalidAuthorization']('')
  // the text of this code speaks of keys that were disabled as well
  if (key?.disabled || (!key && strict)) throw told['AuthFailure.SecretIdNotFound']('')
  if (!key) return
  if ((strict || settings.authentication === 'verify') && !isSigned(call, asked, key.secretKey))
    throw told['AuthFailure.SignatureFailure']('')
  if (key.token !== null && key.token !== asked.of('Token')) throw told['AuthFailure.TokenFailure']('')
}

const refuseStale = (seconds: number, { timestampWindow }: TencentSettings): void => {
  const window = timestampWindow === '2h' ? HOURS : MINUTES
  if (timestampWindow !== 'off' && Math.abs(wallNow() - seconds * 1000) > window)
    throw told['AuthFailure.SignatureExpire']('')
}

const isSigned = (call: Call<Caller>, { fields, of }: Asked, secretKey: string): boolean => {
  const { method, target } = call
  if (fields !== null) {
    const host = call.header('host') ?? call.exchange.authority
    return verifyForm({ method, host, path: sentPath(target), fields }, secretKey)
  }
  const authorization = readAuthorization(call.header('authorization')!)!
  if (authorization.date !== new Date(Number(of('Timestamp')) * 1000).toISOString().slice(0, 10)) return false
  const header = (name: string): string | undefined => call.header(name)
  return verify({ method, target, header, body: call.body ?? NOTHING }, authorization, secretKey)
}
