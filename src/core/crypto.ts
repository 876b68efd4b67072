import type * as nodeCrypto from 'node:crypto'

// Node's cryptography is loaded on its first use: a start that signs and verifies nothing does without it
const crypto = (): typeof nodeCrypto => process.getBuiltinModule('node:crypto')

/** The SHA-256 of some data. */
export const sha256 = (data: string | Uint8Array, encoding: 'hex' | 'base64url' = 'hex'): string =>
  crypto().createHash('sha256').update(data).digest(encoding)

/** The MD5 of a text in hexadecimal digits, for ids that look alike: it keeps nothing secret. */
export const md5 = (text: string): string => crypto().createHash('md5').update(text).digest('hex')

/** What a key signs a text with. */
export const hmac = (hash: 'sha1' | 'sha256', key: string | Uint8Array, text: string): Buffer =>
  crypto().createHmac(hash, key).update(text).digest()

/** Whether somebody knows a secret: how long that takes to see tells nothing of where two texts differ. */
export const sameSecret = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && crypto().timingSafeEqual(a, b)
}
