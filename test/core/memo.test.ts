import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ListText, memoizeLast, quoted, rowText, rowTextWith } from '../../src/core/memo.ts'

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

  test('rowText makes the text of a row once', () => {
    let made = 0
    const text = rowText(({ name }: { name: string }) => `${++made}: ${name} é`)
    const row = { name: 'a' }
    expect([row, row, { name: 'a' }, row].map(text)).toEqual(['1: a é', '1: a é', '2: a é', '1: a é'])
  })

  test('rowTextWith makes it anew for something else that it depends on', () => {
    let made = 0
    const text = rowTextWith(({ name }: { name: string }, host: string) => `${++made}: ${name} é ${host}`)
    const row = { name: 'a' }
    expect([text(row, 'x'), text(row, 'x'), text({ name: 'a' }, 'x'), text(row, 'y'), text(row, 'x')]).toEqual([
      '1: a é x',
      '1: a é x',
      '2: a é x',
      '3: a é y',
      '4: a é x',
    ])
  })

  test.each([
    [[], '[]'],
    [['a'], '[a]'],
    [['a', 'bc', 'd'], '[a; bc; d]'],
  ])('a list of %j knows its length', (items, text) => {
    const list = new ListText('[', items, ']', '; ')
    expect([list.toString(), list.toString(), list.length]).toEqual([text, text, text.length])
  })

  test('lists that differ in one part alone each say their own, in whatever order they are asked', () => {
    const parts: readonly (readonly [string, string[], string, string])[] = [
      ['[', ['a', 'b'], ']', ','],
      ['(', ['a', 'b'], ']', ','],
      ['[', ['a', 'c'], ']', ','],
      ['[', ['a', 'b'], ')', ','],
      ['[', ['a', 'b'], ']', ';'],
      ['[', ['a', 'b'], ']', ','],
    ]
    const lists = parts.map((of) => new ListText(...of))
    const texts = ['[a,b]', '(a,b]', '[a,c]', '[a,b)', '[a;b]', '[a,b]']
    expect([...lists, ...lists.toReversed()].map(String)).toEqual([...texts, ...texts.toReversed()])
  })
})
