import {
  createEnvironment,
  deleteEnvironment,
  getEnvironment,
  getOrganization,
  listEnvironments,
  listOrganizations,
  updateEnvironment,
  updateOrganization,
} from '../operations/organization.ts'
import { CreateEnvironment, UpdateEnvironment, UpdateOrganization } from '../schemas.ts'
import { orgList } from '../views/index.ts'
import { ENVIRONMENTS, ORGANIZATIONS } from '../views/links.ts'
import { type ConfluentApi, type ConfluentCall, accessOf, locationOf, readBody, viewsOf } from './api.ts'
import { baseOf } from './mount.ts'
import { nextQuery, readPage } from './paging.ts'

const PAGE_MAX = 100

const nextLink = (call: ConfluentCall, collection: string, query: string): string =>
  query === '' ? '' : baseOf(call) + collection + query

export const addOrganization = (api: ConfluentApi): void => {
  const { show } = api

  api.on('environments.list', undefined, (call) => {
    const page = readPage(call, PAGE_MAX)
    const list = call.transact((tx) => listEnvironments(tx, accessOf(call), page))
    const next = nextLink(call, ENVIRONMENTS, nextQuery(list, page))
    return show(200, orgList('EnvironmentList', list.items.map(viewsOf(call).environment), next))
  })
  api.on('environments.create', undefined, (call) => {
    const input = readBody(call, CreateEnvironment)
    const environment = call.transact((tx) => createEnvironment(tx, accessOf(call), input))
    return show(201, viewsOf(call).environment(environment), locationOf(call, ENVIRONMENTS, environment.id))
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
    const page = readPage(call, PAGE_MAX)
    const list = call.transact((tx) => listOrganizations(tx, page))
    const next = nextLink(call, ORGANIZATIONS, nextQuery(list, page))
    return show(200, orgList('OrganizationList', list.items.map(viewsOf(call).organization), next))
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
}
