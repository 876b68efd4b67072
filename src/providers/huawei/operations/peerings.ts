import { targetOf } from '../../../world/lifecycle.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { neutronProblems as problems } from '../errors/neutron.ts'
import { peeringMachine } from '../lifecycle.ts'
import { type Peering, type Side, pairKey, peerings, vpcs } from '../records/index.ts'
import { settingsOf } from '../settings.ts'
import { type Filters, type Page, type PageQuery, fits, isWhole, pageOf, underAny } from './lists.ts'
import { projectIdOf } from '../schemas/ids.ts'

/** One side as a client names it; without a project it is the client's own. */
export interface GivenSide {
  readonly vpc_id: string
  readonly tenant_id?: string | null
}

export interface CreatePeering {
  readonly name: string
  readonly description?: string
  readonly request_vpc_info: GivenSide
  readonly accept_vpc_info: GivenSide
}

export type PeeringFilters = Filters<'id' | 'name' | 'status' | 'tenant_id' | 'vpc_id'>

const isSeenBy = ({ request, accept }: Peering, projectId: string): boolean =>
  request.projectId === projectId || accept.projectId === projectId

const find = (tx: Tx, projectId: string, id: string): Peering | undefined => {
  const peering = tx.table(peerings).get(id.toLowerCase())
  return peering && isSeenBy(peering, projectId) ? peering : undefined
}

export const getPeering = (tx: Tx, projectId: string, id: string): Peering => {
  const peering = find(tx, projectId, id)
  if (!peering) throw problems.resourceNotFound()
  return peering
}

export const listPeerings = (tx: Tx, projectId: string, filters: PeeringFilters, page: PageQuery): Page<Peering> => {
  if (page.marker !== undefined && !find(tx, projectId, page.marker)) throw problems.markerUnknown(page.marker)
  const table = tx.table(peerings)
  if (isWhole(filters)) return pageOf(table.filed('project', projectId), page)
  // clients look for the accepting VPC with this filter too
  const { vpc_id: ends } = filters
  const rows = ends ? underAny(ends, (vpc) => table.by('vpc', vpc)) : table.by('project', projectId)
  const found = rows.filter(
    (peering) =>
      isSeenBy(peering, projectId) &&
      fits(filters.id, peering.id) &&
      fits(filters.name, peering.name) &&
      fits(filters.status, peering.state) &&
      fits(filters.tenant_id, peering.request.projectId, peering.accept.projectId),
  )
  return pageOf(found, page)
}

const sideOf = (tx: Tx, { vpc_id, tenant_id }: GivenSide, projectId: string): Side => {
  const side = { vpcId: vpc_id.toLowerCase(), projectId: tenant_id ? projectIdOf(tenant_id) : projectId }
  if (tx.table(vpcs).get(side.vpcId)?.projectId !== side.projectId) throw problems.routerNotFound(vpc_id)
  return side
}

export const createPeering = (tx: Tx, projectId: string, input: CreatePeering): Peering => {
  const { name, description = '', request_vpc_info: asking, accept_vpc_info: asked } = input
  if (asking.tenant_id && projectIdOf(asking.tenant_id) !== projectId) throw problems.foreignProject()
  const request = sideOf(tx, asking, projectId)
  const accept = sideOf(tx, asked, projectId)
  if (request.vpcId === accept.vpcId) throw problems.peeredWithItself()
  refuseTakenPair(tx, request, accept)
  const isOwn = accept.projectId === projectId
  refuseOverQuota(tx, projectId)
  return tx.create(peerings, {
    id: tx.ids.uuid('huawei/peering'),
    name,
    description,
    request,
    accept,
    createdAt: tx.now,
    updatedAt: tx.now,
    state: isOwn ? 'ACTIVE' : 'PENDING_ACCEPTANCE',
  })
}

const refuseTakenPair = (tx: Tx, { vpcId: a }: Side, { vpcId: b }: Side): void => {
  const { duplicateStatus, rejectedPair } = settingsOf(tx)
  const blocks = ({ state }: Peering): boolean =>
    state === 'ACTIVE' || state === 'PENDING_ACCEPTANCE' || rejectedPair === 'blocked'
  if (tx.table(peerings).by('pair', pairKey(a, b)).some(blocks)) throw problems.peeringExists(duplicateStatus, a, b)
}

/** How many peerings count against the quota of a project. */
export const countPeerings = (tx: Tx, projectId: string): number => tx.table(peerings).count('counted', projectId)

const refuseOverQuota = (tx: Tx, projectId: string): void => {
  const { peeringQuota } = settingsOf(tx)
  if (peeringQuota >= 0 && countPeerings(tx, projectId) >= peeringQuota) throw problems.overQuota('peering')
}

export interface UpdatePeering {
  readonly name?: string
  readonly description?: string
}

const ownedFor = (tx: Tx, projectId: string, id: string, verb: string): Peering => {
  const peering = getPeering(tx, projectId, id)
  if (settingsOf(tx).changeBy === 'requester' && peering.request.projectId !== projectId)
    throw problems.disallowed(`${verb}_peering`)
  return peering
}

export const updatePeering = (tx: Tx, projectId: string, id: string, input: UpdatePeering): Peering => {
  const peering = ownedFor(tx, projectId, id, 'update')
  const { name = peering.name, description = peering.description } = input
  if (input.name === undefined && input.description === undefined) throw problems.nothingToUpdate()
  return tx.table(peerings).update(peering.id, { name, description, updatedAt: tx.now })
}

export const deletePeering = (tx: Tx, projectId: string, id: string): void => {
  tx.fire(peerings, ownedFor(tx, projectId, id, 'delete'), 'delete')
}

/** The accepter's answer to a request. */
export const answerPeering = (tx: Tx, projectId: string, id: string, answer: 'accept' | 'reject'): Peering => {
  const peering = getPeering(tx, projectId, id)
  if (peering.accept.projectId !== projectId) throw problems.disallowed(`${answer}_peering`)
  if (targetOf(peeringMachine, peering.state, answer) === undefined)
    throw problems.peeringStatusConflict(peering.id, peering.state)
  return tx.fire(peerings, peering, answer)!
}
