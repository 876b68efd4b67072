import type { Listed } from '../../operations/lists.ts'
import type { RouteTableSummary } from '../../operations/route-tables.ts'
import type { Route, RouteTable } from '../../records/networks.ts'
import type { NewRoute } from '../../operations/routes.ts'
import { beijing } from '../beijing.ts'
import { listView } from './common.ts'

const LOCAL = { destinationCidrBlock: 'Local', nextType: 2, nextHub: 'Local', unNextHub: 'Local' }

const routeView = ({ cidr, nextType, hub, oldHub }: Route): object => ({
  destinationCidrBlock: cidr,
  nextType,
  nextHub: oldHub,
  unNextHub: hub,
})

const routeTableView = ({ table, vpc, subnets, routes }: RouteTableSummary): object => ({
  vpcId: vpc.oldId,
  unVpcId: vpc.id,
  vpcName: vpc.name,
  vpcCidrBlock: vpc.cidr,
  routeTableName: table.name,
  routeTableId: table.oldId,
  unRouteTableId: table.id,
  routeTableType: table.main ? 1 : 0,
  subnetNum: subnets,
  routeTableCreateTime: beijing(table.createdAt),
  // the page's table says routeTableSet, its example and every client routeSet
  routeSet: [
    { ...LOCAL, description: '' },
    ...routes.map((route) => ({ ...routeView(route), description: route.description ?? '' })),
  ],
})

export const routeTableListView = (list: Listed<RouteTableSummary>): object => listView(list, routeTableView)

/** The system's own route counts as a match of everything. */
export const routesView = (routes: readonly Route[]): object => ({
  data: { totalNum: routes.length + 1, data: [LOCAL, ...routes.map(routeView)] },
})

/** Echoes the routes as they were asked for, host bits included. */
export const createdRouteTableView = (
  table: RouteTable,
  { routes = [] }: { readonly routes?: readonly NewRoute[] | undefined },
): object => ({
  routeTableId: table.oldId,
  unRouteTableId: table.id,
  routeTableSet: routes.map(({ destination, nextType, hub, description }) => ({
    destinationCidrBlock: destination,
    nextType,
    nextHub: hub,
    ...(description !== undefined && { description }),
  })),
})
