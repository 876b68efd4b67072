import type { Tx } from '../../../../world/unit-of-work.ts'
import { problems } from '../../errors/index.ts'
import type { HopKind } from '../../records/hops.ts'
import { newId, oldId } from '../../records/ids.ts'
import {
  type Place,
  type Route,
  type RouteTable,
  type Subnet,
  type Vpc,
  routeTables,
  routes,
  subnets,
} from '../../records/networks.ts'
import { NO_TAGS, type Tag } from '../../records/tags.ts'
import { settingsOf } from '../../settings.ts'
import { type OneRouteTable, getRouteTable, getSubnet, getVpc, vpcOf } from '../find.ts'
import { type Condition, type Listed, type Paging, fitting, pageOf, tagTests, tooLong } from '../lists.ts'
import { type NewRoute, type RouteRules, addRoutes } from './routes.ts'
import { tablesOf } from './lists.ts'
import { refuseTags } from '../tags.ts'

/** A route table with all that a list tells of it. */
export interface RouteTableSummary {
  readonly table: RouteTable
  readonly vpc: Vpc
  readonly subnets: readonly Subnet[]
  readonly routes: readonly Route[]
}

const TESTS = {
  ...tagTests,
  id: ({ id }: RouteTable, value: string) => id === value,
  vpc: ({ vpcId }: RouteTable, value: string) => vpcId === value,
  name: ({ name }: RouteTable, value: string) => name === value,
  partOfName: ({ name }: RouteTable, value: string) => name.includes(value),
  main: ({ main }: RouteTable, value: string) => value === String(main),
  // all of them are
  visible: (_: RouteTable, value: string) => value !== 'false',
}

export interface RouteTableFilter extends Paging {
  readonly vpc?: string | undefined
  readonly table?: string | undefined
  /** Tables that have to be there. */
  readonly ids?: readonly string[] | undefined
  readonly conditions?: readonly Condition<keyof typeof TESTS>[] | undefined
  /** Kinds of routes that are shown; all of them by default. */
  readonly kinds?: readonly (HopKind | null)[] | undefined
}

export const describeRouteTables = (tx: Tx, place: Place, filter: RouteTableFilter): Listed<RouteTableSummary> => {
  const { vpc, table: id, ids, conditions, kinds } = filter
  for (const table of ids ?? []) getRouteTable(tx, place, { table })
  const found = tablesOf(tx, place, filter).filter((table) => !ids || ids.includes(table.id))
  if (found.length === 0 && settingsOf(tx).unknownIds === 'refuse') {
    if (vpc !== undefined) getVpc(tx, place, vpc)
    if (id !== undefined) throw problems.routeTableNotFound()
  }
  const page = pageOf(found.filter(fitting(TESTS, conditions)), filter)
  const items = page.items.map((table) => summaryOf(tx, table))
  const shown = (route: Route): boolean => !kinds || kinds.includes(route.kind)
  return { ...page, items: items.map((item) => (kinds ? { ...item, routes: item.routes.filter(shown) } : item)) }
}

export const summaryOf = (tx: Tx, table: RouteTable): RouteTableSummary => ({
  table,
  vpc: vpcOf(tx, table),
  subnets: tx.table(subnets).by('routeTable', table.id),
  routes: tx.table(routes).by('routeTable', table.id),
})

export interface NewRouteTable {
  readonly vpc: string
  readonly name: string
  readonly routes?: readonly NewRoute[] | undefined
  readonly tags?: readonly Tag[] | undefined
}

export const createRouteTable = (tx: Tx, place: Place, input: NewRouteTable): RouteTableSummary => {
  const vpc = getVpc(tx, place, input.vpc)
  refuseName(input.name)
  refuseTags(input.tags)
  const { routeTableQuota } = settingsOf(tx)
  if (tx.table(routeTables).count('vpc', vpc.id) >= routeTableQuota) throw problems.routeTableLimit(routeTableQuota)
  const table = insertRouteTable(tx, vpc, { name: input.name, main: false, tags: input.tags })
  addRoutes(tx, table, input.routes ?? [])
  return summaryOf(tx, table)
}

export const insertRouteTable = (
  tx: Tx,
  vpc: Vpc,
  given: Pick<RouteTable, 'name' | 'main'> & {
    readonly id?: string | undefined
    readonly oldId?: string | undefined
    readonly tags?: readonly Tag[] | undefined
  },
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
    tags: given.tags ?? NO_TAGS,
    createdAt: tx.now,
  })
}

const refuseName = (name: string): void => {
  if (name === '' || tooLong(name)) throw problems.routeTableNameInvalid()
}

export interface RouteTableChange extends OneRouteTable, RouteRules {
  readonly name?: string | undefined
  readonly routes?: readonly NewRoute[] | undefined
}

/** Renames a table, and replaces all of its routes when it is given others. */
export const modifyRouteTable = (tx: Tx, place: Place, input: RouteTableChange): void => {
  const table = getRouteTable(tx, place, input)
  if (input.name !== undefined) {
    refuseName(input.name)
    tx.table(routeTables).update(table.id, { name: input.name })
  }
  if (!input.routes) return
  dropRoutes(tx, table)
  addRoutes(tx, table, input.routes, input)
}

const dropRoutes = (tx: Tx, table: RouteTable): void => {
  for (const route of tx.table(routes).by('routeTable', table.id)) tx.table(routes).delete(route.id)
}

export const deleteRouteTable = (tx: Tx, place: Place, input: OneRouteTable): void => {
  const table = getRouteTable(tx, place, input)
  if (table.main) throw problems.routeTableMain()
  if (tx.table(subnets).count('routeTable', table.id) > 0) throw problems.routeTableInUse()
  removeRouteTable(tx, table)
}

export const removeRouteTable = (tx: Tx, table: RouteTable): void => {
  dropRoutes(tx, table)
  tx.table(routeTables).delete(table.id)
}

/** Moves subnets to a table of their VPC. */
export const associateRouteTable = (
  tx: Tx,
  place: Place,
  input: OneRouteTable & { readonly subnets: readonly string[] },
): void => {
  const table = getRouteTable(tx, place, input)
  for (const id of input.subnets) {
    const subnet = getSubnet(tx, place, { vpc: input.vpc, subnet: id })
    if (subnet.vpcId !== table.vpcId) throw problems.routeTableForeign()
    tx.table(subnets).update(subnet.id, { routeTableId: table.id })
  }
}
