import { expect, test } from 'vitest'
import { mistakesIn } from '../setup.ts'

test.each([
  [
    'a state that nothing leads to',
    `name: t
lifecycles:
  digitalocean/vpc_peering:
    - { id: stay, from: PROVISIONING, hold: true }
    - { id: b, from: [ACTIVE], to: ERROR, after: 1s }
`,
    ["test.yaml:5:16: 'b' can never happen: nothing leads to ACTIVE any more"],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
