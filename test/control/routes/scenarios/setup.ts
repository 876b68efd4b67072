/** A scenario with a rule of each sort, an expectation and a variant. */
export const CI = `name: ci
about: what goes wrong
seed: 5
lifecycles:
  digitalocean/vpc_peering:
    - { id: wait, from: PROVISIONING, on: manual, to: ACTIVE }
faults:
  - { id: first, match: { op: digitalocean/vpc_peerings.list }, calls: 1-2, effect: { error: unavailable } }
expect:
  - { fault: first, hits: 2 }
variants:
  calm: { faults: [{ id: first, enabled: false, effect: { reset: true } }] }
`
export const SHOWN = {
  name: 'ci',
  about: 'what goes wrong',
  variants: ['calm'],
  file: null,
  version: 1,
  error: null,
  warnings: [],
}
export const ACTIVE = {
  name: 'ci',
  variant: null,
  version: 1,
  seed: 5,
  label: 'ci@1 seed 5',
  since: '2026-01-01T00:00:00.000Z',
}
