import { expect, test } from 'vitest'
import { machineNames } from '../../../src/scenario/document/names.ts'
import { expectation, mistakesIn, vocabulary } from '../setup.ts'

const names = await vocabulary()
const machines = machineNames(names).join(', ')

test.each([
  [
    'an expectation about nothing',
    expectation('because: x'),
    ['test.yaml:3:5: an expectation is about one of op, resource, fault'],
  ],
  [
    'an expectation about two things',
    expectation('op: digitalocean/vpcs.list, resource: digitalocean/vpc_peering, count: 1'),
    ['test.yaml:3:5: an expectation is about one of op, resource, fault'],
  ],
  [
    'what is not said of an operation',
    expectation('op: digitalocean/vpcs.list, count: 1'),
    ["test.yaml:3:35: 'count' says nothing about 'op'; it takes match, calls, answered"],
  ],
  [
    'nothing expected',
    expectation('resource: digitalocean/vpc_peering, name: x'),
    [
      "test.yaml:3:5: nothing is expected of 'digitalocean/vpc_peering'; it takes name, where, within, eventually, never, count",
    ],
  ],
  [
    'within without eventually',
    expectation('resource: digitalocean/vpc_peering, never: ERROR, within: 5s'),
    ["test.yaml:3:57: 'within' only goes along with 'eventually'"],
  ],
  [
    'an operation',
    expectation('op: digitalocean/vpcs.lst, calls: 1'),
    ["test.yaml:3:7: there is no operation 'digitalocean/vpcs.lst'; did you mean 'digitalocean/vpcs.list'?"],
  ],
  [
    'a request',
    expectation('op: digitalocean/vpcs.list, calls: 1, match: { body: { a: {} } }'),
    ['test.yaml:3:62: a matcher needs at least one condition'],
  ],
  [
    'a resource',
    expectation('resource: digitalocean/peering, count: 1'),
    ["test.yaml:3:7: there is no resource 'digitalocean/peering'; did you mean 'digitalocean/vpc_peering'?"],
  ],
  [
    'a condition on a resource',
    expectation('resource: digitalocean/vpc_peering, count: 1, where: { name: {} }'),
    ['test.yaml:3:62: a matcher needs at least one condition'],
  ],
  [
    'a state',
    expectation('resource: digitalocean/vpc_peering, eventually: ACTIV'),
    ["test.yaml:3:43: there is no state of digitalocean/vpc_peering 'ACTIV'; did you mean 'ACTIVE'?"],
  ],
  [
    'a state that must never be',
    expectation('resource: digitalocean/vpc_peering, never: ERRR'),
    ["test.yaml:3:43: there is no state of digitalocean/vpc_peering 'ERRR'; did you mean 'ERROR'?"],
  ],
  [
    'a state of what has none',
    expectation('resource: digitalocean/vpc, eventually: ACTIVE'),
    [`test.yaml:3:7: digitalocean/vpc has no states; those that have are ${machines}`],
  ],
  ['a fault', expectation('fault: nope, hits: 1'), ["test.yaml:3:7: there is no fault 'nope'"]],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
