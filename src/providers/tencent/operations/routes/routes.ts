import { type Cidr, contains, network, readCidr } from '../../../../core/cidr.ts'
import type { Tx } from '../../../../world/unit-of-work.ts'
import { problems } from '../../errors/index.ts'
import type { HopKind } from '../../records/hops.ts'
import { newId, routeNumber } from '../../records/ids.ts'
import {
  type Place,
  type Route,
  type RouteTable,
  rangeOf,
  routeTables,
  routes,
  spotKey,
} from '../../records/networks.ts'
import { settingsOf } from '../../settings.ts'
import { type OneRouteTable, find, getRouteTable, vpcOf } from '../find.ts'
import { type Hub, getHub } from './hubs.ts'

const SAME_HOP_LIMIT = 8
const DESCRIPTION_LIMIT = 60

export interface NewRoute {
  /** A block, with host bits or without. */
  readonly destination: string
  /** Null for a kind that no client can choose. */
  readonly kind: HopKind | null
  readonly hub: string
  readonly description?: string | undefined
  /** Default true. */
  readonly enabled?: boolean | undefined
}

/** What not every client has to keep to. */
export interface RouteRules {
  /** Whether a route through a peering has to lead into the block of the other VPC. */
  readonly withinPeer?: boolean | undefined
}

export interface RouteBatch extends OneRouteTable, RouteRules {
  readonly routes: readonly NewRoute[]
}

/** A table with some of its routes. */
export interface SomeRoutes {
  readonly table: RouteTable
  readonly routes: readonly Route[]
}

export const createRoutes = (tx: Tx, place: Place, input: RouteBatch): SomeRoutes => {
  const table = getRouteTable(tx, place, input)
  return { table, routes: addRoutes(tx, table, input.routes, input) }
}

/** Adds a batch; the unit of work takes all of it back when one item is refused. The order of the checks is inferred. */
export const addRoutes = (tx: Tx, table: RouteTable, batch: readonly NewRoute[], rules: RouteRules = {}): Route[] =>
  batch.map((route, n) => addRoute(tx, { table, rules, n }, route))

/** Where a route of a batch is to go. */
export interface Spot {
  readonly table: RouteTable
  readonly rules: RouteRules
  /** Its place in the batch. */
  readonly n: number
}

const addRoute = (tx: Tx, spot: Spot, route: NewRoute): Route => {
  const { table } = spot
  const led = readRoute(tx, spot, route)
  const { enabled = true } = route
  refuseTaken(tx, table, { ...led, enabled })
  const { routeQuota } = settingsOf(tx)
  if (tx.table(routes).count('routeTable', table.id) >= routeQuota) throw problems.routeLimit(routeQuota)
  return tx.table(routes).insert({
    id: newId(tx, 'rti'),
    number: routeNumber(tx),
    routeTableId: table.id,
    ...led,
    description: describedAs(route.description) ?? null,
    enabled,
    createdAt: tx.now,
  })
}

export const describedAs = (text: string | undefined): string | undefined => text?.slice(0, DESCRIPTION_LIMIT)

/** Where a route leads: a block with its host bits cleared, and a next hop under both of its ids. */
export type Led = Pick<Route, 'cidr' | 'kind' | 'hub' | 'oldHub'>

/** Where a wanted route leads. Refuses what no route of the table can lead to. */
export const readRoute = (tx: Tx, { table, rules, n }: Spot, route: NewRoute): Led => {
  const vpc = vpcOf(tx, table)
  const kind = readKind(route, n)
  const destination = readDestination(route, n)
  if (contains(rangeOf(vpc), destination)) throw problems.destinationInVpc(n)
  const { hub, oldHub, peer }: Hub = getHub(tx, vpc, kind, route.hub)
  if (rules.withinPeer && peer && !contains(rangeOf(peer), destination)) throw problems.destinationBeyondPeer(n)
  return { cidr: network(destination), kind, hub, oldHub }
}

const readKind = ({ kind }: Pick<NewRoute, 'kind'>, n: number): HopKind => {
  if (kind === null) throw problems.nextTypeInvalid(n)
  return kind
}

const readDestination = ({ destination }: Pick<NewRoute, 'destination'>, n: number): Cidr => {
  const block = readCidr(destination)
  if (block?.family !== 4) throw problems.destinationInvalid(n)
  return block
}

/** Refuses the same route twice, and a second enabled one for a destination. Only public gateways may share one, up to eight of them. */
export const refuseTaken = (
  tx: Tx,
  table: RouteTable,
  wanted: Led & { readonly enabled: boolean },
  self?: Route,
): void => {
  const { kind, hub, enabled } = wanted
  const same = tx
    .table(routes)
    .by('spot', spotKey(table.id, wanted.cidr))
    .filter((route) => route.id !== self?.id)
  if (same.some((route) => route.kind === kind && route.hub === hub)) throw problems.routeExists()
  const live = same.filter((route) => route.enabled)
  if (!enabled || live.length === 0) return
  if (kind !== 'public' || live.some((route) => route.kind !== 'public')) throw problems.routeExists()
  if (live.length >= SAME_HOP_LIMIT) throw problems.nextHubLimit(SAME_HOP_LIMIT)
}

/** Removes a batch. The table is missed before its VPC is; the hop need not exist any more, and the destination may have host bits. */
export const deleteRoutes = (tx: Tx, place: Place, input: RouteBatch): void => {
  if (!find(tx, place, routeTables, input.table)) throw problems.routeTableNotFound()
  const table = getRouteTable(tx, place, input)
  for (const [n, wanted] of input.routes.entries()) {
    const kind = readKind(wanted, n)
    const there = tx.table(routes).by('spot', spotKey(table.id, network(readDestination(wanted, n))))
    const route = there.find((one) => one.kind === kind && [one.hub, one.oldHub].includes(wanted.hub))
    if (route) tx.table(routes).delete(route.id)
    else if (settingsOf(tx).absentRoute === 'refuse') {
      throw there.length > 0 ? problems.nextHubNotFound() : problems.routeNotFound(n)
    }
  }
}
