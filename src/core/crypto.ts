import type * as nodeCrypto from 'node:crypto'
import { memoizeLastOf } from './memo.ts'

let loaded: typeof nodeCrypto | undefined

// Node's cryptography is loaded on its first use: a start that signs and verifies nothing does without it
const crypto = (): typeof nodeCrypto => (loaded ??= process.getBuiltinModule('node:crypto'))

/** The SHA-256 of some data. */
export const sha256 = (data: string | Uint8Array, encoding: 'hex' | 'base64url' = 'hex'): string =>
  crypto().createHash('sha256').update(data).digest(encoding)

/** The MD5 of a text in hexadecimal digits, for ids that look alike: it keeps nothing secret. */
export const md5 = (text: string): string => crypto().createHash('md5').update(text).digest('hex')

/** What a key signs a text with. */
export const hmac = (
  hash: 'sha1' | 'sha256',
  key: string | Uint8Array,
  text: string,
  encoding: 'hex' | 'base64' | 'base64url',
): string => crypto().createHmac(hash, key).update(text).digest(encoding)

/** The key that a secret gives for a scope, of which each part is signed with what the one before gave. Clients use one for a day. */
export const scopedKey = memoizeLastOf((secret: string, ...scope: readonly string[]): Uint8Array =>
  scope.reduce<Uint8Array>(
    (key, part) => crypto().createHmac('sha256', key).update(part).digest(),
    Buffer.from(secret),
  ),
)

/** Whether somebody knows a secret: how long that takes to see tells nothing of where two texts differ. */
export const sameSecret = (given: string, wanted: string): boolean => {
  if (given.length !== wanted.length) return false
  let difference = 0
  for (let i = 0; i < given.length; i++) difference |= given.charCodeAt(i) ^ wanted.charCodeAt(i)
  return difference === 0
}
