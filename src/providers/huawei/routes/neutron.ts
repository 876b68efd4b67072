import { projectOf } from '../auth/index.ts'
import { neutronProblems } from '../errors/neutron.ts'
import { pageOf } from '../operations/lists.ts'
import {
  allNeutronSubnets,
  getNetwork,
  getNeutronSubnet,
  getPort,
  getRouter,
  networksOf,
  portsOf,
  routersOf,
} from '../operations/neutron.ts'
import { listView } from '../views/lists.ts'
import {
  externalNetworkView,
  ipAvailabilityView,
  networkView,
  neutronSubnetView,
  portView,
  routerView,
} from '../views/neutron.ts'
import type { HuaweiApi, HuaweiCall } from './api.ts'
import { listRequestOf, readFilters, readPage } from './reading.ts'
import type { Answer } from '../../../http/dialect.ts'

type Shown = Readonly<Record<string, unknown>> & { readonly id: string }

/** Members that lists can be filtered by. */
const FILTERS = {
  routers: ['id', 'name', 'status', 'tenant_id', 'admin_state_up'],
  networks: [
    'id',
    'name',
    'status',
    'tenant_id',
    'admin_state_up',
    'shared',
    'router:external',
    'provider:network_type',
  ],
  subnets: ['id', 'name', 'tenant_id', 'network_id', 'cidr', 'ip_version', 'gateway_ip', 'enable_dhcp'],
  ports: [
    'id',
    'name',
    'status',
    'tenant_id',
    'network_id',
    'mac_address',
    'device_id',
    'device_owner',
    'admin_state_up',
    'fixed_ips',
  ],
} as const

/** A member as filters name it: `True` and `true` are one, and a list of objects is any of its `key=value`. */
const named = (value: unknown): readonly string[] => {
  if (typeof value === 'boolean') return value ? ['true', 'True'] : ['false', 'False']
  if (!Array.isArray(value)) return [String(value)]
  return value.flatMap((member: object) => Object.entries(member).map(([key, part]) => `${key}=${part}`))
}

export const addNeutron = (api: HuaweiApi): void => {
  const { show } = api

  const showList = (call: HuaweiCall, key: keyof typeof FILTERS, all: readonly Shown[]): Answer => {
    const filters: Readonly<Record<string, readonly string[] | undefined>> = readFilters(call, FILTERS[key])
    const query = readPage(call)
    if (query.marker !== undefined && !all.some(({ id }) => id === query.marker))
      throw neutronProblems.markerUnknown(query.marker)
    const found = all.filter((one) =>
      FILTERS[key].every((name) => !filters[name] || named(one[name]).some((text) => filters[name]!.includes(text))),
    )
    return show(
      200,
      listView(key, pageOf(found, query), (one) => JSON.stringify(one), listRequestOf(call)),
    )
  }

  api.on('routers.list', 'vpc:routers:get', (call) => {
    const routers = call.transact((tx) => routersOf(tx, projectOf(call)))
    return showList(call, 'routers', routers.map(routerView))
  })
  api.on('routers.get', 'vpc:routers:get', (call) => {
    const router = call.transact((tx) => getRouter(tx, projectOf(call), call.param('router_id')))
    return show(200, { router: routerView(router) })
  })
  api.on('networks.list', 'vpc:networks:get', (call) => {
    const networks = call.transact((tx) => networksOf(tx, projectOf(call)))
    const external = call.query('router:external')?.toLowerCase() === 'true' ? [externalNetworkView] : []
    return showList(call, 'networks', [...networks.map(networkView), ...external])
  })
  api.on('networks.get', 'vpc:networks:get', (call) => {
    if (call.param('network_id') === externalNetworkView.id) return show(200, { network: externalNetworkView })
    const network = call.transact((tx) => getNetwork(tx, projectOf(call), call.param('network_id')))
    return show(200, { network: networkView(network) })
  })
  api.on('networks.addresses', 'vpc:networks:get', (call) => {
    const network = call.transact((tx) => getNetwork(tx, projectOf(call), call.param('network_id')))
    return show(200, { network_ip_availability: ipAvailabilityView(network) })
  })
  api.on('neutron.subnets.list', 'vpc:subnets:get', (call) => {
    const subnets = call.transact((tx) => allNeutronSubnets(tx, projectOf(call)))
    return showList(call, 'subnets', subnets.map(neutronSubnetView))
  })
  api.on('neutron.subnets.get', 'vpc:subnets:get', (call) => {
    const subnet = call.transact((tx) => getNeutronSubnet(tx, projectOf(call), call.param('subnet_id')))
    return show(200, { subnet: neutronSubnetView(subnet) })
  })
  api.on('ports.list', 'vpc:ports:get', (call) => {
    const ports = call.transact((tx) => portsOf(tx, projectOf(call)))
    return showList(call, 'ports', ports.map(portView))
  })
  api.on('ports.get', 'vpc:ports:get', (call) => {
    const port = call.transact((tx) => getPort(tx, projectOf(call), call.param('port_id')))
    return show(200, { port: portView(port) })
  })
}
