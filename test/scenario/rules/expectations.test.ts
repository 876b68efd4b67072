import { expect, test } from 'vitest'
import { machineNames } from '../../../src/scenario/document/names.ts'
import { expectation, mistakesIn, vocabulary } from '../setup.ts'

const names = await vocabulary()
const machines = machineNames(names).join(', ')

test.each([
  [
    'an expectation about nothing',
    expectation('because: x'),
    ['test.yaml:3:5: an expectation is about one of op, resource, unchanged, reach, fault'],
  ],
  [
    'an expectation about two things',
    expectation('op: digitalocean/vpcs.list, resource: digitalocean/vpc_peering, count: 1'),
    ['test.yaml:3:5: an expectation is about one of op, resource, unchanged, reach, fault'],
  ],
  [
    'what is not said of an operation',
    expectation('op: digitalocean/vpcs.list, count: 1'),
    ["test.yaml:3:35: 'count' says nothing about 'op'; it takes match, since, per, calls, answered, gap, rate"],
  ],
  [
    'nothing expected',
    expectation('resource: digitalocean/vpc_peering, name: x'),
    [
      "test.yaml:3:5: nothing is expected of 'digitalocean/vpc_peering'; it takes name, where, within, eventually, never, finally, count",
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
  [
    'two rhythms',
    expectation('op: digitalocean/vpcs.list, calls: 1, gap: { atLeast: 1s }'),
    ['test.yaml:3:45: calls and gap are expectations of their own'],
  ],
  [
    'a moment that is none',
    expectation('op: digitalocean/vpcs.list, calls: 1, since: { resource: digitalocean/vpc_peering, enters: READY }'),
    [
      "test.yaml:3:90: there is no state of digitalocean/vpc_peering 'READY'; it is one of PROVISIONING, ACTIVE, ERROR, DELETING, $gone",
    ],
  ],
  [
    'two moments',
    expectation('op: digitalocean/vpcs.list, calls: 1, since: { op: digitalocean/vpcs.get, mark: x }'),
    ["test.yaml:3:45: 'since' is one of op, resource, mark"],
  ],
  [
    'a kind of rows that there is not',
    expectation('unchanged: digitalocean/vps'),
    ["test.yaml:3:7: there is no resource 'digitalocean/vps'; did you mean 'digitalocean/vpc'?"],
  ],
  [
    'rows since something else than a mark',
    expectation('unchanged: digitalocean/vpc, since: { op: digitalocean/vpcs.get }'),
    ["test.yaml:3:36: 'unchanged' knows the rows at a mark alone: expected {mark}"],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
