import { describe, expect, test } from 'vitest'
import { Table, defineTable } from '../../src/world/table.ts'
import type { World } from '../../src/world/world.ts'
import { rowOf, rowsOf } from '../helpers/rows.ts'
import { type Note, notes, things, worldOf } from './things.ts'

/** A table that left its unit of work; nothing but a test does that. */
const tableOf = (world: World) => world.transact((tx) => tx.table(notes))
const ids = (rows: Iterable<{ id: string }>): string[] => Array.from(rows, ({ id }) => id)

describe('a table', () => {
  const filled = () => {
    const world = worldOf()
    world.transact((tx) => {
      for (const id of ['a', 'b', 'c', 'd']) tx.table(notes).insert({ id, words: [id, 'all'] })
    })
    return world
  }

  test('keeps rows in creation order, also through changes', () => {
    const world = filled()
    world.transact((tx) => tx.table(notes).update('a', { words: ['z'] }))
    expect(ids(rowsOf(world, notes))).toEqual(['a', 'b', 'c', 'd'])
    expect(rowOf(world, notes, 'a')).toEqual({ id: 'a', ord: 1, words: ['z'] })
  })

  // an index is built when it is first asked for: from all rows, or from the ones that are there before the changes
  const asked = [
    ['nobody asked before', () => {}],
    ['somebody asked before', (world: World) => world.transact((tx) => tx.table(notes).count('word', 'all'))],
  ] as const

  test.each(asked)('files rows under every key and forgets old keys when %s', (_, ask) => {
    const world = filled()
    ask(world)
    world.transact((tx) => tx.table(notes).update('c', { words: ['a', 'all'] }))
    const table = tableOf(world)
    expect(ids(table.by('word', 'a'))).toEqual(['a', 'c'])
    expect(ids(table.by('word', 'all'))).toEqual(['a', 'b', 'c', 'd'])
    expect([table.count('word', 'c'), table.count('word', 'a'), table.count('word', 'all')]).toEqual([0, 2, 4])
    world.transact((tx) => tx.table(notes).delete('a'))
    expect(ids(table.by('word', 'a'))).toEqual(['c'])
  })

  test('replaces rows instead of changing them', () => {
    const world = filled()
    const before = rowOf(world, notes, 'a')
    world.transact((tx) => tx.table(notes).update('a', { words: [] }))
    expect(before).toEqual({ id: 'a', ord: 1, words: ['a', 'all'] })
  })

  test('refuses a second row of the same id, an unknown row, and a change outside a unit of work', () => {
    const world = filled()
    expect(() => world.transact((tx) => tx.table(notes).insert({ id: 'a', words: [] }))).toThrow('already has a row a')
    expect(() => world.transact((tx) => tx.table(notes).update('x', { words: [] }))).toThrow('has no row x')
    expect(() => tableOf(world).delete('a')).toThrow('only change inside a unit of work')
    expect(ids(rowsOf(world, notes))).toEqual(['a', 'b', 'c', 'd'])
  })

  test('knows only its own indexes', () => {
    expect(() => tableOf(filled()).by('title' as 'word', 'a')).toThrow('test/note has no index title')
  })

  test.each(asked)('a fork shares rows and is independent from the first write on when %s', (_, ask) => {
    const world = filled()
    ask(world)
    const written: string[] = []
    const fork = tableOf(world).fork((_, id) => written.push(id))
    expect(fork.get('a')).toBe(rowOf(world, notes, 'a'))
    fork.update('a', { words: ['forked'] })
    fork.delete('b')
    world.transact((tx) => tx.table(notes).insert({ id: 'e', words: ['all'] }))
    expect(ids(tableOf(world).by('word', 'all'))).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(ids(fork.by('word', 'all'))).toEqual(['c', 'd'])
    expect(ids(fork.all())).toEqual(['a', 'c', 'd'])
    expect(written).toEqual(['a', 'b'])
  })

  test('what a fork asks for first serves the table that it shares rows with', () => {
    let looks = 0
    const counted = defineTable<Note>()({ name: 'test/counted', indexes: { word: (row) => (looks++, row.words) } })
    const table = new Table(counted, () => {})
    for (const id of ['a', 'b']) table.insert({ id, words: ['all'] })
    const fork = table.fork(() => {})
    expect([looks, fork.count('word', 'all'), looks, table.count('word', 'all'), looks]).toEqual([0, 2, 2, 2, 2])
    fork.insert({ id: 'c', words: ['all'] })
    expect([ids(fork.by('word', 'all')), ids(table.by('word', 'all'))]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
    ])
  })
})

/** How many items are copied out of lists and maps while something is done. */
const copiedBy = (work: () => void): number => {
  let copied = 0
  const count = function* (items: Iterable<unknown>): Generator {
    for (const item of items) {
      copied++
      yield item
    }
  }
  const [listing, mapping] = [Array.prototype[Symbol.iterator], Map.prototype[Symbol.iterator]]
  const counted = (iterate: () => Iterator<unknown>) =>
    function (this: unknown): Iterator<unknown> {
      return count({ [Symbol.iterator]: () => iterate.call(this) })
    }
  Object.assign(Array.prototype, { [Symbol.iterator]: counted(listing) })
  Object.assign(Map.prototype, { [Symbol.iterator]: counted(mapping) })
  try {
    work()
  } finally {
    Object.assign(Array.prototype, { [Symbol.iterator]: listing })
    Object.assign(Map.prototype, { [Symbol.iterator]: mapping })
  }
  return copied
}

test('the first write after a snapshot copies a part of what it touches, and no row is filed anew', () => {
  const ROWS = 20_000
  let filed = 0
  const counted = defineTable<Note>()({ name: 'test/counted', indexes: { word: (row) => (filed++, row.words) } })
  const table = new Table(counted, () => {})
  for (let n = 0; n < ROWS; n++) table.insert({ id: `id-${n}`, words: ['all', `word-${n}`] })
  expect(table.count('word', 'all')).toBe(ROWS)
  const taken = table.fork(() => {})
  filed = 0
  const copied = copiedBy(() => {
    table.insert({ id: 'more', words: ['all'] })
    table.update('id-5', { words: ['none'] })
    table.delete('id-17')
  })
  expect([filed, taken.size, taken.count('word', 'all'), table.count('word', 'all')]).toEqual([4, ROWS, ROWS, ROWS - 1])
  expect(copied).toBeLessThan(ROWS / 2)
})

test('a row that comes back under its number stands where it stood', () => {
  const table = new Table(notes, () => {})
  const rows = ['a', 'b', 'c'].map((id) => table.insert({ id, words: ['all'] }))
  table.drop('a')
  table.put(rows[0]!)
  expect([ids(table.all()), ids(table.by('word', 'all'))]).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ])
  table.put({ ...rows[0]!, ord: 9, words: ['other'] })
  expect([ids(table.all()), ids(table.by('word', 'all')), table.nextOrd]).toEqual([['b', 'c', 'a'], ['b', 'c'], 10])
})

test('rows are told apart by table', () => {
  const world = worldOf()
  world.transact((tx) => {
    tx.table(notes).insert({ id: 'same', words: [] } satisfies Omit<Note, 'ord'>)
    tx.create(things, { id: 'same', tag: 't', state: 'BYE' })
  })
  world.clock.advance(3)
  world.catchUp()
  expect([rowsOf(world, notes).length, rowsOf(world, things).length]).toEqual([1, 0])
})
