import { expect, test } from 'vitest'
import { expectation, fault, mistakesIn, transition } from '../setup.ts'

test.each([
  ['what is no YAML', `a: [`, ['test.yaml:1:5: a bracket is not closed, or a line is not indented as those around it']],
  [
    'a key that stands twice',
    `name: t
name: u
`,
    ['test.yaml:2:1: the key "name" stands here a second time'],
  ],
  [
    'a file without a name',
    `about: nothing
`,
    ['test.yaml:1:1: scenario.name: expected text, but it is missing'],
  ],
  [
    'a name that is no word',
    `name: "a b"
`,
    ['test.yaml:1:1: scenario.name: expected letters, digits, dots, dashes and underscores'],
  ],
  [
    'an unknown part',
    `name: t
faluts: []
`,
    ["test.yaml:2:1: scenario has no 'faluts'; did you mean 'faults'?"],
  ],
  [
    'an unknown member',
    fault('match: { opp: x }, effect: { reset: true }'),
    ["test.yaml:3:23: scenario.faults.0.match has no 'opp'; did you mean 'op'?"],
  ],
  [
    'an unknown effect',
    fault('effect: { resett: true }'),
    ["test.yaml:3:24: scenario.faults.0.effect has no 'resett'; did you mean 'reset'?"],
  ],
  [
    'an unknown distribution',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: { unifrom: [1s, 2s] }'),
    [
      "test.yaml:4:57: scenario.lifecycles.digitalocean/vpc_peering.0.after has no 'unifrom'; did you mean 'uniform'?",
      'test.yaml:4:48: scenario.lifecycles.digitalocean/vpc_peering.0.after: expected exactly one of uniform, normal, lognormal, oneOf, sequence',
    ],
  ],
  [
    'two distributions',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: { oneOf: [1s], sequence: [2s] }'),
    [
      'test.yaml:4:48: scenario.lifecycles.digitalocean/vpc_peering.0.after: expected exactly one of uniform, normal, lognormal, oneOf, sequence',
    ],
  ],
  [
    'a duration without a unit',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 5'),
    [
      'test.yaml:4:48: scenario.lifecycles.digitalocean/vpc_peering.0.after: expected a delay: a duration such as 5s, or one of {uniform}, {normal}, {lognormal}, {oneOf}, {sequence}',
    ],
  ],
  [
    'a duration in words',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 5 minutes'),
    [
      'test.yaml:4:48: scenario.lifecycles.digitalocean/vpc_peering.0.after: expected a duration such as 250ms, 30s, 5m or 1h',
    ],
  ],
  [
    'a bare duration in words',
    fault('effect: { stale: soon }'),
    ['test.yaml:3:24: scenario.faults.0.effect.stale: expected a duration such as 250ms, 30s, 5m or 1h'],
  ],
  [
    'calls that are no numbers',
    fault('calls: some, effect: { reset: true }'),
    ["test.yaml:3:14: scenario.faults.0.calls: expected calls: 1, [1, 4], '2-3', 'every 5', 'from 10' or 'all'"],
  ],
  [
    'a chance of nothing',
    fault('chance: 0, effect: { reset: true }'),
    ['test.yaml:3:14: scenario.faults.0.chance: expected more than 0, not 0'],
  ],
  [
    'a word out of a list',
    fault('stage: during, effect: { reset: true }'),
    ["test.yaml:3:14: scenario.faults.0.stage: expected before or after, not 'during'"],
  ],
  [
    'an instant in words',
    fault('when: { at: noon }, effect: { reset: true }'),
    [
      'test.yaml:3:22: scenario.faults.0.when.at: expected a duration since the start such as 5m, or an RFC 3339 instant',
    ],
  ],
  [
    'a status that is none',
    fault('effect: { status: 99 }'),
    ['test.yaml:3:24: scenario.faults.0.effect.status: expected at least 200, not 99'],
  ],
  [
    'an expected status that is none',
    expectation('op: digitalocean/vpcs.list, answered: fine'),
    [
      'test.yaml:3:35: scenario.expect.0.answered: expected a status such as 404, a class such as 4xx, or 0 for no answer at all',
    ],
  ],
  [
    'bounds in words',
    expectation('op: digitalocean/vpcs.list, calls: { most: 1 }'),
    ["test.yaml:3:44: scenario.expect.0.calls has no 'most'; did you mean 'atMost'?"],
  ],
  [
    'a hold that does not hold',
    transition('id: a, from: ACTIVE, hold: false'),
    ['test.yaml:4:30: scenario.lifecycles.digitalocean/vpc_peering.0.hold: expected true'],
  ],
  [
    'a weight of nothing',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 1s, weight: 0'),
    ['test.yaml:4:59: scenario.lifecycles.digitalocean/vpc_peering.0.weight: expected more than 0, not 0'],
  ],
  [
    'a matcher with an unknown condition',
    fault('match: { path: { globb: x } }, effect: { reset: true }'),
    ["test.yaml:3:31: scenario.faults.0.match.path has no 'globb'; did you mean 'glob'?"],
  ],
  [
    'seeds in words',
    `name: t
variants: { v: { seeds: many } }
`,
    ["test.yaml:2:18: scenario.variants.v.seeds: expected a range of seeds such as '1..50'"],
  ],
  [
    'a clock mode that does not exist',
    `name: t
clock: { mode: frozen }
`,
    ["test.yaml:2:10: scenario.clock.mode: expected real or virtual, not 'frozen'"],
  ],
])('a file is refused for its shape: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
