import { GONE, type Machine } from '../../world/lifecycle.ts'

/** `DELETED` is in the published enum too, but a deleted peering is gone from the wire. */
export type PeeringState = 'PENDING_ACCEPTANCE' | 'ACTIVE' | 'REJECTED' | 'EXPIRED'
export type PeeringEvent = 'accept' | 'reject' | 'expire' | 'delete'

// the period after which a request expires is published nowhere, so nothing expires unless a scenario says so
export const peeringMachine: Machine<PeeringState, PeeringEvent> = {
  name: 'huawei/peering',
  initial: 'PENDING_ACCEPTANCE',
  states: {
    PENDING_ACCEPTANCE: { on: { accept: 'ACTIVE', reject: 'REJECTED', expire: 'EXPIRED', delete: GONE } },
    ACTIVE: { on: { delete: GONE } },
    REJECTED: { on: { delete: GONE } },
    EXPIRED: { on: { delete: GONE } },
  },
}

export type VpcState = 'CREATING' | 'OK' | 'ERROR'
export type VpcEvent = 'fail' | 'delete'

// clients without a wait loop use a VPC right after the POST, so only the create answer shows CREATING
export const vpcMachine: Machine<VpcState, VpcEvent> = {
  name: 'huawei/vpc',
  initial: 'CREATING',
  states: {
    CREATING: { after: { ms: 0, to: 'OK' }, on: { fail: 'ERROR' } },
    OK: { on: { fail: 'ERROR', delete: GONE } },
    ERROR: { on: { delete: GONE } },
  },
}

export type SubnetState = 'UNKNOWN' | 'ACTIVE' | 'ERROR'
export type SubnetEvent = 'fail' | 'delete'

export const subnetMachine: Machine<SubnetState, SubnetEvent> = {
  name: 'huawei/subnet',
  initial: 'UNKNOWN',
  states: {
    UNKNOWN: { after: { ms: 0, to: 'ACTIVE' }, on: { fail: 'ERROR', delete: GONE } },
    ACTIVE: { on: { fail: 'ERROR', delete: GONE } },
    ERROR: { on: { delete: GONE } },
  },
}
