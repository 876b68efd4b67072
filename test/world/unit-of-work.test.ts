import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../helpers/rows.ts'
import { image, program, run } from './programs.ts'
import { notes, things, worldOf } from './things.ts'

describe('a unit of work', () => {
  test('that throws leaves no trace, whatever it changed', () => {
    fc.assert(
      fc.property(program, (units) => {
        const [world, other] = [worldOf(), worldOf()]
        for (const unit of units) {
          run(world, unit)
          run(other, unit.fails ? { ...unit, steps: [] } : unit)
          expect(image(world)).toEqual(image(other))
        }
        for (const each of [world, other]) each.clock.advance(100)
        expect(image(world)).toEqual(image(other))
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('sees its own changes at once, and what is due by then has happened', () => {
    const world = worldOf()
    world.transact((tx) => tx.create(things, { id: 'a', tag: 't' }))
    world.clock.advance(10)
    const seen = world.transact((tx) => {
      const { state, since } = tx.table(things).get('a')!
      tx.table(notes).insert({ id: 'n', words: ['w'] })
      return { now: tx.now, state, since, notes: tx.table(notes).by('word', 'w').length }
    })
    expect(seen).toEqual({ now: 10, state: 'UP', since: 10, notes: 1 })
  })

  test('may happen at an earlier instant, but not before the one that came before it', () => {
    const world = worldOf()
    world.transact((tx) => tx.create(things, { id: 'a', tag: 't' }))
    const arrived = world.clock.now()
    world.clock.advance(12)
    const look = (at?: number) => world.transact((tx) => [tx.now, tx.table(things).get('a')!.state], 1, at)
    expect(look(arrived)).toEqual([0, 'NEW'])
    expect(look()).toEqual([12, 'UP'])
    expect(look(arrived)).toEqual([12, 'UP'])
  })

  test('finds tables by definition, by name and all of them in the order of their declaration', () => {
    worldOf().transact((tx) => {
      expect(tx.tableNamed('test/note')).toBe(tx.table(notes))
      expect(tx.tableNamed('test/none')).toBeUndefined()
      expect(Array.from(tx.tables(), ({ def }) => def.name)).toEqual(['test/thing', 'test/note', 'test/fuse'])
    })
  })

  test('cannot start inside another one, which is then taken back', () => {
    const world = worldOf()
    const nested = () =>
      world.transact((tx) => {
        tx.table(notes).insert({ id: 'a', words: [] })
        world.transact(() => {})
      })
    expect(nested).toThrow('inside another one')
    expect(rowsOf(world, notes)).toEqual([])
    expect(world.transact(() => 1)).toBe(1)
  })

  test('is the only one that can change a table', () => {
    const world = worldOf()
    const table = world.transact((tx) => tx.table(notes))
    expect(() => table.insert({ id: 'a', words: [] })).toThrow('test/note can only change inside a unit of work')
    expect(() => {
      // @ts-expect-error -- a world has no tables of its own
      world.table(notes)
    }).toThrow(TypeError)
  })

  test('enters a state with changed fields, and with an exit in place of the one of the machine', () => {
    const world = worldOf()
    world.transact((tx) => {
      const a = tx.create(things, { id: 'a', tag: 't' }, { ms: 1, to: 'DOWN' })
      expect(a).toEqual({ id: 'a', ord: 1, tag: 't', state: 'NEW', since: 0, due: 1, next: 'DOWN' })
      const up = tx.enter(things, a, 'UP', { patch: { tag: 'u' }, exit: { ms: 2, to: 'BYE' } })
      expect(up).toEqual({ id: 'a', ord: 1, tag: 'u', state: 'UP', since: 0, due: 2, next: 'BYE' })
      expect(tx.replan(things, up!, { ms: 9, to: 'NEW' })).toEqual({ ...up, due: 9, next: 'NEW' })
    })
    world.clock.advance(9)
    expect(rowsOf(world, things)).toEqual([{ id: 'a', ord: 1, tag: 'u', state: 'NEW', since: 9, due: 19, next: 'UP' }])
  })
})
