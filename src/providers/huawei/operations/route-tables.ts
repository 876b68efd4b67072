import { readCidr } from '../../../core/cidr.ts'
import { Problem } from '../../../core/problem.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems as problems } from '../errors/vpc.ts'
import { type Route, type RouteTable, destinationKey, routeTables, routes, subnets } from '../records/index.ts'
import type { UpdateRouteTable } from '../schemas/route-tables.ts'
import { settingsOf } from '../settings.ts'
import { type Filters, type Page, type PageQuery, byId, fits, pageOf } from './lists.ts'
import { hasDestination, insertRoute, refuseForeignNexthop, refuseLocal, refuseOverQuota } from './routes.ts'
import { isUuid } from '../schemas/ids.ts'

const TYPES = new Set(['ecs', 'eni', 'vip', 'nat', 'peering', 'vpn', 'dc', 'cc', 'egw', 'er', 'subeni'])

/** An entry of a table as a request gives it. */
type Entry = NonNullable<UpdateRouteTable['routes']>['add'][number]

export const getRouteTable = (tx: Tx, projectId: string, id: string): RouteTable => {
  const table = tx.table(routeTables).get(id.toLowerCase())
  if (table?.projectId !== projectId) throw problems.routeTableNotFound()
  return table
}

export type RouteTableFilters = Filters<'id' | 'vpc_id' | 'subnet_id'>

/** Route tables of a project; a subnet is always associated with the default table of its VPC. */
export const listRouteTables = (
  tx: Tx,
  projectId: string,
  filters: RouteTableFilters,
  page: PageQuery,
): Page<RouteTable> => {
  const { id, vpc_id: vpcs, subnet_id } = filters
  const ofSubnets = subnet_id?.map((id) => tx.table(subnets).get(id)?.vpcId ?? '')
  const table = tx.table(routeTables)
  const rows =
    vpcs === undefined ? table.by('project', projectId) : [...new Set(vpcs)].flatMap((vpc) => table.by('vpc', vpc))
  return pageOf(
    rows.filter((row) => row.projectId === projectId && fits(id, row.id) && fits(ofSubnets, row.vpcId)),
    page,
  )
}

/** What a table holds. */
export const contentsOf = (tx: Tx, { id, vpcId }: RouteTable) => ({
  routes: tx.table(routes).by('table', id),
  subnets: byId(tx.table(subnets).by('vpc', vpcId)),
})

export const updateRouteTable = (tx: Tx, projectId: string, id: string, input: UpdateRouteTable): RouteTable => {
  const table = getRouteTable(tx, projectId, id)
  const { name = table.name, description = table.description, routes: changes } = input
  if (Array.from(name).length > 64 || Array.from(description).length > 255) throw problems.paramInvalid()
  if (changes) {
    refuseRepeated([...changes.add, ...changes.mod, ...changes.del])
    for (const { destination } of changes.del) tx.table(routes).delete(entryOf(tx, table, destination).id)
    for (const entry of changes.mod) changeEntry(tx, table, entry)
    for (const entry of changes.add) addEntry(tx, table, entry)
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
const nexthopOf = (tx: Tx, { projectId, vpcId }: RouteTable, { type, nexthop }: Entry): string => {
  if (!TYPES.has(type)) throw problems.paramInvalid()
  if (type !== 'peering') return nexthop
  if (!isUuid(nexthop)) throw problems.paramInvalid()
  wrapped(() => refuseForeignNexthop(tx, projectId, vpcId, nexthop.toLowerCase()))
  return nexthop.toLowerCase()
}

const addEntry = (tx: Tx, table: RouteTable, entry: Entry): void => {
  const { vpcId, projectId } = table
  const { type, destination, description = '' } = entry
  const nexthop = nexthopOf(tx, table, entry)
  if (hasDestination(tx, table.id, destination)) throw problems.routeTwin(settingsOf(tx).routeTwinStatus, destination)
  wrapped(() => {
    refuseLocal(tx, vpcId, destination)
    refuseOverQuota(tx, table.id)
  })
  insertRoute(tx, { tableId: table.id, vpcId, projectId, type, destination, nexthop, description })
}

const changeEntry = (tx: Tx, table: RouteTable, entry: Entry): void => {
  const route = entryOf(tx, table, entry.destination)
  const nexthop = nexthopOf(tx, table, entry)
  const { type, description = route.description } = entry
  tx.table(routes).update(route.id, { type, nexthop, description })
}
