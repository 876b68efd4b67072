import type { Listed } from '../../operations/lists.ts'
import type { Replaced } from '../../operations/routes/changes.ts'
import type { RouteTableSummary } from '../../operations/routes/tables.ts'
import type { Route } from '../../records/networks.ts'
import { typeOf } from '../../schemas/v3/routes.ts'
import { beijing } from '../beijing.ts'
import { tagsView } from './common.ts'

const routeView = (route: Route): object => ({
  DestinationCidrBlock: route.cidr,
  GatewayType: typeOf(route.kind),
  GatewayId: route.hub,
  RouteId: route.number,
  RouteDescription: route.description ?? '',
  Enabled: route.enabled,
  RouteType: 'USER',
  RouteTableId: route.routeTableId,
  DestinationIpv6CidrBlock: '',
  RouteItemId: route.id,
  PublishedToVbc: false,
  CreatedTime: beijing(route.createdAt),
  CdcId: '',
})

const routeTableView = ({ table, vpc, subnets }: RouteTableSummary, routes: readonly Route[]): object => ({
  VpcId: table.vpcId,
  RouteTableId: table.id,
  RouteTableName: table.name,
  AssociationSet: subnets.map(({ id }) => ({ SubnetId: id, RouteTableId: table.id })),
  RouteSet: routes.map(routeView),
  Main: table.main,
  CreatedTime: beijing(table.createdAt),
  TagSet: tagsView(table),
  LocalCidrForCcn: [{ Cidr: vpc.cidr, PublishedToVbc: false }],
})

export const createdRouteTableView = (summary: RouteTableSummary): object => ({
  RouteTable: routeTableView(summary, summary.routes),
})

export const routeTableListView = (
  { items, total }: Listed<RouteTableSummary>,
  { withRoutes }: { readonly withRoutes: boolean },
): object => ({
  TotalCount: total,
  RouteTableSet: items.map((item) => routeTableView(item, withRoutes ? item.routes : [])),
})

/** The table with the new routes alone. */
export const createdRoutesView = ({
  summary,
  routes,
}: {
  summary: RouteTableSummary
  routes: readonly Route[]
}): object => ({
  TotalCount: 1,
  RouteTableSet: [routeTableView(summary, routes)],
})

export const replacedRoutesView = ({ before, after }: Replaced): object => ({
  OldRouteSet: before.map(routeView),
  NewRouteSet: after.map(routeView),
})

export const removedRoutesView = (routes: readonly Route[]): object => ({ RouteSet: routes.map(routeView) })

export const routeListView = ({ items, total }: Listed<Route>): object => ({
  RouteSet: items.map(routeView),
  TotalCount: total,
})

/** Routes of a Cloud Connect Network, with which others could conflict, do not exist here. */
export const conflictsView = (
  _: unknown,
  { table, destinations }: { readonly table: string; readonly destinations: readonly string[] },
): object => ({
  RouteConflictSet: destinations.map((destination) => ({
    RouteTableId: table,
    DestinationCidrBlock: destination,
    ConflictSet: [],
  })),
})
