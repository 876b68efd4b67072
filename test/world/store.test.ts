import { rowOf, rowsOf } from '../helpers/rows.ts'
import type { World } from '../../src/world/world.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChangeSet } from '../../src/world/commits.ts'
import { GONE } from '../../src/world/lifecycle.ts'
import { Table, defineTable } from '../../src/world/table.ts'
import { type Note, type Thing, notes, things, worldOf } from './things.ts'

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

describe('a unit of work', () => {
  type Step = readonly ['put' | 'update' | 'delete', string, string]
  const step: fc.Arbitrary<Step> = fc.tuple(
    fc.constantFrom('put', 'update', 'delete'),
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    fc.constantFrom('x', 'y', 'z'),
  )
  const apply = (world: World, steps: readonly Step[], fail: boolean): void => {
    world.transact((tx) => {
      const table = tx.table(notes)
      for (const [kind, id, word] of steps) {
        if (kind === 'put' && !table.get(id)) table.insert({ id, words: [word] })
        else if (kind === 'update' && table.get(id)) table.update(id, { words: [word, 'w'] })
        else if (kind === 'delete') table.delete(id)
      }
      if (fail) throw new Error('no')
    })
  }
  const image = (world: World) => ({
    rows: rowsOf(world, notes),
    index: ['x', 'y', 'z', 'w'].map((word) => ids(tableOf(world).by('word', word))),
  })

  test('that throws leaves rows, order, indexes and numbering as they were', () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(step), fc.array(step), (first, failing, last) => {
        const [world, other] = [worldOf(), worldOf()]
        for (const each of [world, other]) apply(each, first, false)
        const before = image(world)
        expect(() => apply(world, failing, true)).toThrow('no')
        expect(image(world)).toEqual(before)
        for (const each of [world, other]) apply(each, last, false)
        expect(image(world)).toEqual(image(other))
      }),
      { seed: 1 },
    )
  })

  test('tells its change set with rising revisions, net of what it did on the way', () => {
    const world = worldOf()
    const changes: ChangeSet[] = []
    world.commits.onCommit = (change) => changes.push(change)
    world.transact((tx) => {
      tx.table(notes).insert({ id: 'a', words: ['1'] })
      tx.table(notes).update('a', { words: ['2'] })
      tx.table(notes).insert({ id: 'b', words: [] })
      tx.table(notes).delete('b')
    })
    world.transact(() => {})
    world.transact((tx) => tx.table(notes).delete('a'))
    expect(changes).toEqual([
      { rev: 1, put: [['test/note', { id: 'a', ord: 1, words: ['2'] }]], del: [['test/note', 'b']] },
      { rev: 2, put: [], del: [['test/note', 'a']] },
    ])
  })

  test('cannot start inside another one', () => {
    const world = worldOf()
    expect(() => world.transact(() => world.transact(() => {}))).toThrow('inside another one')
    expect(world.transact(() => 1)).toBe(1)
  })
})

describe('due events', () => {
  const create = (world: World, id: string): Thing => world.transact((tx) => tx.create(things, { id, tag: 't' }))
  const moves = (world: World) =>
    Array.from(world.commits.transitions, ({ at, id, from, to }) => `${at} ${id} ${from}>${to}`)

  test('happen at their own time, in order of time and creation, however late they are seen', () => {
    const world = worldOf()
    create(world, 'a')
    create(world, 'b')
    world.clock.advance(1)
    create(world, 'c')
    world.clock.advance(40)
    world.catchUp()
    expect(moves(world)).toEqual([
      '0 a null>NEW',
      '0 b null>NEW',
      '1 c null>NEW',
      '10 a NEW>UP',
      '10 b NEW>UP',
      '11 c NEW>UP',
      '30 a UP>DOWN',
      '30 b UP>DOWN',
      '31 c UP>DOWN',
      '35 a DOWN>UP',
      '35 b DOWN>UP',
      '36 c DOWN>UP',
    ])
    expect(rowOf(world, things, 'a')).toEqual({
      id: 'a',
      ord: 1,
      tag: 't',
      state: 'UP',
      since: 35,
      due: 55,
      next: 'DOWN',
    })
    expect(world.nextDue()).toBe(55)
  })

  test('a plan that was overtaken does not happen', () => {
    const world = worldOf()
    create(world, 'a')
    world.clock.advance(5)
    world.transact((tx) => tx.fire(things, tx.table(things).get('a')!, 'end'))
    world.clock.advance(2)
    expect(rowOf(world, things, 'a')).toMatchObject({ state: 'BYE', since: 5, due: 8, next: GONE })
    world.clock.advance(100)
    world.catchUp()
    expect(rowOf(world, things, 'a')).toBeUndefined()
    expect(moves(world)).toEqual(['0 a null>NEW', '5 a NEW>BYE', '8 a BYE>@gone'])
    expect(world.nextDue()).toBeNull()
  })

  test('a failed unit of work plans nothing, but what was due before it has happened', () => {
    const world = worldOf()
    create(world, 'a')
    world.clock.advance(10)
    expect(() =>
      world.transact((tx) => {
        tx.create(things, { id: 'b', tag: 't' })
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(rowOf(world, things, 'a')).toMatchObject({ state: 'UP' })
    expect(moves(world)).toEqual(['0 a null>NEW', '10 a NEW>UP'])
    expect(world.nextDue()).toBe(30)
  })

  test('an event that the state does not know is a defect', () => {
    const world = worldOf()
    const thing = create(world, 'a')
    world.transact((tx) => tx.fire(things, thing, 'end'))
    expect(() => world.transact((tx) => tx.fire(things, tx.table(things).get('a')!, 'end'))).toThrow(
      "does not know 'end' in BYE",
    )
  })

  test('a planner can change or hold an exit', () => {
    const world = worldOf()
    world.planner = {
      exit: (_tx, _def, row, normal) =>
        row.id === 'held' ? null : row.state === 'NEW' ? { ms: 1, to: 'DOWN' } : normal,
      taken: () => undefined,
      fired: () => undefined,
      entered: () => {},
      adding: () => {},
    }
    create(world, 'held')
    create(world, 'quick')
    world.clock.advance(1)
    world.catchUp()
    expect(rowOf(world, things, 'held')).toMatchObject({ state: 'NEW', due: null, next: null })
    expect(rowOf(world, things, 'quick')).toMatchObject({ state: 'DOWN', since: 1, due: 6 })
  })

  test('a slow poller and a quick one see the same cloud', () => {
    const span = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(fc.array(fc.tuple(span, fc.boolean()), { maxLength: 20 }), (steps) => {
        const run = (polls: boolean) => {
          const world = worldOf()
          let made = 0
          for (const [ms, creates] of steps) {
            for (let n = 0; n < ms; n++) {
              world.clock.advance(1)
              if (polls) world.transact((tx) => tx.table(things).find(() => true))
            }
            if (creates) create(world, `t${made++}`)
          }
          world.catchUp()
          return { rows: rowsOf(world, things), moves: moves(world) }
        }
        expect(run(true)).toEqual(run(false))
      }),
      { seed: 2 },
    )
  })

  test('time passing is told as a change set as well', () => {
    const world = worldOf()
    const changes: ChangeSet[] = []
    create(world, 'a')
    world.commits.onCommit = (change) => changes.push(change)
    world.clock.advance(10)
    world.catchUp()
    expect(changes).toEqual([
      {
        rev: 2,
        put: [['test/thing', { id: 'a', ord: 1, tag: 't', state: 'UP', since: 10, due: 30, next: 'DOWN' }]],
        del: [],
      },
    ])
  })
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
