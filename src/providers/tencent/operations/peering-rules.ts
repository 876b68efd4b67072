import { type Cidr, overlaps } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import type { PeeringState } from '../lifecycle.ts'
import { type Vpc, rangeOf, vpcs } from '../records/networks.ts'
import { type Peering, pairKey, peerings } from '../records/peerings.ts'
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

/** Refuses a name that is none, or that another peering of the VPC has. */
export const refusePeeringName = (
  tx: Tx,
  vpcId: string,
  { name, nameMayRepeat = false }: NameRule,
  self?: Peering,
): void => {
  if (name === '' || tooLong(name)) throw problems.peeringNameInvalid()
  if (nameMayRepeat) return
  const others = tx.table(peerings).by('vpc', vpcId)
  if (others.some((other) => other.name === name && other.id !== self?.id && other.state !== 'DELETED'))
    throw problems.peeringNameTaken()
}

/** Refuses two VPCs that cannot be joined: the same, overlapping, joined already, or overlapping with a peer across regions. */
export const refuseConflict = (tx: Tx, vpc: Vpc, peer: Vpc): void => {
  const taken = tx.table(peerings).by('pair', pairKey(vpc.id, peer.id))
  if (taken.some(({ state }) => PAIRED.includes(state))) throw problems.peeringExists()
  if (vpc.id === peer.id) throw problems.peeringConflict()
  const [own, other] = [rangeOf(vpc), rangeOf(peer)]
  if (overlaps(own, other)) throw problems.peeringConflict()
  if (vpc.region === peer.region) return
  if (anyPeerOverlaps(tx, vpc, other) || anyPeerOverlaps(tx, peer, own)) throw problems.peeringConflict()
}

const anyPeerOverlaps = (tx: Tx, vpc: Vpc, range: Cidr): boolean =>
  tx
    .table(peerings)
    .by('vpc', vpc.id)
    .filter(({ state }) => PAIRED.includes(state))
    .some(({ vpcId, peerVpcId }) => {
      const peer = tx.table(vpcs).get(vpcId === vpc.id ? peerVpcId : vpcId)
      return peer !== undefined && overlaps(rangeOf(peer), range)
    })

/** Refuses one more peering of a VPC that has as many waiting or connected ones as it may, or as many of any state. */
export const refusePeeringLimit = (tx: Tx, ...vpcIds: readonly string[]): void => {
  const { peeringQuota, peeringTotalQuota } = settingsOf(tx)
  for (const id of vpcIds) {
    if (tx.table(peerings).count('vpc', id) < Math.min(peeringQuota, peeringTotalQuota)) continue
    const all = tx.table(peerings).by('vpc', id)
    const live = all.filter(({ state }) => LIVE.includes(state))
    if (live.length >= peeringQuota) throw problems.peeringLimit(peeringQuota)
    if (all.length >= peeringTotalQuota) throw problems.peeringTotalLimit(peeringTotalQuota)
  }
}
