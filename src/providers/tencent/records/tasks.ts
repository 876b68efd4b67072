import { GONE, type Stateful, targetOf } from '../../../world/lifecycle.ts'
import { defineStateful, type Tx } from '../../../world/unit-of-work.ts'
import { type PeeringEvent, type TaskState, peeringMachine, taskMachine } from '../lifecycle.ts'
import { dropRoutesThrough, gateways, nats } from './gateways.ts'
import { type Peering, peerings } from './peerings.ts'

/** What a task does to its target when it succeeds; `none` when that is done already. */
export type Deed =
  | 'create'
  | 'accept'
  | 'reject'
  | 'enable'
  | 'delete'
  | 'modify'
  | 'delete_nat'
  | 'delete_gateway'
  | 'none'

/** The progress of an asynchronous call; the id is the `taskId` as text. */
export interface Task extends Stateful<TaskState> {
  readonly uin: number
  readonly deed: Deed
  readonly targetId: string
  /** What a `modify` puts. */
  readonly change: Partial<Pick<Peering, 'name' | 'bandwidth'>> | null
  readonly errorCode: number
  readonly errorMsg: string
}

const FAILURE = { errorCode: 6000, errorMsg: 'The task failed' }
const OVERTAKEN = { errorCode: 5100, errorMsg: 'The peering connection has changed its state' }

export const tasks = defineStateful<Task>()({
  name: 'tencent/task',
  machine: taskMachine,
  indexes: { running: (row) => (row.state === 'RUNNING' && row.deed !== 'none' ? row.targetId : undefined) },
  settable: { 'output.errorCode': 'errorCode', 'output.errorMsg': 'errorMsg' },
  moved(tx, _before, after) {
    if (after?.state === 'SUCCESS') succeed(tx, after)
    if (after?.state === 'FAILED') fail(tx, after)
  },
})

const succeed = (tx: Tx, task: Task): void => {
  if (task.deed === 'none') return
  if (task.deed === 'delete_nat') {
    const nat = tx.table(nats).get(task.targetId)
    if (nat) tx.enter(nats, nat, GONE)
    return
  }
  if (task.deed === 'delete_gateway') {
    tx.table(gateways).delete(task.targetId)
    dropRoutesThrough(tx, task.targetId)
    return
  }
  const peering = tx.table(peerings).get(task.targetId)
  if (!peering || !perform(tx, task, peering)) tx.enter(tasks, task, 'FAILED', { patch: OVERTAKEN })
}

/** Whether the peering was still in a state that knows the deed. */
const perform = (tx: Tx, { deed, change }: Task, peering: Peering): boolean => {
  if (deed === 'modify') {
    if (peering.state === 'ACTIVE') tx.table(peerings).update(peering.id, change ?? {})
    return peering.state === 'ACTIVE'
  }
  const event = deed === 'create' ? (peering.uin === peering.peerUin ? 'open' : 'wait') : (deed as PeeringEvent)
  if (targetOf(peeringMachine, peering.state, event) === undefined) return false
  tx.fire(peerings, peering, event)
  return true
}

const fail = (tx: Tx, task: Task): void => {
  if (task.errorCode === 0) tx.table(tasks).update(task.id, FAILURE)
  const peering = task.deed === 'create' ? tx.table(peerings).get(task.targetId) : undefined
  if (peering?.state === 'CREATING') tx.fire(peerings, peering, 'fail')
  const nat = task.deed === 'delete_nat' ? tx.table(nats).get(task.targetId) : undefined
  if (nat?.state === 'DELETING') tx.fire(nats, nat, 'keep')
}
