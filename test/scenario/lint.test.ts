import { describe, expect, test } from 'vitest'
import { mistakesIn } from './setup.ts'

const P = 'digitalocean/vpc_peering'
const one = async (text: string): Promise<string> => (await mistakesIn(`name: t\n${text}`)).join('\n')
const rule = (text: string): string => `lifecycles:\n  ${P}:\n    - { ${text} }`
const fault = (text: string): string => `faults:\n  - { id: f, ${text} }`

describe('a file is refused with file, line, column and the nearest valid name', () => {
  test.each([
    ['no YAML', 'a: [', 'test.yaml:2:5: Flow sequence'],
    ['a key', 'faluts: []', "test.yaml:2:1: scenario has no 'faluts'; did you mean 'faults'?"],
    [
      'a nested key',
      fault('match: { opp: x }, effect: { reset: true }'),
      "test.yaml:3:23: scenario.faults.0.match has no 'opp'; did you mean 'op'?",
    ],
    [
      'an effect',
      fault('effect: { resett: true }'),
      "test.yaml:3:24: scenario.faults.0.effect has no 'resett'; did you mean 'reset'?",
    ],
    [
      'a distribution',
      rule('id: a, from: PROVISIONING, to: ACTIVE, after: { unifrom: [1s, 2s] }'),
      "has no 'unifrom'; did you mean 'uniform'?",
    ],
    [
      'two distributions',
      rule('id: a, from: PROVISIONING, to: ACTIVE, after: { oneOf: [1s], sequence: [2s] }'),
      'expected exactly one of',
    ],
    [
      'a duration',
      rule('id: a, from: PROVISIONING, to: ACTIVE, after: 5 minutes'),
      'test.yaml:4:48: scenario.lifecycles.digitalocean/vpc_peering.0.after: expected a duration',
    ],
    [
      'a machine',
      'lifecycles: { digitalocean/vpc_peerin: [] }',
      "test.yaml:2:15: there is no machine 'digitalocean/vpc_peerin'; did you mean 'digitalocean/vpc_peering'?",
    ],
    ['a machine without its provider', 'lifecycles: { vpc_peering: [] }', "did you mean 'digitalocean/vpc_peering'?"],
    [
      'a state to leave',
      rule('id: a, from: PROVISONING, to: ACTIVE, after: 1s'),
      "test.yaml:4:16: there is no state of digitalocean/vpc_peering 'PROVISONING'; did you mean 'PROVISIONING'?",
    ],
    [
      'a state to enter',
      rule('id: a, from: PROVISIONING, to: ACTVE, after: 1s'),
      "test.yaml:4:36: there is no state of digitalocean/vpc_peering 'ACTVE'; did you mean 'ACTIVE'?",
    ],
    [
      'an event',
      rule('id: a, from: ACTIVE, to: ERROR, on: delte'),
      "test.yaml:4:41: there is no event of digitalocean/vpc_peering in ACTIVE 'delte'; did you mean 'delete'?",
    ],
    [
      'an operation',
      fault('match: { op: digitalocean/vpc_peering.get }, effect: { reset: true }'),
      "test.yaml:3:23: there is no operation 'digitalocean/vpc_peering.get'; did you mean 'digitalocean/vpc_peerings.get'?",
    ],
    [
      'a provider',
      fault('match: { provider: digitalocan }, effect: { reset: true }'),
      "there is no provider 'digitalocan'; did you mean 'digitalocean'?",
    ],
    [
      'an error',
      fault('match: { provider: digitalocean }, effect: { error: too_many_request }'),
      "there is no error of digitalocean 'too_many_request'; did you mean 'too_many_requests'?",
    ],
    [
      'a settable field',
      'lifecycles:\n  confluent/peering:\n    - { id: a, from: PROVISIONING, to: FAILED, after: 1s, set: { status.eror_code: x } }',
      "there is no field of confluent/peering to set 'status.eror_code'; did you mean 'status.error_code'?",
    ],
    [
      'a variant that forces nothing',
      `${rule('id: a, from: PROVISIONING, to: ACTIVE, after: 1s')}\nvariants: { v: { force: { ${P}: b } } }`,
      "there is no transition of digitalocean/vpc_peering 'b'",
    ],
    ['an expectation about nothing', 'expect: [{ because: x }]', 'an expectation is about one of op, resource, fault'],
    [
      'an expectation of another kind',
      'expect: [{ op: digitalocean/vpcs.list, count: 1 }]',
      "'count' says nothing about 'op'",
    ],
    ['an expected state', `expect: [{ resource: ${P}, eventually: ACTIV }]`, "did you mean 'ACTIVE'?"],
    ['an expected fault', 'expect: [{ fault: nope, hits: 1 }]', "there is no fault 'nope'"],
    [
      'a matcher',
      fault('match: { body: { x: { cidrOverlaps: 10.0.0/8 } } }, effect: { reset: true }'),
      "'10.0.0/8' is no CIDR block",
    ],
    [
      'fixtures',
      'fixtures: { digitalocean: { vpcs: [{ id: 1 }] } }',
      'test.yaml:2:38: fixtures.digitalocean.vpcs.0.id: ',
    ],
  ])('%s', async (_, text, message) => {
    expect(await one(text)).toContain(message)
  })

  test('all mistakes are told at once', async () => {
    expect(
      await mistakesIn(
        `name: t\n${rule('id: a, from: X, to: Y, after: 1s')}\n${fault('match: { op: z }, effect: { hang: true, reset: true }')}`,
      ),
    ).toHaveLength(4)
  })
})

describe('what can never happen is refused', () => {
  test.each([
    ['an empty range of calls', fault('calls: 5-3, effect: { reset: true }'), "'f' can never fire"],
    [
      'a window that ends before it starts',
      fault('when: { at: 5m, until: 2m }, effect: { reset: true }'),
      'its window ends before it starts',
    ],
    ['a chance of nothing', fault('chance: 0, effect: { reset: true }'), 'scenario.faults.0.chance'],
    ['no effect', fault('effect: { retryAfter: 1s }'), "'f' does nothing"],
    ['two endings', fault('effect: { hang: true, reset: true }'), "'f' does hang and reset"],
    [
      'a fault behind one that answers all',
      'faults:\n  - { id: a, match: { provider: digitalocean }, effect: { error: internal } }\n  - { id: b, match: { op: digitalocean/vpcs.list }, effect: { reset: true } }',
      "test.yaml:4:5: 'b' can never fire: 'a' answers every such call before it",
    ],
    ['a transition without a cause', rule('id: a, from: PROVISIONING, to: ACTIVE'), "'a' never happens"],
    ['a transition without a target', rule('id: a, from: PROVISIONING, after: 1s'), "'a' needs a state to lead to"],
    ['a held state with a cause', rule('id: a, from: PROVISIONING, hold: true, after: 1s'), 'nothing can drive it'],
    [
      'a transition from a state that nothing leads to',
      `lifecycles:\n  ${P}:\n    - { id: stay, from: PROVISIONING, hold: true }\n    - { id: b, from: [ACTIVE], to: ERROR, after: 1s }`,
      "test.yaml:5:16: 'b' can never happen: nothing leads to ACTIVE any more",
    ],
    [
      'two transitions of one id',
      `lifecycles:\n  ${P}:\n    - { id: a, from: PROVISIONING, to: ACTIVE, after: 1s }\n    - { id: a, from: ACTIVE, to: ERROR, after: 1s }`,
      "has two transitions 'a'",
    ],
    [
      'a lognormal whose tail is shorter than its middle',
      rule('id: a, from: PROVISIONING, to: ACTIVE, after: { lognormal: { median: 5s, p95: 1s } }'),
      'p95 must be longer',
    ],
    ['a quota with a window', `limits: [{ resource: ${P}, max: 1, window: 1m }]`, "has no 'window'"],
    ['a limit of nothing', 'limits: [{ max: 1 }]', "needs a 'window'"],
  ])('%s', async (_, text, message) => {
    expect(await one(text)).toContain(message)
  })
})

test('a name is wanted', async () => {
  expect(await mistakesIn('about: nothing')).toEqual([
    'test.yaml:1:1: scenario.name: Invalid input: expected string, received undefined',
  ])
})

test('JSON is taken as well', async () => {
  expect(await mistakesIn(JSON.stringify({ $schema: './scenario.v1.json', name: 't', faults: [] }))).toEqual([])
})
