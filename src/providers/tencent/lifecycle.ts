import { GONE, type Machine } from '../../world/lifecycle.ts'

/** API 3.0 names these states; v2 numbers them. A CREATING peering is not shown: its task has not ended yet. */
export type PeeringState = 'CREATING' | 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'REJECTED' | 'DELETED' | 'FAILED'
export type PeeringEvent = 'open' | 'wait' | 'fail' | 'accept' | 'reject' | 'enable' | 'delete'

const WEEK = 7 * 24 * 3_600_000

export const peeringMachine: Machine<PeeringState, PeeringEvent> = {
  name: 'tencent/peering',
  initial: 'CREATING',
  states: {
    CREATING: { on: { open: 'ACTIVE', wait: 'PENDING', fail: 'FAILED' } },
    PENDING: {
      after: { ms: WEEK, to: 'EXPIRED' },
      on: { accept: 'ACTIVE', reject: 'REJECTED', delete: 'DELETED' },
    },
    ACTIVE: { on: { delete: 'DELETED' } },
    EXPIRED: { on: { enable: 'PENDING', delete: 'DELETED' } },
    REJECTED: { on: { delete: 'DELETED' } },
    // nobody sees this state unless a scenario holds it
    DELETED: { after: { ms: 0, to: GONE } },
    FAILED: { on: { delete: 'DELETED' } },
  },
}

export type TaskState = 'RUNNING' | 'SUCCESS' | 'FAILED'
export type TaskEvent = 'fail'

export const taskMachine: Machine<TaskState, TaskEvent> = {
  name: 'tencent/task',
  initial: 'RUNNING',
  states: {
    RUNNING: { after: { ms: 2_000, to: 'SUCCESS' }, on: { fail: 'FAILED' } },
    SUCCESS: {},
    FAILED: {},
  },
}

/** v2 tells them as `productionStatus` 0, 1, 2 and 5. */
export type NatState = 'CREATING' | 'AVAILABLE' | 'FAILED' | 'DELETING'
export type NatEvent = 'delete' | 'fail' | 'keep'

export const natMachine: Machine<NatState, NatEvent> = {
  name: 'tencent/nat_gateway',
  initial: 'CREATING',
  states: {
    CREATING: { after: { ms: 2_000, to: 'AVAILABLE' }, on: { fail: 'FAILED', delete: 'DELETING' } },
    AVAILABLE: { on: { delete: 'DELETING' } },
    FAILED: { on: { delete: 'DELETING' } },
    DELETING: { on: { keep: 'AVAILABLE' } },
  },
}
