import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems } from '../errors/vpc.ts'
import { contentsOf, getRouteTable, listRouteTables, updateRouteTable } from '../operations/route-tables.ts'
import { readFilters, readMarkerPage } from './reading.ts'
import type { HuaweiApi } from './api.ts'
import { UpdateRouteTable } from '../schemas/route-tables.ts'
import { listedRouteTableView, routeTableView } from '../views/index.ts'

export const addRouteTables = (api: HuaweiApi): void => {
  const { show } = api
  api.on('routetables.list', 'vpc:routeTables:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcProblems.paramInvalid()
    const filters = readFilters(call, ['id', 'vpc_id', 'subnet_id'])
    const routetables = call.transact((tx) => {
      const { items } = listRouteTables(tx, projectOf(call), filters, query)
      return items.map((table) => listedRouteTableView(table, contentsOf(tx, table)))
    })
    return show(200, { routetables })
  })
  api.on('routetables.get', 'vpc:routeTables:get', (call) => {
    const routetable = call.transact((tx) => {
      const table = getRouteTable(tx, projectOf(call), call.param('routetable_id'))
      return routeTableView(table, contentsOf(tx, table))
    })
    return show(200, { routetable })
  })
  api.on('routetables.update', 'vpc:routeTables:update', (call) => {
    const { routetable: input } = readJson(call, UpdateRouteTable)
    const routetable = call.transact((tx) => {
      const table = updateRouteTable(tx, projectOf(call), call.param('routetable_id'), input)
      return routeTableView(table, contentsOf(tx, table))
    })
    return show(200, { routetable })
  })
}
