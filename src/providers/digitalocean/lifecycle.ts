import { GONE, type Machine } from '../../world/lifecycle.ts'

/** `ERROR` is missing from the published enum, but doctl knows it; it carries no reason. */
export type PeeringState = 'PROVISIONING' | 'ACTIVE' | 'ERROR' | 'DELETING'
export type PeeringEvent = 'delete' | 'fail'

// a same-region pair was observed to be ACTIVE within 11 s of the POST and gone within 1 s of the DELETE
export const peeringMachine: Machine<PeeringState, PeeringEvent> = {
  name: 'digitalocean/vpc_peering',
  initial: 'PROVISIONING',
  states: {
    PROVISIONING: { after: { ms: 2_000, to: 'ACTIVE' }, on: { delete: 'DELETING', fail: 'ERROR' } },
    ACTIVE: { on: { delete: 'DELETING', fail: 'ERROR' } },
    ERROR: { on: { delete: 'DELETING' } },
    DELETING: { after: { ms: 1_000, to: GONE } },
  },
}
