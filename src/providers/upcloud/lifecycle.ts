import type { Machine } from '../../world/lifecycle.ts'

export type PeeringState =
  | 'provisioning'
  | 'active'
  | 'pending-peer'
  | 'peer-disabled'
  | 'missing-local-router'
  | 'missing-peer-router'
  | 'conflict-subnet'
  | 'deleted-peer-network'
  | 'disabled'
  | 'error'
export type PeeringEvent = 'fail'

/**
 * A peering's state follows from both sides (records/peerings.ts); only the way up and the way down take time. Both are called
 * `provisioning`: the way down leads to `disabled`, with the `disableMs` of the settings.
 */
export const peeringMachine: Machine<PeeringState, PeeringEvent> = {
  name: 'upcloud/network_peering',
  initial: 'pending-peer',
  states: {
    provisioning: { after: { ms: 2_000, to: 'active' }, on: { fail: 'error' } },
    active: { on: { fail: 'error' } },
    'pending-peer': {},
    'peer-disabled': {},
    'missing-local-router': {},
    'missing-peer-router': {},
    'conflict-subnet': {},
    'deleted-peer-network': {},
    disabled: {},
    error: {},
  },
}
