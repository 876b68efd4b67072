import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmac, sameSecret, scopedKey } from '../../src/core/crypto.ts'

test('signs as Node does, whatever the length of the key and the text', () => {
  const hashes = fc.constantFrom('sha1' as const, 'sha256' as const)
  const encodings = fc.constantFrom('hex' as const, 'base64' as const, 'base64url' as const)
  const texts = fc.string({ unit: 'binary', maxLength: 300 })
  const keys = fc.oneof(texts, fc.uint8Array({ maxLength: 150 }))
  fc.assert(
    fc.property(hashes, keys, texts, encodings, (hash, key, text, encoding) => {
      const wanted = createHmac(hash, key).update(text).digest(encoding)
      expect(hmac(hash, key, text, encoding)).toBe(wanted)
      expect(hmac(hash, key, text, encoding)).toBe(wanted)
    }),
  )
})

test('derives the key of a scope part by part', () => {
  const chain = (secret: string, ...scope: string[]): string =>
    scope
      .reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(secret))
      .toString('hex')
  const hex = (...asked: [string, ...string[]]): string => Buffer.from(scopedKey(...asked)).toString('hex')
  expect(hex('TC3secret', '2019-02-25', 'vpc', 'tc3_request')).toBe(
    chain('TC3secret', '2019-02-25', 'vpc', 'tc3_request'),
  )
  expect(hex('TC3secret', '2019-02-26', 'vpc', 'tc3_request')).toBe(
    chain('TC3secret', '2019-02-26', 'vpc', 'tc3_request'),
  )
  expect(hex('TC3secret', '2019-02-26', 'vpc')).toBe(chain('TC3secret', '2019-02-26', 'vpc'))
  expect(hex('TC3secret')).toBe(Buffer.from('TC3secret').toString('hex'))
})

test.each([
  ['', '', true],
  ['secret', 'secret', true],
  ['secret', 'secreT', false],
  ['secret', 'secret2', false],
  ['sécret', 'sÉcret', false],
])('whether %j is %j', (given, wanted, same) => expect(sameSecret(given, wanted)).toBe(same))
