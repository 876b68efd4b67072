import { expect, test } from 'vitest'
import { compileAll } from '../../../src/scenario/rules/compile.ts'
import { mistakesIn, vocabulary } from '../setup.ts'

test.each([
  [
    'a variant that forces a machine that does not exist',
    `name: t
variants: { v: { force: { digitalocean/vpc_peerin: a } } }
`,
    ["test.yaml:2:27: there is no machine 'digitalocean/vpc_peerin'; did you mean 'digitalocean/vpc_peering'?"],
  ],
  [
    'a variant that forces a transition that does not exist',
    `name: t
lifecycles:
  digitalocean/vpc_peering:
    - { id: good, from: PROVISIONING, to: ACTIVE, after: 1s }
variants: { v: { force: { digitalocean/vpc_peering: god } } }
`,
    ["test.yaml:5:27: there is no transition of digitalocean/vpc_peering 'god'; did you mean 'good'?"],
  ],
  [
    'a variant that waits for an operation that does not exist',
    `name: t
variants: { v: { advance: { before: huawei/peerings.acept, by: 1h } } }
`,
    ["test.yaml:2:29: there is no operation 'huawei/peerings.acept'; did you mean 'huawei/peerings.accept'?"],
  ],
  [
    'a variant without a seed',
    `name: t
variants: { v: { seeds: "9..1" } }
`,
    ['test.yaml:2:18: 9..1 is an empty range'],
  ],
  [
    'a rule that only a variant brings',
    `name: t
faults:
  - { id: f, calls: 1, effect: { reset: true } }
variants:
  v:
    faults:
      - { id: g, calls: 2-1, effect: { hang: true } }
`,
    ['test.yaml:7:18: \'g\' can never fire: "2-1" is empty'],
  ],
  [
    'a machine that only a variant names',
    `name: t
variants:
  v:
    lifecycles:
      digitalocean/vpc_peerin: []
`,
    ["test.yaml:5:7: there is no machine 'digitalocean/vpc_peerin'; did you mean 'digitalocean/vpc_peering'?"],
  ],
  [
    'a rule of the file, once for all its variants',
    `name: t
faults:
  - { id: f, calls: 2-1, effect: { reset: true } }
variants:
  v: { faults: [{ id: g, calls: 2, effect: { hang: true } }] }
  w: { seed: 2 }
`,
    ['test.yaml:3:14: \'f\' can never fire: "2-1" is empty'],
  ],
  [
    'an order that only a variant makes',
    `name: t
faults:
  - { id: b, match: { op: digitalocean/vpcs.list }, effect: { reset: true } }
variants:
  v:
    faults:
      - { id: c, match: { op: digitalocean/vpcs.list }, effect: { hang: true } }
`,
    ["test.yaml:7:9: 'c' can never fire: 'b' answers every such call before it"],
  ],
])('a mistake in a variant is told where it stands: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})

test('more rules in variants than anybody needs are refused before one of them is looked at', async () => {
  let looks = 0
  const effect = { error: 'internal' }
  const faults = Array.from({ length: 1_000 }, (_, n) => ({
    id: `f${n}`,
    calls: 1,
    get effect() {
      looks++
      return effect
    },
  }))
  const variants = (count: number, own: object = {}) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`v${n}`, own]))
  const one = { faults: [{ id: 'g', calls: 1, effect }] }
  compileAll({ name: 't', faults }, await vocabulary())
  const alone = looks
  looks = 0
  expect(compileAll({ name: 't', faults, variants: variants(9, one) }, await vocabulary()).mistakes).toEqual([])
  expect(looks).toBe(10 * alone)
  looks = 0
  const { mistakes } = compileAll({ name: 't', faults, variants: variants(100, one) }, await vocabulary())
  expect(mistakes.map(({ path, message }) => [path, message])).toEqual([
    [['variants'], 'the variants come to 100100 rules with those of the file in each; at most 100000 are read'],
  ])
  expect(looks).toBe(0)
})
