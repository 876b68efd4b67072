import { cidr, contains, network, readCidr } from '../../../core/cidr.ts'
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
  vpcs,
} from '../records/networks.ts'
import type { DescribeRoutes, RouteBatch, RouteItem } from '../schemas/v2/routes.ts'
import { settingsOf } from '../settings.ts'
import { find, getRouteTable, getVpc } from './find.ts'
import { type Hub, PUBLIC_GATEWAY, findHub, readNextType } from './hubs.ts'

const SAME_HOP_LIMIT = 8
const DESCRIPTION_LIMIT = 60

export const createRoutes = (tx: Tx, place: Place, { vpcId, routeTableId, routeSet }: RouteBatch): void => {
  const vpc = getVpc(tx, place, vpcId)
  addRoutes(tx, vpc, getRouteTable(tx, vpc, routeTableId), routeSet)
}

/** Adds a batch; the unit of work takes all of it back when one item is refused. The order of the checks is inferred. */
export const addRoutes = (tx: Tx, vpc: Vpc, table: RouteTable, batch: readonly RouteItem[]): void => {
  for (const [n, item] of batch.entries()) addRoute(tx, vpc, table, item, `routeSet.${n}`)
}

const addRoute = (tx: Tx, vpc: Vpc, table: RouteTable, item: RouteItem, at: string): void => {
  const nextType = readType(item, at)
  const destination = readDestination(item, at)
  if (contains(cidr(vpc.cidr), destination)) throw problems.destinationInvalid(`${at}.destinationCidrBlock`)
  const hub = findHub(tx, vpc, nextType, item.nextHub)
  if (!hub) throw problems.nextHubNotFound()
  const block = network(destination)
  refuseTaken(tx, table, block, nextType, hub)
  const { routeQuota } = settingsOf(tx)
  if (tx.table(routes).count('routeTable', table.id) >= routeQuota) throw problems.routeLimit(routeQuota)
  const description = item.description?.slice(0, DESCRIPTION_LIMIT) ?? null
  tx.table(routes).insert({
    id: newId(tx, 'rti'),
    routeTableId: table.id,
    cidr: block,
    nextType,
    ...hub,
    description,
  })
}

const readType = ({ nextType }: RouteItem, at: string): number => {
  const type = readNextType(nextType)
  if (type === undefined) throw problems.nextTypeInvalid(`${at}.nextType`)
  return type
}

const readDestination = ({ destinationCidrBlock }: RouteItem, at: string) => {
  const destination = readCidr(destinationCidrBlock)
  if (destination?.family !== 4) throw problems.destinationInvalid(`${at}.destinationCidrBlock`)
  return destination
}

// only public gateways may share a destination, up to eight of them
const refuseTaken = (tx: Tx, table: RouteTable, block: string, nextType: number, { hub }: Hub): void => {
  const same = tx.table(routes).by('spot', spotKey(table.id, block))
  if (same.length === 0) return
  const shared = nextType === PUBLIC_GATEWAY && same.every((route) => route.nextType === PUBLIC_GATEWAY)
  if (!shared || same.some((route) => route.hub === hub)) throw problems.routeExists()
  if (same.length >= SAME_HOP_LIMIT) throw problems.nextHubLimit(SAME_HOP_LIMIT)
}

/** Removes a batch. The hop itself need not exist any more; the destination may have host bits. */
export const deleteRoutes = (tx: Tx, place: Place, { vpcId, routeTableId, routeSet }: RouteBatch): void => {
  const table = getRouteTable(tx, getVpc(tx, place, vpcId), routeTableId)
  for (const [n, item] of routeSet.entries()) {
    const at = `routeSet.${n}`
    const nextType = readType(item, at)
    const there = tx.table(routes).by('spot', spotKey(table.id, network(readDestination(item, at))))
    const route = there.find((one) => one.nextType === nextType && [one.hub, one.oldHub].includes(item.nextHub))
    if (route) tx.table(routes).delete(route.id)
    else if (settingsOf(tx).absentRoute === 'refuse') {
      throw there.length > 0 ? problems.nextHubNotFound() : problems.destinationInvalid(`${at}.destinationCidrBlock`)
    }
  }
}

/** The routes that fit, of all tables that the caller can see; never refuses. */
export const describeRoutes = (tx: Tx, place: Place, input: DescribeRoutes): Route[] => {
  const { vpcId, routeTableId, destinationCidrBlock, nextType, nextHub } = input
  const wanted = destinationCidrBlock === undefined ? undefined : readCidr(destinationCidrBlock)
  const block = wanted?.family === 4 ? network(wanted) : destinationCidrBlock
  return tablesOf(tx, place, vpcId, routeTableId)
    .flatMap((table) =>
      block === undefined
        ? tx.table(routes).by('routeTable', table.id)
        : tx.table(routes).by('spot', spotKey(table.id, block)),
    )
    .filter((route) => nextType === undefined || String(route.nextType) === nextType)
    .filter((route) => nextHub === undefined || route.hub === nextHub || route.oldHub === nextHub)
}

/** Route tables by VPC and id, each under either of its ids; what is not there gives none. */
export const tablesOf = (tx: Tx, place: Place, vpcId?: string, routeTableId?: string): RouteTable[] => {
  const vpc = vpcId === undefined ? undefined : find(tx, place, vpcs, vpcId)
  if (vpcId !== undefined && !vpc) return []
  if (routeTableId !== undefined) {
    const table = find(tx, place, routeTables, routeTableId)
    return table && (!vpc || table.vpcId === vpc.id) ? [table] : []
  }
  return vpc ? tx.table(routeTables).by('vpc', vpc.id) : tx.table(routeTables).by('place', placeKey(place))
}
