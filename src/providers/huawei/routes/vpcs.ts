import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems } from '../errors/vpc.ts'
import { countedQuotas } from '../operations/quotas.ts'
import { createVpc, deleteVpc, getVpc, listVpcs, updateVpc } from '../operations/vpcs.ts'
import { readFilters, readMarkerPage } from './reading.ts'
import type { HuaweiApi } from './api.ts'
import { CreateVpc, UpdateVpc } from '../schemas/vpcs.ts'
import { createdVpcView, vpcView } from '../views/index.ts'
import { envelope } from '../views/lists.ts'

export const addVpcs = (api: HuaweiApi): void => {
  const { show } = api
  api.on('vpcs.list', 'vpc:vpcs:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcProblems.listInvalid()
    const filters = readFilters(call, ['id', 'enterprise_project_id'])
    const page = call.transact((tx) => listVpcs(tx, projectOf(call), filters, query))
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

  api.on('quotas.list', 'vpc:quotas:list', (call) => {
    const resources = call.transact((tx) => countedQuotas(tx, projectOf(call), call.query('type')))
    return show(200, { quotas: { resources } })
  })
}
