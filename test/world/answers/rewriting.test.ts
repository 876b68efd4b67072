import { expect, test } from 'vitest'
import { type Edit, readPath, rewritten } from '../../../src/world/answers/rewriting.ts'

const VALUE = {
  list: [
    { id: 'a', n: 1 },
    { id: 'b', n: 2 },
  ],
  meta: { total: 2 },
  none: null,
}
const set = (path: string, value: unknown): Edit => ({ kind: 'set', path: readPath(path), value })
const edit = (kind: 'remove' | 'nullify' | 'stringify', path: string): Edit => ({ kind, path: readPath(path) })

test.each<[string, Edit, object]>([
  ['a member', set('meta.total', 9), { ...VALUE, meta: { total: 9 } }],
  ['a new member', set('meta.more', true), { ...VALUE, meta: { total: 2, more: true } }],
  ['a new member of a new object', set('links.pages.next', ''), { ...VALUE, links: { pages: { next: '' } } }],
  ['an element', set('list.1.id', 'c'), { ...VALUE, list: [VALUE.list[0], { id: 'c', n: 2 }] }],
  [
    'every element',
    set('list.*.n', 0),
    {
      ...VALUE,
      list: [
        { id: 'a', n: 0 },
        { id: 'b', n: 0 },
      ],
    },
  ],
  ['an element that is not there', set('list.7.id', 'x'), VALUE],
  ['an element behind the last', set('list.2', 'x'), VALUE],
  ['what is no object', set('meta.total.deep', 1), { ...VALUE, meta: { total: { deep: 1 } } }],
  ['nothing where a member is missing', edit('remove', 'absent'), VALUE],
  ['without a member', edit('remove', 'meta.total'), { ...VALUE, meta: {} }],
  ['without an element', edit('remove', 'list.0'), { ...VALUE, list: [VALUE.list[1]] }],
  ['without any element', edit('remove', 'list.*'), { ...VALUE, list: [] }],
  ['null for an element', edit('nullify', 'list.0'), { ...VALUE, list: [null, VALUE.list[1]] }],
  ['null only for what is there', edit('nullify', 'absent'), VALUE],
  [
    'a number as text',
    edit('stringify', 'list.*.n'),
    {
      ...VALUE,
      list: [
        { id: 'a', n: '1' },
        { id: 'b', n: '2' },
      ],
    },
  ],
  ['an object as text', edit('stringify', 'meta'), { ...VALUE, meta: '{"total":2}' }],
])('%s', (_, one, expected) => {
  const before = JSON.stringify(VALUE)
  expect(rewritten(VALUE, [one])).toEqual(expected)
  expect(JSON.stringify(VALUE)).toBe(before)
})

test('a member may be called __proto__', () => {
  expect(JSON.stringify(rewritten({ a: 1 }, [set('__proto__.polluted', 1)]))).toBe('{"a":1,"__proto__":{"polluted":1}}')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('edits are made in their order', () => {
  expect(rewritten({ a: 1 }, [set('b', 2), edit('stringify', 'b'), edit('remove', 'a')])).toEqual({ b: '2' })
})

test('what is no object has nothing to edit', () => {
  expect(rewritten('text', [set('a', 1)])).toBe('text')
})
