import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { numberId } from '../records/ids.ts'
import type { Place } from '../records/networks.ts'
import { peerings } from '../records/peerings.ts'
import { type Task, tasks } from '../records/tasks.ts'
import { findRegion } from '../records/regions.ts'
import {
  type NewPeering,
  type OnePeering,
  type Verb,
  crossRegion,
  insertPeering,
  readEnds,
  readyFor,
} from './peerings.ts'
import { peeringsOf, refusePeeringName } from './peering-rules.ts'

const BANDWIDTHS: readonly number[] = [10, 20, 50, 100, 200, 500, 1000]

interface NewTask extends Pick<Task, 'deed' | 'targetId'> {
  readonly id?: string
  readonly change?: Task['change']
}

/** Starts a task of the caller. */
export const startTask = (
  tx: Tx,
  { uin }: Place,
  { id = numberId(tx, tasks), change = null, ...work }: NewTask,
): Task => tx.create(tasks, { id, uin, ...work, change, errorCode: 0, errorMsg: '' })

export interface NewFarPeering extends NewPeering {
  /** A region by its short code or long name. */
  readonly peerRegion: string
  /** Mbps. */
  readonly bandwidth: number
  readonly type: number
}

/** Joins two VPCs, of one region or of two; the peering shows when the task has succeeded. */
export const createPeeringEx = (tx: Tx, place: Place, input: NewFarPeering): Task => {
  const peerRegion = findRegion(input.peerRegion)?.code
  if (peerRegion === undefined) throw problems.peerRegionUnknown()
  if (peerRegion !== place.region && !BANDWIDTHS.includes(input.bandwidth)) throw problems.bandwidthInvalid()
  const ends = readEnds(tx, place, input, peerRegion)
  const { name, bandwidth, type } = input
  const peering = insertPeering(tx, ends, { name, bandwidth, type })
  return startTask(tx, place, { deed: 'create', targetId: peering.id })
}

/** Accepts, rejects, enables or deletes through a task; what happens inside one region is done at once all the same. */
export const movePeeringEx =
  (verb: Verb) =>
  (tx: Tx, place: Place, input: OnePeering): Task => {
    const peering = readyFor(tx, place, input, verb)
    if (crossRegion(peering)) return startTask(tx, place, { deed: verb, targetId: peering.id })
    tx.fire(peerings, peering, verb)
    return startTask(tx, place, { deed: 'none', targetId: peering.id })
  }

export interface PeeringChange extends OnePeering {
  readonly name?: string | undefined
  /** Mbps. */
  readonly bandwidth?: number | undefined
}

export const modifyPeeringEx = (tx: Tx, place: Place, input: PeeringChange): Task => {
  const { name, bandwidth } = input
  const peering = readyFor(tx, place, input, 'modify')
  if (name !== undefined) refusePeeringName(peeringsOf(tx, peering.vpcId), { name }, peering)
  if (bandwidth !== undefined && crossRegion(peering) && !BANDWIDTHS.includes(bandwidth))
    throw problems.bandwidthInvalid()
  const change = { ...(name !== undefined && { name }), ...(bandwidth !== undefined && { bandwidth }) }
  if (crossRegion(peering)) return startTask(tx, place, { deed: 'modify', targetId: peering.id, change })
  tx.table(peerings).update(peering.id, change)
  return startTask(tx, place, { deed: 'none', targetId: peering.id })
}

export const getTask = (tx: Tx, { uin }: Place, { task: id }: { readonly task: string }): Task => {
  const task = tx.table(tasks).get(id)
  if (task?.uin !== uin) throw problems.taskNotFound()
  return task
}
