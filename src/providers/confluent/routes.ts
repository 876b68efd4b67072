import { endpoints } from './endpoints.ts'
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
import { ENVIRONMENTS, NETWORKS, ORGANIZATIONS, PEERINGS } from './paths.ts'
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

export const createRoutes = (): Api<KeyCredential, undefined, typeof endpoints> => {
  const api = createApi(voice, endpoints, { pathOf: unmounted })
  const { show } = api

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

  api.on('peerings.list', undefined, (call) => {
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
  api.on('peerings.create', undefined, (call) => {
    const input = readBody(call, CreatePeering)
    const peering = call.transact((tx) => createPeering(tx, accessOf(call), input))
    const { createStatus } = settingsOf(call.world)
    return showCreated(call, createStatus, PEERINGS, peering.id, viewsOf(call).peering(peering))
  })
  api.on('peerings.get', undefined, (call) => {
    const environment = environmentOf(call)
    const peering = call.transact((tx) => getPeering(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).peering(peering))
  })
  api.on('peerings.update', undefined, (call) => {
    const input = readBody(call, Update)
    const peering = call.transact((tx) => renamePeering(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).peering(peering))
  })
  api.on('peerings.delete', undefined, (call) => {
    const environment = environmentOf(call)
    call.transact((tx) => deletePeering(tx, accessOf(call), environment, call.param('id')))
    return show(204, null)
  })

  api.on('networks.list', undefined, (call) => {
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
  api.on('networks.create', undefined, (call) => {
    const input = readBody(call, CreateNetwork)
    const network = call.transact((tx) => createNetwork(tx, accessOf(call), input))
    const { createStatus } = settingsOf(call.world)
    return showCreated(call, createStatus, NETWORKS, network.id, viewsOf(call).network(network))
  })
  api.on('networks.get', undefined, (call) => {
    const environment = environmentOf(call)
    const network = call.transact((tx) => getNetwork(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).network(network))
  })
  api.on('networks.update', undefined, (call) => {
    const input = readBody(call, Update)
    const network = call.transact((tx) => renameNetwork(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).network(network))
  })
  api.on('networks.delete', undefined, (call) => {
    const environment = environmentOf(call)
    call.transact((tx) => deleteNetwork(tx, accessOf(call), environment, call.param('id')))
    return show(204, null)
  })
  api.on('gateways.get', undefined, (call) => {
    const environment = environmentOf(call)
    const network = call.transact((tx) => getGateway(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).gateway(network))
  })

  api.on('environments.list', undefined, (call) => {
    const page = pageOf(call, ORG_PAGE)
    const { items, next } = call.transact((tx) => listEnvironments(tx, accessOf(call), page))
    return show(
      200,
      orgList('EnvironmentList', items.map(viewsOf(call).environment), nextOf(call, ENVIRONMENTS, next, {})),
    )
  })
  api.on('environments.create', undefined, (call) => {
    const input = readBody(call, CreateEnvironment)
    const environment = call.transact((tx) => createEnvironment(tx, accessOf(call), input))
    return showCreated(call, 201, ENVIRONMENTS, environment.id, viewsOf(call).environment(environment))
  })
  api.on('environments.get', undefined, (call) => {
    const environment = call.transact((tx) => getEnvironment(tx, accessOf(call), call.param('id')))
    return show(200, viewsOf(call).environment(environment))
  })
  api.on('environments.update', undefined, (call) => {
    const input = readBody(call, UpdateEnvironment)
    const environment = call.transact((tx) => updateEnvironment(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).environment(environment))
  })
  api.on('environments.delete', undefined, (call) => {
    call.transact((tx) => deleteEnvironment(tx, accessOf(call), call.param('id')))
    return show(204, null)
  })

  api.on('organizations.list', undefined, (call) => {
    const page = pageOf(call, ORG_PAGE)
    const { items, next } = call.transact((tx) => listOrganizations(tx, page))
    return show(
      200,
      orgList('OrganizationList', items.map(viewsOf(call).organization), nextOf(call, ORGANIZATIONS, next, {})),
    )
  })
  api.on('organizations.get', undefined, (call) => {
    const organization = call.transact((tx) => getOrganization(tx, call.param('id')))
    return show(200, viewsOf(call).organization(organization))
  })
  api.on('organizations.update', undefined, (call) => {
    const input = readBody(call, UpdateOrganization)
    const organization = call.transact((tx) => updateOrganization(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).organization(organization))
  })
  return api
}
