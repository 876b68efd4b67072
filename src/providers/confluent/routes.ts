import { getPath } from 'hono/utils/url'
import type { ZodType } from 'zod'
import { Failure } from '../../core/problem.ts'
import { type Api, createApi } from '../../http/api.ts'
import type { Call } from '../../http/call.ts'
import type { Answer } from '../../http/dialect.ts'
import { readJson } from '../../http/reading.ts'
import { type KeyCredential, voice } from './auth.ts'
import { baseOf, unmounted } from './base.ts'
import { problems } from './errors.ts'
import {
  type Filter,
  type Wanted,
  listNetworks,
  listPeerings,
  networkFilters,
  peeringFilters,
} from './operations/lists.ts'
import { createNetwork, deleteNetwork, getGateway, getNetwork, renameNetwork } from './operations/networks.ts'
import {
  createEnvironment,
  deleteEnvironment,
  getEnvironment,
  getOrganization,
  listEnvironments,
  listOrganizations,
  updateEnvironment,
  updateOrganization,
} from './operations/organization.ts'
import { createPeering, deletePeering, getPeering, renamePeering } from './operations/peerings.ts'
import { type Listed, type Page, readPage } from './paging.ts'
import { ENVIRONMENTS, GATEWAYS, NETWORKS, ORGANIZATIONS, PEERINGS } from './paths.ts'
import type { Access } from './records.ts'
import {
  CreateEnvironment,
  CreateNetwork,
  CreatePeering,
  Update,
  UpdateEnvironment,
  UpdateOrganization,
} from './schemas.ts'
import { settingsOf } from './settings.ts'
import { type Views, networkingList, orgList, viewsAt } from './views.ts'

type Asked = Call<KeyCredential>

const NETWORKING_PAGE = 1000
const ORG_PAGE = 100
const JSON_TYPE = /^\s*application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i

const accessOf = (call: Asked): Access => call.credential!.access
const viewsOf = (call: Asked): Views => viewsAt(baseOf(call), settingsOf(call.world))

const readBody = <T>(call: Asked, schema: () => ZodType<T>): T => {
  const type = call.header('content-type')
  if (type !== undefined && !JSON_TYPE.test(type)) throw new Failure({ kind: 'unsupported_media_type', got: type })
  return readJson(call, schema)
}

const environmentOf = (call: Asked): string => {
  const id = call.query('environment')
  if (id === undefined || id === '') throw problems.environmentMissing()
  return id
}

const pageOf = (call: Asked, max: number): Page => readPage(call.query('page_size'), call.query('page_token'), max)

const wantedOf = <T>(call: Asked, filters: readonly Filter<T>[]): Wanted =>
  Object.fromEntries(filters.map(({ parameter }) => [parameter, call.queries(parameter)]))

/** Link to the next page: the token first, then what the list was asked for. */
const nextOf = (call: Asked, path: string, token: string | undefined, wanted: Wanted): string => {
  if (token === undefined) return ''
  const query = new URLSearchParams([['page_token', token]])
  for (const [name, values] of Object.entries(wanted)) for (const value of values) query.append(name, value)
  return `${baseOf(call)}${path}?${query.toString()}`
}

export const createRoutes = (): Api<KeyCredential, undefined> => {
  const api = createApi(voice, { pathOf: (request) => unmounted(getPath(request)) })
  const { show } = api
  const on = (method: string, path: string, op: string, handler: (call: Asked) => Answer): void =>
    api.on(method, path, op, undefined, handler)

  const showCreated = (call: Asked, status: number, path: string, id: string, text: string): Answer =>
    show(status, text, ['Location', `${baseOf(call)}${path}/${id}`])

  const showList = <T>(
    call: Asked,
    path: string,
    kind: string,
    { items, total, next }: Listed<T>,
    view: (row: T) => string,
    wanted: Wanted,
  ): Answer => {
    const link = nextOf(call, path, next, wanted)
    return show(200, networkingList(kind, items.map(view), total, baseOf(call) + path, link))
  }

  on('GET', PEERINGS, 'peerings.list', (call) => {
    const [environment, page, wanted] = [
      environmentOf(call),
      pageOf(call, NETWORKING_PAGE),
      wantedOf(call, peeringFilters),
    ]
    const list = call.transact((tx) => listPeerings(tx, accessOf(call), environment, wanted, page))
    return showList(call, PEERINGS, 'PeeringList', list, viewsOf(call).peering, {
      environment: [environment],
      ...wanted,
    })
  })
  on('POST', PEERINGS, 'peerings.create', (call) => {
    const input = readBody(call, CreatePeering)
    const peering = call.transact((tx) => createPeering(tx, accessOf(call), input))
    const { createStatus } = settingsOf(call.world)
    return showCreated(call, createStatus, PEERINGS, peering.id, viewsOf(call).peering(peering))
  })
  on('GET', `${PEERINGS}/:id`, 'peerings.get', (call) => {
    const environment = environmentOf(call)
    const peering = call.transact((tx) => getPeering(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).peering(peering))
  })
  on('PATCH', `${PEERINGS}/:id`, 'peerings.update', (call) => {
    const input = readBody(call, Update)
    const peering = call.transact((tx) => renamePeering(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).peering(peering))
  })
  on('DELETE', `${PEERINGS}/:id`, 'peerings.delete', (call) => {
    const environment = environmentOf(call)
    call.transact((tx) => deletePeering(tx, accessOf(call), environment, call.param('id')))
    return show(204, null)
  })

  on('GET', NETWORKS, 'networks.list', (call) => {
    const [environment, page, wanted] = [
      environmentOf(call),
      pageOf(call, NETWORKING_PAGE),
      wantedOf(call, networkFilters),
    ]
    const list = call.transact((tx) => listNetworks(tx, accessOf(call), environment, wanted, page))
    return showList(call, NETWORKS, 'NetworkList', list, viewsOf(call).network, {
      environment: [environment],
      ...wanted,
    })
  })
  on('POST', NETWORKS, 'networks.create', (call) => {
    const input = readBody(call, CreateNetwork)
    const network = call.transact((tx) => createNetwork(tx, accessOf(call), input))
    const { createStatus } = settingsOf(call.world)
    return showCreated(call, createStatus, NETWORKS, network.id, viewsOf(call).network(network))
  })
  on('GET', `${NETWORKS}/:id`, 'networks.get', (call) => {
    const environment = environmentOf(call)
    const network = call.transact((tx) => getNetwork(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).network(network))
  })
  on('PATCH', `${NETWORKS}/:id`, 'networks.update', (call) => {
    const input = readBody(call, Update)
    const network = call.transact((tx) => renameNetwork(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).network(network))
  })
  on('DELETE', `${NETWORKS}/:id`, 'networks.delete', (call) => {
    const environment = environmentOf(call)
    call.transact((tx) => deleteNetwork(tx, accessOf(call), environment, call.param('id')))
    return show(204, null)
  })
  on('GET', `${GATEWAYS}/:id`, 'gateways.get', (call) => {
    const environment = environmentOf(call)
    const network = call.transact((tx) => getGateway(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).gateway(network))
  })

  on('GET', ENVIRONMENTS, 'environments.list', (call) => {
    const page = pageOf(call, ORG_PAGE)
    const { items, next } = call.transact((tx) => listEnvironments(tx, accessOf(call), page))
    return show(
      200,
      orgList('EnvironmentList', items.map(viewsOf(call).environment), nextOf(call, ENVIRONMENTS, next, {})),
    )
  })
  on('POST', ENVIRONMENTS, 'environments.create', (call) => {
    const input = readBody(call, CreateEnvironment)
    const environment = call.transact((tx) => createEnvironment(tx, accessOf(call), input))
    return showCreated(call, 201, ENVIRONMENTS, environment.id, viewsOf(call).environment(environment))
  })
  on('GET', `${ENVIRONMENTS}/:id`, 'environments.get', (call) => {
    const environment = call.transact((tx) => getEnvironment(tx, accessOf(call), call.param('id')))
    return show(200, viewsOf(call).environment(environment))
  })
  on('PATCH', `${ENVIRONMENTS}/:id`, 'environments.update', (call) => {
    const input = readBody(call, UpdateEnvironment)
    const environment = call.transact((tx) => updateEnvironment(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).environment(environment))
  })
  on('DELETE', `${ENVIRONMENTS}/:id`, 'environments.delete', (call) => {
    call.transact((tx) => deleteEnvironment(tx, accessOf(call), call.param('id')))
    return show(204, null)
  })

  on('GET', ORGANIZATIONS, 'organizations.list', (call) => {
    const page = pageOf(call, ORG_PAGE)
    const { items, next } = call.transact((tx) => listOrganizations(tx, page))
    return show(
      200,
      orgList('OrganizationList', items.map(viewsOf(call).organization), nextOf(call, ORGANIZATIONS, next, {})),
    )
  })
  on('GET', `${ORGANIZATIONS}/:id`, 'organizations.get', (call) => {
    const organization = call.transact((tx) => getOrganization(tx, call.param('id')))
    return show(200, viewsOf(call).organization(organization))
  })
  on('PATCH', `${ORGANIZATIONS}/:id`, 'organizations.update', (call) => {
    const input = readBody(call, UpdateOrganization)
    const organization = call.transact((tx) => updateOrganization(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).organization(organization))
  })
  return api
}
