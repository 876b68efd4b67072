import { targetOf } from '../../../world/lifecycle.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId } from '../records/ids.ts'
import { type PeeringEvent, type PeeringState, peeringMachine } from '../lifecycle.ts'
import { type Place, type Vpc, vpcs } from '../records/networks.ts'
import { type Peering, peerings } from '../records/peerings.ts'
import { tasks } from '../records/tasks.ts'
import type { CreatePeering, DescribePeerings, RenamePeering } from '../schemas/v2/peerings.ts'
import { settingsOf } from '../settings.ts'
import { find, findAny, getVpc } from './find.ts'
import { type Listed, pageOf } from './lists.ts'
import { refuseConflict, refusePeeringLimit, refusePeeringName } from './peering-rules.ts'

const PAGE_LIMIT = 50

/** What the two sides and the states of a peering allow. */
export type Verb = PeeringEvent & ('accept' | 'reject' | 'enable' | 'delete')

/** Whether the state is shown at all. */
const shown = ({ state }: Peering): boolean => state !== 'CREATING'

/** A peering that the caller has a side of, whatever the region asked for. */
export const getPeering = (tx: Tx, { uin }: Place, id: string): Peering => {
  const peering = tx.table(peerings).get(id)
  const mine = peering?.uin === uin || peering?.peerUin === uin
  if (!peering || !mine || !shown(peering) || peering.state === 'DELETED') throw problems.peeringNotFound()
  return peering
}

/** The two VPCs of a peering that is asked for. The order of the checks is inferred; each has its own refusal. */
export const readEnds = (tx: Tx, place: Place, input: CreatePeering, peerRegion: string): readonly [Vpc, Vpc] => {
  const vpc = getVpc(tx, place, input.vpcId)
  refusePeeringName(tx, vpc.id, input.peeringConnectionName)
  const peer = findAny(tx, vpcs, input.peerVpcId)
  if (!peer || peer.region !== peerRegion || String(peer.uin) !== input.peerUin) throw problems.vpcNotFound()
  refuseConflict(tx, vpc, peer)
  refusePeeringLimit(tx, vpc.id, peer.id)
  return [vpc, peer]
}

export const insertPeering = (
  tx: Tx,
  [vpc, peer]: readonly [Vpc, Vpc],
  name: string,
  given: { readonly state?: PeeringState; readonly bandwidth?: number; readonly type?: number; readonly id?: string },
): Peering =>
  tx.create(peerings, {
    id: given.id ?? newId(tx, 'pcx'),
    ...(given.state !== undefined && { state: given.state }),
    name,
    uin: vpc.uin,
    vpcId: vpc.id,
    region: vpc.region,
    peerUin: peer.uin,
    peerVpcId: peer.id,
    peerRegion: peer.region,
    bandwidth: given.bandwidth ?? 0,
    type: given.type ?? 1,
    createdAt: tx.now,
  })

/** Joins two VPCs of one region: at once inside an account, else when the other side accepts. */
export const createPeering = (tx: Tx, place: Place, input: CreatePeering): Peering => {
  const ends = readEnds(tx, place, input, place.region)
  const state = ends[0].uin === ends[1].uin ? 'ACTIVE' : 'PENDING'
  return insertPeering(tx, ends, input.peeringConnectionName, { state })
}

/** A peering that the caller may do this to now. Throws the refusal of the wrong side, the wrong state or a running task. */
export const readyFor = (tx: Tx, place: Place, id: string, verb: Verb | 'modify'): Peering => {
  const peering = getPeering(tx, place, id)
  const { uin } = place
  const rightSide =
    verb === 'accept' || verb === 'reject'
      ? peering.peerUin === uin
      : peering.uin === uin || (verb !== 'enable' && peering.state !== 'EXPIRED') // a receiver can do nothing with an expired one
  const rightState =
    verb === 'modify' ? peering.state === 'ACTIVE' : targetOf(peeringMachine, peering.state, verb) !== undefined
  if (!rightSide || !rightState) throw problems.peeringStateInvalid()
  if (tx.table(tasks).count('running', peering.id) > 0) throw problems.locked()
  if (verb === 'enable') refusePeeringLimit(tx, peering.vpcId, peering.peerVpcId)
  return peering
}

/** Accepts, rejects, enables or deletes a peering at once. */
export const movePeering = (tx: Tx, place: Place, id: string, verb: Verb): void => {
  tx.fire(peerings, readyFor(tx, place, id, verb), verb)
}

export const renamePeering = (tx: Tx, place: Place, input: RenamePeering): void => {
  const peering = readyFor(tx, place, input.peeringConnectionId, 'modify')
  refusePeeringName(tx, peering.vpcId, input.peeringConnectionName, peering)
  tx.table(peerings).update(peering.id, { name: input.peeringConnectionName })
}

/** A peering with both of its VPCs; a VPC may be gone when the peering is about to go. */
export interface PeeringSummary {
  readonly peering: Peering
  readonly vpc: Vpc | undefined
  readonly peer: Vpc | undefined
}

const STATES: readonly PeeringState[] = ['PENDING', 'ACTIVE', 'EXPIRED', 'REJECTED', 'DELETED', 'FAILED']

/** The number under which v2 shows a state. */
export const stateNumber = (state: PeeringState): number => STATES.indexOf(state)

/** Peerings with a side of the caller and an end in the region. */
export const describePeerings = (tx: Tx, place: Place, input: DescribePeerings): Listed<PeeringSummary> => {
  const { peeringConnectionName = '', state, type, orderField } = input
  const found = candidates(tx, place, input).filter(
    (peering) =>
      shown(peering) &&
      peering.name.includes(peeringConnectionName) &&
      (state === undefined || stateNumber(peering.state) === Number(state)) &&
      (type === undefined || peering.type === Number(type)),
  )
  const byName = orderField !== undefined && orderField !== 'createTime'
  const page = pageOf(found, input, PAGE_LIMIT, byName ? (peering) => peering.name : undefined)
  return { ...page, items: page.items.map((peering) => summaryOf(tx, peering)) }
}

const candidates = (tx: Tx, place: Place, { vpcId, peeringConnectionId: id }: DescribePeerings): Peering[] => {
  const { uin, region } = place
  if (id !== undefined && settingsOf(tx).unknownIds === 'refuse') getPeering(tx, place, id)
  const vpc = vpcId === undefined ? undefined : find(tx, place, vpcs, vpcId)
  if (vpcId !== undefined && !vpc) {
    if (settingsOf(tx).unknownIds === 'refuse') throw problems.vpcNotFound()
    return []
  }
  const mine = vpc ? tx.table(peerings).by('vpc', vpc.id) : tx.table(peerings).by('account', String(uin))
  return mine.filter(
    (peering) =>
      (peering.region === region || peering.peerRegion === region) && (id === undefined || peering.id === id),
  )
}

const summaryOf = (tx: Tx, peering: Peering): PeeringSummary => ({
  peering,
  vpc: tx.table(vpcs).get(peering.vpcId),
  peer: tx.table(vpcs).get(peering.peerVpcId),
})
