import { type PeeringSummary, stateNumber } from '../../operations/peerings.ts'
import type { Task } from '../../records/tasks.ts'
import { beijing } from './shapes.ts'

/** Told from the initiator's side, whoever asks. */
export const peeringView =
  (appIdOf: (uin: number) => string) =>
  ({ peering, vpc, peer }: PeeringSummary): object => ({
    vpcId: vpc?.oldId ?? peering.vpcId,
    unVpcId: peering.vpcId,
    peerVpcId: peer?.oldId ?? peering.peerVpcId,
    unPeerVpcId: peering.peerVpcId,
    appId: appIdOf(peering.uin),
    peeringConnectionId: peering.id,
    peeringConnectionName: peering.name,
    state: stateNumber(peering.state),
    createTime: beijing(peering.createdAt),
    uin: peering.uin,
    peerUin: peering.peerUin,
    uniqVpcId: peering.vpcId,
    uniqPeerVpcId: peering.peerVpcId,
    region: peering.region,
    peerRegion: peering.peerRegion,
  })

/** Clients decode this as a number only. */
export const taskIdView = ({ id }: Task): object => ({ taskId: Number(id) })

/** The documentation calls `data` an array; its example and every client have an object. */
export const taskView = ({ state, deed, targetId, errorCode, errorMsg }: Task): object => {
  if (state === 'RUNNING') return { data: { status: 2 } }
  if (state === 'FAILED') return { data: { status: 1, output: { errorCode, errorMsg } } }
  const made = deed === 'create' && { uniqVpcPeerId: targetId }
  return { data: { status: 0, output: { errorCode: 0, errorMsg: '', ...made } } }
}
