import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems } from '../errors/vpc.ts'
import { createSubnet, deleteSubnet, getSubnet, listSubnets, updateSubnet } from '../operations/subnets.ts'
import { readFilters, readMarkerPage } from './reading.ts'
import type { HuaweiApi, HuaweiCall } from './api.ts'
import { CreateSubnet, UpdateSubnet } from '../schemas/subnets.ts'
import { subnetView } from '../views/index.ts'
import { envelope } from '../views/lists.ts'

const pathOf = (call: HuaweiCall<'vpc_id' | 'subnet_id'>) => ({
  vpcId: call.param('vpc_id'),
  id: call.param('subnet_id'),
})

export const addSubnets = (api: HuaweiApi): void => {
  const { show } = api
  api.on('subnets.list', 'vpc:subnets:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcProblems.subnetInvalid('limit')
    const filters = readFilters(call, ['vpc_id'])
    const page = call.transact((tx) => listSubnets(tx, projectOf(call), filters, query))
    return show(200, envelope('subnets', `[${page.items.map(subnetView).join(',')}]`))
  })
  api.on('subnets.create', 'vpc:subnets:create', (call) => {
    const { subnet: input } = readJson(call, CreateSubnet)
    const subnet = call.transact((tx) => createSubnet(tx, projectOf(call), input))
    return show(200, envelope('subnet', subnetView(subnet)))
  })
  api.on('subnets.get', 'vpc:subnets:get', (call) => {
    const subnet = call.transact((tx) => getSubnet(tx, projectOf(call), call.param('subnet_id')))
    return show(200, envelope('subnet', subnetView(subnet)))
  })
  api.on('subnets.update', 'vpc:subnets:update', (call) => {
    const { subnet: input } = readJson(call, UpdateSubnet)
    const { id, state: status } = call.transact((tx) => updateSubnet(tx, projectOf(call), pathOf(call), input))
    return show(200, { subnet: { id, status } })
  })
  api.on('subnets.delete', 'vpc:subnets:delete', (call) => {
    call.transact((tx) => deleteSubnet(tx, projectOf(call), pathOf(call)))
    return show(204, null)
  })
}
