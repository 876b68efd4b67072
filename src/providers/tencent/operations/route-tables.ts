import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId, oldId } from '../records/ids.ts'
import {
  type Place,
  type Route,
  type RouteTable,
  type Vpc,
  routeTables,
  routes,
  subnets,
  vpcs,
} from '../records/networks.ts'
import { settingsOf } from '../settings.ts'
import { getRouteTable, getSubnet, getVpc } from './find.ts'
import { type Listed, type Paging, pageOf, tooLong } from './lists.ts'
import { type NewRoute, addRoutes, tablesOf } from './routes.ts'

const PAGE_LIMIT = 50

/** A route table with all that a list tells of it. */
export interface RouteTableSummary {
  readonly table: RouteTable
  readonly vpc: Vpc
  readonly subnets: number
  readonly routes: readonly Route[]
}

export interface RouteTableFilter extends Paging {
  readonly vpc?: string | undefined
  readonly table?: string | undefined
  /** A part of the name. */
  readonly name?: string | undefined
}

export const describeRouteTables = (tx: Tx, place: Place, filter: RouteTableFilter): Listed<RouteTableSummary> => {
  const { vpc, table: id, name = '' } = filter
  const found = tablesOf(tx, place, filter)
  if (found.length === 0 && settingsOf(tx).unknownIds === 'refuse') {
    if (vpc !== undefined) getVpc(tx, place, vpc)
    if (id !== undefined) throw problems.routeTableNotFound()
  }
  const named = found.filter((table) => table.name.includes(name))
  const page = pageOf(named, filter, PAGE_LIMIT)
  return { ...page, items: page.items.map((table) => summaryOf(tx, table)) }
}

const summaryOf = (tx: Tx, table: RouteTable): RouteTableSummary => ({
  table,
  vpc: tx.table(vpcs).get(table.vpcId)!,
  subnets: tx.table(subnets).count('routeTable', table.id),
  routes: tx.table(routes).by('routeTable', table.id),
})

export interface NewRouteTable {
  readonly vpc: string
  readonly name: string
  readonly routes?: readonly NewRoute[] | undefined
}

export const createRouteTable = (tx: Tx, place: Place, input: NewRouteTable): RouteTable => {
  const vpc = getVpc(tx, place, input.vpc)
  refuseName(input.name)
  const { routeTableQuota } = settingsOf(tx)
  if (tx.table(routeTables).count('vpc', vpc.id) >= routeTableQuota) throw problems.routeTableLimit(routeTableQuota)
  const table = insertRouteTable(tx, vpc, { name: input.name, main: false })
  addRoutes(tx, vpc, table, input.routes ?? [])
  return table
}

export const insertRouteTable = (
  tx: Tx,
  vpc: Vpc,
  given: Pick<RouteTable, 'name' | 'main'> & { readonly id?: string | undefined; readonly oldId?: string | undefined },
): RouteTable => {
  const { uin, region } = vpc
  return tx.table(routeTables).insert({
    id: given.id ?? newId(tx, 'rtb'),
    oldId: given.oldId ?? oldId(tx, routeTables, `${region}_rtb_`),
    uin,
    region,
    vpcId: vpc.id,
    name: given.name,
    main: given.main,
    createdAt: tx.now,
  })
}

const refuseName = (name: string): void => {
  if (name === '' || tooLong(name)) throw problems.routeTableNameInvalid()
}

export interface OneRouteTable {
  readonly vpc: string
  readonly table: string
}

export interface RouteTableChange extends OneRouteTable {
  readonly name?: string | undefined
  readonly routes?: readonly NewRoute[] | undefined
}

/** Renames a table, and replaces all of its routes when it is given others. */
export const modifyRouteTable = (tx: Tx, place: Place, input: RouteTableChange): void => {
  const vpc = getVpc(tx, place, input.vpc)
  const table = getRouteTable(tx, vpc, input.table)
  if (input.name !== undefined) {
    refuseName(input.name)
    tx.table(routeTables).update(table.id, { name: input.name })
  }
  if (!input.routes) return
  dropRoutes(tx, table)
  addRoutes(tx, vpc, table, input.routes)
}

const dropRoutes = (tx: Tx, table: RouteTable): void => {
  for (const route of tx.table(routes).by('routeTable', table.id)) tx.table(routes).delete(route.id)
}

export const deleteRouteTable = (tx: Tx, place: Place, input: OneRouteTable): void => {
  const table = getRouteTable(tx, getVpc(tx, place, input.vpc), input.table)
  if (table.main || tx.table(subnets).count('routeTable', table.id) > 0) throw problems.routeTableInUse()
  removeRouteTable(tx, table)
}

export const removeRouteTable = (tx: Tx, table: RouteTable): void => {
  dropRoutes(tx, table)
  tx.table(routeTables).delete(table.id)
}

/** Moves subnets to a table. */
export const associateRouteTable = (
  tx: Tx,
  place: Place,
  input: OneRouteTable & { readonly subnets: readonly string[] },
): void => {
  const vpc = getVpc(tx, place, input.vpc)
  const table = getRouteTable(tx, vpc, input.table)
  for (const id of input.subnets) tx.table(subnets).update(getSubnet(tx, vpc, id).id, { routeTableId: table.id })
}
