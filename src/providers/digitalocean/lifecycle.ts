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

/** A member is shown while it is `LISTED` or `LEAVING`; the names are not on the wire. */
export type MemberState = 'JOINING' | 'LISTED' | 'LEAVING'
export type MemberEvent = 'remove'

// the live list was observed to follow the resources by some time when they come and by minutes when they go
export const memberMachine: Machine<MemberState, MemberEvent> = {
  name: 'digitalocean/vpc_member',
  initial: 'JOINING',
  states: {
    JOINING: { after: { ms: 30_000, to: 'LISTED' }, on: { remove: GONE } },
    LISTED: { on: { remove: 'LEAVING' } },
    LEAVING: { after: { ms: 120_000, to: GONE } },
  },
}
