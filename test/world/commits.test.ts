import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChangeSet, History, PastError, type Transition } from '../../src/world/commits.ts'
import type { Row } from '../../src/world/table.ts'
import { rowsOf } from '../helpers/rows.ts'
import { image, program, run } from './programs.ts'
import { fuses, notes, things, worldOf } from './things.ts'

describe('who is told of commits', () => {
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

  test('time passing is told as a change set as well', () => {
    const world = worldOf()
    const changes: ChangeSet[] = []
    world.transact((tx) => tx.create(things, { id: 'a', tag: 't' }))
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

  test('gets what makes the tables anew, whatever happened', () => {
    fc.assert(
      fc.property(program, (units) => {
        const world = worldOf()
        const tables = new Map<string, Map<string, Row>>()
        const of = (name: string): Map<string, Row> => tables.get(name) ?? tables.set(name, new Map()).get(name)!
        let rev = 0
        world.commits.onCommit = (change) => {
          expect(change.rev).toBe(++rev)
          for (const [name, id] of change.del) of(name).delete(id)
          for (const [name, row] of change.put) of(name).set(row.id, row)
        }
        for (const unit of units) run(world, unit)
        world.clock.advance(50)
        world.catchUp()
        const byOrd = (rows: Iterable<Row>) => [...rows].sort((a, b) => a.ord - b.ord)
        for (const { name } of [things, notes, fuses]) expect(byOrd(of(name).values())).toEqual(rowsOf(world, name))
        expect(world.commits.rev).toBe(rev)
      }),
      { seed: 5 },
    )
  })

  test('hears of state changes once they are kept, and of none that were taken back', () => {
    const world = worldOf()
    const heard: Transition[] = []
    world.commits.onTransitions = (moves) => heard.push(...moves)
    world.transact((tx) => tx.create(things, { id: 'a', tag: 't' }), 7)
    expect(() =>
      world.transact((tx) => {
        tx.fire(things, tx.table(things).get('a')!, 'end')
        throw new Error('no')
      }),
    ).toThrow('no')
    world.transact((tx) => tx.table(notes).insert({ id: 'n', words: [] }))
    world.clock.advance(10)
    world.catchUp()
    const told: Transition[] = [
      { at: 0, type: 'test/thing', id: 'a', from: null, to: 'NEW', cause: 7 },
      { at: 10, type: 'test/thing', id: 'a', from: 'NEW', to: 'UP', cause: 'time' },
    ]
    expect(heard).toEqual(told)
    expect([...world.commits.transitions]).toEqual(told)
  })

  test('hears of a state change once it is planned how that ends', () => {
    const world = worldOf()
    const due: (number | null)[] = []
    world.commits.onTransitions = () => due.push(world.nextDue())
    world.transact((tx) => tx.create(things, { id: 'a', tag: 't' }))
    expect(due).toEqual([10])
  })

  test('may refuse a commit, which then has not happened', () => {
    fc.assert(
      fc.property(program, program, (before, refused) => {
        const [world, other] = [worldOf(), worldOf()]
        for (const unit of before) for (const each of [world, other]) run(each, unit)
        for (const { steps } of refused) {
          const same = image(world)
          world.commits.onCommit = () => {
            throw new Error('the disk is full')
          }
          let said = 'the disk is full'
          try {
            run(world, { wait: 0, steps, fails: false })
          } catch (error) {
            said = (error as Error).message
          }
          expect(said).toBe('the disk is full')
          world.commits.onCommit = null
          expect(image(world)).toEqual(same)
        }
        for (const each of [world, other]) each.clock.advance(100)
        expect(image(world)).toEqual(image(other))
      }),
      { seed: 6 },
    )
  })

  test('finds what a request did to each row, and nothing of time or the control API', () => {
    const world = worldOf()
    world.transact((tx) => tx.table(notes).insert({ id: 'a', words: ['1'] }), 1)
    world.transact((tx) => {
      tx.table(notes).update('a', { words: ['2'] })
      tx.table(notes).update('a', { words: ['3'] })
      tx.create(things, { id: 't', tag: 't' })
    }, 2)
    world.transact((tx) => tx.table(notes).insert({ id: 'b', words: [] }), 'control')
    world.clock.advance(10)
    world.transact((tx) => tx.table(notes).delete('a'), 3)
    const [one, three] = [
      { id: 'a', ord: 1, words: ['1'] },
      { id: 'a', ord: 1, words: ['3'] },
    ]
    const thing = { id: 't', ord: 1, tag: 't', state: 'NEW', since: 0, due: 10, next: 'UP' }
    expect([...world.commits.changes]).toEqual([
      { cause: 1, type: 'test/note', id: 'a', before: undefined, after: one },
      { cause: 2, type: 'test/note', id: 'a', before: one, after: three },
      { cause: 2, type: 'test/thing', id: 't', before: undefined, after: thing },
      { cause: 3, type: 'test/note', id: 'a', before: three, after: undefined },
    ])
  })
})

describe('the past', () => {
  const watched = () => {
    const world = worldOf()
    world.commits.history = new History(1_000)
    return world
  }

  test('is seen as it was at any instant, and the present is as it was afterwards', () => {
    fc.assert(
      fc.property(program, (units) => {
        const world = watched()
        const rows = () =>
          world.transact((tx) => ({
            rows: Array.from(tx.tables(), (table) => [...table.all()]),
            byTag: tx.table(things).by('tag', 't'),
          }))
        const seen = new Map<number, unknown>([[0, rows()]])
        for (const unit of units) {
          run(world, unit)
          seen.set(world.clock.now(), rows())
        }
        const present = image(world)
        for (const [at, then] of seen) expect(world.commits.history!.seen(at, rows)).toEqual(then)
        expect(image(world)).toEqual(present)
      }),
      { seed: 7 },
    )
  })

  test('cannot be changed, and is left by who tries', () => {
    const world = watched()
    world.transact((tx) => tx.table(notes).insert({ id: 'a', words: [] }))
    world.clock.advance(5)
    world.transact((tx) => tx.table(notes).delete('a'))
    const change = () => world.transact((tx) => tx.table(notes).insert({ id: 'b', words: [] }))
    expect(() => world.commits.history!.seen(0, change)).toThrow(PastError)
    expect(rowsOf(world, notes)).toEqual([])
    change()
    expect(rowsOf(world, notes).map(({ id }) => id)).toEqual(['b'])
  })

  test('holds up no due event: it happens when the present is back', () => {
    const world = watched()
    world.transact((tx) => tx.create(things, { id: 'a', tag: 't' }))
    world.clock.advance(10)
    world.catchUp()
    const states = world.commits.history!.seen(5, () => {
      world.clock.advance(20)
      return rowsOf(world, things).map(({ state }) => state)
    })
    expect(states).toEqual(['NEW'])
    expect(rowsOf(world, things).map(({ state, since }) => [state, since])).toEqual([['DOWN', 30]])
  })
})
