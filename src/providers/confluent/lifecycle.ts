import { GONE, type Machine } from '../../world/lifecycle.ts'

export type PeeringPhase = 'PROVISIONING' | 'PENDING_ACCEPT' | 'READY' | 'FAILED' | 'DISCONNECTED' | 'DEPROVISIONING'
export type PeeringEvent = 'delete' | 'accept' | 'reject' | 'fail' | 'disconnect' | 'reconnect'

// a client that first looks after 5 s and then once a minute (Terraform) must find the end of the wait at its first look
export const peeringMachine: Machine<PeeringPhase, PeeringEvent> = {
  name: 'confluent/peering',
  initial: 'PROVISIONING',
  states: {
    PROVISIONING: { after: { ms: 2_000, to: 'PENDING_ACCEPT' }, on: { delete: 'DEPROVISIONING', fail: 'FAILED' } },
    PENDING_ACCEPT: {
      after: { ms: 2_000, to: 'READY' },
      on: { delete: 'DEPROVISIONING', accept: 'READY', reject: 'FAILED', fail: 'FAILED' },
    },
    READY: { on: { delete: 'DEPROVISIONING', disconnect: 'DISCONNECTED' } },
    DISCONNECTED: { on: { delete: 'DEPROVISIONING', reconnect: 'READY' } },
    FAILED: { on: { delete: 'DEPROVISIONING' } },
    DEPROVISIONING: { after: { ms: 2_000, to: GONE } },
  },
}

export type NetworkPhase = 'PROVISIONING' | 'READY' | 'FAILED' | 'DEPROVISIONING'
export type NetworkEvent = 'delete' | 'fail'

export const networkMachine: Machine<NetworkPhase, NetworkEvent> = {
  name: 'confluent/network',
  initial: 'PROVISIONING',
  states: {
    PROVISIONING: { after: { ms: 3_000, to: 'READY' }, on: { delete: 'DEPROVISIONING', fail: 'FAILED' } },
    READY: { on: { delete: 'DEPROVISIONING' } },
    FAILED: { on: { delete: 'DEPROVISIONING' } },
    DEPROVISIONING: { after: { ms: 2_000, to: GONE } },
  },
}
