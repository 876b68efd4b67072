import { endpoints } from './endpoints.ts'
import { type Api, createApi } from '../../http/api.ts'
import type { Call, Credential } from '../../http/call.ts'
import type { Answer } from '../../http/dialect.ts'
import { readJson } from '../../http/reading.ts'
import { type Scope, voice } from './auth.ts'
import {
  createPeering,
  deletePeering,
  getPeering,
  listPeerings,
  listPeeringsOf,
  renamePeering,
  renamePeeringOf,
} from './operations/peerings.ts'
import { type Listed, type Page, pageOf } from './operations/pages.ts'
import { createVpc, deleteVpc, getVpc, listVpcs, membersOf, replaceVpc, updateVpc } from './operations/vpcs.ts'
import type { Peering, Vpc } from './records/index.ts'
import { regions } from './records/regions.ts'
import { CreateNestedPeering, CreatePeering, CreateVpc, RenamePeering, UpdateVpc } from './schemas.ts'
import { problems } from './errors/index.ts'
import { settingsOf } from './settings.ts'
import { type Place, accountView, envelope, listView, memberView, regionView, viewsFor } from './views.ts'

type Wanted = 'create' | 'read'

const PER_PAGE = 20
const PER_PAGE_LIMIT = 200

// what is not decimal digits counts as absent; what is out of range is clamped, never refused
const numberIn = (call: Call, name: string): number => {
  const text = call.query(name) ?? ''
  return /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : 0
}

const readPage = (call: Call): Page => {
  const [page, perPage] = [numberIn(call, 'page'), numberIn(call, 'per_page')]
  return { page: page || 1, perPage: Math.min(perPage || PER_PAGE, PER_PAGE_LIMIT) }
}

// the live service answers the nested paths with the same keys as the others; its documentation says otherwise
const nestedKeys = (call: Call, live: string): string[] => {
  const { nestedEnvelope } = settingsOf(call.world)
  const documented = live.replace('vpc_', '')
  return nestedEnvelope === 'both' ? [live, documented] : [nestedEnvelope === 'live' ? live : documented]
}

const placeOf = (call: Call, page: Page, filters: readonly string[]): Place => {
  const query: Record<string, string> = {}
  if (call.query('per_page') !== undefined) query['per_page'] = String(page.perPage)
  for (const name of filters) {
    const value = call.query(name)
    if (value) query[name] = value
  }
  return { url: `${call.origin}${call.path}`, query, page }
}

interface ShownPeering {
  readonly wanted?: Wanted
  /** The members under which it is shown. */
  readonly keys?: readonly string[]
}

interface ShownList<T> {
  /** The members under which the items are shown. */
  readonly keys: readonly string[]
  readonly list: Listed<T>
  readonly view: (item: T) => string
  readonly page: Page
  /** Query parameters that links repeat. */
  readonly filters?: readonly string[]
}

export const createRoutes = (): Api<Credential, Scope> => {
  const api = createApi(voice, endpoints)
  const { show } = api

  const showPeering = (call: Call, status: number, peering: Peering, shown: ShownPeering = {}): Answer => {
    const { wanted = 'read', keys = ['vpc_peering'] } = shown
    return show(status, envelope(keys, viewsFor(settingsOf(call.world), wanted).peering(peering)))
  }
  const showVpc = (call: Call, status: number, vpc: Vpc, wanted: Wanted = 'read'): Answer =>
    show(status, envelope(['vpc'], viewsFor(settingsOf(call.world), wanted).vpc(vpc)))
  const peeringView = (call: Call) => viewsFor(settingsOf(call.world), 'read').peering
  const showList = <T>(call: Call, { keys, list, view, page, filters = [] }: ShownList<T>): Answer =>
    show(200, listView(keys, list, view, placeOf(call, page, filters)))

  api.on('vpc_peerings.list', 'vpc_peering:read', (call) => {
    const page = readPage(call)
    const list = call.transact((tx) => listPeerings(tx, page, call.query('region') || undefined))
    return showList(call, { keys: ['vpc_peerings'], list, view: peeringView(call), page, filters: ['region'] })
  })
  api.on('vpc_peerings.create', 'vpc_peering:create', (call) => {
    const input = readJson(call, CreatePeering)
    const peering = call.transact((tx) => createPeering(tx, input))
    return showPeering(call, 202, peering, { wanted: 'create' })
  })
  api.on('vpc_peerings.get', 'vpc_peering:read', (call) => {
    const peering = call.transact((tx) => getPeering(tx, call.param('vpc_peering_id')))
    return showPeering(call, 200, peering)
  })
  api.on('vpc_peerings.update', 'vpc_peering:update', (call) => {
    const input = readJson(call, RenamePeering)
    const peering = call.transact((tx) => renamePeering(tx, call.param('vpc_peering_id'), input))
    return showPeering(call, 200, peering)
  })
  api.on('vpc_peerings.delete', 'vpc_peering:delete', (call) => {
    const peering = call.transact((tx) => deletePeering(tx, call.param('vpc_peering_id')))
    return showPeering(call, 202, peering)
  })

  api.on('vpcs.list', 'vpc:read', (call) => {
    const page = readPage(call)
    const list = call.transact((tx) => listVpcs(tx, page))
    return showList(call, { keys: ['vpcs'], list, view: viewsFor(settingsOf(call.world), 'read').vpc, page })
  })
  api.on('vpcs.create', 'vpc:create', (call) => {
    const input = readJson(call, CreateVpc)
    const vpc = call.transact((tx) => createVpc(tx, input))
    return showVpc(call, 201, vpc, 'create')
  })
  api.on('vpcs.get', 'vpc:read', (call) => {
    const vpc = call.transact((tx) => getVpc(tx, call.param('vpc_id')))
    return showVpc(call, 200, vpc)
  })
  api.on('vpcs.replace', 'vpc:update', (call) => {
    const input = readJson(call, UpdateVpc)
    const vpc = call.transact((tx) => replaceVpc(tx, call.param('vpc_id'), input))
    return showVpc(call, 200, vpc)
  })
  api.on('vpcs.update', 'vpc:update', (call) => {
    const input = readJson(call, UpdateVpc)
    const vpc = call.transact((tx) => updateVpc(tx, call.param('vpc_id'), input))
    return showVpc(call, 200, vpc)
  })
  api.on('vpcs.delete', 'vpc:delete', (call) => {
    call.transact((tx) => deleteVpc(tx, call.param('vpc_id')))
    return show(204, null)
  })
  api.on('vpcs.members', 'vpc:read', (call) => {
    const page = readPage(call)
    const found = call.transact((tx) => membersOf(tx, call.param('vpc_id'), call.query('resource_type') || undefined))
    const list = pageOf(found, found.length, page)
    return showList(call, { keys: ['members'], list, view: memberView, page, filters: ['resource_type'] })
  })

  api.on('vpcs.peerings.list', 'vpc_peering:read', (call) => {
    const page = readPage(call)
    const list = call.transact((tx) => listPeeringsOf(tx, call.param('vpc_id'), page))
    return showList(call, { keys: nestedKeys(call, 'vpc_peerings'), list, view: peeringView(call), page })
  })
  api.on('vpcs.peerings.create', 'vpc_peering:create', (call) => {
    const input = readJson(call, CreateNestedPeering)
    const peering = call.transact((tx) => {
      const { id } = getVpc(tx, call.param('vpc_id'))
      if (input.vpc_id === undefined) throw problems.vpcIdMissing()
      return createPeering(tx, { name: input.name, vpc_ids: [id, input.vpc_id] })
    })
    return showPeering(call, 202, peering, { wanted: 'create', keys: nestedKeys(call, 'vpc_peering') })
  })
  api.on('vpcs.peerings.update', 'vpc_peering:update', (call) => {
    const input = readJson(call, RenamePeering)
    const peering = call.transact((tx) =>
      renamePeeringOf(tx, call.param('vpc_id'), call.param('vpc_peering_id'), input),
    )
    return showPeering(call, 200, peering, { keys: nestedKeys(call, 'vpc_peering') })
  })

  // neighbouring products exist as empty lists: sweepers look there before they remove a VPC
  for (const [op, scope, key] of [
    ['droplets.list', 'droplet:read', 'droplets'],
    ['load_balancers.list', 'load_balancer:read', 'load_balancers'],
    ['databases.list', 'database:read', 'databases'],
  ] as const)
    api.on(op, scope, (call) => {
      const page = readPage(call)
      return showList(call, { keys: [key], list: { items: [], total: 0 }, view: String, page })
    })

  api.on('account.get', 'account:read', () => show(200, accountView))
  api.on('regions.list', 'regions:read', (call) => {
    const page = readPage(call)
    return showList(call, { keys: ['regions'], list: pageOf(regions, regions.length, page), view: regionView, page })
  })
  return api
}
