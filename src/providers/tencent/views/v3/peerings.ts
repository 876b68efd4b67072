import type { Listed } from '../../operations/lists.ts'
import type { PeeringSummary } from '../../operations/peerings.ts'
import type { Peering } from '../../records/peerings.ts'
import type { Task } from '../../records/tasks.ts'
import { TYPES } from '../../schemas/v3/peerings.ts'
import { beijing } from '../beijing.ts'
import { tagsView } from './common.ts'

/** Told from the initiator's side, whoever asks; regions by their short codes, for clients look those up. */
const peeringView = ({ peering, appId, peerAppId }: PeeringSummary): object => ({
  SourceVpcId: peering.vpcId,
  PeerVpcId: peering.peerVpcId,
  PeeringConnectionId: peering.id,
  PeeringConnectionName: peering.name,
  State: peering.state,
  IsNgw: false,
  Bandwidth: peering.bandwidth,
  SourceRegion: peering.region,
  DestinationRegion: peering.peerRegion,
  CreateTime: beijing(peering.createdAt),
  AppId: Number(appId),
  PeerAppId: Number(peerAppId),
  ChargeType: peering.charge,
  SourceUin: peering.uin,
  DestinationUin: peering.peerUin,
  TagSet: tagsView(peering),
  QosLevel: peering.quality,
  Type: TYPES[peering.type - 1] ?? TYPES[0],
  DestinationVpcId: peering.peerVpcId,
})

export const peeringListView = ({ items, total }: Listed<PeeringSummary>): object => ({
  TotalCount: total,
  PeerConnectionSet: items.map(peeringView),
})

export const createdPeeringView = ({ id }: Peering): object => ({ PeeringConnectionId: id })

export const taskView = ({ state, targetId, errorMsg }: Task): object => ({
  Status: state,
  Output: state === 'FAILED' ? errorMsg : state === 'SUCCESS' ? 'SUCCESS' : '',
  Result: [{ ResourceId: targetId, Status: state }],
})
