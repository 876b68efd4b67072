import { type Cidr, cidr, overlaps } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { neutronProblems as problems } from '../errors/neutron.ts'
import {
  type Route,
  type RouteTable,
  destinationKey,
  peerings,
  routeTables,
  routes,
  subnets,
  vpcs,
} from '../records/index.ts'
import { settingsOf } from '../settings.ts'
import { type Filters, type Page, type PageQuery, fits, isWhole, pageOf, underAny } from './lists.ts'

export interface CreateRoute {
  readonly type: string
  readonly nexthop: string
  readonly destination: string
  readonly vpc_id: string
}

export type RouteFilters = Filters<'id' | 'vpc_id' | 'tenant_id' | 'destination' | 'type'>

/** Destinations that every VPC reaches by itself, besides those of its subnets. */
export const SYSTEM_ROUTES = ['198.19.128.0/20', '127.0.0.0/8', '100.64.0.0/10']
const SYSTEM_BLOCKS = SYSTEM_ROUTES.map(cidr)

const find = (tx: Tx, projectId: string, id: string): Route | undefined => {
  const route = tx.table(routes).get(id.toLowerCase())
  return route?.projectId === projectId && route.type === 'peering' ? route : undefined
}

export const getRoute = (tx: Tx, projectId: string, id: string): Route => {
  const route = find(tx, projectId, id)
  if (!route) throw problems.resourceNotFound()
  return route
}

export const listRoutes = (tx: Tx, projectId: string, filters: RouteFilters, page: PageQuery): Page<Route> => {
  if (page.marker !== undefined && !find(tx, projectId, page.marker)) throw problems.markerUnknown(page.marker)
  const { vpc_id: wanted } = filters
  const table = tx.table(routes)
  if (isWhole(filters)) return pageOf(table.filed('project', projectId), page)
  const candidates =
    wanted === undefined
      ? table.by('project', projectId)
      : underAny(wanted, (id) => table.by('vpc', id)).filter((route) => route.projectId === projectId)
  const rows = candidates.filter(
    (route) =>
      fits(filters.id, route.id) &&
      fits(filters.tenant_id, route.projectId) &&
      fits(filters.destination, route.destination) &&
      fits(filters.type, route.type),
  )
  return pageOf(rows, page)
}

/** Refuses a next hop that is no accepted peering of the VPC. */
export const refuseForeignNexthop = (tx: Tx, projectId: string, vpcId: string, nexthop: string): void => {
  const peering = tx.table(peerings).get(nexthop)
  if (!peering || (peering.request.projectId !== projectId && peering.accept.projectId !== projectId))
    throw problems.nexthopUnknown(nexthop)
  if (peering.state !== 'ACTIVE' && settingsOf(tx).inactiveNexthop === 'refuse')
    throw problems.nexthopNotActive(nexthop)
  if (peering.request.vpcId !== vpcId && peering.accept.vpcId !== vpcId) throw problems.vpcNotInPeering(vpcId, nexthop)
}

const isDefaultRoute = ({ prefix }: Cidr): boolean => prefix === 0

/** Refuses a destination that the VPC reaches by itself. A default route holds everything and is longest-match harmless. */
export const refuseLocal = (tx: Tx, vpcId: string, destination: string): void => {
  const wanted = cidr(destination)
  if (settingsOf(tx).localRoutes === 'ignore' || isDefaultRoute(wanted)) return
  const isLocal =
    SYSTEM_BLOCKS.some((block) => overlaps(block, wanted)) ||
    tx
      .table(subnets)
      .by('vpc', vpcId)
      .some((subnet) => overlaps(cidr(subnet.cidr), wanted))
  if (isLocal) throw problems.routeOverlapsLocal(destination)
}

export const defaultTableOf = (tx: Tx, vpcId: string): RouteTable =>
  tx
    .table(routeTables)
    .by('vpc', vpcId)
    .find((table) => table.isDefault)!

export const hasDestination = (tx: Tx, tableId: string, destination: string): boolean =>
  tx.table(routes).count('destination', destinationKey(tableId, destination)) > 0

export const refuseOverQuota = (tx: Tx, tableId: string, more = 1): void => {
  const { routeQuota } = settingsOf(tx)
  if (routeQuota >= 0 && tx.table(routes).count('table', tableId) + more > routeQuota) throw problems.overQuota('route')
}

export const createRoute = (tx: Tx, projectId: string, input: CreateRoute): Route => {
  const { type, destination } = input
  const vpcId = input.vpc_id.toLowerCase()
  const nexthop = input.nexthop.toLowerCase()
  if (tx.table(vpcs).get(vpcId)?.projectId !== projectId) throw problems.routerNotFound(input.vpc_id)
  refuseForeignNexthop(tx, projectId, vpcId, nexthop)
  const { id: tableId } = defaultTableOf(tx, vpcId)
  if (hasDestination(tx, tableId, destination))
    throw problems.routeExists(settingsOf(tx).duplicateStatus, destination, vpcId)
  refuseLocal(tx, vpcId, destination)
  refuseOverQuota(tx, tableId)
  return insertRoute(tx, { tableId, vpcId, projectId, type, destination, nexthop, description: '' })
}

export const insertRoute = (tx: Tx, route: Omit<Route, 'id' | 'ord'>): Route =>
  tx.table(routes).insert({ id: tx.ids.uuid('huawei/route'), ...route })

export const deleteRoute = (tx: Tx, projectId: string, id: string): void => {
  tx.table(routes).delete(getRoute(tx, projectId, id).id)
}
