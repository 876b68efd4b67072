import { readResource, routeResource } from '../schemas/resources.ts'
import { projectOf } from '../auth/index.ts'
import { type CreateRoute, createRoute, deleteRoute, getRoute, listRoutes } from '../operations/routes.ts'
import { listRequestOf, readFilters, readOptional, readPage } from './reading.ts'
import type { HuaweiApi } from './api.ts'
import { routeView } from '../views/index.ts'
import { envelope, listView } from '../views/lists.ts'

export const addRoutes = (api: HuaweiApi): void => {
  const { show } = api
  api.on('routes.list', 'vpc:routes:list', (call) => {
    const filters = readFilters(call, ['id', 'vpc_id', 'tenant_id', 'destination', 'type'])
    const query = readPage(call)
    const page = call.transact((tx) => listRoutes(tx, projectOf(call), filters, query))
    return show(200, listView('routes', page, routeView, listRequestOf(call)))
  })
  api.on('routes.create', 'vpc:routes:create', (call) => {
    const input = readResource(readOptional(call), routeResource, 'post', projectOf(call)) as unknown as CreateRoute
    const route = call.transact((tx) => createRoute(tx, projectOf(call), input))
    return show(201, envelope('route', routeView(route)))
  })
  api.on('routes.get', 'vpc:routes:get', (call) => {
    const route = call.transact((tx) => getRoute(tx, projectOf(call), call.param('route_id')))
    return show(200, envelope('route', routeView(route)))
  })
  api.on('routes.delete', 'vpc:routes:delete', (call) => {
    call.transact((tx) => deleteRoute(tx, projectOf(call), call.param('route_id')))
    return show(204, null)
  })
}
