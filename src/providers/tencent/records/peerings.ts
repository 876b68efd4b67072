import type { Millis } from '../../../core/clock.ts'
import type { Stateful } from '../../../world/lifecycle.ts'
import { defineStateful } from '../../../world/unit-of-work.ts'
import { type PeeringState, peeringMachine } from '../lifecycle.ts'
import type { Tagged } from './tags.ts'
import { dropRoutesThrough } from './gateways.ts'
import { placeKey } from './networks.ts'

/** A peering connection, told from the initiator's point of view. */
export interface Peering extends Stateful<PeeringState>, Tagged {
  readonly name: string
  readonly uin: number
  readonly vpcId: string
  readonly region: string
  readonly peerUin: number
  readonly peerVpcId: string
  readonly peerRegion: string
  /** Mbps between regions; 0 for no limit. */
  readonly bandwidth: number
  /** 1 VPC, 2 bare metal. */
  readonly type: number
  /** How its bandwidth is paid for. */
  readonly charge: string
  /** Its class of service; empty where none was chosen. */
  readonly quality: string
  readonly createdAt: Millis
}

/** Whether the state is shown at all. */
export const isShown = ({ state }: Peering): boolean => state !== 'CREATING'

const placesOf = ({ uin, peerUin, region, peerRegion }: Peering): readonly string[] => {
  if (uin === peerUin && region === peerRegion) return [placeKey({ uin, region })]
  const pairs = [uin, peerUin].flatMap((one) => [region, peerRegion].map((name) => ({ uin: one, region: name })))
  return [...new Set(pairs.map(placeKey))]
}

export const peerings = defineStateful<Peering>()({
  name: 'tencent/peering',
  machine: peeringMachine,
  indexes: {
    vpc: (row) => [row.vpcId, row.peerVpcId],
    // whoever has a side of it sees it in the regions of both
    place: (row) => (isShown(row) ? placesOf(row) : undefined),
  },
  moved(tx, before, after) {
    if (!after || after.state === 'DELETED') dropRoutesThrough(tx, before.id)
  },
})
