import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GONE } from '../../src/world/lifecycle.ts'
import type { World } from '../../src/world/world.ts'
import { rowOf, rowsOf } from '../helpers/rows.ts'
import { type Thing, fuses, things, worldOf } from './things.ts'

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
    expect(moves(world)).toEqual(['0 a null>NEW', '5 a NEW>BYE', '8 a BYE>$gone'])
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

  test('that follow each other without end at one instant are a defect, and the row stays where it is', () => {
    const world = worldOf()
    const machinesOwn = world.transact((tx) => tx.create(things, { id: 'a', tag: 't' }))
    world.planner = {
      exit: (_tx, _def, row, normal) =>
        row.id === 'round' ? { ms: 0, to: row.state === 'UP' ? 'DOWN' : 'UP' } : normal,
      taken: () => undefined,
      fired: () => undefined,
      entered: () => {},
      adding: () => {},
    }
    world.transact((tx) => tx.create(things, { id: 'round', tag: 't' }))
    expect(() => world.catchUp()).toThrow(
      /^test\/thing round goes round in circles: neither (UP nor DOWN|DOWN nor UP) takes any time$/,
    )
    world.clock.advance(10)
    expect(world.catchUp()).toBe(1)
    expect(rowOf(world, things, 'a')).toMatchObject({ ...machinesOwn, state: 'UP', since: 10, due: 30, next: 'DOWN' })
    expect(rowOf(world, things, 'round')).toMatchObject({ since: 0, due: 0 })
  })

  test('that follow each other from one machine to another without end are a defect as well', () => {
    const world = worldOf()
    // a thing that goes down lights a fuse of no length, which takes it up again when it is gone
    world.planner = {
      exit: (_tx, def, row, normal) =>
        def === (fuses as unknown) ? { ms: 0, to: GONE } : row.state === 'UP' ? { ms: 0, to: 'DOWN' } : normal && null,
      taken: () => undefined,
      fired: () => undefined,
      entered(tx, def, row, to) {
        if (to === 'DOWN') tx.create(fuses, { id: `${tx.now}`, tag: row.id })
        if (def === (fuses as unknown) && to === GONE) tx.enter(things, tx.table(things).get('a')!, 'UP')
      },
      adding: () => {},
    }
    world.transact((tx) => tx.create(things, { id: 'a', tag: 't', state: 'UP' }))
    expect(() => world.catchUp()).toThrow(/^test\/thing a goes round in circles: neither UP nor DOWN takes any time$/)
    expect(rowOf(world, things, 'a')).toMatchObject({ state: 'UP', since: 0, due: 0, next: 'DOWN' })
  })

  test('end with an error where more are due than one call may let happen, and no sooner', async () => {
    const world = worldOf()
    for (const id of ['a', 'b', 'c']) create(world, id)
    world.clock.advance(10)
    expect(await world.catchUpInSlices(undefined, 3)).toBe(3)
    world.clock.advance(20)
    await expect(world.catchUpInSlices(undefined, 2)).rejects.toThrow(
      /^more than 2 events were due at once: next, test\/thing c goes from UP to DOWN at 1970-01-01T00:00:00.030Z$/,
    )
    expect(await world.catchUpInSlices()).toBe(1)
    await expect(world.catchUpInSlices(60, 4)).rejects.toThrow(
      /^more than 4 events were due at once: next, test\/thing/,
    )
  })

  test('that are due together happen in the order in which their states were entered, then of creation', () => {
    const gap = fc.constantFrom(0, 1, 5, 10, 15, 20)
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 12 }), fc.integer({ min: 1, max: 80 }), (gaps, rest) => {
        const world = worldOf()
        for (const [n, ms] of gaps.entries()) {
          world.clock.advance(ms)
          create(world, `t${n}`)
        }
        world.clock.advance(rest)
        world.catchUp()
        const entered = new Map<string, number>()
        const order: (readonly number[])[] = []
        for (const { at, id, cause } of world.commits.transitions) {
          if (cause === 'time') order.push([at, entered.get(id)!, Number(id.slice(1))])
          entered.set(id, at)
        }
        const earlier = (a: readonly number[], b: readonly number[]) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!
        expect(order).toEqual(order.toSorted(earlier))
      }),
      { seed: 3 },
    )
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
})
