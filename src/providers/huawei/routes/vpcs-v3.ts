import type { Answer } from '../../../http/dialect.ts'
import { readJson } from '../../../http/reading.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { projectOf } from '../auth/index.ts'
import { vpcV3Problems } from '../errors/vpc-v3.ts'
import { addExtendCidrs, removeExtendCidrs } from '../operations/extend-cidrs.ts'
import { contentsOf, createVpc, deleteVpc, getVpcV3, listVpcs, refuseNewVpc, updateVpc } from '../operations/vpcs.ts'
import type { Vpc } from '../records/index.ts'
import { CreateVpcV3, ExtendCidrs, UpdateVpcV3 } from '../schemas/vpcs.ts'
import { dryRunView, vpcV3ListView, vpcV3View } from '../views/index.ts'
import type { HuaweiApi, HuaweiCall } from './api.ts'
import { readFilters, readMarkerPage } from './reading.ts'

/** Ends a unit of work that was only to be tried. */
class Tried extends Error {}

export const addVpcsV3 = (api: HuaweiApi): void => {
  const { show } = api

  /** Makes a change, or only finds out whether it could be made. */
  const change = (call: HuaweiCall, work: (tx: Tx) => Vpc, { dry_run, status = 200 }: Change): Answer => {
    try {
      const vpc = call.transact((tx) => {
        const changed = work(tx)
        if (dry_run) throw new Tried()
        return vpcV3View(changed, contentsOf(tx, changed))
      })
      return show(status, { request_id: call.requestId, vpc })
    } catch (thrown) {
      if (!(thrown instanceof Tried)) throw thrown
      return show(202, dryRunView(call.requestId))
    }
  }

  api.on('vpcs.v3.list', 'vpc:vpcs:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcV3Problems.listInvalid()
    const filters = readFilters(call, ['id', 'name', 'description', 'cidr', 'enterprise_project_id'])
    const page = call.transact((tx) => {
      const { items, hasNext } = listVpcs(tx, projectOf(call), filters, query)
      return vpcV3ListView(
        items.map((vpc) => vpcV3View(vpc, contentsOf(tx, vpc))),
        hasNext,
      )
    })
    return show(200, { request_id: call.requestId, ...page })
  })
  api.on('vpcs.v3.create', 'vpc:vpcs:create', (call) => {
    const { vpc, dry_run } = readJson(call, CreateVpcV3)
    if (!dry_run) return change(call, (tx) => createVpc(tx, projectOf(call), vpc), { dry_run, status: 201 })
    call.transact((tx) => refuseNewVpc(tx, projectOf(call), vpc)) // making one would draw ids
    return show(202, dryRunView(call.requestId))
  })
  api.on('vpcs.v3.get', 'vpc:vpcs:get', (call) => {
    const vpc = call.transact((tx) => {
      const found = getVpcV3(tx, projectOf(call), call.param('vpc_id'))
      return vpcV3View(found, contentsOf(tx, found))
    })
    return show(200, { request_id: call.requestId, vpc })
  })
  api.on('vpcs.v3.update', 'vpc:vpcs:update', (call) => {
    const { vpc, dry_run } = readJson(call, UpdateVpcV3)
    const update = (tx: Tx): Vpc => {
      const { id } = getVpcV3(tx, projectOf(call), call.param('vpc_id'))
      return updateVpc(tx, projectOf(call), id, vpc)
    }
    return change(call, update, { dry_run })
  })
  api.on('vpcs.v3.delete', 'vpc:vpcs:delete', (call) => {
    call.transact((tx) => {
      const { id } = getVpcV3(tx, projectOf(call), call.param('vpc_id'))
      deleteVpc(tx, projectOf(call), id)
    })
    return show(204, null)
  })
  for (const [op, extend] of [
    ['vpcs.v3.extend', addExtendCidrs],
    ['vpcs.v3.shrink', removeExtendCidrs],
  ] as const) {
    api.on(op, 'vpc:vpcs:update', (call) => {
      const { vpc, dry_run } = readJson(call, ExtendCidrs)
      return change(call, (tx) => extend(tx, projectOf(call), call.param('vpc_id'), vpc.extend_cidrs), { dry_run })
    })
  }
}

interface Change {
  readonly dry_run: boolean
  readonly status?: number
}
