import { cidr, overlaps } from '../../../core/cidr.ts'
import { defineStateful, type Tx } from '../../../world/unit-of-work.ts'
import { type PeeringState, peeringMachine } from '../lifecycle.ts'
import { type Peering, type Subnet, networks } from './index.ts'
import { settingsOf } from '../settings.ts'

const pairKey = (local: string, peer: string): string => `${local}+${peer}`

export const peerings = defineStateful<Peering>()({
  name: 'upcloud/network_peering',
  machine: peeringMachine,
  indexes: {
    account: (row) => row.account,
    local: (row) => row.local,
    peer: (row) => row.peer,
    pair: (row) => pairKey(row.local, row.peer),
  },
  moved(tx, before, after) {
    if (!after) followOtherSide(tx, before)
    // a scenario that bends the way up bends the way down as well, which has another end
    else if (after.state === 'active' && after.configuredStatus === 'disabled') tx.enter(peerings, after, 'disabled')
  },
  settable: { name: 'name' },
})

/** A peering as far as its state depends on it. */
type Side = Pick<Peering, 'configuredStatus' | 'local' | 'peer' | 'localSubnets' | 'peerSubnets'>

/** The peering from one network to another, if there is one. */
export const peeringFrom = (tx: Tx, local: string, peer: string): Peering | undefined =>
  tx.table(peerings).by('pair', pairKey(local, peer))[0]

/** Whether the other side has defined its peering. */
export const hasOtherSide = (tx: Tx, { local, peer }: Side): boolean =>
  tx.table(peerings).count('pair', pairKey(peer, local)) > 0

/** What both sides make of a peering: `ready` is up, or on its way there. The names are the vendor's, the order is inferred. */
const jointState = (tx: Tx, side: Side): Exclude<PeeringState, 'provisioning' | 'active' | 'error'> | 'ready' => {
  if (side.configuredStatus === 'disabled') return 'disabled'
  const peer = tx.table(networks).get(side.peer)
  if (!peer) return 'deleted-peer-network'
  if (!tx.table(networks).get(side.local)?.router) return 'missing-local-router'
  const other = peeringFrom(tx, side.peer, side.local)
  if (!other) return 'pending-peer'
  if (other.configuredStatus === 'disabled') return 'peer-disabled'
  if (!peer.router) return 'missing-peer-router'
  return conflict(side.localSubnets, side.peerSubnets) ? 'conflict-subnet' : 'ready'
}

const conflict = (local: readonly Subnet[], peer: readonly Subnet[]): boolean =>
  local.some((own) => peer.some((other) => overlaps(cidr(own.address), cidr(other.address))))

/** The state in which a new peering begins. */
export const firstState = (tx: Tx, side: Side): PeeringState => {
  const state = jointState(tx, side)
  return state === 'ready' ? 'provisioning' : state
}

export const wayUp = (tx: Tx) => ({ ms: settingsOf(tx).provisioningMs, to: 'active' }) as const
const wayDown = (tx: Tx) => ({ ms: settingsOf(tx).disableMs, to: 'disabled' }) as const

/**
 * Brings a peering's state in line with both sides, and applies a client's patch. Only a client who says
 * `configured_status` (`asked`) leads it out of `error`.
 */
export const follow = (tx: Tx, peering: Peering, patch: Partial<Peering> = {}, asked = false): Peering => {
  const { state, configuredStatus } = peering
  const stay = (): Peering => (Object.keys(patch).length === 0 ? peering : tx.table(peerings).update(peering.id, patch))
  if (state === 'error' && !asked) return stay()
  const target = jointState(tx, { ...peering, ...patch })
  if (target === 'ready') {
    const goesUp = state === 'provisioning' && configuredStatus === 'active'
    if (state === 'active' || goesUp) return stay()
    return tx.enter(peerings, peering, 'provisioning', { patch, exit: wayUp(tx) })!
  }
  if (target === 'disabled') {
    if (state === 'active') return tx.enter(peerings, peering, 'provisioning', { patch, exit: wayDown(tx) })!
    if (state === 'provisioning' && configuredStatus === 'disabled') return stay()
  }
  return state === target ? stay() : tx.enter(peerings, peering, target, { patch })!
}

/** Lets the other side of a peering notice that this one has come, changed or gone. */
export const followOtherSide = (tx: Tx, { local, peer }: Side): void => {
  const other = peeringFrom(tx, peer, local)
  if (other) follow(tx, other)
}

/** Lets every peering that touches a network notice that it, or its router, has changed. */
export const followNetwork = (tx: Tx, network: string): void => {
  for (const index of ['local', 'peer'] as const)
    for (const { id } of tx.table(peerings).by(index, network)) {
      const peering = tx.table(peerings).get(id)
      if (peering) follow(tx, peering)
    }
}
