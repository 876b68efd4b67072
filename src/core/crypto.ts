import type * as nodeCrypto from 'node:crypto'
import { memoizeLastOf } from './memo.ts'

let loaded: typeof nodeCrypto | undefined

// Node's cryptography is loaded on its first use: a start that signs and verifies nothing does without it
const crypto = (): typeof nodeCrypto => (loaded ??= process.getBuiltinModule('node:crypto'))

type Encoding = 'hex' | 'base64' | 'base64url'

/** The SHA-256 of some data. */
export const sha256 = (data: string | Uint8Array, encoding: 'hex' | 'base64url' = 'hex'): string =>
  crypto().hash('sha256', data, encoding)

/** The MD5 of a text in hexadecimal digits, for ids that look alike: it keeps nothing secret. */
export const md5 = (text: string): string => crypto().hash('md5', text)

type Hash = 'sha1' | 'sha256'

const BLOCK = 64 // bytes, of either hash
const SIZES: Readonly<Record<Hash, number>> = { sha1: 20, sha256: 32 }

/** A key in both of its forms, each with room behind it: what is hashed first, and what with the outcome of that. */
const blocksOf = memoizeLastOf((hash: Hash, key: string | Uint8Array): readonly [inner: Buffer, outer: Buffer] => {
  const bytes = Buffer.from(key as string)
  const short = bytes.length > BLOCK ? crypto().createHash(hash).update(bytes).digest() : bytes
  const masked = (mask: number, room: number): Buffer => {
    const block = Buffer.alloc(BLOCK + room, mask)
    for (let i = 0; i < short.length; i++) block[i]! ^= short[i]!
    return block
  }
  return [masked(0x36, 0), masked(0x5c, SIZES[hash])]
})

/**
 * What a key signs a text with: HMAC (RFC 2104) over hashes of whole buffers, because an `Hmac` of Node is an object that its
 * collector has to finalize.
 */
export const hmac = (hash: Hash, key: string | Uint8Array, text: string, encoding: Encoding): string => {
  const [inner, outer] = blocksOf(hash, key)
  const first = Buffer.allocUnsafe(BLOCK + Buffer.byteLength(text))
  first.set(inner)
  first.write(text, BLOCK)
  outer.write(crypto().hash(hash, first, 'binary'), BLOCK, 'binary')
  return crypto().hash(hash, outer, encoding)
}

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
