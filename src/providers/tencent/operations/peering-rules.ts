import { type Cidr, overlaps } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import type { PeeringState } from '../lifecycle.ts'
import { type Vpc, rangeOf, vpcs } from '../records/networks.ts'
import { type Peering, peerings } from '../records/peerings.ts'
import { settingsOf } from '../settings.ts'
import { tooLong } from './lists.ts'

// a REJECTED or FAILED peering takes no room; an EXPIRED one still holds its pair, for it can be opened again
const LIVE: readonly PeeringState[] = ['CREATING', 'PENDING', 'ACTIVE']
const PAIRED: readonly PeeringState[] = [...LIVE, 'EXPIRED']

export interface NameRule {
  readonly name: string
  /** Whether another peering of the VPC may have the same name. */
  readonly nameMayRepeat?: boolean
}

/** The peerings that a VPC is an end of. */
export const peeringsOf = (tx: Tx, vpcId: string): readonly Peering[] => tx.table(peerings).by('vpc', vpcId)

const otherEnd = ({ vpcId, peerVpcId }: Peering, id: string): string => (vpcId === id ? peerVpcId : vpcId)

/** Refuses a name that is none, or that another one of these has: the peerings of the VPC. */
export const refusePeeringName = (
  others: readonly Peering[],
  { name, nameMayRepeat = false }: NameRule,
  self?: Peering,
): void => {
  if (name === '' || tooLong(name)) throw problems.peeringNameInvalid()
  if (nameMayRepeat) return
  if (others.some((other) => other.name === name && other.id !== self?.id && other.state !== 'DELETED'))
    throw problems.peeringNameTaken()
}

/**
 * Refuses two VPCs that cannot be joined: the same, overlapping, joined already by one of the peerings of the first, or
 * overlapping with a peer across regions.
 */
export const refuseConflict = (tx: Tx, vpc: Vpc, peer: Vpc, others: readonly Peering[]): void => {
  if (others.some((other) => otherEnd(other, vpc.id) === peer.id && PAIRED.includes(other.state)))
    throw problems.peeringExists()
  if (vpc.id === peer.id) throw problems.peeringConflict()
  const [own, other] = [rangeOf(vpc), rangeOf(peer)]
  if (overlaps(own, other)) throw problems.peeringConflict()
  if (vpc.region === peer.region) return
  if (anyPeerOverlaps(tx, vpc, other) || anyPeerOverlaps(tx, peer, own)) throw problems.peeringConflict()
}

const anyPeerOverlaps = (tx: Tx, vpc: Vpc, range: Cidr): boolean =>
  peeringsOf(tx, vpc.id)
    .filter(({ state }) => PAIRED.includes(state))
    .some((peering) => {
      const peer = tx.table(vpcs).get(otherEnd(peering, vpc.id))
      return peer !== undefined && overlaps(rangeOf(peer), range)
    })

/** Refuses one more peering of a VPC that has as many waiting or connected ones as it may, or as many of any state. */
export const refusePeeringLimit = (tx: Tx, ...vpcIds: readonly string[]): void => {
  const { peeringQuota, peeringTotalQuota } = settingsOf(tx)
  for (const id of vpcIds) {
    if (tx.table(peerings).count('vpc', id) < Math.min(peeringQuota, peeringTotalQuota)) continue
    const all = peeringsOf(tx, id)
    const live = all.filter(({ state }) => LIVE.includes(state))
    if (live.length >= peeringQuota) throw problems.peeringLimit(peeringQuota)
    if (all.length >= peeringTotalQuota) throw problems.peeringTotalLimit(peeringTotalQuota)
  }
}
