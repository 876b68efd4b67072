import { readAddress } from '../../../../core/cidr.ts'
import type { Tx } from '../../../../world/unit-of-work.ts'
import { problems } from '../../errors/index.ts'
import { devices, gateways, nats } from '../../records/gateways.ts'
import type { HopKind } from '../../records/hops.ts'
import { type Vpc, vpcs } from '../../records/networks.ts'
import { type Peering, peerings } from '../../records/peerings.ts'
import { settingsOf } from '../../settings.ts'
import { findAny } from '../find.ts'

/** A next hop under both of its ids. */
export interface Hub {
  readonly hub: string
  readonly oldHub: string
  /** The VPC at the other end of a peering. */
  readonly peer?: Vpc | undefined
}

const OWN_ADDRESS = '0'

/** The next hop of a kind that a route of this VPC can take. Refuses one that is not there, and one that no route here can take. */
export const getHub = (tx: Tx, vpc: Vpc, kind: HopKind, id: string): Hub => {
  switch (kind) {
    case 'peering':
      return peeringHub(tx, vpc, id)
    case 'nat': {
      const nat = tx.table(nats).get(id)
      if (!nat) throw problems.nextHubNotFound()
      if (nat.vpcId !== vpc.id || nat.state === 'DELETING' || nat.state === 'FAILED') throw problems.nextHubUnfit()
      return plain(nat.id)
    }
    case 'server':
      return serverHub(tx, vpc, id)
    case 'eip':
      if (id !== OWN_ADDRESS) throw problems.nextHubNotFound()
      return plain(id)
    default: {
      const gateway = findAny(tx, gateways, id)
      if (!gateway) throw problems.nextHubNotFound()
      if (gateway.vpcId !== vpc.id || gateway.kind !== kind) throw problems.nextHubUnfit()
      return { hub: gateway.id, oldHub: gateway.oldId }
    }
  }
}

const plain = (id: string): Hub => ({ hub: id, oldHub: id })

const isShown = ({ state }: Peering): boolean => state !== 'CREATING' && state !== 'DELETED'

const peeringHub = (tx: Tx, vpc: Vpc, id: string): Hub => {
  const peering = tx.table(peerings).get(id)
  if (!peering || !isShown(peering)) throw problems.nextHubNotFound()
  const ends = [peering.vpcId, peering.peerVpcId]
  const connected = peering.state === 'ACTIVE' || settingsOf(tx).inactivePeering === 'accept'
  if (!ends.includes(vpc.id) || !connected) throw problems.nextHubUnfit()
  return { ...plain(id), peer: tx.table(vpcs).get(ends.find((end) => end !== vpc.id) ?? '') }
}

// servers are out of scope: every address will do unless fixtures list some
const serverHub = (tx: Tx, vpc: Vpc, address: string): Hub => {
  if (readAddress(address)?.family !== 4) throw problems.nextHubNotFound()
  const known = tx.table(devices)
  if (known.size > 0 && !known.by('vpc', vpc.id).some((device) => device.address === address))
    throw problems.nextHubNotFound()
  return plain(address)
}
