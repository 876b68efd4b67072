import { targetOf } from '../../../world/lifecycle.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId } from '../records/ids.ts'
import { type PeeringEvent, type PeeringState, peeringMachine } from '../lifecycle.ts'
import { type Place, type Vpc, vpcs } from '../records/networks.ts'
import { accounts } from '../records/accounts.ts'
import { type Peering, peerings } from '../records/peerings.ts'
import { tasks } from '../records/tasks.ts'
import { settingsOf } from '../settings.ts'
import { findAny, getVpc, namedVpc } from './find.ts'
import { type Listed, type Paging, pageOf } from './lists.ts'
import { refuseConflict, refusePeeringLimit, refusePeeringName } from './peering-rules.ts'

const PAGE_LIMIT = 50

/** What the two sides and the states of a peering allow. */
export type Verb = PeeringEvent & ('accept' | 'reject' | 'enable' | 'delete')

export interface OnePeering {
  readonly peering: string
}

/** Whether the state is shown at all. */
const shown = ({ state }: Peering): boolean => state !== 'CREATING'

/** A peering that the caller has a side of, whatever the region asked for. */
export const getPeering = (tx: Tx, { uin }: Place, id: string): Peering => {
  const peering = tx.table(peerings).get(id)
  const mine = peering?.uin === uin || peering?.peerUin === uin
  if (!peering || !mine || !shown(peering) || peering.state === 'DELETED') throw problems.peeringNotFound()
  return peering
}

export interface NewPeering {
  readonly vpc: string
  readonly peerVpc: string
  readonly peerUin: string
  readonly name: string
}

/** The two VPCs of a peering that is asked for. The order of the checks is inferred; each has its own refusal. */
export const readEnds = (tx: Tx, place: Place, input: NewPeering, peerRegion: string): readonly [Vpc, Vpc] => {
  const vpc = getVpc(tx, place, input.vpc)
  refusePeeringName(tx, vpc.id, input.name)
  const peer = findAny(tx, vpcs, input.peerVpc)
  if (!peer || peer.region !== peerRegion || String(peer.uin) !== input.peerUin) throw problems.vpcNotFound()
  refuseConflict(tx, vpc, peer)
  refusePeeringLimit(tx, vpc.id, peer.id)
  return [vpc, peer]
}

export const insertPeering = (
  tx: Tx,
  [vpc, peer]: readonly [Vpc, Vpc],
  given: Pick<Peering, 'name'> & {
    readonly id?: string | undefined
    readonly state?: PeeringState
    readonly bandwidth?: number
    readonly type?: number
  },
): Peering =>
  tx.create(peerings, {
    id: given.id ?? newId(tx, 'pcx'),
    ...(given.state !== undefined && { state: given.state }),
    name: given.name,
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
export const createPeering = (tx: Tx, place: Place, input: NewPeering): Peering => {
  const ends = readEnds(tx, place, input, place.region)
  const state = ends[0].uin === ends[1].uin ? 'ACTIVE' : 'PENDING'
  return insertPeering(tx, ends, { name: input.name, state })
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
export const movePeering =
  (verb: Verb) =>
  (tx: Tx, place: Place, { peering }: OnePeering): void => {
    tx.fire(peerings, readyFor(tx, place, peering, verb), verb)
  }

export const renamePeering = (tx: Tx, place: Place, input: OnePeering & { readonly name: string }): void => {
  const peering = readyFor(tx, place, input.peering, 'modify')
  refusePeeringName(tx, peering.vpcId, input.name, peering)
  tx.table(peerings).update(peering.id, { name: input.name })
}

/** A peering with both of its VPCs and its initiator's second number; a VPC may be gone when the peering is about to go. */
export interface PeeringSummary {
  readonly peering: Peering
  readonly vpc: Vpc | undefined
  readonly peer: Vpc | undefined
  readonly appId: string
}

export interface PeeringFilter extends Paging {
  /** The VPC at either end. */
  readonly vpc?: string | undefined
  readonly peering?: string | undefined
  /** A part of the name. */
  readonly name?: string | undefined
  readonly state?: PeeringState | undefined
  readonly type?: number | undefined
}

/** Peerings with a side of the caller and an end in the region. */
export const describePeerings = (tx: Tx, place: Place, filter: PeeringFilter): Listed<PeeringSummary> => {
  const { name = '', state, type } = filter
  const found = candidates(tx, place, filter).filter(
    (peering) =>
      shown(peering) &&
      peering.name.includes(name) &&
      (state === undefined || peering.state === state) &&
      (type === undefined || peering.type === type),
  )
  const page = pageOf(found, filter, PAGE_LIMIT)
  return { ...page, items: page.items.map((peering) => summaryOf(tx, peering)) }
}

const candidates = (tx: Tx, place: Place, { vpc: vpcId, peering: id }: PeeringFilter): Peering[] => {
  const { uin, region } = place
  if (id !== undefined && settingsOf(tx).unknownIds === 'refuse') getPeering(tx, place, id)
  const vpc = namedVpc(tx, place, vpcId)
  if (vpc === null) return []
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
  appId: tx.table(accounts).get(String(peering.uin))?.appId ?? '',
})
