import type { Tx } from '../../../world/unit-of-work.ts'
import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems } from '../errors/index.ts'
import { byId, pageOf } from '../operations/pages.ts'
import { getRouteTable, routeTablesOf, updateRouteTable } from '../operations/route-tables.ts'
import { type RouteTable, routes, subnets } from '../records.ts'
import { readFilters, readMarkerPage } from './reading.ts'
import type { HuaweiApi } from './index.ts'
import { UpdateRouteTable } from '../schemas/index.ts'
import { listedRouteTableView, routeTableView } from '../views/index.ts'

const parts = (tx: Tx, table: RouteTable) =>
  [table, tx.table(routes).by('table', table.id), byId(tx.table(subnets).by('vpc', table.vpcId))] as const

export const addRouteTables = (api: HuaweiApi): void => {
  const { show } = api
  api.on('routetables.list', 'vpc:routeTables:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcProblems.paramInvalid()
    const { id, vpc_id: vpc, subnet_id: subnet } = readFilters(call, ['id', 'vpc_id', 'subnet_id'])
    const routetables = call.transact((tx) => {
      const rows = routeTablesOf(tx, projectOf(call), vpc?.[0], subnet?.[0])
      const { items } = pageOf(id ? rows.filter((row) => id.includes(row.id)) : rows, query)
      return items.map((table) => listedRouteTableView(...parts(tx, table)))
    })
    return show(200, { routetables })
  })
  api.on('routetables.get', 'vpc:routeTables:get', (call) => {
    const routetable = call.transact((tx) =>
      routeTableView(...parts(tx, getRouteTable(tx, projectOf(call), call.param('routetable_id')))),
    )
    return show(200, { routetable })
  })
  api.on('routetables.update', 'vpc:routeTables:update', (call) => {
    const { routetable: input } = readJson(call, UpdateRouteTable)
    const routetable = call.transact((tx) =>
      routeTableView(...parts(tx, updateRouteTable(tx, projectOf(call), call.param('routetable_id'), input))),
    )
    return show(200, { routetable })
  })
}
