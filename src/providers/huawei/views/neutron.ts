import { addressText, cidr } from '../../../core/cidr.ts'
import { Ids } from '../../../core/ids.ts'
import { memoizeByRow } from '../../../core/memo.ts'
import { type NeutronSubnet, type Port, neutronSubnetsOf } from '../operations/neutron.ts'
import type { Subnet, Vpc } from '../records/index.ts'
import { dates } from './index.ts'

const wellKnown = new Ids('huawei', 'neutron')
/** The network behind every router's gateway. */
const EXTERNAL_NETWORK = wellKnown.uuid('external network')

const ROUTER_STATES = { CREATING: 'DOWN', OK: 'ACTIVE', ERROR: 'ERROR' } as const
const NETWORK_STATES = { UNKNOWN: 'BUILD', ACTIVE: 'ACTIVE', ERROR: 'DOWN' } as const

const owner = (projectId: string) => ({ tenant_id: projectId, project_id: projectId })

export const routerView = memoizeByRow((row: Vpc) => ({
  id: row.id,
  name: row.name,
  status: ROUTER_STATES[row.state],
  ...owner(row.projectId),
  admin_state_up: true,
  external_gateway_info: { network_id: EXTERNAL_NETWORK, enable_snat: row.sharedSnat },
  routes: row.routes,
  ...dates(row),
}))

export const networkView = memoizeByRow((row: Subnet) => ({
  id: row.id,
  name: row.name,
  status: NETWORK_STATES[row.state],
  shared: false,
  subnets: neutronSubnetsOf(row).map(({ id }) => id),
  availability_zone_hints: [],
  availability_zones: row.availabilityZone === '' ? [] : [row.availabilityZone],
  admin_state_up: true,
  ...owner(row.projectId),
  'provider:network_type': 'vxlan',
  'router:external': false,
  port_security_enabled: true,
  ...dates(row),
}))

/** The network behind every router's gateway, which belongs to nobody's project. */
export const externalNetworkView = {
  id: EXTERNAL_NETWORK,
  name: 'admin_external_net',
  status: 'ACTIVE',
  shared: false,
  subnets: [],
  availability_zone_hints: [],
  availability_zones: [],
  admin_state_up: true,
  ...owner(wellKnown.hex('external project', 32)),
  'provider:network_type': 'vlan',
  'router:external': true,
}

/** Addresses at the end of a subnet that the service keeps for itself. */
const RESERVED = 4n

/** What is left of a subnet's addresses for its machines. */
const poolsOf = ({ family, cidr: text, gatewayIp }: NeutronSubnet) => {
  const { first, last } = cidr(text)
  const gateway = cidr(`${gatewayIp}/${family === 4 ? 32 : 128}`).first
  const [start, end] = [first + 1n, last - (family === 4 ? RESERVED : RESERVED - 1n)]
  const spans =
    gateway < start || gateway > end
      ? [[start, end]]
      : [
          [start, gateway - 1n],
          [gateway + 1n, end],
        ]
  return spans.filter(([from, to]) => from! <= to!) as [bigint, bigint][]
}

const V6_MODES = { ipv6_ra_mode: 'dhcpv6-stateful', ipv6_address_mode: 'dhcpv6-stateful' }

export const neutronSubnetView = memoizeByRow((neutron: NeutronSubnet) => {
  const { id, family, cidr, gatewayIp, subnet: row } = neutron
  return {
    id,
    name: row.name,
    cidr,
    enable_dhcp: row.dhcp,
    network_id: row.id,
    ...owner(row.projectId),
    dns_nameservers: family === 4 ? row.dns : [],
    allocation_pools: poolsOf(neutron).map(([start, end]) => ({
      start: addressText(family, start),
      end: addressText(family, end),
    })),
    host_routes: [],
    ip_version: family,
    gateway_ip: gatewayIp,
    ...(family === 6 && V6_MODES),
    ...dates(row),
  }
})

export const portView = memoizeByRow(({ id, mac, owner: device_owner, subnet: row }: Port) => ({
  id,
  name: '',
  status: NETWORK_STATES[row.state],
  admin_state_up: true,
  fixed_ips: neutronSubnetsOf(row).map((one) => ({ subnet_id: one.id, ip_address: one.gatewayIp })),
  mac_address: mac,
  network_id: row.id,
  ...owner(row.projectId),
  device_id: row.vpcId,
  device_owner,
  security_groups: [],
  extra_dhcp_opts: [],
  allowed_address_pairs: [],
  'binding:vnic_type': 'normal',
  'binding:vif_details': {},
  'binding:profile': {},
  port_security_enabled: false,
  ...dates(row),
}))

/** How many addresses a network has and how many are in use: none are, for no machine is ever in one. */
export const ipAvailabilityView = (row: Subnet) => {
  const [v4] = neutronSubnetsOf(row)
  const total_ips = poolsOf(v4!).reduce((sum, [start, end]) => sum + Number(end - start + 1n), 0)
  return {
    network_id: row.id,
    network_name: row.name,
    tenant_id: row.projectId,
    total_ips,
    used_ips: 0,
    subnet_ip_availability: [
      {
        used_ips: 0,
        subnet_id: row.neutronSubnetId,
        subnet_name: row.name,
        ip_version: 4,
        cidr: row.cidr,
        total_ips,
      },
    ],
  }
}
