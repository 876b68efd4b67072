import { network, readCidr } from '../../../../core/cidr.ts'
import type { Tx } from '../../../../world/unit-of-work.ts'
import { problems } from '../../errors/index.ts'
import { type Place, type Route, type RouteTable, routes } from '../../records/networks.ts'
import { type OneRouteTable, getRouteTable } from '../find.ts'
import { type NewRoute, type RouteRules, describedAs, readRoute, refuseTaken } from './routes.ts'

/** A route that is there, by one of its ids or by where it leads. */
export interface RouteRef {
  readonly id?: string | undefined
  readonly number?: number | undefined
  readonly content?: Pick<NewRoute, 'destination' | 'kind'> & { readonly hub?: string | undefined }
}

const isMeant = (route: Route, { id, number, content }: RouteRef): boolean => {
  if (id !== undefined) return route.id === id
  if (number !== undefined) return route.number === number
  if (!content) return false
  const block = readCidr(content.destination)
  return (
    block !== undefined &&
    route.cidr === network(block) &&
    (content.kind === null || route.kind === content.kind) &&
    (content.hub === undefined || content.hub === route.hub)
  )
}

const getRoute = (tx: Tx, table: RouteTable, ref: RouteRef, n: number): Route => {
  const route = tx
    .table(routes)
    .by('routeTable', table.id)
    .find((one) => isMeant(one, ref))
  if (!route) throw problems.routeNotFound(n)
  return route
}

/** Removes routes, all or none. */
export const removeRoutes = (
  tx: Tx,
  place: Place,
  input: OneRouteTable & { readonly refs: readonly RouteRef[] },
): readonly Route[] => {
  const table = getRouteTable(tx, place, input)
  return input.refs.map((ref, n) => {
    const route = getRoute(tx, table, ref, n)
    tx.table(routes).delete(route.id)
    return route
  })
}

export interface Replacements extends OneRouteTable, RouteRules {
  readonly routes: readonly { readonly ref: RouteRef; readonly route: NewRoute }[]
}

/** Routes as they were and as they are. */
export interface Replaced {
  readonly before: readonly Route[]
  readonly after: readonly Route[]
}

/** Leads routes elsewhere; they keep their ids. */
export const replaceRoutes = (tx: Tx, place: Place, input: Replacements): Replaced => {
  const table = getRouteTable(tx, place, input)
  const pairs = input.routes.map(({ ref, route: wanted }, n) => {
    const before = getRoute(tx, table, ref, n)
    const led = readRoute(tx, { table, rules: input, n }, wanted)
    const { enabled = before.enabled } = wanted
    refuseTaken(tx, table, { ...led, enabled }, before)
    const description = describedAs(wanted.description) ?? before.description
    return { before, after: tx.table(routes).update(before.id, { ...led, enabled, description }) }
  })
  return { before: pairs.map(({ before }) => before), after: pairs.map(({ after }) => after) }
}

export interface Switch extends OneRouteTable {
  readonly refs: readonly RouteRef[]
}

/** Enables or disables routes. One cannot be enabled while another holds its destination. */
export const switchRoutes =
  (enabled: boolean) =>
  (tx: Tx, place: Place, input: Switch): void => {
    const table = getRouteTable(tx, place, input)
    for (const [n, ref] of input.refs.entries()) {
      const route = getRoute(tx, table, ref, n)
      if (enabled && !route.enabled) refuseTaken(tx, table, { ...route, enabled }, route)
      tx.table(routes).update(route.id, { enabled })
    }
  }
