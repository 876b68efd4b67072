import { expect, test } from 'vitest'
import { fault, mistakesIn } from '../setup.ts'

test.each([
  [
    'a provider',
    fault('match: { provider: digitalocan }, effect: { reset: true }'),
    ["test.yaml:3:23: there is no provider 'digitalocan'; did you mean 'digitalocean'?"],
  ],
  [
    'an operation',
    fault('match: { op: digitalocean/vpc_peering.get }, effect: { reset: true }'),
    [
      "test.yaml:3:23: there is no operation 'digitalocean/vpc_peering.get'; did you mean 'digitalocean/vpc_peerings.get'?",
    ],
  ],
  [
    'one operation of several',
    fault('match: { op: [digitalocean/vpcs.list, upcloud/networks.lst] }, effect: { reset: true }'),
    ["test.yaml:3:23: there is no operation 'upcloud/networks.lst'; did you mean 'upcloud/networks.list'?"],
  ],
  [
    'a CIDR block in a body',
    fault('match: { body: { x: { cidrOverlaps: 10.0.0/8 } } }, effect: { reset: true }'),
    ["test.yaml:3:31: '10.0.0/8' is no CIDR block"],
  ],
  [
    'a header without a condition',
    fault('match: { header: { x-a: {} } }, effect: { reset: true }'),
    ['test.yaml:3:33: a matcher needs at least one condition'],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
