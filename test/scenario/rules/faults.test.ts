import type { FaultDocument } from '../../../src/scenario/document/schema.ts'
import { expect, test } from 'vitest'
import { compileAll } from '../../../src/scenario/rules/compile.ts'
import { fault, mistakesIn, vocabulary } from '../setup.ts'

test.each([
  [
    'two faults of one id',
    `name: t
faults:
  - { id: f, calls: 1, effect: { reset: true } }
  - { id: f, calls: 2, effect: { hang: true } }
`,
    ["test.yaml:4:7: there are two faults 'f'"],
  ],
  [
    'an empty range of calls',
    fault('calls: 5-3, effect: { reset: true }'),
    ['test.yaml:3:14: \'f\' can never fire: "5-3" is empty'],
  ],
  [
    'a window that ends before it starts',
    fault('when: { at: 5m, until: 2m }, effect: { reset: true }'),
    ["test.yaml:3:14: 'f' can never fire: its window ends before it starts"],
  ],
  [
    'a delay that cannot be',
    fault('effect: { delay: { uniform: [9s, 1s] } }'),
    ['test.yaml:3:24: uniform: 9s is longer than 1s'],
  ],
  [
    'a fault behind one that answers all',
    `name: t
faults:
  - { id: a, match: { provider: digitalocean }, effect: { error: internal } }
  - { id: b, match: { op: digitalocean/vpcs.list }, effect: { reset: true } }
`,
    ["test.yaml:4:5: 'b' can never fire: 'a' answers every such call before it"],
  ],
  [
    'a fault behind several that together answer all',
    `name: t
faults:
  - { id: a, match: { op: digitalocean/vpcs.list }, effect: { error: internal } }
  - { id: b, match: { op: digitalocean/vpcs.get }, effect: { hang: true } }
  - { id: c, match: { op: [digitalocean/vpcs.get, digitalocean/vpcs.list] }, effect: { reset: true } }
`,
    ["test.yaml:5:5: 'c' can never fire: 'b' and 'a' answer every such call before it"],
  ],
  [
    'a delay over the limit',
    fault('effect: { delay: 31s }'),
    ['test.yaml:3:24: 31s is too long: a socket waits 30s at most'],
  ],
  [
    'a delay that may be over the limit',
    fault('effect: { delay: { sequence: [1s, 2m] } }'),
    ['test.yaml:3:24: 2m is too long: a socket waits 30s at most'],
  ],
  [
    'a pause over the limit',
    fault('effect: { dribble: { bytes: 1, every: 1h } }'),
    ['test.yaml:3:45: 1h is too long: a socket waits 30s at most'],
  ],
  [
    'an idle time over the limit',
    fault('effect: { idleClose: 31s }'),
    ['test.yaml:3:24: 31s is too long: a socket waits 30s at most'],
  ],
  [
    'a header whose name is none',
    fault("effect: { status: 500, headers: { 'a b': c } }"),
    ["test.yaml:3:48: 'a b' is no name of a header"],
  ],
  [
    'a header that would be two',
    fault('effect: { status: 500, headers: { x: "a\\r\\nb: c" } }'),
    ["test.yaml:3:48: 'x' cannot be sent: a header has no control characters and none beyond Latin-1"],
  ],
  [
    'a header beyond Latin-1',
    fault('effect: { status: 500, headers: { x: → } }'),
    ["test.yaml:3:48: 'x' cannot be sent: a header has no control characters and none beyond Latin-1"],
  ],
  [
    'a header of the connection',
    fault("effect: { status: 500, headers: { Content-Length: '5' } }"),
    ["test.yaml:3:48: 'Content-Length' follows from the body and cannot be given"],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})

test('a fault is looked at as often in a long list as in a short one', async () => {
  const names = await vocabulary()
  /** How often something of each fault is read while so many compile, and how many mistakes there are. */
  const looked = (count: number, fault: Omit<FaultDocument, 'id'>): unknown => {
    let reads = 0
    const get = (one: FaultDocument, name: string | symbol): unknown => {
      reads++
      return Reflect.get(one, name)
    }
    const faults = Array.from(
      { length: count },
      (_, at) => new Proxy<FaultDocument>({ id: `f${at}`, ...fault }, { get }),
    )
    const { mistakes } = compileAll({ name: 't', faults }, names)
    return [Math.floor(reads / count), count - mistakes.length]
  }
  const match = { op: 'digitalocean/vpcs.list' }
  const faults: Omit<FaultDocument, 'id'>[] = [
    { match, calls: 1, effect: { error: 'internal' } },
    { match, chance: 0.5, effect: { reset: true } },
    { match, effect: { reset: true } },
  ]
  for (const fault of faults) {
    const [reads, fine] = looked(50, fault) as [number, number]
    expect(looked(500, fault)).toEqual([reads, fine === 50 ? 500 : fine])
  }
})

test('a hundred thousand faults compile in one go', async () => {
  const faults = Array.from({ length: 100_000 }, (_, at) => ({ id: `f${at}`, calls: 1, effect: { error: 'internal' } }))
  expect(compileAll({ name: 't', faults }, await vocabulary())).toEqual({ mistakes: [], warnings: [] })
})
