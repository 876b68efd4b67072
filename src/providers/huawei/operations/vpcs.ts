import { type Cidr, cidr, contains, overlaps, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems as problems } from '../errors/vpc.ts'
import { vpcV3Problems } from '../errors/vpc-v3.ts'
import { type RouteTable, type Vpc, blocksOf, peerings, routeTables, routes, subnets, vpcs } from '../records/index.ts'
import type { CreateVpc, UpdateVpc } from '../schemas/vpcs.ts'
import { settingsOf } from '../settings.ts'
import { type Filters, type Page, type PageQuery, fits, isWhole, pageOf } from './lists.ts'
import { isUuid } from '../schemas/ids.ts'

const PRIVATE: readonly (readonly [Cidr, number])[] = [
  [cidr('10.0.0.0/8'), 8],
  [cidr('172.16.0.0/12'), 12],
  [cidr('192.168.0.0/16'), 16],
]
const LONGEST_MASK = 24
const NAME = /^[\p{Script=Han}A-Za-z0-9_.-]{0,64}$/u
const TAG_LIMIT = 10

const findVpc = (tx: Tx, projectId: string, id: string): Vpc | undefined => {
  const vpc = tx.table(vpcs).get(id.toLowerCase())
  return vpc?.projectId === projectId ? vpc : undefined
}

export const getVpc = (tx: Tx, projectId: string, id: string): Vpc => {
  if (!isUuid(id)) throw problems.vpcIdInvalid()
  const vpc = findVpc(tx, projectId, id)
  if (!vpc) throw problems.vpcNotFound()
  return vpc
}

/** As {@link getVpc}, in the words of v3. */
export const getVpcV3 = (tx: Tx, projectId: string, id: string): Vpc => {
  const vpc = findVpc(tx, projectId, id)
  if (!vpc) throw vpcV3Problems.vpcNotFound(id)
  return vpc
}

export type VpcFilters = Filters<'id' | 'name' | 'description' | 'cidr' | 'enterprise_project_id'>

/** `all_granted_eps` stands for every enterprise project. */
const fitsEnterprise = (wanted: readonly string[] | undefined, { enterpriseProjectId }: Vpc): boolean =>
  fits(wanted, enterpriseProjectId, 'all_granted_eps')

export const listVpcs = (tx: Tx, projectId: string, filters: VpcFilters, page: PageQuery): Page<Vpc> => {
  const table = tx.table(vpcs)
  if (isWhole(filters)) return pageOf(table.filed('project', projectId), page)
  const rows = table
    .by('project', projectId)
    .filter(
      (vpc) =>
        fits(filters.id, vpc.id) &&
        fits(filters.name, vpc.name) &&
        fits(filters.description, vpc.description) &&
        fits(filters.cidr, vpc.cidr) &&
        fitsEnterprise(filters.enterprise_project_id, vpc),
    )
  return pageOf(rows, page)
}

/** What a VPC holds, counted. */
export const contentsOf = (tx: Tx, { id }: Vpc) => ({
  routeTables: tx.table(routeTables).count('vpc', id),
  subnets: tx.table(subnets).count('vpc', id),
})

export const isDescription = (text: string): boolean => Array.from(text).length <= 255 && !/[<>]/.test(text)

const fitsRanges = (tx: Tx, text: string): boolean => {
  if (text === '') return true
  const wanted = readCidr(text)
  if (wanted?.family !== 4 || !wanted.canonical) return false
  if (settingsOf(tx).vpcRanges === 'any') return true
  return wanted.prefix <= LONGEST_MASK && PRIVATE.some(([range]) => contains(range, wanted))
}

const isNameTaken = (tx: Tx, projectId: string, name: string, self?: string): boolean =>
  name !== '' &&
  tx
    .table(vpcs)
    .by('name', `${projectId} ${name}`)
    .some(({ id }) => id !== self)

/** Refuses a VPC that cannot be made. */
export const refuseNewVpc = (tx: Tx, projectId: string, input: CreateVpc): void => {
  const { name = '', description = '', cidr = '', enterprise_project_id = '0', tags = [] } = input
  if (!NAME.test(name) || !isDescription(description) || !fitsRanges(tx, cidr) || tags.length > TAG_LIMIT)
    throw problems.paramInvalid()
  if (enterprise_project_id !== '0' && !isUuid(enterprise_project_id)) throw problems.enterpriseProjectInvalid()
  if (isNameTaken(tx, projectId, name)) throw problems.vpcNameTaken()
  const { vpcQuota } = settingsOf(tx)
  if (vpcQuota >= 0 && tx.table(vpcs).count('project', projectId) >= vpcQuota) throw problems.vpcQuota()
}

export const createVpc = (tx: Tx, projectId: string, input: CreateVpc): Vpc => {
  refuseNewVpc(tx, projectId, input)
  const { name = '', description = '', cidr = '', enterprise_project_id: enterpriseProjectId = '0', tags = [] } = input
  const id = tx.ids.uuid('huawei/vpc')
  return insertVpc(tx, { id, name, description, cidr, projectId, enterpriseProjectId, tags, state: 'CREATING' })
}

type NewVpc = Pick<
  Vpc,
  'id' | 'name' | 'description' | 'cidr' | 'projectId' | 'enterpriseProjectId' | 'tags' | 'state'
> &
  Partial<Pick<Vpc, 'extendCidrs'>>

/** Adds a VPC and its default route table. */
export const insertVpc = (tx: Tx, vpc: NewVpc): Vpc => {
  const { id: vpcId, name, projectId } = vpc
  insertRouteTable(tx, { name: `rtb-${name}`, description: '', vpcId, projectId, isDefault: true })
  const now = { createdAt: tx.now, updatedAt: tx.now }
  return tx.create(vpcs, { extendCidrs: [], ...vpc, routes: [], sharedSnat: false, ...now })
}

type NewRouteTable = Omit<RouteTable, 'id' | 'ord' | 'createdAt' | 'updatedAt'> & { readonly id?: string }

export const insertRouteTable = (tx: Tx, table: NewRouteTable): RouteTable =>
  tx.table(routeTables).insert({ id: tx.ids.uuid('huawei/routetable'), ...table, createdAt: tx.now, updatedAt: tx.now })

export const updateVpc = (tx: Tx, projectId: string, id: string, input: UpdateVpc): Vpc => {
  const vpc = getVpc(tx, projectId, id)
  const { name = vpc.name, description = vpc.description, cidr: range = vpc.cidr } = input
  if (!NAME.test(name)) throw problems.updateInvalid('name')
  if (!isDescription(description)) throw problems.updateInvalid('description')
  if (range !== vpc.cidr && !fitsRanges(tx, range)) throw problems.updateInvalid('cidr')
  if (vpc.state !== 'OK') throw problems.vpcNotActive()
  if (isNameTaken(tx, projectId, name, vpc.id)) throw problems.vpcNameTaken()
  const isExtended = (block: Cidr): boolean => vpc.extendCidrs.some((other) => overlaps(cidr(other), block))
  if (range !== vpc.cidr && range !== '' && isExtended(cidr(range))) throw problems.updateInvalid('cidr')
  const kept = blocksOf({ ...vpc, cidr: range }).map(cidr)
  const loses = (subnet: { cidr: string }): boolean => !kept.some((block) => contains(block, cidr(subnet.cidr)))
  if (range !== vpc.cidr && tx.table(subnets).by('vpc', vpc.id).some(loses)) throw problems.cidrLosesSubnets()
  return tx.table(vpcs).update(vpc.id, {
    name,
    description,
    cidr: range,
    routes: input.routes ?? vpc.routes,
    sharedSnat: input.enable_shared_snat ?? vpc.sharedSnat,
    updatedAt: tx.now,
  })
}

export const deleteVpc = (tx: Tx, projectId: string, id: string): void => {
  if (!isUuid(id)) throw problems.deleteInvalid('vpcId')
  const vpc = getVpc(tx, projectId, id)
  if (vpc.state === 'CREATING') throw problems.vpcBusy()
  if (tx.table(subnets).count('vpc', vpc.id) > 0) throw problems.vpcHasSubnets()
  if (tx.table(routes).count('vpc', vpc.id) > 0) throw problems.vpcHasRoutes()
  const isPeered = tx.table(peerings).count('vpc', vpc.id) > 0
  if (isPeered && settingsOf(tx).peeredVpcDelete === 'refuse') throw problems.vpcInUse()
  tx.fire(vpcs, vpc, 'delete')
}
