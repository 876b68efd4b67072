import { Notes } from '../../../src/world/judge.ts'
import { describe, expect, test } from 'vitest'
import type { Vocabulary } from '../../../src/scenario/document/names.ts'
import { readScenario } from '../../../src/scenario/load.ts'
import { compileScenario } from '../../../src/scenario/rules/compile.ts'
import { activate, activeIn } from '../../../src/scenario/run/activation.ts'
import { PendingExits } from '../../../src/scenario/run/pending-exits.ts'
import { NamedError } from '../../../src/world/judge.ts'
import { GONE, type Stateful, targetOf } from '../../../src/world/lifecycle.ts'
import type { StatefulDef, Tx } from '../../../src/world/unit-of-work.ts'
import { defineStateful } from '../../../src/world/unit-of-work.ts'
import { World } from '../../../src/world/world.ts'
import { provider } from '../../world/things.ts'

interface Lamp extends Stateful {
  readonly name: string
  readonly room: string
  readonly fault: string | null
}

/** OFF becomes ON after 1 s; ON stays until somebody turns it off. */
const lamps = defineStateful<Lamp>()({
  name: 'test/lamp',
  indexes: {},
  settable: { 'status.fault': 'fault' },
  machine: {
    name: 'test/lamp',
    initial: 'OFF',
    states: {
      OFF: { after: { ms: 1_000, to: 'ON' } },
      ON: { on: { turn: 'OFF', drop: 'BROKEN' } },
      BROKEN: {},
    },
  },
})

const identity = { ids: ['id'], names: ['name'] }
const names: Vocabulary = new Map([
  [
    'test',
    {
      name: 'test',
      operations: ['lamps.list', 'lamps.dim'],
      errors: ['full'],
      identity,
      tables: [lamps],
      machines: [lamps as unknown as StatefulDef],
      pages: [],
    },
  ],
])

const scenarioOf = async (rules: string, more = '', variant?: string) => {
  const text = `name: t\nlifecycles:\n  test/lamp:\n${rules
    .split('; ')
    .map((rule) => `    - { ${rule} }\n`)
    .join('')}${more}`
  const { scenario, mistakes } = compileScenario(await readScenario(text, 't.yaml', names), names, variant)
  if (mistakes[0]) throw mistakes[0]
  return scenario
}

const worldOf = () => World.create([{ ...provider, tables: [lamps] }], { clock: { mode: 'virtual', start: 0 } })

const lit = async (rules: string, more = '', variant?: string) => {
  const world = worldOf()
  return { world, ...activated(world, await scenarioOf(rules, more, variant)) }
}

const activated = (world: World, scenario: Awaited<ReturnType<typeof scenarioOf>>) => {
  const { planner } = activate(world, scenario)
  const make = (id: string, fields: Partial<Lamp> = {}) =>
    world.transact((tx) => tx.create(lamps, { id, name: `${id}-name`, room: 'hall', fault: null, ...fields }))
  const row = (id: string): Lamp => world.transact((tx) => lampOf(tx, id))
  return {
    planner,
    make,
    row,
    pass: (ms: number) => {
      world.clock.advance(ms)
      world.catchUp()
    },
    fire: (id: string, event: 'turn' | 'drop') => world.transact((tx) => tx.fire(lamps, lampOf(tx, id), event)),
    act: (work: (tx: Tx, def: StatefulDef, lamp: Stateful) => unknown, id: string) =>
      world.transact((tx) => work(tx, lamps as unknown as StatefulDef, lampOf(tx, id))),
    /** What a lamp went through: the time, and the state. */
    way: (id: string) =>
      [...world.commits.transitions].filter((move) => move.id === id).map(({ at, to }) => [at, to] as const),
  }
}

const lampOf = (tx: Tx, id: string): Lamp => tx.table<Lamp, never>(lamps).get(id)!

describe('time', () => {
  test.each([
    [
      'nothing',
      'id: a, from: BROKEN, to: ON, after: 9s',
      [
        [0, 'OFF'],
        [1_000, 'ON'],
      ],
    ],
    [
      'a rule in place of the own timer',
      'id: a, from: OFF, to: BROKEN, after: 5s',
      [
        [0, 'OFF'],
        [5_000, 'BROKEN'],
      ],
    ],
    [
      'the sooner of two',
      'id: a, from: OFF, to: BROKEN, after: 5s; id: b, from: OFF, to: ON, after: 2s',
      [
        [0, 'OFF'],
        [2_000, 'ON'],
      ],
    ],
    [
      'a rule that waits for a hand in place of the own timer',
      'id: a, from: OFF, to: BROKEN, on: manual; id: b, from: BROKEN, to: ON, on: test/lamps.dim',
      [[0, 'OFF']],
    ],
    ['a held state', 'id: a, from: OFF, hold: true', [[0, 'OFF']]],
    [
      'no read wanted',
      'id: a, from: OFF, to: ON, afterReads: 0; id: b, from: ON, to: $gone, after: 3s',
      [
        [0, 'OFF'],
        [0, 'ON'],
        [3_000, GONE],
      ],
    ],
    [
      'a condition that fits',
      'id: a, from: OFF, to: BROKEN, after: 3s, if: { room: hall }',
      [
        [0, 'OFF'],
        [3_000, 'BROKEN'],
      ],
    ],
    [
      'a condition that does not',
      'id: a, from: OFF, to: BROKEN, after: 3s, if: { room: { not: hall } }',
      [
        [0, 'OFF'],
        [1_000, 'ON'],
      ],
    ],
  ])('%s', async (_, rules, way) => {
    const { make, pass, way: wayOf } = await lit(rules)
    make('one')
    pass(10_000)
    expect(wayOf('one')).toEqual(way)
  })

  test('a sequence goes by the number of the resource', async () => {
    const { make, pass, way } = await lit('id: a, from: OFF, to: ON, after: { sequence: [2s, 4s] }')
    for (const id of ['one', 'two', 'three']) make(id)
    pass(9_000)
    expect(['one', 'two', 'three'].map((id) => way(id)[1])).toEqual([
      [2_000, 'ON'],
      [4_000, 'ON'],
      [4_000, 'ON'],
    ])
  })

  test('fields go along with the state', async () => {
    const { make, pass, row } = await lit("id: a, from: OFF, to: BROKEN, after: 2s, set: { status.fault: 'burnt' }")
    make('one')
    pass(1_999)
    expect(row('one')).toMatchObject({ state: 'OFF', fault: null, due: 2_000, next: 'BROKEN' })
    pass(1)
    expect(row('one')).toMatchObject({ state: 'BROKEN', fault: 'burnt', due: null, next: null })
  })
})

describe('chance', () => {
  const TWO = 'id: good, from: OFF, weight: 1, after: 3s, to: ON; id: bad, from: OFF, weight: 1, after: 2s, to: BROKEN'

  test('one of several with a weight is chosen on entry, each resource for itself', async () => {
    const { make, pass, row } = await lit(TWO)
    const ids = Array.from({ length: 40 }, (_, n) => `l${n}`)
    for (const id of ids) make(id)
    pass(3_000)
    const broken = ids.filter((id) => row(id).state === 'BROKEN').length
    expect(ids.every((id) => row(id).state !== 'OFF')).toBe(true)
    expect(broken).toBeGreaterThan(10)
    expect(broken).toBeLessThan(30)
  })

  test('a variant that forces one takes it always', async () => {
    const { make, pass, way } = await lit(TWO, 'variants: { v: { force: { test/lamp: bad } } }', 'v')
    for (let n = 0; n < 20; n++) make(`l${n}`)
    pass(3_000)
    for (let n = 0; n < 20; n++)
      expect(way(`l${n}`)).toEqual([
        [0, 'OFF'],
        [2_000, 'BROKEN'],
      ])
  })
})

describe('events', () => {
  test('lead elsewhere, at once or after a while', async () => {
    const { make, pass, fire, way, row } = await lit(
      'id: a, from: ON, to: BROKEN, on: turn; id: b, from: ON, to: OFF, on: drop, after: 4s, set: { status.fault: cold }',
    )
    make('one')
    make('two')
    pass(1_000)
    fire('one', 'turn')
    fire('two', 'drop')
    pass(4_000)
    expect(way('one').slice(2)).toEqual([[1_000, 'BROKEN']])
    expect(way('two').slice(2)).toEqual([[5_000, 'OFF']])
    expect(row('two').fault).toBe('cold')
  })

  test('that come later than what is planned leave it', async () => {
    const { make, pass, fire, way } = await lit(
      'id: a, from: ON, to: BROKEN, after: 2s; id: b, from: ON, to: OFF, on: drop, after: 4s',
    )
    make('one')
    pass(1_000)
    fire('one', 'drop')
    pass(2_000)
    expect(way('one').slice(2)).toEqual([[3_000, 'BROKEN']])
  })

  test('that no rule is about do what the machine does', async () => {
    const { make, pass, fire, way } = await lit('id: a, from: ON, to: BROKEN, on: drop, if: { room: attic }')
    make('one')
    pass(1_000)
    fire('one', 'drop')
    expect(way('one').slice(2)).toEqual([[1_000, targetOf(lamps.machine, 'ON', 'drop')]])
  })
})

describe('causes from outside', () => {
  test('reads count while the state lasts', async () => {
    const { make, planner, act, row } = await lit(
      'id: a, from: OFF, to: ON, any: [{ after: 9s }, { afterReads: 2 }]; id: b, from: ON, to: OFF, afterReads: 2',
    )
    make('one')
    const states: string[] = []
    for (let n = 0; n < 4; n++) {
      act((tx, def, lamp) => planner.read(tx, def, lamp), 'one')
      states.push(row('one').state)
    }
    expect(states).toEqual(['OFF', 'ON', 'ON', 'OFF'])
    expect(planner.listens).toBe(true)
  })

  test('a call ends the state that it is about, after its wait', async () => {
    const { make, planner, act, pass, row } = await lit(
      'id: a, from: OFF, hold: true; id: b, from: OFF, to: BROKEN, on: test/lamps.dim, after: 2s',
    )
    make('one')
    act((tx, def, lamp) => planner.called(tx, def, lamp, 'test/lamps.list'), 'one')
    expect(row('one').due).toBeNull()
    act((tx, def, lamp) => planner.called(tx, def, lamp, 'test/lamps.dim'), 'one')
    expect(row('one')).toMatchObject({ state: 'OFF', due: 2_000, next: 'BROKEN' })
    pass(2_000)
    expect(row('one').state).toBe('BROKEN')
  })

  test('a hand releases what waits for it', async () => {
    const { make, planner, act, row } = await lit('id: a, from: OFF, to: ON, on: manual; id: b, from: OFF, hold: true')
    make('one')
    const waiting = act((tx, def, lamp) => planner.manual(tx, def, lamp), 'one') as { id: string }[]
    expect(waiting.map(({ id }) => id)).toEqual(['a'])
    act((tx, def, lamp) => planner.release(tx, def, lamp, waiting[0] as never), 'one')
    expect(row('one').state).toBe('ON')
    expect(act((tx, def, lamp) => planner.manual(tx, def, lamp), 'one')).toEqual([])
  })

  test('another resource is followed by those that mention it, or that it mentions, and by no stranger', async () => {
    const { make, pass, fire, row } = await lit(
      'id: a, from: ON, to: BROKEN, on: { resource: test/lamp, enters: OFF }, after: 1s',
    )
    make('first', { room: 'third' })
    make('second', { room: 'first' })
    make('third')
    make('stranger')
    pass(1_000)
    fire('first', 'turn')
    pass(1_000)
    expect(['first', 'second', 'third', 'stranger'].map((id) => row(id).state)).toEqual([
      'ON',
      'BROKEN',
      'BROKEN',
      'ON',
    ])
  })

  test('or by all of them', async () => {
    const { make, pass, fire, way } = await lit(
      'id: a, from: ON, to: BROKEN, on: { resource: test/lamp, enters: OFF, related: false }',
    )
    for (const id of ['first', 'second']) make(id)
    pass(1_000)
    fire('first', 'turn')
    expect([way('first').slice(2), way('second').slice(2)]).toEqual([[[1_000, 'OFF']], [[1_000, 'BROKEN']]])
  })

  test('a chain that goes round in circles is refused, and nothing of it stays', async () => {
    const on = (enters: string) => `on: { resource: test/lamp, related: false, enters: ${enters} }`
    const { make, row, world } = await lit(
      `id: a, from: ON, to: OFF, ${on('OFF')}; id: b, from: ON, to: OFF, ${on('ON')}; id: c, from: OFF, to: ON, ${on('OFF')}; id: d, from: OFF, to: ON, ${on('ON')}`,
    )
    make('first')
    const before = { first: row('first'), rev: world.commits.rev }
    expect(() => make('second')).toThrow('the transitions of t go round in circles')
    expect({ first: row('first'), rev: world.commits.rev }).toEqual(before)
    expect(row('second')).toBeUndefined()
  })
})

describe('a unit of work that is taken back', () => {
  test('takes the rules of the state back as well', async () => {
    const { make, pass, act, planner, row, world } = await lit(
      'id: a, from: OFF, to: BROKEN, after: 5s; id: b, from: ON, hold: true; id: c, from: OFF, to: ON, on: manual',
    )
    make('one')
    expect(() =>
      world.transact((tx) => {
        tx.enter(lamps, lampOf(tx, 'one'), 'ON')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(act((tx, def, lamp) => planner.manual(tx, def, lamp).map(({ id }) => id), 'one')).toEqual(['c'])
    pass(5_000)
    expect(row('one').state).toBe('BROKEN')
  })
})

describe('a version', () => {
  test('holds for the states that are entered under it', async () => {
    const { make, pass, way, world } = await lit('id: a, from: OFF, to: BROKEN, after: 3s')
    make('old')
    activeIn(world)!.adopt(await scenarioOf('id: a, from: OFF, to: ON, after: 5s'))
    make('new')
    pass(9_000)
    expect([way('old')[1], way('new')[1]]).toEqual([
      [3_000, 'BROKEN'],
      [5_000, 'ON'],
    ])
  })

  test('leaves the timers that ran before it, and its other causes hold for them', async () => {
    const world = worldOf()
    world.transact((tx) => tx.create(lamps, { id: 'one', name: 'one', room: 'hall', fault: null }))
    const { act, planner, row, pass, way } = activated(
      world,
      await scenarioOf(
        'id: a, from: OFF, to: BROKEN, any: [{ after: 9s }, { afterReads: 2 }], set: { status.fault: x }',
      ),
    )
    act((tx, def, lamp) => planner.read(tx, def, lamp), 'one')
    expect(row('one')).toMatchObject({ due: 1_000, next: 'ON' })
    pass(1_000)
    expect([way('one').slice(1), row('one').fault]).toEqual([[[1_000, 'ON']], null])
  })
})

describe('quotas', () => {
  test('refuse the row that is one too many, and nothing of its unit of work stays', async () => {
    const { make, world } = await lit(
      'id: a, from: OFF, to: ON, after: 1s',
      'limits:\n  - { resource: test/lamp, where: { room: hall }, max: 1, error: full }\n',
    )
    make('one')
    make('two', { room: 'attic' })
    const { rev } = world.commits
    expect(() =>
      world.transact((tx) => {
        tx.enter(lamps, lampOf(tx, 'one'), 'BROKEN')
        tx.create(lamps, { id: 'three', name: 'three', room: 'hall', fault: null })
      }),
    ).toThrow(new NamedError('full', { limit: 1, quota: 'test/lamp' }))
    expect([world.commits.rev, world.transact((tx) => tx.table(lamps).size)]).toEqual([rev, 2])
  })
})

test('the newest rows of a kind are known for what they were, those that are gone included', async () => {
  const { make, pass, planner } = await lit('id: a, from: OFF, to: $gone, after: 1s, if: { room: attic }')
  make('one')
  make('two', { room: 'attic' })
  pass(1_000)
  expect(planner.recent.of('test/lamp').map(({ id, state }) => [id, state])).toEqual([
    ['two', 'OFF'],
    ['one', 'ON'],
  ])
  expect(planner.recent.of('test/other')).toEqual([])
})

test('records about rows that are long gone are dropped', () => {
  const exits = new PendingExits(new Notes())
  const def = lamps as unknown as StatefulDef
  const tx = { tableNamed: () => ({ get: (id: string) => (id === 'l0' ? {} : undefined) }) } as unknown as Tx
  const lamp = (n: number) =>
    ({ id: `l${n}`, ord: n, state: 'OFF', since: 0, due: null, next: null }) satisfies Stateful
  for (let n = 0; n <= 10_000; n++)
    exits.keep(
      tx,
      { type: def.name, id: `l${n}` },
      {
        state: 'OFF',
        since: 0,
        ord: n,
        edition: 0,
        rules: [],
        timers: [],
        winner: undefined,
        reads: 0,
        previous: undefined,
      },
    )
  expect([0, 1, 10_000].map((n) => exits.of(def, lamp(n)) !== undefined)).toEqual([true, false, false])
})
