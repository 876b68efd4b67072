import { sha256 } from '../../core/crypto.ts'
import { memoizeLast } from '../../core/memo.ts'
import { Failure } from '../../core/problem.ts'
import type { World } from '../../world/world.ts'
import type { Call, Credential } from '../../http/call.ts'
import type { Voice } from '../../http/dialect.ts'
import { dialect, isModern } from './errors/dialect.ts'
import { problems } from './errors/index.ts'
import { type Token, tokens, users } from './records/index.ts'
import { DEFAULT_ACCOUNT } from './seed.ts'
import { noteUse } from './operations/account.ts'
import { settingsOf } from './settings.ts'
import { ulid } from './records/ulid.ts'

export type Need = 'read' | 'write'

/** Who asks, and on whose account. */
export interface Identity extends Credential {
  readonly account: string
  readonly username: string
  readonly readOnly: boolean
  /** The API token that was used, when the emulator knows it. */
  readonly token: Token | undefined
}

const BASIC = /^basic +([a-z0-9+/]+={0,2})$/i
const BEARER = /^bearer +(\S+)$/i

const refuse = (reason: 'missing' | 'malformed' | 'unknown' | 'expired'): never => {
  throw new Failure({ kind: 'unauthenticated', reason })
}

type Presented = { readonly secret: string } | { readonly username: string; readonly password: string }

// most requests in a row come from one client
const read = memoizeLast((header: string | undefined): Presented => {
  if (header === undefined) return refuse('missing')
  const secret = BEARER.exec(header)?.[1]
  if (secret !== undefined) return { secret }
  const encoded = BASIC.exec(header)?.[1]
  if (encoded === undefined) return refuse('malformed')
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  const username = pair.slice(0, Math.max(0, colon))
  const password = pair.slice(colon + 1)
  return username === '' || password === '' ? refuse('malformed') : { username, password }
})

const identify = (call: Call): Identity => {
  const given = read(call.header('authorization'))
  return 'secret' in given ? ofToken(call, given.secret) : ofUser(call, given.username, given.password)
}

const ofToken = (call: Call, secret: string): Identity => {
  const { world, now } = call
  const [token] = call.transact((tx) => tx.table(tokens).by('secret', secret))
  const label = `${secret.slice(0, 5)}…${secret.length > 12 ? secret.slice(-4) : ''}`
  if (!token) {
    if (world.auth === 'strict') return refuse('unknown')
    const own = sha256(secret).slice(0, 16)
    return { key: secret, label, account: accountOf(world, own), username: DEFAULT_ACCOUNT, readOnly: false, token }
  }
  if (!token.valid) return refuse('unknown')
  if (token.expiresAt !== null && token.expiresAt <= now) return refuse('expired')
  const { account, username, readOnly } = token
  return { key: secret, label, account, username, readOnly, token }
}

const ofUser = (call: Call, username: string, password: string): Identity => {
  const { world } = call
  const user = call.transact((tx) => tx.table(users).get(username))
  if (user ? !user.valid : world.auth === 'strict') return refuse('unknown')
  if (user && world.auth === 'strict' && user.password !== password) return refuse('unknown')
  const account = user?.account ?? accountOf(world, username)
  const readOnly = user?.readOnly ?? false
  return { key: username, label: username, account, username, readOnly, token: undefined }
}

const accountOf = (world: World, own: string): string =>
  settingsOf(world).unknownCredentials === 'shared' ? DEFAULT_ACCOUNT : own

const takesJson = (accept: string | undefined): boolean =>
  accept === undefined || accept === '' || /\*\/\*|application\/\*|json/i.test(accept)

export const voice: Voice<Identity, Need> = {
  provider: 'upcloud',
  dialect,
  requestId: ({ world, now }) => ulid(world.ids, 'upcloud/cid', now),

  admit(call, need) {
    const { world } = call
    call.credential = identify(call)
    const { token } = call.credential
    if (token) call.transact((tx) => noteUse(tx, token))
    if (!takesJson(call.header('accept')) && settingsOf(world).accept === 'enforce') throw problems.notAcceptable()
    if (need === 'write' && call.credential.readOnly) throw new Failure({ kind: 'forbidden' })
  },

  headers(call) {
    const cid = ['Upcloud-Cid', call.requestId, 'Strict-Transport-Security', 'max-age=63072000']
    return isModern(call) ? cid : ['Server', 'Apache', ...cid]
  },
}
