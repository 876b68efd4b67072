import { peeringResource, readResource } from '../schemas/resources.ts'
import { projectOf } from '../auth/index.ts'
import {
  type CreatePeering,
  type UpdatePeering,
  answerPeering,
  createPeering,
  deletePeering,
  getPeering,
  listPeerings,
  updatePeering,
} from '../operations/peerings.ts'
import { listRequestOf, readFilters, readOptional, readPage } from './reading.ts'
import type { HuaweiApi } from './api.ts'
import { peeringText, peeringView } from '../views/index.ts'
import { envelope, listView } from '../views/lists.ts'

export const addPeerings = (api: HuaweiApi): void => {
  const { show } = api
  api.on('peerings.list', 'vpc:peerings:get', (call) => {
    const filters = readFilters(call, ['id', 'name', 'status', 'tenant_id', 'vpc_id'])
    const query = readPage(call)
    const page = call.transact((tx) => listPeerings(tx, projectOf(call), filters, query))
    return show(200, listView('peerings', page, peeringView, listRequestOf(call)))
  })
  api.on('peerings.create', 'vpc:peerings:create', (call) => {
    const input = readResource(readOptional(call), peeringResource, 'post', projectOf(call)) as unknown as CreatePeering
    const peering = call.transact((tx) => createPeering(tx, projectOf(call), input))
    return show(201, envelope('peering', peeringText(peering)))
  })
  api.on('peerings.get', 'vpc:peerings:get', (call) => {
    const peering = call.transact((tx) => getPeering(tx, projectOf(call), call.param('peering_id')))
    return show(200, envelope('peering', peeringView(peering)))
  })
  api.on('peerings.update', 'vpc:peerings:update', (call) => {
    const input = readResource(readOptional(call), peeringResource, 'put', projectOf(call)) as UpdatePeering
    const peering = call.transact((tx) => updatePeering(tx, projectOf(call), call.param('peering_id'), input))
    return show(200, envelope('peering', peeringView(peering)))
  })
  api.on('peerings.delete', 'vpc:peerings:delete', (call) => {
    call.transact((tx) => deletePeering(tx, projectOf(call), call.param('peering_id')))
    return show(204, null)
  })
  for (const answer of ['accept', 'reject'] as const) {
    // the answer is flat, without the envelope of the other calls; the request body is never looked at
    api.on(`peerings.${answer}`, `vpc:peerings:${answer}`, (call) => {
      const peering = call.transact((tx) => answerPeering(tx, projectOf(call), call.param('peering_id'), answer))
      return show(200, peeringView(peering))
    })
  }
}
