import type { Sequence } from '../../../core/shared/sorted.ts'
import { targetOf } from '../../../world/lifecycle.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId } from '../records/ids.ts'
import { type PeeringEvent, type PeeringState, peeringMachine } from '../lifecycle.ts'
import { type Place, type Vpc, placeKey, vpcs } from '../records/networks.ts'
import { accounts } from '../records/accounts.ts'
import { type Peering, isShown, peerings } from '../records/peerings.ts'
import { NO_TAGS } from '../records/tags.ts'
import { tasks } from '../records/tasks.ts'
import { settingsOf } from '../settings.ts'
import { findAny, getVpc, namedVpc } from './find.ts'
import { type Condition, type Listed, type Paging, fitting, pageOf } from './lists.ts'
import { type NameRule, peeringsOf, refuseConflict, refusePeeringLimit, refusePeeringName } from './peering-rules.ts'
import { refuseTags } from './tags.ts'

/** What the two sides and the states of a peering allow. */
export type Verb = PeeringEvent & ('accept' | 'reject' | 'enable' | 'delete')

export interface OnePeering {
  readonly peering: string
}

/** In which states a peering can be changed; only connected by default. */
export interface StateRule {
  readonly inStates?: readonly PeeringState[]
}

const CONNECTED: readonly PeeringState[] = ['ACTIVE']
const BY_PEAK = 'POSTPAID_BY_DAY_MAX'

/** A peering that the caller has a side of, whatever the region asked for. */
const getPeering = (tx: Tx, { uin }: Place, id: string): Peering => {
  const peering = tx.table(peerings).get(id)
  const mine = peering?.uin === uin || peering?.peerUin === uin
  if (!peering || !mine || !isShown(peering) || peering.state === 'DELETED') throw problems.peeringNotFound()
  return peering
}

/** What can be chosen about a peering besides its ends. */
export interface PeeringChoices extends Partial<Pick<Peering, 'bandwidth' | 'type' | 'charge' | 'quality' | 'tags'>> {}

export interface NewPeering extends NameRule {
  readonly vpc: string
  readonly peerVpc: string
  readonly peerUin: string
  readonly choices?: PeeringChoices
}

/** The two VPCs of a peering that is asked for. The order of the checks is inferred; each has its own refusal. */
export const readEnds = (tx: Tx, place: Place, input: NewPeering, peerRegion: string): readonly [Vpc, Vpc] => {
  const vpc = getVpc(tx, place, input.vpc)
  const others = peeringsOf(tx, vpc.id)
  refusePeeringName(others, input)
  const peer = findAny(tx, vpcs, input.peerVpc)
  if (!peer || peer.region !== peerRegion || String(peer.uin) !== input.peerUin) throw problems.vpcNotFound()
  refuseConflict(tx, vpc, peer, others)
  refusePeeringLimit(tx, vpc.id, peer.id)
  return [vpc, peer]
}

export const insertPeering = (
  tx: Tx,
  [vpc, peer]: readonly [Vpc, Vpc],
  given: Pick<Peering, 'name'> & PeeringChoices & { readonly id?: string | undefined; readonly state?: PeeringState },
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
    charge: given.charge ?? BY_PEAK,
    quality: given.quality ?? '',
    tags: given.tags ?? NO_TAGS,
    createdAt: tx.now,
  })

/** Joins two VPCs, of one region unless another is named: at once inside an account, else when the other side accepts. */
export const createPeering = (
  tx: Tx,
  place: Place,
  input: NewPeering & { readonly peerRegion?: string | undefined },
): Peering => {
  refuseTags(input.choices?.tags)
  const ends = readEnds(tx, place, input, input.peerRegion ?? place.region)
  const state = ends[0].uin === ends[1].uin ? 'ACTIVE' : 'PENDING'
  return insertPeering(tx, ends, { ...input.choices, name: input.name, state })
}

export const crossRegion = ({ region, peerRegion }: Peering): boolean => region !== peerRegion

/** A peering that the caller may do this to now. Throws the refusal of the wrong side, the wrong state or a running task. */
export const readyFor = (
  tx: Tx,
  place: Place,
  { peering: id, inStates = CONNECTED }: OnePeering & StateRule,
  verb: Verb | 'modify',
): Peering => {
  const peering = getPeering(tx, place, id)
  const { uin } = place
  const rightSide =
    verb === 'accept' || verb === 'reject'
      ? peering.peerUin === uin
      : peering.uin === uin || (verb !== 'enable' && peering.state !== 'EXPIRED') // a receiver can do nothing with an expired one
  const rightState =
    verb === 'modify' ? inStates.includes(peering.state) : targetOf(peeringMachine, peering.state, verb) !== undefined
  if (!rightSide) throw problems.peeringSideWrong()
  if (!rightState) throw problems.peeringStateInvalid()
  if (tx.table(tasks).count('running', peering.id) > 0) throw problems.locked()
  if (verb === 'enable') refusePeeringLimit(tx, peering.vpcId, peering.peerVpcId)
  return peering
}

/** Accepts, rejects, enables or deletes a peering at once. */
export const movePeering =
  (verb: Verb) =>
  (tx: Tx, place: Place, input: OnePeering): Peering => {
    const peering = readyFor(tx, place, input, verb)
    tx.fire(peerings, peering, verb)
    return peering
  }

export interface PeeringChange extends OnePeering, StateRule {
  readonly name?: string | undefined
  readonly nameMayRepeat?: boolean
  readonly choices?: Pick<PeeringChoices, 'bandwidth' | 'charge'>
}

/** Changes a peering at once. */
export const modifyPeering = (tx: Tx, place: Place, input: PeeringChange): Peering => {
  const peering = readyFor(tx, place, input, 'modify')
  const { name = peering.name, choices } = input
  refusePeeringName(peeringsOf(tx, peering.vpcId), { ...input, name }, peering)
  return tx.table(peerings).update(peering.id, { ...choices, name })
}

/** A peering with both of its VPCs and the second numbers of both accounts; a VPC may be gone when the peering is about to go. */
export interface PeeringSummary {
  readonly peering: Peering
  readonly vpc: Vpc | undefined
  readonly peer: Vpc | undefined
  readonly appId: string
  readonly peerAppId: string
}

const TESTS = {
  vpc: ({ vpcId, peerVpcId }: Peering, value: string) => vpcId === value || peerVpcId === value,
  name: ({ name }: Peering, value: string) => name === value,
  partOfName: ({ name }: Peering, value: string) => name.includes(value),
  state: ({ state }: Peering, value: string) => state === value,
  type: ({ type }: Peering, value: string) => String(type) === value,
}

export interface PeeringFilter extends Paging {
  /** The VPC at either end. */
  readonly vpc?: string | undefined
  readonly peering?: string | undefined
  readonly ids?: readonly string[] | undefined
  readonly conditions?: readonly Condition<keyof typeof TESTS>[] | undefined
}

/** Peerings with a side of the caller and an end in the region. */
export const describePeerings = (tx: Tx, place: Place, filter: PeeringFilter): Listed<PeeringSummary> => {
  const { ids, conditions } = filter
  const candidates = candidatesOf(tx, place, filter)
  const found =
    ids || conditions?.length
      ? [...candidates].filter(({ id }) => !ids || ids.includes(id)).filter(fitting(TESTS, conditions))
      : candidates
  const page = pageOf(found, filter)
  return { ...page, items: page.items.map((peering) => summaryOf(tx, peering)) }
}

const candidatesOf = (
  tx: Tx,
  place: Place,
  { vpc: vpcId, peering: id }: PeeringFilter,
): readonly Peering[] | Sequence<Peering> => {
  const { uin, region } = place
  if (id !== undefined && settingsOf(tx).unknownIds === 'refuse') getPeering(tx, place, id)
  const vpc = namedVpc(tx, place, vpcId)
  if (vpc === null) return []
  const table = tx.table(peerings)
  if (id === undefined && vpc === undefined) return table.filed('place', placeKey(place))
  const row = id === undefined ? undefined : table.get(id)
  const found = id === undefined ? table.by('vpc', vpc!.id) : row ? [row] : []
  const isMine = (row: Peering): boolean =>
    vpc ? row.vpcId === vpc.id || row.peerVpcId === vpc.id : row.uin === uin || row.peerUin === uin
  return found.filter((row) => isShown(row) && isMine(row) && (row.region === region || row.peerRegion === region))
}

const summaryOf = (tx: Tx, peering: Peering): PeeringSummary => {
  const { uin, vpcId, peerUin, peerVpcId } = peering
  const table = tx.table(vpcs)
  const appId = appIdOf(tx, uin)
  const peerAppId = peerUin === uin ? appId : appIdOf(tx, peerUin)
  return { peering, vpc: table.get(vpcId), peer: table.get(peerVpcId), appId, peerAppId }
}

const appIdOf = (tx: Tx, uin: number): string => tx.table(accounts).get(String(uin))?.appId ?? ''
