import { rowTextWith } from '../../../../core/memo.ts'
import type { Listed } from '../../operations/lists.ts'
import type { PeeringSummary } from '../../operations/peerings.ts'
import type { Peering } from '../../records/peerings.ts'
import type { Task } from '../../records/tasks.ts'
import { STATES } from '../../schemas/v2/peerings.ts'
import { beijing } from '../beijing.ts'
import { ListOfTexts, entryText } from './common.ts'

/** What is told of a peering besides its row: the old ids of its VPCs, and its initiator's second number. */
type Neighbours = readonly [vpcId: string, peerVpcId: string, appId: string]

/** Told from the initiator's side, whoever asks. */
const peeringView = (peering: Peering, ...[vpcId, peerVpcId, appId]: Neighbours): object => ({
  vpcId,
  unVpcId: peering.vpcId,
  peerVpcId,
  unPeerVpcId: peering.peerVpcId,
  appId,
  peeringConnectionId: peering.id,
  peeringConnectionName: peering.name,
  state: STATES.indexOf(peering.state),
  createTime: beijing(peering.createdAt),
  uin: peering.uin,
  peerUin: peering.peerUin,
  uniqVpcId: peering.vpcId,
  uniqPeerVpcId: peering.peerVpcId,
  region: peering.region,
  peerRegion: peering.peerRegion,
})

const textOf = rowTextWith((peering: Peering, asText: boolean, ...neighbours: Neighbours) =>
  entryText(peeringView(peering, ...neighbours), asText),
)

export const peeringListView = ({ items, total }: Listed<PeeringSummary>): object =>
  new ListOfTexts(total, (asText) =>
    items.map(({ peering, vpc, peer, appId }) =>
      textOf(peering, asText, vpc?.oldId ?? peering.vpcId, peer?.oldId ?? peering.peerVpcId, appId),
    ),
  )

export const createdPeeringView = ({ id }: Peering): object => ({ peeringConnectionId: id })

/** Clients decode this as a number only. */
export const taskIdView = ({ id }: Task): object => ({ taskId: Number(id) })

/** The documentation calls `data` an array; its example and every client have an object. */
export const taskView = ({ state, deed, targetId, errorCode, errorMsg }: Task): object => {
  if (state === 'RUNNING') return { data: { status: 2 } }
  if (state === 'FAILED') return { data: { status: 1, output: { errorCode, errorMsg } } }
  const made = deed === 'create' && { uniqVpcPeerId: targetId }
  return { data: { status: 0, output: { errorCode: 0, errorMsg: '', ...made } } }
}
