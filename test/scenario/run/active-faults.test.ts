import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FaultRule } from '../../../src/scenario/rules/faults.ts'
import { ActiveFaults } from '../../../src/scenario/run/active-faults.ts'
import { Notes } from '../../../src/world/judge.ts'
import { twoVpcs } from '../../providers/digitalocean/setup.ts'
import { MIN, play } from '../setup.ts'

const LIST = '/v2/vpc_peerings'
const listFault = (effect: string, more = ''): string =>
  `faults:\n  - { id: f, match: { op: digitalocean/vpc_peerings.list }${more}, effect: { ${effect} } }`

afterEach(() => void vi.useRealTimers())

test('calls are counted per operation, resource, credential or namespace', async () => {
  const statuses = async (per: string): Promise<number[]> => {
    const { api } = await play(
      `faults:\n  - { id: f, match: { op: [digitalocean/vpcs.get, digitalocean/vpcs.list] }, per: ${per}, calls: 2, effect: { error: internal } }`,
    )
    const { a, b } = await twoVpcs(api)
    const other = { authorization: 'Bearer dop_v1_other' }
    const list: number[] = []
    for (const [path, headers] of [
      [`/v2/vpcs/${a.id}`, {}],
      [`/v2/vpcs/${b.id}`, {}],
      [`/v2/vpcs/${a.id}`, other],
      ['/v2/vpcs', {}],
    ] as const)
      list.push((await api('GET', path, undefined, headers)).status)
    return list
  }
  expect(await statuses('route')).toEqual([200, 500, 200, 200])
  expect(await statuses('resource')).toEqual([200, 200, 500, 200])
  expect(await statuses('credential')).toEqual([200, 500, 200, 200])
  expect(await statuses('namespace')).toEqual([200, 500, 200, 200])
})

describe('chance and when', () => {
  test('chance is drawn from the seed, call by call', async () => {
    const run = async (seed: number): Promise<string> => {
      const { api } = await play(listFault('error: internal', ', chance: 0.3'), { seed })
      let text = ''
      for (let n = 0; n < 60; n++) text += (await api('GET', LIST)).status === 500 ? 'x' : '.'
      return text
    }
    const one = await run(1)
    expect(await run(1)).toBe(one)
    expect(await run(2)).not.toBe(one)
    expect(one.replaceAll('.', '').length).toBeGreaterThan(8)
    expect(one.replaceAll('.', '').length).toBeLessThan(30)
  })
  test('a window on the emulated clock, from the start of the scenario', async () => {
    const { api, pass } = await play(listFault('error: internal', ', when: { at: 5m, until: 7m }'))
    const statuses: number[] = []
    for (const step of [0, 5 * MIN - 1, 1, 2 * MIN - 1, 1]) {
      pass(step)
      statuses.push((await api('GET', LIST)).status)
    }
    expect(statuses).toEqual([200, 200, 500, 500, 200])
  })
})

describe('order', () => {
  const FOUR =
    'faults:\n' +
    '  - { id: slow, effect: { delay: 1s } }\n' +
    '  - { id: first, calls: 1, effect: { error: rate_limited } }\n' +
    '  - { id: second, effect: { error: internal } }\n' +
    '  - { id: slower, stage: after, effect: { delay: 2s } }'

  test('delays add up, the first ending wins, and file order decides', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { api, active, emulator } = await play(FOUR)
    const now = emulator.world.clock.now()
    const answers = [api('GET', LIST), api('GET', LIST)]
    const over: number[] = []
    answers.forEach((answer, n) => void answer.then(() => over.push(n)))
    const passed = async (ms: number): Promise<number> => {
      await vi.advanceTimersByTimeAsync(ms)
      await new Promise(setImmediate)
      return over.length
    }
    expect([await passed(999), await passed(1), await passed(1_999), await passed(1)]).toEqual([0, 0, 0, 2])
    const [one, two] = await Promise.all(answers)
    expect([one, two]).toMatchObject([
      { status: 429, headers: { 'x-peertwin-fault': 'slow, first, slower' } },
      { status: 500, headers: { 'x-peertwin-fault': 'slow, second, slower' } },
    ])
    const counts = ['slow', 'first', 'second', 'slower'].map((id) => active.faults.countOf(id))
    expect(counts.map(({ hits, matched }) => [hits, matched])).toEqual([
      [2, 2],
      [1, 2],
      [1, 2],
      [2, 2],
    ])
    expect(emulator.world.clock.now()).toBe(now)
  })
})

test('delays that add up or know no bound are capped, so that none wedges a test run', async () => {
  const { active, emulator } = await play(
    'faults:\n  - { id: slow, effect: { delay: 20s } }\n  - { id: slower, effect: { delay: 20s } }\n' +
      '  - { id: late, stage: after, effect: { delay: { lognormal: { median: 5h, p95: 9h } } } }',
  )
  const asked = {
    op: 'vpcs.list',
    method: 'GET',
    target: '/v2/vpcs',
    n: 1,
    now: emulator.world.clock.now(),
    credential: null,
    body: null,
    reused: false,
    header: () => undefined,
  }
  expect(active.judge('digitalocean', asked)).toEqual({
    faults: ['slow', 'slower', 'late'],
    delay: 30_000,
    lag: 30_000,
    stage: 'after',
    ending: null,
  })
})

test('adding a fault looks at no other one', () => {
  let looks = 0
  const faults = new ActiveFaults(new Notes())
  const COUNT = 2_000
  for (let n = 0; n < COUNT; n++)
    faults.put({
      id: `f${n}`,
      since: null,
      get ending() {
        looks++
        return null
      },
    } as unknown as FaultRule)
  expect(looks).toBeLessThan(3 * COUNT)
  expect(faults.rules.map(({ id }) => id)).toEqual(Array.from({ length: COUNT }, (_, n) => `f${n}`))
})

test('a fault whose change fails stays where it was', () => {
  const rule = (id: string, about: object = {}): FaultRule => ({ id, since: null, ending: null, ...about }) as never
  const stale = { ending: { kind: 'stale', by: 5 } }
  const faults = new ActiveFaults(new Notes())
  for (const id of ['a', 'b', 'c']) faults.put(rule(id))
  faults.countOf('b').hit(1, 2)
  const before = faults.find('b')
  const failing = (change: () => void) => () => {
    change()
    throw new Error('no room')
  }
  for (const [id, change] of [
    ['b', () => faults.put(rule('b', stale))],
    ['b', () => faults.drop('b')],
    ['d', () => faults.put(rule('d', stale))],
    [null, () => void faults.dropAll()],
  ] as const) {
    expect(() => faults.orAsBefore(id, failing(change))).toThrow('no room')
    expect(faults.rules.map(({ id: one }) => one)).toEqual(['a', 'b', 'c'])
    expect([faults.find('b'), faults.countOf('b').hits, faults.longestStale]).toEqual([before, 1, 0])
  }
})
