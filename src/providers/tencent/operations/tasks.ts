import type { Tx } from '../../../world/unit-of-work.ts'
import { common, problems } from '../errors/index.ts'
import { numberId } from '../records/ids.ts'
import type { Place } from '../records/networks.ts'
import { type Peering, peerings } from '../records/peerings.ts'
import { type Deed, type Task, tasks } from '../records/tasks.ts'
import { findRegion } from '../records/regions.ts'
import type { CreatePeeringEx, ModifyPeeringEx, OneTask } from '../schemas/v2/peerings.ts'
import { type Verb, insertPeering, readEnds, readyFor } from './peerings.ts'
import { refusePeeringName } from './peering-rules.ts'

const BANDWIDTHS: readonly number[] = [10, 20, 50, 100, 200, 500, 1000]

/** Starts a task of the caller. */
export const startTask = (tx: Tx, { uin }: Place, deed: Deed, targetId: string, change: Task['change'] = null): Task =>
  tx.create(tasks, { id: numberId(tx, tasks), uin, deed, targetId, change, errorCode: 0, errorMsg: '' })

/** Joins two VPCs, of one region or of two; the peering shows when the task has succeeded. */
export const createPeeringEx = (tx: Tx, place: Place, input: CreatePeeringEx): Task => {
  const peerRegion = findRegion(input.peerRegion)?.code
  if (peerRegion === undefined) throw common.invalid('peerRegion')
  if (peerRegion !== place.region && !BANDWIDTHS.includes(input.bandwidth)) throw common.invalid('bandwidth')
  const ends = readEnds(tx, place, input, peerRegion)
  const { bandwidth } = input
  const peering = insertPeering(tx, ends, input.peeringConnectionName, { bandwidth, type: Number(input.type ?? 1) })
  return startTask(tx, place, 'create', peering.id)
}

const crossRegion = ({ region, peerRegion }: Peering): boolean => region !== peerRegion

/** Accepts, rejects, enables or deletes through a task; what happens inside one region is done at once all the same. */
export const movePeeringEx = (tx: Tx, place: Place, id: string, verb: Verb): Task => {
  const peering = readyFor(tx, place, id, verb)
  if (crossRegion(peering)) return startTask(tx, place, verb, peering.id)
  tx.fire(peerings, peering, verb)
  return startTask(tx, place, 'none', peering.id)
}

export const modifyPeeringEx = (tx: Tx, place: Place, input: ModifyPeeringEx): Task => {
  const { peeringConnectionId: id, peeringConnectionName: name, bandwidth } = input
  const peering = readyFor(tx, place, id, 'modify')
  if (name !== undefined) refusePeeringName(tx, peering.vpcId, name, peering)
  if (bandwidth !== undefined && crossRegion(peering) && !BANDWIDTHS.includes(bandwidth))
    throw common.invalid('bandwidth')
  const change = { ...(name !== undefined && { name }), ...(bandwidth !== undefined && { bandwidth }) }
  if (crossRegion(peering)) return startTask(tx, place, 'modify', peering.id, change)
  tx.table(peerings).update(peering.id, change)
  return startTask(tx, place, 'none', peering.id)
}

export const getTask = (tx: Tx, { uin }: Place, { taskId }: OneTask): Task => {
  const task = tx.table(tasks).get(String(taskId))
  if (task?.uin !== uin) throw problems.taskNotFound()
  return task
}
