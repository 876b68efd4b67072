import { expect, test } from 'vitest'
import { mistakesIn } from '../setup.ts'

const lifecycle = (...rules: string[]): string =>
  `name: t\nlifecycles:\n  digitalocean/vpc_peering:\n${rules.map((rule) => `    - { ${rule} }\n`).join('')}`

const there = 'id: there, from: ACTIVE, to: ERROR'
const back = 'id: back, from: ERROR, to: ACTIVE'
const told = (place: string, id: string, way: string) => [
  `test.yaml:${place}: '${id}' can go round for ever: ${way} may take no time; let one of them wait longer than 0s`,
]
const both = told('5:44', 'back', 'ACTIVE → ERROR → ACTIVE')

test.each([
  ['no time both ways', [`${there}, after: 0s`, `${back}, after: 0s`], both],
  [
    'a draw that may be nothing',
    [`${there}, after: { oneOf: [5s, 0s] }`, `${back}, after: { uniform: [0s, 1s] }`],
    both,
  ],
  [
    'a state that leads to itself',
    ['id: again, from: [ACTIVE], to: ACTIVE, after: 0s'],
    told('4:48', 'again', 'ACTIVE → ACTIVE'),
  ],
  [
    'no reads at all',
    [`${there}, afterReads: 0`, `${back}, any: [{ on: manual }, { after: 0s }]`],
    told('5:7', 'back', 'ACTIVE → ERROR → ACTIVE'),
  ],
])('a circle that takes no time is refused with its place: %s', async (_, rules, mistakes) => {
  expect(await mistakesIn(lifecycle(...rules))).toEqual(mistakes)
})

test.each([
  ['time passes on one way', [`${there}, after: 0s`, `${back}, after: 1ms`]],
  ['somebody has to ask', [`${there}, after: 0s`, `${back}, on: manual`]],
  ['it is no circle', [`${there}, after: 0s`, 'id: out, from: ERROR, to: $gone, after: 0s']],
])('is taken: %s', async (_, rules) => {
  expect(await mistakesIn(lifecycle(...rules))).toEqual([])
})

test('a circle of a variant is told at its place in the variant', async () => {
  const text = `${lifecycle(`${there}, after: 0s`, `${back}, after: 1s`)}variants:
  fast:
    lifecycles:
      digitalocean/vpc_peering:
        - { ${back}, after: 0s }
`
  expect(await mistakesIn(text)).toEqual(told('10:48', 'back', 'ACTIVE → ERROR → ACTIVE'))
})
