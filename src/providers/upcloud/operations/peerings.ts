import { GONE } from '../../../world/lifecycle.ts'
import { memoizeByRow } from '../../../core/memo.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { firstState, follow, followOtherSide, peeringFrom, peerings, wayUp } from '../records/peerings.ts'
import { type Network, type Peering, type Subnet, networks, byUuid } from '../records/index.ts'
import type { CreatePeering, ModifyPeering } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { refuseWithoutCredits } from './account.ts'
import { fitsLabels, readLabels } from './labels.ts'

export interface PeeringFilter {
  readonly labels: readonly string[]
  readonly uuid?: string | undefined
  readonly local?: string | undefined
  readonly peer?: string | undefined
}

const candidates = (tx: Tx, account: string, { uuid, local, peer }: PeeringFilter): Peering[] => {
  const table = tx.table(peerings)
  if (uuid !== undefined) return [table.get(uuid)].filter((row) => row !== undefined)
  if (local !== undefined) return table.by('local', local)
  return peer === undefined ? table.by('account', account) : table.by('peer', peer)
}

/** The account's peerings that fit the filters. */
export const listPeerings = (tx: Tx, account: string, filter: PeeringFilter): Peering[] =>
  byUuid(
    candidates(tx, account, filter).filter(
      (row) =>
        row.account === account &&
        (filter.local === undefined || row.local === filter.local) &&
        (filter.peer === undefined || row.peer === filter.peer) &&
        fitsLabels(row.labels, filter.labels),
    ),
  )

export const getPeering = (tx: Tx, account: string, id: string): Peering => {
  const peering = tx.table(peerings).get(id)
  if (!peering) throw problems.peeringNotFound(id)
  if (peering.account !== account) throw problems.actionForbidden()
  return peering
}

const subnetsOf = memoizeByRow(({ ipNetworks }: Network): readonly Subnet[] =>
  ipNetworks.map(({ address, family }) => ({ address, family })),
)

/** Defines one side. A peer without a router, overlapping subnets and a missing other side only show in the state. */
export const createPeering = (tx: Tx, account: string, input: CreatePeering): Peering => {
  const { configured_status: configuredStatus = 'active' } = input
  const labels = readLabels(input.labels)
  const [local, peer] = [input.network.uuid, input.peer_network.uuid]
  const own = tx.table(networks).get(local)
  if (!own) throw problems.localNetworkNotFound()
  if (own.account !== null && own.account !== account) throw problems.networkForbidden(local)
  if (own.type !== 'private') throw problems.networkTypeInvalid()
  const other = tx.table(networks).get(peer)
  if (!other) throw problems.peerNetworkNotFound()
  if (other.type !== 'private') throw problems.networkTypeInvalid()
  refuseForbiddenPair(tx, account, own, other)
  if (own.router === null) throw problems.localNetworkNoRouter()
  if (peeringFrom(tx, local, peer)) throw problems.peeringConflict()
  const { peeringQuota } = settingsOf(tx)
  if (peeringQuota > 0 && tx.table(peerings).count('account', account) >= peeringQuota)
    throw problems.peeringLimitReached()
  refuseWithoutCredits(tx)
  const id = tx.ids.uuid('upcloud/network_peering', '0f')
  const [localSubnets, peerSubnets] = [subnetsOf(own), subnetsOf(other)]
  const side = { id, account, name: input.name, configuredStatus, labels, local, peer, localSubnets, peerSubnets }
  return placePeering(tx, side)
}

type Placed = Omit<Peering, 'ord' | 'state' | 'since' | 'due' | 'next' | 'createdAt' | 'updatedAt'>

const refuseForbiddenPair = (tx: Tx, account: string, own: Network, other: Network): void => {
  if (own.id === other.id) throw problems.peeringNetworkInvalid('peer_network')
  const { peerAccounts, zoneMatching } = settingsOf(tx)
  if (peerAccounts === 'own' && other.account !== account) throw problems.peeringAccountInvalid()
  if (zoneMatching === 'strict' && own.zone !== other.zone) throw problems.zoneMismatch()
}

/** Puts a side into the world, and lets the other one notice. */
export const placePeering = (tx: Tx, side: Placed): Peering => {
  const { id, account, name, configuredStatus, labels, local, peer, localSubnets, peerSubnets } = side
  const state = firstState(tx, side)
  const peering = tx.create(
    peerings,
    {
      id,
      account,
      name,
      configuredStatus,
      labels,
      local,
      peer,
      localSubnets,
      peerSubnets,
      state,
      createdAt: tx.now,
      updatedAt: null,
    },
    state === 'provisioning' ? wayUp(tx) : undefined,
  )
  followOtherSide(tx, peering)
  return peering
}

/** Changes what is given; labels are replaced as a whole, and cleared by null. */
export const modifyPeering = (tx: Tx, account: string, id: string, input: ModifyPeering): Peering => {
  const peering = getPeering(tx, account, id)
  const { name, configured_status: configuredStatus, labels } = input
  const patch: Partial<Peering> = {
    ...(name !== undefined && { name }),
    ...(configuredStatus !== undefined && { configuredStatus }),
    ...(labels !== undefined && { labels: readLabels(labels) }),
  }
  if (Object.keys(patch).length === 0) return peering
  const change = { ...patch, updatedAt: tx.now }
  if (configuredStatus === undefined) return tx.table(peerings).update(id, change)
  const changed = follow(tx, peering, change, true)
  followOtherSide(tx, changed)
  return changed
}

/** Deletes the caller's side; the other one survives. */
export const deletePeering = (tx: Tx, account: string, id: string): void => {
  const peering = getPeering(tx, account, id)
  if (peering.state !== 'disabled') throw problems.peeringNotDisabled(settingsOf(tx).notDisabledStatus)
  tx.enter(peerings, peering, GONE)
}
