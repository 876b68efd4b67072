import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonPieces, memoizeLast, memoizedText, quoted } from '../../src/core/memo.ts'

test('memoizeLast works again only for something else', () => {
  const asked: unknown[] = []
  const echo = memoizeLast((what: unknown) => asked.push(what))
  expect(['a', 'a', undefined, undefined, 'a'].map(echo)).toEqual([1, 1, 2, 2, 3])
  expect(asked).toEqual(['a', undefined, 'a'])
})

describe('JSON', () => {
  test('quoted writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quoted(text)).toBe(JSON.stringify(text))
      }),
      { seed: 4, numRuns: 2_000 },
    )
    for (let code = 0; code < 0x10000; code++) {
      const text = `a${String.fromCharCode(code)}`
      if (quoted(text) !== JSON.stringify(text)) throw new Error(`quoted differs for U+${code.toString(16)}`)
    }
  })

  test('memoizedText makes the text of a row once', () => {
    let made = 0
    const text = memoizedText(({ name }: { name: string }) => `${++made}: ${name} é`)
    const row = { name: 'a' }
    expect([text(row), text(row), text({ name: 'a' })]).toEqual(['1: a é', '1: a é', '2: a é'])
  })

  test('pieces know their length', () => {
    for (const parts of [['[', ']'], ['a'], ['a', 'bc', 'd']]) {
      const pieces = new JsonPieces(parts)
      expect([pieces.toString(), pieces.length]).toEqual([parts.join(','), parts.join(',').length])
    }
  })
})
