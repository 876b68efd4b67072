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
import type {
  CreateRouteTable,
  DescribeRouteTable,
  ModifyRouteTableAttribute,
  ModifyVPCRouteTable,
  OneRouteTable,
} from '../schemas/v2/routes.ts'
import type { AssociateRouteTable } from '../schemas/v2/networks.ts'
import { settingsOf } from '../settings.ts'
import { getRouteTable, getSubnet, getVpc } from './find.ts'
import { type Listed, pageOf, tooLong } from './lists.ts'
import { addRoutes, tablesOf } from './routes.ts'

const PAGE_LIMIT = 50

/** A route table with all that a list tells of it. */
export interface RouteTableSummary {
  readonly table: RouteTable
  readonly vpc: Vpc
  readonly subnets: number
  readonly routes: readonly Route[]
}

export const describeRouteTables = (tx: Tx, place: Place, input: DescribeRouteTable): Listed<RouteTableSummary> => {
  const { vpcId, routeTableId, routeTableName = '', orderField } = input
  const found = tablesOf(tx, place, vpcId, routeTableId)
  if (found.length === 0 && settingsOf(tx).unknownIds === 'refuse') {
    if (vpcId !== undefined) getVpc(tx, place, vpcId)
    if (routeTableId !== undefined) throw problems.routeTableNotFound()
  }
  const named = found.filter((table) => table.name.includes(routeTableName))
  const page = pageOf(named, input, PAGE_LIMIT, orderField === 'routeTableName' ? (table) => table.name : undefined)
  return { ...page, items: page.items.map((table) => summaryOf(tx, table)) }
}

const summaryOf = (tx: Tx, table: RouteTable): RouteTableSummary => ({
  table,
  vpc: tx.table(vpcs).get(table.vpcId)!,
  subnets: tx.table(subnets).count('routeTable', table.id),
  routes: tx.table(routes).by('routeTable', table.id),
})

export const createRouteTable = (tx: Tx, place: Place, input: CreateRouteTable): RouteTable => {
  const vpc = getVpc(tx, place, input.vpcId)
  refuseName(input.routeTableName)
  const { routeTableQuota } = settingsOf(tx)
  if (tx.table(routeTables).count('vpc', vpc.id) >= routeTableQuota) throw problems.routeTableLimit(routeTableQuota)
  const table = insertRouteTable(tx, vpc, input.routeTableName, false)
  addRoutes(tx, vpc, table, input.routeSet ?? [])
  return table
}

export const insertRouteTable = (
  tx: Tx,
  vpc: Vpc,
  name: string,
  main: boolean,
  given: { readonly id?: string | undefined; readonly oldId?: string | undefined } = {},
): RouteTable => {
  const { uin, region } = vpc
  return tx.table(routeTables).insert({
    id: given.id ?? newId(tx, 'rtb'),
    oldId: given.oldId ?? oldId(tx, routeTables, `${region}_rtb_`),
    uin,
    region,
    vpcId: vpc.id,
    name,
    main,
    createdAt: tx.now,
  })
}

const refuseName = (name: string): void => {
  if (name === '' || tooLong(name)) throw problems.routeTableNameInvalid()
}

/** Renames a table, and replaces all of its routes when it is given others. */
export const modifyRouteTable = (tx: Tx, place: Place, input: ModifyRouteTableAttribute): void => {
  const vpc = getVpc(tx, place, input.vpcId)
  const table = getRouteTable(tx, vpc, input.routeTableId)
  if (input.routeTableName !== undefined) {
    refuseName(input.routeTableName)
    tx.table(routeTables).update(table.id, { name: input.routeTableName })
  }
  if (!input.routeSet) return
  dropRoutes(tx, table)
  addRoutes(tx, vpc, table, input.routeSet)
}

export const renameRouteTable = (tx: Tx, place: Place, input: ModifyVPCRouteTable): void =>
  modifyRouteTable(tx, place, input)

const dropRoutes = (tx: Tx, table: RouteTable): void => {
  for (const route of tx.table(routes).by('routeTable', table.id)) tx.table(routes).delete(route.id)
}

export const deleteRouteTable = (tx: Tx, place: Place, { vpcId, routeTableId }: OneRouteTable): void => {
  const table = getRouteTable(tx, getVpc(tx, place, vpcId), routeTableId)
  if (table.main || tx.table(subnets).count('routeTable', table.id) > 0) throw problems.routeTableInUse()
  removeRouteTable(tx, table)
}

export const removeRouteTable = (tx: Tx, table: RouteTable): void => {
  dropRoutes(tx, table)
  tx.table(routeTables).delete(table.id)
}

export const associateRouteTable = (tx: Tx, place: Place, input: AssociateRouteTable): void => {
  const vpc = getVpc(tx, place, input.vpcId)
  const table = getRouteTable(tx, vpc, input.routeTableId)
  for (const id of input.subnetId) tx.table(subnets).update(getSubnet(tx, vpc, id).id, { routeTableId: table.id })
}
