import { expect, test } from 'vitest'
import { fault, mistakesIn } from '../setup.ts'

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
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
