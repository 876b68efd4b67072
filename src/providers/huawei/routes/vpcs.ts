import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems, vpcV3Problems } from '../errors/index.ts'
import { pageOf } from '../operations/pages.ts'
import { countedQuotas } from '../operations/quotas.ts'
import { createVpc, deleteVpc, findVpc, getVpc, updateVpc } from '../operations/vpcs.ts'
import { type Vpc, routeTables, subnets, vpcs } from '../records.ts'
import { readFilters, readMarkerPage } from './reading.ts'
import type { HuaweiApi } from './index.ts'
import { CreateVpc, UpdateVpc } from '../schemas/index.ts'
import { createdVpcView, envelope, vpcV3View, vpcView } from '../views/index.ts'
import type { Tx } from '../../../world/unit-of-work.ts'

const v3View = (tx: Tx, vpc: Vpc) =>
  vpcV3View(vpc, tx.table(routeTables).count('vpc', vpc.id), tx.table(subnets).count('vpc', vpc.id))

export const addVpcs = (api: HuaweiApi): void => {
  const { show } = api
  api.on('vpcs.list', 'vpc:vpcs:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcProblems.listInvalid()
    const { id, enterprise_project_id: enterprise } = readFilters(call, ['id', 'enterprise_project_id'])
    const fits = (vpc: Vpc): boolean =>
      (!id || id.includes(vpc.id)) &&
      (!enterprise || enterprise.includes(vpc.enterpriseProjectId) || enterprise.includes('all_granted_eps'))
    const page = call.transact((tx) => pageOf(tx.table(vpcs).by('project', projectOf(call)).filter(fits), query))
    return show(200, envelope('vpcs', `[${page.items.map(vpcView).join(',')}]`))
  })
  api.on('vpcs.create', 'vpc:vpcs:create', (call) => {
    const { vpc: input } = readJson(call, CreateVpc)
    const vpc = call.transact((tx) => createVpc(tx, projectOf(call), input))
    return show(200, envelope('vpc', createdVpcView(vpc)))
  })
  api.on('vpcs.get', 'vpc:vpcs:get', (call) => {
    const vpc = call.transact((tx) => getVpc(tx, projectOf(call), call.param('vpc_id')))
    return show(200, envelope('vpc', vpcView(vpc)))
  })
  api.on('vpcs.update', 'vpc:vpcs:update', (call) => {
    const { vpc: input } = readJson(call, UpdateVpc)
    const vpc = call.transact((tx) => updateVpc(tx, projectOf(call), call.param('vpc_id'), input))
    return show(200, envelope('vpc', vpcView(vpc)))
  })
  api.on('vpcs.delete', 'vpc:vpcs:delete', (call) => {
    call.transact((tx) => deleteVpc(tx, projectOf(call), call.param('vpc_id')))
    return show(204, null)
  })

  api.on('vpcs.v3.list', 'vpc:vpcs:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcV3Problems.listInvalid()
    const { id, name, description, cidr } = readFilters(call, ['id', 'name', 'description', 'cidr'])
    const fits = (vpc: Vpc): boolean =>
      (!id || id.includes(vpc.id)) &&
      (!name || name.includes(vpc.name)) &&
      (!description || description.includes(vpc.description)) &&
      (!cidr || cidr.includes(vpc.cidr))
    return call.transact((tx) => {
      const { items, hasNext } = pageOf(tx.table(vpcs).by('project', projectOf(call)).filter(fits), query)
      const page_info = {
        previous_marker: items[0]?.id ?? '',
        current_count: items.length,
        ...(hasNext && { next_marker: items.at(-1)!.id }),
      }
      return show(200, { request_id: call.requestId, vpcs: items.map((vpc) => v3View(tx, vpc)), page_info })
    })
  })
  api.on('vpcs.v3.get', 'vpc:vpcs:get', (call) => {
    const vpc = call.transact((tx) => {
      const found = findVpc(tx, projectOf(call), call.param('vpc_id'))
      if (!found) throw vpcV3Problems.vpcNotFound(call.param('vpc_id'))
      return v3View(tx, found)
    })
    return show(200, { request_id: call.requestId, vpc })
  })

  api.on('quotas.list', 'vpc:quotas:list', (call) => {
    const resources = call.transact((tx) => countedQuotas(tx, projectOf(call), call.query('type')))
    return show(200, { quotas: { resources } })
  })
}
