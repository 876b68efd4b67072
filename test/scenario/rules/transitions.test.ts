import { expect, test } from 'vitest'
import { mistakesIn, transition } from '../setup.ts'

test.each([
  [
    'a machine',
    `name: t
lifecycles: { digitalocean/vpc_peerin: [] }
`,
    ["test.yaml:2:15: there is no machine 'digitalocean/vpc_peerin'; did you mean 'digitalocean/vpc_peering'?"],
  ],
  [
    'a machine without its provider',
    `name: t
lifecycles: { vpc_peering: [] }
`,
    ["test.yaml:2:15: there is no machine 'vpc_peering'; did you mean 'digitalocean/vpc_peering'?"],
  ],
  [
    'a state to leave',
    transition('id: a, from: PROVISONING, to: ACTIVE, after: 1s'),
    ["test.yaml:4:16: there is no state of digitalocean/vpc_peering 'PROVISONING'; did you mean 'PROVISIONING'?"],
  ],
  [
    'a state to enter',
    transition('id: a, from: PROVISIONING, to: ACTVE, after: 1s'),
    ["test.yaml:4:36: there is no state of digitalocean/vpc_peering 'ACTVE'; did you mean 'ACTIVE'?"],
  ],
  [
    '$gone as a state to leave',
    transition('id: a, from: $gone, to: ACTIVE, after: 1s'),
    [
      "test.yaml:4:16: there is no state of digitalocean/vpc_peering '$gone'; it is one of PROVISIONING, ACTIVE, ERROR, DELETING",
    ],
  ],
  [
    'a transition without a target',
    transition('id: a, from: PROVISIONING, after: 1s'),
    ["test.yaml:4:7: 'a' needs a state to lead to: give it 'to'"],
  ],
  [
    'a held state with a target',
    transition('id: a, from: PROVISIONING, to: ACTIVE, hold: true'),
    ["test.yaml:4:36: 'a' holds its state, so it leads nowhere"],
  ],
  [
    'two transitions of one id',
    `name: t
lifecycles:
  digitalocean/vpc_peering:
    - { id: a, from: PROVISIONING, to: ACTIVE, after: 1s }
    - { id: a, from: ACTIVE, to: ERROR, after: 1s }
`,
    ["test.yaml:5:9: digitalocean/vpc_peering has two transitions 'a'"],
  ],
  [
    'a field to set',
    `name: t
lifecycles:
  confluent/peering:
    - { id: a, from: PROVISIONING, to: FAILED, after: 1s, set: { status.eror_code: x } }
`,
    [
      "test.yaml:4:66: there is no field of confluent/peering to set 'status.eror_code'; did you mean 'status.error_code'?",
    ],
  ],
  [
    'a field to set where none can be',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 1s, set: { name: x }'),
    ["test.yaml:4:66: there is no field of digitalocean/vpc_peering to set 'name'"],
  ],
  [
    'a condition without any',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 1s, if: { name: {} }'),
    ['test.yaml:4:65: a matcher needs at least one condition'],
  ],
  [
    'a condition on a CIDR block that is none',
    transition('id: a, from: PROVISIONING, to: ACTIVE, after: 1s, if: { name: { not: { cidrOverlaps: 10.0.0/8 } } }'),
    ["test.yaml:4:65: '10.0.0/8' is no CIDR block"],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
