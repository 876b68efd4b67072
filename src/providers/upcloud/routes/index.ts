import { endpoints } from '../endpoints.ts'
import { Failure } from '../../../core/problem.ts'
import { type Api, createApi } from '../../../http/api.ts'
import { mergedPath } from '../../../http/location.ts'
import type { Call } from '../../../http/call.ts'
import type { Answer } from '../../../http/dialect.ts'
import { readShape, readValue } from '../../../http/reading.ts'
import { accountRoutes } from './account.ts'
import { type Identity, type Need, voice } from '../auth.ts'
import { LISTED, SINGLE, list, single } from '../views/layout.ts'
import { createNetwork, deleteNetwork, getNetwork, listNetworks, modifyNetwork } from '../operations/networks.ts'
import { createPeering, deletePeering, getPeering, listPeerings, modifyPeering } from '../operations/peerings.ts'
import { createRouter, deleteRouter, getRouter, listRouters, modifyRouter } from '../operations/routers.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import type { Network, Peering } from '../records/index.ts'
import {
  CreateNetwork,
  CreatePeering,
  CreateRouter,
  ModifyNetwork,
  ModifyPeering,
  ModifyRouter,
  withSubnetList,
} from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { networkView, newPeeringView, peeringView, routerView, zoneView } from '../views/index.ts'
import { zonesIn } from '../records/zones.ts'

type Caller = Call<Identity>

/** The JSON body; clients send a content type with every request, so only one that comes with a body is looked at. */
const readBody = (call: Caller): unknown => {
  const got = call.header('content-type')
  const empty = (call.body?.length ?? 0) === 0
  if (!empty && got !== undefined && !/json/i.test(got)) throw new Failure({ kind: 'unsupported_media_type', got })
  return readValue(call)
}

// uuids are one whatever their case, wherever they are taken
const uuidOf = (call: Call<Identity, 'uuid'>): string => call.param('uuid').toLowerCase()

const isUnwrapped = (call: Caller): boolean => settingsOf(call.world).peeringBodies === 'unwrapped'

const readPeeringBody = (call: Caller): unknown => {
  const body = readBody(call)
  const plain = typeof body === 'object' && body !== null && !Array.isArray(body) && !('network_peering' in body)
  return plain && isUnwrapped(call) ? { network_peering: body } : body
}

export const createRoutes = (): Api<Identity, Need, typeof endpoints> => {
  const api = createApi(voice, endpoints, { pathOf: mergedPath })
  const { show } = api
  const ofCaller = (call: Caller): string => call.credential!.account

  // what these show depends on other rows as well, so it is rendered in the same unit of work
  const showPeering = (call: Caller, status: number, work: (tx: Tx) => Peering, view = peeringView): Answer => {
    const depth = isUnwrapped(call) ? 0 : SINGLE
    const text = call.transact((tx) => view(tx, work(tx), depth))
    return show(status, depth === 0 ? `${text}\n` : single('network_peering', text))
  }
  const showNetwork = (call: Caller, status: number, answer: 'read' | 'write', work: (tx: Tx) => Network): Answer =>
    show(
      status,
      single(
        'network',
        call.transact((tx) => networkView(tx, work(tx), SINGLE, answer)),
      ),
    )

  api.on('network_peerings.list', 'read', (call) => {
    const filter = {
      labels: call.queries('label'),
      uuid: call.query('uuid')?.toLowerCase(),
      local: call.query('network_uuid_local')?.toLowerCase(),
      peer: call.query('network_uuid_peer')?.toLowerCase(),
    }
    const texts = call.transact((tx) =>
      listPeerings(tx, ofCaller(call), filter).map((row) => peeringView(tx, row, LISTED)),
    )
    return show(200, list('network_peerings', 'network_peering', texts))
  })
  api.on('network_peerings.create', 'write', (call) => {
    const { network_peering: input } = readShape(readPeeringBody(call), CreatePeering, call)
    return showPeering(call, 201, (tx) => createPeering(tx, ofCaller(call), input), newPeeringView)
  })
  api.on('network_peerings.get', 'read', (call) =>
    showPeering(call, 200, (tx) => getPeering(tx, ofCaller(call), uuidOf(call))),
  )
  api.on('network_peerings.modify', 'write', (call) => {
    const { network_peering: input } = readShape(readPeeringBody(call), ModifyPeering, call)
    return showPeering(call, 200, (tx) => modifyPeering(tx, ofCaller(call), uuidOf(call), input))
  })
  api.on('network_peerings.delete', 'write', (call) => {
    call.transact((tx) => deletePeering(tx, ofCaller(call), uuidOf(call)))
    return show(204, null)
  })

  api.on('networks.list', 'read', (call) => {
    const filter = { labels: call.queries('label'), zone: call.query('zone') }
    const texts = call.transact((tx) =>
      listNetworks(tx, ofCaller(call), filter).map((row) => networkView(tx, row, LISTED, 'read')),
    )
    return show(200, list('networks', 'network', texts))
  })
  api.on('networks.create', 'write', (call) => {
    const { network: input } = readShape(withSubnetList(readBody(call)), CreateNetwork, call)
    return showNetwork(call, 201, 'write', (tx) => createNetwork(tx, ofCaller(call), input))
  })
  api.on('networks.get', 'read', (call) =>
    showNetwork(call, 200, 'read', (tx) => getNetwork(tx, ofCaller(call), uuidOf(call))),
  )
  api.on('networks.modify', 'write', (call) => {
    const { network: input } = readShape(withSubnetList(readBody(call)), ModifyNetwork, call)
    return showNetwork(call, 200, 'write', (tx) => modifyNetwork(tx, ofCaller(call), uuidOf(call), input))
  })
  api.on('networks.delete', 'write', (call) => {
    call.transact((tx) => deleteNetwork(tx, ofCaller(call), uuidOf(call)))
    return show(204, null)
  })

  api.on('routers.list', 'read', (call) => {
    const texts = call.transact((tx) =>
      listRouters(tx, ofCaller(call), call.queries('label')).map((row) => routerView(tx, row, LISTED)),
    )
    return show(200, list('routers', 'router', texts))
  })
  api.on('routers.create', 'write', (call) => {
    const { router: input } = readShape(readBody(call), CreateRouter, call)
    const text = call.transact((tx) => routerView(tx, createRouter(tx, ofCaller(call), input), SINGLE))
    return show(201, single('router', text))
  })
  api.on('routers.get', 'read', (call) => {
    const text = call.transact((tx) => routerView(tx, getRouter(tx, ofCaller(call), uuidOf(call)), SINGLE))
    return show(200, single('router', text))
  })
  api.on('routers.modify', 'write', (call) => {
    const { router: input } = readShape(readBody(call), ModifyRouter, call)
    const text = call.transact((tx) => routerView(tx, modifyRouter(tx, ofCaller(call), uuidOf(call), input), SINGLE))
    return show(200, single('router', text))
  })
  api.on('routers.delete', 'write', (call) => {
    call.transact((tx) => deleteRouter(tx, ofCaller(call), uuidOf(call)))
    return show(204, null)
  })

  api.on('zones.list', 'read', (call) => show(200, list('zones', 'zone', zonesIn(call.world).map(zoneView))))
  accountRoutes(api, readBody)
  return api
}
