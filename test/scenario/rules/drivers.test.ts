import { expect, test } from 'vitest'
import { machineNames } from '../../../src/scenario/document/names.ts'
import { mistakesIn, transition, vocabulary } from '../setup.ts'

const names = await vocabulary()
const machines = machineNames(names).join(', ')

test.each([
  [
    'a transition without a cause',
    transition('id: a, from: PROVISIONING, to: ACTIVE'),
    ["test.yaml:4:7: 'a' never happens: give it after, afterReads, on, or several of them in any"],
  ],
  [
    'a held state with a cause',
    transition('id: a, from: PROVISIONING, hold: true, after: 1s'),
    ["test.yaml:4:7: 'a' holds its state, so nothing can drive it"],
  ],
  [
    'a cause beside any',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 1s, any: [{ afterReads: 1 }]'),
    ["test.yaml:4:59: 'a' has 'any': put every cause into it"],
  ],
  [
    'two causes without any',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 1s, afterReads: 1'),
    ['test.yaml:4:59: several causes belong into any: the first of them wins'],
  ],
  [
    'an event',
    transition('id: a, from: ACTIVE, to: ERROR, on: delte'),
    ["test.yaml:4:41: there is no event of digitalocean/vpc_peering in ACTIVE 'delte'; did you mean 'delete'?"],
  ],
  [
    'an event that the state does not know',
    transition('id: a, from: DELETING, to: ERROR, on: delete'),
    ["test.yaml:4:43: there is no event of digitalocean/vpc_peering in DELETING 'delete'; it is one of manual"],
  ],
  [
    'an operation',
    transition('id: a, from: ACTIVE, to: ERROR, on: digitalocean/vpc_peerings.updat'),
    [
      "test.yaml:4:41: there is no operation 'digitalocean/vpc_peerings.updat'; did you mean 'digitalocean/vpc_peerings.update'?",
    ],
  ],
  [
    'an operation as an object',
    transition('id: a, from: ACTIVE, to: ERROR, on: { op: digitalocean/vpc_peerings.updat }'),
    [
      "test.yaml:4:47: there is no operation 'digitalocean/vpc_peerings.updat'; did you mean 'digitalocean/vpc_peerings.update'?",
    ],
  ],
  [
    'half a cause',
    transition('id: a, from: ACTIVE, to: ERROR, on: { resource: digitalocean/vpc_peering }'),
    ["test.yaml:4:41: expected 'manual', an event, an operation, or {resource, enters}"],
  ],
  [
    'a resource that enters a state',
    transition('id: a, from: ACTIVE, to: ERROR, on: { resource: digitalocean/vpc, enters: ACTIVE }'),
    [`test.yaml:4:47: there is no machine 'digitalocean/vpc'; it is one of ${machines}`],
  ],
  [
    'a state that a resource enters',
    transition('id: a, from: ACTIVE, to: ERROR, on: { resource: digitalocean/vpc_peering, enters: DELETNG }'),
    ["test.yaml:4:83: there is no state of digitalocean/vpc_peering 'DELETNG'; did you mean 'DELETING'?"],
  ],
  [
    'a uniform that runs backwards',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: { uniform: [9s, 1s] }'),
    ['test.yaml:4:48: uniform: 9s is longer than 1s'],
  ],
  [
    'a lognormal whose tail is shorter than its middle',
    transition('id: a, from: PROVISIONING, to: ACTIVE, any: [{ after: { lognormal: { median: 5s, p95: 1s } } }]'),
    ['test.yaml:4:56: lognormal: p95 must be longer than the median, and the median longer than nothing'],
  ],
  [
    'bounds that leave nothing',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: { normal: { mean: 5s, sd: 1s, min: 9s, max: 8s } }'),
    ['test.yaml:4:48: min 9s is longer than max 8s'],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
