import type { ListText } from '../../../core/memo.ts'
import type { Answer } from '../../../http/dialect.ts'
import { problems } from '../errors/index.ts'
import { type ListRequest, listNetworks, listPeerings, networkFilters, peeringFilters } from '../operations/lists.ts'
import { createNetwork, deleteNetwork, getGateway, getNetwork, renameNetwork } from '../operations/networks.ts'
import type { Listed } from '../operations/pages.ts'
import { createPeering, deletePeering, getPeering, renamePeering } from '../operations/peerings.ts'
import { CreateNetwork, CreatePeering, Update } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { networkingList } from '../views/index.ts'
import { NETWORKS, PEERINGS } from '../views/links.ts'
import { type ConfluentApi, type ConfluentCall, accessOf, locationOf, readBody, viewsOf } from './api.ts'
import { baseOf } from './mount.ts'
import { nextQuery, readPage } from './paging.ts'

const PAGE_MAX = 1000

const readEnvironment = (call: ConfluentCall): string => {
  const id = call.query('environment')
  if (id === undefined || id === '') throw problems.environmentMissing()
  return id
}

const readList = (call: ConfluentCall, filters: object): ListRequest => {
  const environment = readEnvironment(call)
  const page = readPage(call, PAGE_MAX)
  const wanted: Record<string, readonly string[]> = {}
  for (const parameter in filters) {
    const values = call.queries(parameter)
    if (values.length > 0) wanted[parameter] = values
  }
  return { environment, page, wanted }
}

const listView = <T extends { readonly id: string; readonly ord: number }>(
  kind: 'PeeringList' | 'NetworkList',
  list: Listed<T>,
  view: (row: T) => string,
  { environment, wanted, page, first }: ListRequest & { readonly first: string },
): ListText => {
  const next = nextQuery(list, page, { environment: [environment], ...wanted })
  return networkingList(kind, list.items.map(view), {
    first,
    next: next === '' ? '' : first + next,
    total_size: list.total,
  })
}

export const addNetworking = (api: ConfluentApi): void => {
  const { show } = api
  const showCreated = (call: ConfluentCall, collection: string, id: string, text: string): Answer =>
    show(settingsOf(call.world).createStatus, text, locationOf(call, collection, id))

  api.on('peerings.list', undefined, (call) => {
    const request = readList(call, peeringFilters)
    const list = call.transact((tx) => listPeerings(tx, accessOf(call), request))
    const asked = { ...request, first: baseOf(call) + PEERINGS }
    return show(200, listView('PeeringList', list, viewsOf(call).peering, asked))
  })
  api.on('peerings.create', undefined, (call) => {
    const input = readBody(call, CreatePeering)
    const { peering, network } = call.transact((tx) => createPeering(tx, accessOf(call), input))
    return showCreated(call, PEERINGS, peering.id, viewsOf(call).newPeering(peering, network))
  })
  api.on('peerings.get', undefined, (call) => {
    const environment = readEnvironment(call)
    const peering = call.transact((tx) => getPeering(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).peering(peering))
  })
  api.on('peerings.update', undefined, (call) => {
    const input = readBody(call, Update)
    const peering = call.transact((tx) => renamePeering(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).peering(peering))
  })
  api.on('peerings.delete', undefined, (call) => {
    const environment = readEnvironment(call)
    call.transact((tx) => deletePeering(tx, accessOf(call), environment, call.param('id')))
    return show(204, null)
  })

  api.on('networks.list', undefined, (call) => {
    const request = readList(call, networkFilters)
    const list = call.transact((tx) => listNetworks(tx, accessOf(call), request))
    const asked = { ...request, first: baseOf(call) + NETWORKS }
    return show(200, listView('NetworkList', list, viewsOf(call).network, asked))
  })
  api.on('networks.create', undefined, (call) => {
    const input = readBody(call, CreateNetwork)
    const network = call.transact((tx) => createNetwork(tx, accessOf(call), input))
    return showCreated(call, NETWORKS, network.id, viewsOf(call).network(network))
  })
  api.on('networks.get', undefined, (call) => {
    const environment = readEnvironment(call)
    const network = call.transact((tx) => getNetwork(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).network(network))
  })
  api.on('networks.update', undefined, (call) => {
    const input = readBody(call, Update)
    const network = call.transact((tx) => renameNetwork(tx, accessOf(call), call.param('id'), input))
    return show(200, viewsOf(call).network(network))
  })
  api.on('networks.delete', undefined, (call) => {
    const environment = readEnvironment(call)
    call.transact((tx) => deleteNetwork(tx, accessOf(call), environment, call.param('id')))
    return show(204, null)
  })
  api.on('gateways.get', undefined, (call) => {
    const environment = readEnvironment(call)
    const network = call.transact((tx) => getGateway(tx, accessOf(call), environment, call.param('id')))
    return show(200, viewsOf(call).gateway(network))
  })
}
