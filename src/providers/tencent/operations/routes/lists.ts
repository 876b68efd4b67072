import { network, readCidr } from '../../../../core/cidr.ts'
import type { Tx } from '../../../../world/unit-of-work.ts'
import type { HopKind } from '../../records/hops.ts'
import {
  type Place,
  type Route,
  type RouteTable,
  placeKey,
  routeTables,
  routes,
  spotKey,
} from '../../records/networks.ts'
import { find, findVpc } from '../find.ts'
import { type Condition, type Listed, type Paging, fitting } from '../lists.ts'

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

export interface RouteFilter extends TableFilter {
  readonly destination?: string | undefined
  /** Null for a kind that no route has. */
  readonly kind?: HopKind | null | undefined
  readonly hub?: string | undefined
}

/** The routes that fit, of all tables that the caller can see; never refuses. */
export const describeRoutes = (tx: Tx, place: Place, filter: RouteFilter): Route[] => {
  const { destination, kind, hub } = filter
  const wanted = destination === undefined ? undefined : readCidr(destination)
  const block = wanted?.family === 4 ? network(wanted) : destination
  return tablesOf(tx, place, filter)
    .flatMap((table) =>
      block === undefined
        ? tx.table(routes).by('routeTable', table.id)
        : tx.table(routes).by('spot', spotKey(table.id, block)),
    )
    .filter((route) => kind === undefined || route.kind === kind)
    .filter((route) => hub === undefined || route.hub === hub || route.oldHub === hub)
}

interface Entry {
  readonly table: RouteTable
  readonly route: Route
}

const TESTS = {
  vpc: ({ table }: Entry, value: string) => table.vpcId === value,
  table: ({ table }: Entry, value: string) => table.id === value,
  hub: ({ route }: Entry, value: string) => route.hub === value,
  description: ({ route }: Entry, value: string) => (route.description ?? '').includes(value),
  /** The start of a destination. */
  destination: ({ route }: Entry, value: string) => route.cidr.startsWith(value),
}

export interface RouteConditions extends Pick<Paging, 'offset' | 'limit'> {
  readonly conditions?: readonly Condition<keyof typeof TESTS>[] | undefined
}

const LIMIT = 20

/** The routes of all tables, in order of the tables. */
export const listRoutes = (tx: Tx, place: Place, filter: RouteConditions): Listed<Route> => {
  const { conditions, offset = 0, limit = LIMIT } = filter
  const found = tablesOf(tx, place, {})
    .flatMap((table) =>
      tx
        .table(routes)
        .by('routeTable', table.id)
        .map((route) => ({ table, route })),
    )
    .filter(fitting(TESTS, conditions))
  return { items: found.slice(offset, offset + limit).map(({ route }) => route), total: found.length }
}
