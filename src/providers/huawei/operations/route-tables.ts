import { readCidr } from '../../../core/cidr.ts'
import { Problem } from '../../../core/problem.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems as problems } from '../errors/vpc.ts'
import { type Route, type RouteTable, destinationKey, routeTables, routes, subnets, vpcs } from '../records/index.ts'
import type { AssociateSubnets, CreateRouteTable, Entry, UpdateRouteTable } from '../schemas/route-tables.ts'
import { settingsOf } from '../settings.ts'
import { type Filters, type Page, type PageQuery, byId, fits, isWhole, pageOf, underAny } from './lists.ts'
import {
  defaultTableOf,
  hasDestination,
  insertRoute,
  refuseForeignNexthop,
  refuseLocal,
  refuseOverQuota,
} from './routes.ts'
import { insertRouteTable, isDescription } from './vpcs.ts'
import { isUuid } from '../schemas/ids.ts'

const TYPES = new Set(['ecs', 'eni', 'vip', 'nat', 'peering', 'vpn', 'dc', 'cc', 'egw', 'er', 'subeni'])

const NAME = /^[\p{Script=Han}A-Za-z0-9_.-]{0,64}$/u
/** Routes that may come with a new table. */
const ENTRY_LIMIT = 5
/** Subnets that one request may associate, or disassociate. */
const SUBNET_LIMIT = 100

export const getRouteTable = (tx: Tx, projectId: string, id: string): RouteTable => {
  const table = tx.table(routeTables).get(id.toLowerCase())
  if (table?.projectId !== projectId) throw problems.routeTableNotFound()
  return table
}

export type RouteTableFilters = Filters<'id' | 'vpc_id' | 'subnet_id'>

export const listRouteTables = (
  tx: Tx,
  projectId: string,
  filters: RouteTableFilters,
  page: PageQuery,
): Page<RouteTable> => {
  const { id, vpc_id: vpcs, subnet_id } = filters
  const ofSubnets = subnet_id?.map((subnet) => tx.table(subnets).get(subnet)?.tableId ?? '')
  const table = tx.table(routeTables)
  if (isWhole(filters)) return pageOf(table.filed('project', projectId), page)
  const rows = vpcs === undefined ? table.by('project', projectId) : underAny(vpcs, (vpc) => table.by('vpc', vpc))
  return pageOf(
    rows.filter((row) => row.projectId === projectId && fits(id, row.id) && fits(ofSubnets, row.id)),
    page,
  )
}

/** What a table holds: its own routes, its subnets, and all subnets of its VPC, which it reaches by itself. */
export const contentsOf = (tx: Tx, { id, vpcId }: RouteTable) => {
  const reached = byId(tx.table(subnets).by('vpc', vpcId))
  return { routes: tx.table(routes).by('table', id), subnets: reached.filter(({ tableId }) => tableId === id), reached }
}

const refuseAttributes = (name: string, description: string): void => {
  if (!NAME.test(name) || !isDescription(description)) throw problems.paramInvalid()
}

/** Adds a custom table. */
export const createRouteTable = (tx: Tx, projectId: string, input: CreateRouteTable): RouteTable => {
  const { name, description, vpc_id, routes: entries } = input
  refuseAttributes(name, description)
  if (!isUuid(vpc_id) || entries.length > ENTRY_LIMIT) throw problems.paramInvalid()
  const vpcId = vpc_id.toLowerCase()
  if (tx.table(vpcs).get(vpcId)?.projectId !== projectId) throw problems.vpcNotFound()
  const { routeTableQuota } = settingsOf(tx)
  if (routeTableQuota === 1) throw problems.customTablesUnsupported()
  if (routeTableQuota >= 0 && tx.table(routeTables).count('vpc', vpcId) >= routeTableQuota)
    throw problems.routeTableQuota()
  refuseRepeated(entries)
  const ready = entries.map((entry) => checked(tx, { vpcId, projectId }, entry))
  wrapped(() => refuseOverQuota(tx, '', ready.length))
  const table = insertRouteTable(tx, { name, description, vpcId, projectId, isDefault: false })
  for (const route of ready) insertRoute(tx, { tableId: table.id, ...route })
  return table
}

export const deleteRouteTable = (tx: Tx, projectId: string, id: string): void => {
  const table = getRouteTable(tx, projectId, id)
  if (table.isDefault) throw problems.routeTableIsDefault()
  if (tx.table(subnets).count('table', table.id) > 0) throw problems.routeTableInUse()
  for (const route of tx.table(routes).by('table', table.id)) tx.table(routes).delete(route.id)
  tx.table(routeTables).delete(table.id)
}

/** Moves subnets to a table from wherever they are, and others from it to the default one. */
export const associateSubnets = (tx: Tx, projectId: string, id: string, input: AssociateSubnets): RouteTable => {
  const table = getRouteTable(tx, projectId, id)
  const { associate, disassociate } = input
  const count = associate.length + disassociate.length
  if (count === 0 || Math.max(associate.length, disassociate.length) > SUBNET_LIMIT) throw problems.paramInvalid()
  for (const subnetId of associate) moveSubnet(tx, table, subnetId, table.id)
  for (const subnetId of disassociate) {
    if (table.isDefault || tx.table(subnets).get(subnetId.toLowerCase())?.tableId !== table.id)
      throw problems.subnetNotOfTable(subnetId)
    moveSubnet(tx, table, subnetId, defaultTableOf(tx, table.vpcId).id)
  }
  return tx.table(routeTables).update(table.id, { updatedAt: tx.now })
}

const moveSubnet = (tx: Tx, { vpcId }: RouteTable, subnetId: string, tableId: string): void => {
  const subnet = tx.table(subnets).get(subnetId.toLowerCase())
  if (subnet?.vpcId !== vpcId) throw problems.subnetNotOfTable(subnetId)
  tx.table(subnets).update(subnet.id, { tableId })
}

export const updateRouteTable = (tx: Tx, projectId: string, id: string, input: UpdateRouteTable): RouteTable => {
  const table = getRouteTable(tx, projectId, id)
  const { name = table.name, description = table.description, routes: changes } = input
  refuseAttributes(name, description)
  if (changes) {
    refuseRepeated([...changes.add, ...changes.mod, ...changes.del])
    for (const { destination } of changes.del) tx.table(routes).delete(entryOf(tx, table, destination).id)
    for (const entry of changes.mod) changeEntry(tx, table, entry)
    addEntries(tx, table, changes.add)
  }
  return tx.table(routeTables).update(table.id, { name, description, updatedAt: tx.now })
}

const refuseRepeated = (entries: readonly { destination: string }[]): void => {
  const seen = new Set<string>()
  for (const { destination } of entries) {
    if (!readCidr(destination)?.canonical) throw problems.paramInvalid()
    const key = destinationKey('', destination)
    if (seen.has(key)) throw problems.routeRepeated(destination)
    seen.add(key)
  }
}

const entryOf = (tx: Tx, table: RouteTable, destination: string): Route => {
  const [route] = tx.table(routes).by('destination', destinationKey(table.id, destination))
  if (!route) throw problems.routeUnknown(destination)
  return route
}

/** Runs a rule of the back end; what it refuses goes out as this API passes it on. */
const wrapped = (rule: () => void): void => {
  try {
    rule()
  } catch (error) {
    throw error instanceof Problem ? problems.routeRefused(error) : error
  }
}

/** The next hop of an entry as it is kept. Throws for a type or a next hop that does not exist. */
const nexthopOf = (
  tx: Tx,
  { projectId, vpcId }: Pick<RouteTable, 'vpcId' | 'projectId'>,
  { type, nexthop, description = '' }: Entry,
): string => {
  if (!TYPES.has(type) || !isDescription(description)) throw problems.paramInvalid()
  if (type !== 'peering') return nexthop
  if (!isUuid(nexthop)) throw problems.paramInvalid()
  wrapped(() => refuseForeignNexthop(tx, projectId, vpcId, nexthop.toLowerCase()))
  return nexthop.toLowerCase()
}

type NewRoute = Omit<Route, 'id' | 'ord'>

/** An entry as it will stand in a table. Throws where it cannot; draws no id, so that a refusal leaves all of them alone. */
const checked = (tx: Tx, table: Pick<RouteTable, 'vpcId' | 'projectId'>, entry: Entry): Omit<NewRoute, 'tableId'> => {
  const { vpcId, projectId } = table
  const { type, destination, description = '' } = entry
  const nexthop = nexthopOf(tx, table, entry)
  wrapped(() => refuseLocal(tx, vpcId, destination))
  return { vpcId, projectId, type, destination, nexthop, description }
}

const addEntries = (tx: Tx, table: RouteTable, entries: readonly Entry[]): void => {
  const ready = entries.map((entry) => {
    const route = checked(tx, table, entry)
    if (hasDestination(tx, table.id, entry.destination))
      throw problems.routeTwin(settingsOf(tx).routeTwinStatus, entry.destination)
    return route
  })
  wrapped(() => refuseOverQuota(tx, table.id, ready.length))
  for (const route of ready) insertRoute(tx, { tableId: table.id, ...route })
}

const changeEntry = (tx: Tx, table: RouteTable, entry: Entry): void => {
  const route = entryOf(tx, table, entry.destination)
  const nexthop = nexthopOf(tx, table, entry)
  const { type, description = route.description } = entry
  tx.table(routes).update(route.id, { type, nexthop, description })
}
