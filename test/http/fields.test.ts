import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queryFields, treeOf } from '../../src/http/fields.ts'

test('reads the fields of a query as the URL standard does', () => {
  const pieces = fc.constantFrom(
    'a',
    'b',
    '=',
    '&',
    '+',
    '%',
    '%2',
    '%2B',
    '%26',
    '%3d',
    '%c3%a9',
    '%ff',
    '?',
    '#',
    'é',
    '☃',
    '\0',
    ' ',
    '.',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const text = parts.join('')
      expect([...queryFields(`?${text}`)]).toEqual([...new Map(new URLSearchParams(text))])
    }),
    { numRuns: 1_000 },
  )
})

test('hangs fields with dots below each other, whatever they are called', () => {
  const fields = new Map(
    Object.entries({ a: '1', 'b.0.c': '2', 'b.1.c': '3', 'a.x': '4', constructor: '5', Skipped: '6' }),
  )
  fields.set('__proto__', '7')
  const tree = treeOf(fields, new Set(['Skipped']))
  expect(JSON.stringify(tree)).toBe('{"a":"1","b":{"0":{"c":"2"},"1":{"c":"3"}},"constructor":"5","__proto__":"7"}')
  expect('toString' in (tree as object)).toBe(false)
})
