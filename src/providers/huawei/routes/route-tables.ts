import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems } from '../errors/vpc.ts'
import {
  associateSubnets,
  contentsOf,
  createRouteTable,
  deleteRouteTable,
  getRouteTable,
  listRouteTables,
  updateRouteTable,
} from '../operations/route-tables.ts'
import { readFilters, readMarkerPage } from './reading.ts'
import type { HuaweiApi } from './api.ts'
import { AssociateSubnets, CreateRouteTable, UpdateRouteTable } from '../schemas/route-tables.ts'
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
  api.on('routetables.create', 'vpc:routeTables:create', (call) => {
    const { routetable: input } = readJson(call, CreateRouteTable)
    const routetable = call.transact((tx) => {
      const table = createRouteTable(tx, projectOf(call), input)
      return routeTableView(table, contentsOf(tx, table))
    })
    return show(200, { routetable })
  })
  api.on('routetables.action', 'vpc:routeTables:associate', (call) => {
    const { subnets } = readJson(call, AssociateSubnets).routetable
    const routetable = call.transact((tx) => {
      const table = associateSubnets(tx, projectOf(call), call.param('routetable_id'), subnets)
      return routeTableView(table, contentsOf(tx, table))
    })
    return show(200, { routetable })
  })
  api.on('routetables.delete', 'vpc:routeTables:delete', (call) => {
    call.transact((tx) => deleteRouteTable(tx, projectOf(call), call.param('routetable_id')))
    return show(204, null)
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
