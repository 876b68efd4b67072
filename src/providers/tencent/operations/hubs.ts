import { readAddress } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { type GatewayKind, devices, gateways, nats } from '../records/gateways.ts'
import type { Vpc } from '../records/networks.ts'
import { peerings } from '../records/peerings.ts'
import { settingsOf } from '../settings.ts'
import { findAny } from './find.ts'

/** A next hop under both of its ids. */
export interface Hub {
  readonly hub: string
  readonly oldHub: string
}

export const PUBLIC_GATEWAY = 0
export const PEERING = 4
const NAT = 8
export const SERVER = 9
const KINDS: ReadonlyMap<number, GatewayKind> = new Map([
  [PUBLIC_GATEWAY, 'public'],
  [1, 'vpn'],
  [3, 'direct_connect'],
  [7, 'ssl_vpn'],
])

/** The next hop of a type that a route of this VPC can take. */
export const findHub = (tx: Tx, vpc: Vpc, nextType: number, id: string): Hub | undefined => {
  if (nextType === PEERING) return peeringHub(tx, vpc, id)
  if (nextType === NAT) {
    const nat = tx.table(nats).get(id)
    return nat?.vpcId === vpc.id && nat.state !== 'DELETING' && nat.state !== 'FAILED' ? plain(nat.id) : undefined
  }
  if (nextType === SERVER) return serverHub(tx, vpc, id)
  const gateway = findAny(tx, gateways, id)
  return gateway?.vpcId === vpc.id && gateway.kind === KINDS.get(nextType)
    ? { hub: gateway.id, oldHub: gateway.oldId }
    : undefined
}

const plain = (id: string): Hub => ({ hub: id, oldHub: id })

const peeringHub = (tx: Tx, vpc: Vpc, id: string): Hub | undefined => {
  const peering = tx.table(peerings).get(id)
  if (!peering || (peering.vpcId !== vpc.id && peering.peerVpcId !== vpc.id)) return undefined
  if (peering.state === 'CREATING' || peering.state === 'DELETED') return undefined
  return peering.state === 'ACTIVE' || settingsOf(tx).inactivePeering === 'accept' ? plain(id) : undefined
}

// servers are out of scope: every address will do unless fixtures list some
const serverHub = (tx: Tx, vpc: Vpc, address: string): Hub | undefined => {
  if (readAddress(address)?.family !== 4) return undefined
  const known = tx.table(devices)
  return known.size === 0 || known.by('vpc', vpc.id).some((device) => device.address === address)
    ? plain(address)
    : undefined
}
