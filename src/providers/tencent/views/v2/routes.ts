import type { Listed } from '../../operations/lists.ts'
import type { RouteTableSummary } from '../../operations/routes/tables.ts'
import type { Route } from '../../records/networks.ts'
import { numberOf } from '../../schemas/v2/routes.ts'
import type { NewRoute } from '../../operations/routes/routes.ts'
import { beijing } from '../beijing.ts'
import { listView } from './common.ts'

const LOCAL = { destinationCidrBlock: 'Local', nextType: 2, nextHub: 'Local', unNextHub: 'Local' }

// v2 has no number for what came later
const isKnown = ({ kind }: Route): boolean => numberOf(kind) !== undefined

const routeView = ({ cidr, kind, hub, oldHub }: Route): object => ({
  destinationCidrBlock: cidr,
  nextType: numberOf(kind),
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
  subnetNum: subnets.length,
  routeTableCreateTime: beijing(table.createdAt),
  // the page's table says routeTableSet, its example and every client routeSet
  routeSet: [
    { ...LOCAL, description: '' },
    ...routes.filter(isKnown).map((route) => ({ ...routeView(route), description: route.description ?? '' })),
  ],
})

export const routeTableListView = (list: Listed<RouteTableSummary>): object => listView(list, routeTableView)

/** The system's own route counts as a match of everything. */
export const routesView = (routes: readonly Route[]): object => ({
  data: { totalNum: routes.filter(isKnown).length + 1, data: [LOCAL, ...routes.filter(isKnown).map(routeView)] },
})

/** Echoes the routes as they were asked for, host bits included. */
export const createdRouteTableView = (
  { table }: RouteTableSummary,
  { routes = [] }: { readonly routes?: readonly NewRoute[] | undefined },
): object => ({
  routeTableId: table.oldId,
  unRouteTableId: table.id,
  routeTableSet: routes.map(({ destination, kind, hub, description }) => ({
    destinationCidrBlock: destination,
    nextType: kind === null ? undefined : numberOf(kind),
    nextHub: hub,
    ...(description !== undefined && { description }),
  })),
})
