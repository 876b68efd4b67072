import { overlaps } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { type Peering, type Vpc, created, pairOf, peerings, rangeOf, vpcs } from '../records/index.ts'
import type { CreatePeering, RenamePeering } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { type Listed, type Page, pageOf } from './pages.ts'
import { reservedForPeers } from './ranges.ts'
import { getVpc } from './vpcs.ts'

const NAME = /^[a-zA-Z0-9-]+$/

/** Peerings in creation order; with a region, those with at least one end in it. */
export const listPeerings = (tx: Tx, page: Page, region?: string): Listed<Peering> => {
  const table = tx.table(peerings)
  if (region === undefined) return pageOf(table.all(), table.size, page)
  const inRegion = (id: string): boolean => tx.table(vpcs).get(id)?.region === region
  const found = table.find(({ vpcIds: [a, b] }) => inRegion(a) || inRegion(b))
  return pageOf(found, found.length, page)
}

export const listPeeringsOf = (tx: Tx, vpcId: string, page: Page): Listed<Peering> => {
  const found = tx.table(peerings).filed('vpc', getVpc(tx, vpcId).id)
  return pageOf(found, found.size, page)
}

export const getPeering = (tx: Tx, id: string): Peering => {
  const peering = tx.table(peerings).get(id)
  if (!peering) throw problems.peeringNotFound(id, settingsOf(tx).notFoundText)
  return peering
}

/** Joins two VPCs. The order of the checks is inferred; each has its own refusal. */
export const createPeering = (tx: Tx, { name, vpc_ids: ids }: CreatePeering): Peering => {
  if (name === undefined || !NAME.test(name)) throw problems.peeringNameInvalid()
  if (ids?.length !== 2) throw problems.vpcIdsInvalid()
  const [a, b] = ids as [string, string]
  if (a === b) throw problems.peeredWithItself()
  const ends: [Vpc, Vpc] = [getVpc(tx, a), getVpc(tx, b)]
  if (tx.table(peerings).count('name', name) > 0) throw problems.peeringNameTaken()
  // the rows' own ids, so that a peering keeps no copy of what the request said
  const [{ id: first }, { id: second }] = a < b ? ends : [ends[1], ends[0]]
  const vpcIds: [string, string] = [first, second]
  const pair = pairOf(...ends)
  if (tx.table(peerings).count('pair', pair) > 0) throw problems.pairTaken()
  refuseForbiddenPair(tx, ends)
  const { peeringQuota } = settingsOf(tx)
  if (peeringQuota > 0 && tx.table(peerings).size >= peeringQuota) throw problems.peeringQuota(peeringQuota)
  const id = tx.ids.uuid('digitalocean/vpc_peering')
  const { createdAt, nanos } = created(tx, 'digitalocean/vpc_peering/created')
  return tx.create(peerings, { id, name, vpcIds, pair, createdAt, nanos })
}

const refuseForbiddenPair = (tx: Tx, [a, b]: readonly [Vpc, Vpc]): void => {
  if (a.region !== b.region && (a.region === 'blr1' || b.region === 'blr1')) throw problems.blr1CrossRegion()
  if (reservedForPeers(tx, b.region, a)) throw problems.reservedInPeerRegion(a.ipRange, b.region)
  if (reservedForPeers(tx, a.region, b)) throw problems.reservedInPeerRegion(b.ipRange, a.region)
  // ranges of one account are disjoint, so only fixtures can bring about an overlap
  if (overlaps(rangeOf(a), rangeOf(b))) throw problems.rangesOverlap(a.ipRange, b.ipRange)
}

export const renamePeering = (tx: Tx, id: string, { name }: RenamePeering): Peering => {
  const peering = getPeering(tx, id)
  if (name === undefined || !NAME.test(name)) throw problems.peeringNameInvalid()
  if (peering.state === 'DELETING') throw problems.peeringDeleting()
  if (name === peering.name) return peering
  if (tx.table(peerings).count('name', name) > 0) throw problems.peeringNameTaken()
  return tx.table(peerings).update(id, { name })
}

/** Renames a peering through one of its VPCs; through any other VPC it does not exist. */
export const renamePeeringOf = (tx: Tx, vpcId: string, id: string, input: RenamePeering): Peering => {
  getVpc(tx, vpcId)
  if (!getPeering(tx, id).vpcIds.includes(vpcId)) throw problems.peeringNotFound(id, settingsOf(tx).notFoundText)
  return renamePeering(tx, id, input)
}

export const deletePeering = (tx: Tx, id: string): Peering => {
  const peering = getPeering(tx, id)
  return peering.state === 'DELETING' ? peering : tx.fire(peerings, peering, 'delete')!
}
