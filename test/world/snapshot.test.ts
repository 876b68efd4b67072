import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SnapshotDocument, fromDocument, upgrade } from '../../src/world/snapshot.ts'
import { ConfigError } from '../../src/core/config.ts'
import { World } from '../../src/world/world.ts'
import { rowOf, rowsOf } from '../helpers/rows.ts'
import { program, run, stateOf } from './programs.ts'
import { documentOf, notes, provider, things, worldOf } from './things.ts'

const LIMITS = [
  { max: 3, ms: 50 },
  { max: 9, ms: 500 },
]

/** Creates one of each kind, counts one request, and tells everything that could differ between two worlds. */
const act = (world: World): unknown => {
  world.clock.advance(7)
  const made = world.transact((tx) => [
    tx.create(things, { id: tx.ids.uuid('test/thing'), tag: 't' }),
    tx.table(notes).insert({ id: tx.ids.hex('test/note', 8), words: ['a', 'b'] }),
  ])
  const metered = world.rates.meter('cloud', 'me', LIMITS, world.clock.now())
  return { made, metered, n: world.journal.next(), due: world.nextDue(), rows: image(world), now: world.clock.now() }
}

const image = (world: World): unknown =>
  world.transact((tx) => Array.from(tx.tables(), (table) => [table.def.name, [...table.all()]]))
const busy = (): World => {
  const world = worldOf({ seed: 5 })
  for (let i = 0; i < 4; i++) act(world)
  return world
}
const throughJson = (world: World): SnapshotDocument =>
  JSON.parse(JSON.stringify(documentOf(world.snapshot()))) as SnapshotDocument

describe('a snapshot', () => {
  test('goes on exactly as the original does, from memory and from JSON', () => {
    const original = busy()
    const fromMemory = World.resume(original.snapshot())
    const fromJson = World.resume(fromDocument([provider], throughJson(original)))
    for (let i = 0; i < 10; i++) {
      const expected = act(original)
      expect(act(fromMemory)).toEqual(expected)
      expect(act(fromJson)).toEqual(expected)
    }
    expect(throughJson(fromJson).tables).toEqual(throughJson(original).tables)
  })

  test('goes on as the original does, whatever happened before and happens after', () => {
    fc.assert(
      fc.property(program, program, (before, after) => {
        const original = worldOf()
        for (const unit of before) run(original, unit)
        const copies = [
          World.resume(original.snapshot()),
          World.resume(fromDocument([provider], throughJson(original))),
        ]
        for (const unit of [...after, { wait: 60, steps: [], fails: false }]) {
          for (const world of [original, ...copies]) run(world, unit)
          for (const copy of copies) expect(stateOf(copy)).toEqual(stateOf(original))
        }
      }),
      { seed: 8 },
    )
  })

  test('does not notice what its copies and its original do later, and neither do they of each other', () => {
    fc.assert(
      fc.property(program, fc.tuple(program, program, program), (before, programs) => {
        const original = worldOf()
        for (const unit of before) run(original, unit)
        const snapshot = original.snapshot()
        const kept = JSON.stringify(documentOf(snapshot))
        const worlds = [original, World.resume(snapshot), World.resume(snapshot)]
        // what each does by itself, in a world that shares nothing
        const alone = programs.map((units) => {
          const world = World.resume(fromDocument([provider], JSON.parse(kept) as SnapshotDocument))
          for (const unit of units) run(world, unit)
          return stateOf(world)
        })
        const longest = Math.max(...programs.map((units) => units.length))
        for (let n = 0; n < longest; n++)
          for (const [at, world] of worlds.entries()) if (programs[at]![n]) run(world, programs[at]![n]!)
        expect(worlds.map(stateOf)).toEqual(alone)
        expect(JSON.stringify(documentOf(snapshot))).toBe(kept)
      }),
      { seed: 9 },
    )
  })

  test('shares every row that nobody has changed', () => {
    const original = busy()
    const copy = World.resume(original.snapshot())
    const [first, second] = rowsOf(original, notes)
    copy.transact((tx) => tx.table(notes).update(first!.id, { words: [] }))
    expect(rowOf(copy, notes, second!.id)).toBe(second)
    expect(rowOf(original, notes, first!.id)).toBe(first)
    expect(rowOf(copy, notes, first!.id)).toEqual({ ...first, words: [] })
  })

  test('keeps the due events of a fork that was never asked for its tables', () => {
    const snapshot = busy().snapshot()
    const again = World.resume(World.resume(snapshot).snapshot())
    again.clock.advance(1_000)
    const twin = World.resume(snapshot)
    twin.clock.advance(1_000)
    again.catchUp()
    twin.catchUp()
    expect(image(again)).toEqual(image(twin))
  })

  test('gives a sibling ids and rate windows of its own when asked', () => {
    const original = busy()
    const sibling = World.resume(original.snapshot(), { name: 'sibling', ids: 'own', rates: 'reset', journal: 0 })
    expect(image(sibling)).toEqual(image(original))
    const mine = sibling.ids.uuid('test/thing')
    expect(mine).not.toBe(original.ids.uuid('test/thing'))
    expect(mine).toBe(World.create([provider], { seed: 5, name: 'sibling' }).ids.uuid('test/thing'))
    expect(sibling.rates.state).toEqual({})
    expect(sibling.journal.next()).toBe(1)
  })

  test('resumes a virtual clock where it stood and lets a real one run on', () => {
    const clock = { mode: 'real', now: 1_000, speed: 2, wall: 0 } as const
    const real = World.resume({ ...worldOf().snapshot(), clock })
    expect(real.clock.now()).toBeGreaterThan(2 * Date.parse('2020-01-01'))
    const standing = World.resume({ ...worldOf().snapshot(), clock: { ...clock, mode: 'virtual', speed: 0 } })
    expect(standing.clock.now()).toBe(1_000)
  })
})

describe('a document that does not fit', () => {
  const broken =
    (change: (snapshot: { tables: Record<string, { nextOrd: number; rows: object[] }> }) => void) => () => {
      const snapshot = throughJson(busy())
      change(snapshot as unknown as Parameters<typeof change>[0])
      return fromDocument([provider], snapshot)
    }
  const thing = { id: 'x', ord: 90, tag: 't', state: 'UP', since: 0, due: null, next: null }

  test.each([
    ['an unknown table', 'no/such', { ...thing }, /there is no 'no\/such'; it is one of test\/thing, test\/note/],
    ['a state that is none', 'test/thing', { ...thing, state: 'AP' }, /no state 'AP'; did you mean 'UP'\?/],
    ['no beginning', 'test/thing', { ...thing, since: 'soon' }, /'since' is no time/],
    ['an exit without a time', 'test/thing', { ...thing, next: 'DOWN' }, /'due' is no time/],
    ['an exit to nowhere', 'test/thing', { ...thing, due: 5, next: 'X' }, /no state 'X'/],
    [
      'an exit before the beginning',
      'test/thing',
      { ...thing, since: 9, due: 5, next: 'DOWN' },
      /before its state began/,
    ],
    ['an id that is taken', 'test/thing', [thing, { ...thing, ord: 91 }], /test\/thing x: the id is there twice/],
    ['a number that is taken', 'test/thing', [thing, { ...thing, id: 'y' }], /another row has the number 90 as well/],
  ])('is refused for %s', (_, table, rows, message) => {
    const load = broken(({ tables }) => {
      tables[table] = { nextOrd: 1, rows: [rows].flat() }
    })
    expect(load).toThrow(ConfigError)
    expect(load).toThrow(message)
  })

  test('is refused for a provider that is not served', () => {
    const snapshot = { ...throughJson(busy()), settings: { other: {} } }
    expect(() => fromDocument([provider], snapshot)).toThrow(/no provider 'other' is served/)
  })

  test('is refused when a newer version wrote it, and brought up step by step when an older one did', () => {
    expect(() => upgrade({ format: 2 })).toThrow(/format 2, which a newer version wrote; this one reads up to 1/)
    expect(() => upgrade({ format: 0 })).toThrow(/format 0, which no version has written/)
    const steps = { 1: (old: object) => ({ ...old, b: 1 }), 2: (old: object) => ({ ...old, c: 2 }) }
    expect(upgrade({ format: 1, a: 0 }, steps, 3)).toEqual({ format: 3, a: 0, b: 1, c: 2 })
  })
})
