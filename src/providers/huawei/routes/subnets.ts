import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems } from '../errors/index.ts'
import { pageOf } from '../operations/pages.ts'
import { createSubnet, deleteSubnet, getSubnet, updateSubnet } from '../operations/subnets.ts'
import { readFilters, readMarkerPage } from './reading.ts'
import { subnets } from '../records.ts'
import type { HuaweiApi } from './index.ts'
import { CreateSubnet, UpdateSubnet } from '../schemas/index.ts'
import { envelope, subnetView } from '../views/index.ts'

export const addSubnets = (api: HuaweiApi): void => {
  const { show } = api
  api.on('subnets.list', 'vpc:subnets:list', (call) => {
    const query = readMarkerPage(call)
    if (!query) throw vpcProblems.subnetInvalid('limit')
    const { vpc_id: wanted } = readFilters(call, ['vpc_id'])
    const page = call.transact((tx) => {
      const rows = tx.table(subnets).by('project', projectOf(call))
      return pageOf(wanted ? rows.filter(({ vpcId }) => wanted.includes(vpcId)) : rows, query)
    })
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
    const { id, state: status } = call.transact((tx) =>
      updateSubnet(tx, projectOf(call), call.param('vpc_id'), call.param('subnet_id'), input),
    )
    return show(200, { subnet: { id, status } })
  })
  api.on('subnets.delete', 'vpc:subnets:delete', (call) => {
    call.transact((tx) => deleteSubnet(tx, projectOf(call), call.param('vpc_id'), call.param('subnet_id')))
    return show(204, null)
  })
}
