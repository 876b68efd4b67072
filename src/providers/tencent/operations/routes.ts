import { type Cidr, cidr, contains, network, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId } from '../records/ids.ts'
import {
  type Place,
  type Route,
  type RouteTable,
  type Vpc,
  placeKey,
  routeTables,
  routes,
  spotKey,
} from '../records/networks.ts'
import { settingsOf } from '../settings.ts'
import { find, findVpc, getRouteTable, getVpc } from './find.ts'
import { type Hub, PUBLIC_GATEWAY, findHub } from './hubs.ts'

const SAME_HOP_LIMIT = 8
const DESCRIPTION_LIMIT = 60

export interface NewRoute {
  /** A block, with host bits or without. */
  readonly destination: string
  /** Null for a type that no client can choose. */
  readonly nextType: number | null
  readonly hub: string
  readonly description?: string | undefined
}

export interface RouteBatch {
  readonly vpc: string
  readonly table: string
  readonly routes: readonly NewRoute[]
}

export const createRoutes = (tx: Tx, place: Place, input: RouteBatch): void => {
  const vpc = getVpc(tx, place, input.vpc)
  addRoutes(tx, vpc, getRouteTable(tx, vpc, input.table), input.routes)
}

/** Adds a batch; the unit of work takes all of it back when one item is refused. The order of the checks is inferred. */
export const addRoutes = (tx: Tx, vpc: Vpc, table: RouteTable, batch: readonly NewRoute[]): void => {
  for (const [n, route] of batch.entries()) addRoute(tx, { vpc, table }, route, n)
}

interface Owner {
  readonly vpc: Vpc
  readonly table: RouteTable
}

const addRoute = (tx: Tx, { vpc, table }: Owner, route: NewRoute, n: number): void => {
  const nextType = readType(route, n)
  const destination = readDestination(route, n)
  if (contains(cidr(vpc.cidr), destination)) throw problems.destinationInvalid(n)
  const hub = findHub(tx, vpc, nextType, route.hub)
  if (!hub) throw problems.nextHubNotFound()
  const block = network(destination)
  refuseTaken(tx, spotKey(table.id, block), nextType, hub)
  const { routeQuota } = settingsOf(tx)
  if (tx.table(routes).count('routeTable', table.id) >= routeQuota) throw problems.routeLimit(routeQuota)
  const description = route.description?.slice(0, DESCRIPTION_LIMIT) ?? null
  tx.table(routes).insert({
    id: newId(tx, 'rti'),
    routeTableId: table.id,
    cidr: block,
    nextType,
    ...hub,
    description,
  })
}

const readType = ({ nextType }: NewRoute, n: number): number => {
  if (nextType === null) throw problems.nextTypeInvalid(n)
  return nextType
}

const readDestination = ({ destination }: NewRoute, n: number): Cidr => {
  const block = readCidr(destination)
  if (block?.family !== 4) throw problems.destinationInvalid(n)
  return block
}

// only public gateways may share a destination, up to eight of them
const refuseTaken = (tx: Tx, spot: string, nextType: number, { hub }: Hub): void => {
  const same = tx.table(routes).by('spot', spot)
  if (same.length === 0) return
  const shared = nextType === PUBLIC_GATEWAY && same.every((route) => route.nextType === PUBLIC_GATEWAY)
  if (!shared || same.some((route) => route.hub === hub)) throw problems.routeExists()
  if (same.length >= SAME_HOP_LIMIT) throw problems.nextHubLimit(SAME_HOP_LIMIT)
}

/** Removes a batch. The table is missed before its VPC is; the hop need not exist any more, and the destination may have host bits. */
export const deleteRoutes = (tx: Tx, place: Place, input: RouteBatch): void => {
  if (!find(tx, place, routeTables, input.table)) throw problems.routeTableNotFound()
  const table = getRouteTable(tx, getVpc(tx, place, input.vpc), input.table)
  for (const [n, wanted] of input.routes.entries()) {
    const nextType = readType(wanted, n)
    const there = tx.table(routes).by('spot', spotKey(table.id, network(readDestination(wanted, n))))
    const route = there.find((one) => one.nextType === nextType && [one.hub, one.oldHub].includes(wanted.hub))
    if (route) tx.table(routes).delete(route.id)
    else if (settingsOf(tx).absentRoute === 'refuse') {
      throw there.length > 0 ? problems.nextHubNotFound() : problems.destinationInvalid(n)
    }
  }
}

export interface RouteFilter extends TableFilter {
  readonly destination?: string | undefined
  /** Null for a type that no route has. */
  readonly nextType?: number | null | undefined
  readonly hub?: string | undefined
}

/** The routes that fit, of all tables that the caller can see; never refuses. */
export const describeRoutes = (tx: Tx, place: Place, filter: RouteFilter): Route[] => {
  const { destination, nextType, hub } = filter
  const wanted = destination === undefined ? undefined : readCidr(destination)
  const block = wanted?.family === 4 ? network(wanted) : destination
  return tablesOf(tx, place, filter)
    .flatMap((table) =>
      block === undefined
        ? tx.table(routes).by('routeTable', table.id)
        : tx.table(routes).by('spot', spotKey(table.id, block)),
    )
    .filter((route) => nextType === undefined || route.nextType === nextType)
    .filter((route) => hub === undefined || route.hub === hub || route.oldHub === hub)
}

/** Which route tables: by VPC and id, each under either of its ids. */
interface TableFilter {
  readonly vpc?: string | undefined
  readonly table?: string | undefined
}

/** The route tables that fit; what is not there gives none. */
export const tablesOf = (tx: Tx, place: Place, { vpc: vpcId, table: tableId }: TableFilter): RouteTable[] => {
  const vpc = vpcId === undefined ? undefined : findVpc(tx, place, vpcId)
  if (vpcId !== undefined && !vpc) return []
  if (tableId !== undefined) {
    const table = find(tx, place, routeTables, tableId)
    return table && (!vpc || table.vpcId === vpc.id) ? [table] : []
  }
  return vpc ? tx.table(routeTables).by('vpc', vpc.id) : tx.table(routeTables).by('place', placeKey(place))
}
