import { readAddress, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { EVERYBODY, type Router, type StaticRoute, attachments, routers, byUuid } from '../records/index.ts'
import type { CreateRouter, ModifyRouter, StaticRouteInput } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { refuseWithoutCredits } from './account.ts'
import { fitsLabels, readLabels } from './labels.ts'

/** The account's routers and the service routers that fit the label filters. */
export const listRouters = (tx: Tx, account: string, labels: readonly string[]): Router[] => {
  const table = tx.table(routers)
  const visible = [...table.by('account', account), ...table.by('account', EVERYBODY)]
  return byUuid(visible.filter((row) => fitsLabels(row.labels, labels)))
}

export const getRouter = (tx: Tx, account: string, id: string): Router => {
  const router = tx.table(routers).get(id)
  if (!router) throw problems.routerNotFound(id)
  if (router.account !== null && router.account !== account) throw problems.actionForbidden()
  return router
}

/** A router that the account may change. */
export const ownRouter = (tx: Tx, account: string, id: string): Router => {
  const router = getRouter(tx, account, id)
  if (router.account === null) throw problems.actionForbidden()
  return router
}

export const createRouter = (tx: Tx, account: string, input: CreateRouter): Router => {
  const labels = readLabels(input.labels)
  const staticRoutes = readRoutes(tx, input.static_routes)
  refuseWithoutCredits(tx)
  const id = tx.ids.uuid('upcloud/router', '04')
  const { name } = input
  return tx.table(routers).insert({ id, account, name, type: 'normal', labels, staticRoutes })
}

export const modifyRouter = (tx: Tx, account: string, id: string, input: ModifyRouter): Router => {
  const router = ownRouter(tx, account, id)
  const { name = router.name, labels, static_routes: routes } = input
  return tx.table(routers).update(id, {
    name,
    labels: labels === undefined ? router.labels : readLabels(labels),
    staticRoutes: routes === undefined ? router.staticRoutes : readRoutes(tx, routes),
  })
}

export const deleteRouter = (tx: Tx, account: string, id: string): void => {
  ownRouter(tx, account, id)
  if (tx.table(attachments).count('router', id) > 0) throw problems.routerAttached()
  tx.table(routers).delete(id)
}

const readRoutes = (tx: Tx, given: readonly StaticRouteInput[] | null | undefined): StaticRoute[] => {
  const routes = given ?? []
  const { staticRouteLimit } = settingsOf(tx)
  if (routes.length > staticRouteLimit) throw problems.staticRouteLimit(staticRouteLimit)
  const seen = new Set<string>()
  return routes.map(({ route, nexthop, name }, index) => {
    checkRoute(route, nexthop)
    if (seen.has(route)) throw problems.duplicateRoute(route)
    seen.add(route)
    return { name: name ?? `static-route-${index}`, nexthop, route, type: 'user' }
  })
}

const checkRoute = (route: string, nexthop: string): void => {
  if (nexthop === 'no-nexthop') return
  const { family, value } = readAddress(nexthop)!
  if (family !== readCidr(route)!.family) throw problems.routeFamilyInvalid()
  const lead = family === 4 ? Number(value >> 24n) : Number(value >> 120n)
  const isHost = family === 4 ? lead !== 0 && lead !== 127 && lead < 224 : value > 1n && lead !== 255
  if (!isHost) throw problems.routeTargetInvalid()
}
