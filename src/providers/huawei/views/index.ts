import { type Millis, isoSeconds } from '../../../core/clock.ts'
import { quoted, rowText } from '../../../core/memo.ts'
import { SYSTEM_ROUTES } from '../operations/routes.ts'
import type { Dated, Peering, Route, RouteTable, Side, Subnet, Vpc } from '../records/index.ts'

export const dates = ({ createdAt, updatedAt, since = updatedAt }: Dated & { readonly since?: Millis }) => ({
  created_at: isoSeconds(createdAt),
  updated_at: isoSeconds(Math.max(updatedAt, since)),
})

const sideText = ({ vpcId, projectId }: Side): string => `{"vpc_id":${quoted(vpcId)},"tenant_id":${quoted(projectId)}}`

/** A peering, spelt out because it is what most of the creates and lists of a run consist of. */
export const peeringText = (row: Peering): string => {
  const { created_at, updated_at } = dates(row)
  return (
    `{"name":${quoted(row.name)},"id":${quoted(row.id)},"description":${quoted(row.description)},` +
    `"request_vpc_info":${sideText(row.request)},"accept_vpc_info":${sideText(row.accept)},` +
    `"status":"${row.state}","created_at":"${created_at}","updated_at":"${updated_at}"}`
  )
}

export const peeringView = rowText(peeringText)

export const routeView = rowText((row: Route) =>
  JSON.stringify({
    type: row.type,
    nexthop: row.nexthop,
    destination: row.destination,
    vpc_id: row.vpcId,
    tenant_id: row.projectId,
    id: row.id,
  }),
)

const vpcHead = (row: Vpc) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  cidr: row.cidr,
  status: row.state,
  enterprise_project_id: row.enterpriseProjectId,
  routes: row.routes,
  tenant_id: row.projectId,
})

/** The answer to a create request leaves `enable_shared_snat` out. */
export const createdVpcView = (row: Vpc): string => JSON.stringify({ ...vpcHead(row), ...dates(row) })

export const vpcView = rowText((row: Vpc) =>
  JSON.stringify({ ...vpcHead(row), ...dates(row), enable_shared_snat: row.sharedSnat }),
)

export const vpcV3View = (row: Vpc, { routeTables, subnets }: { routeTables: number; subnets: number }) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  cidr: row.cidr,
  extend_cidrs: row.extendCidrs,
  enterprise_project_id: row.enterpriseProjectId,
  tags: row.tags,
  cloud_resources: [
    { resource_type: 'routetable', resource_count: routeTables },
    ...(subnets > 0 ? [{ resource_type: 'virsubnet', resource_count: subnets }] : []),
  ],
  status: row.state === 'CREATING' ? 'PENDING' : row.state === 'OK' ? 'ACTIVE' : row.state,
  project_id: row.projectId,
  ...dates(row),
})

/** What v3 answers to a request that is only to be tried, and could be made. */
export const dryRunView = (requestId: string) => ({
  request_id: requestId,
  error_msg: 'Request validation has been passed with dry run...',
  error_code: 'SYS.0202',
})

/** A page of v3: the markers are the ids at its ends. */
export const vpcV3ListView = <T extends { readonly id: string }>(vpcs: readonly T[], hasNext: boolean) => ({
  vpcs,
  page_info: {
    previous_marker: vpcs[0]?.id ?? '',
    current_count: vpcs.length,
    ...(hasNext && { next_marker: vpcs.at(-1)!.id }),
  },
})

export const subnetView = rowText((row: Subnet) =>
  JSON.stringify({
    id: row.id,
    name: row.name,
    description: row.description,
    cidr: row.cidr,
    dnsList: row.dns,
    status: row.state,
    vpc_id: row.vpcId,
    ipv6_enable: row.v6 !== null,
    ...(row.v6 && {
      cidr_v6: row.v6.cidr,
      gateway_ip_v6: row.v6.gatewayIp,
      neutron_subnet_id_v6: row.v6.neutronSubnetId,
      // what clients show it as
      ipv6_subnet_id: row.v6.neutronSubnetId,
    }),
    gateway_ip: row.gatewayIp,
    dhcp_enable: row.dhcp,
    primary_dns: row.primaryDns,
    secondary_dns: row.secondaryDns,
    availability_zone: row.availabilityZone,
    neutron_network_id: row.id,
    neutron_subnet_id: row.neutronSubnetId,
    extra_dhcp_opts: row.dhcpOptions,
    tenant_id: row.projectId,
    ...dates(row),
  }),
)

const localRoute = (destination: string) => ({ type: 'local', destination, nexthop: '-', description: '' })

/** What a route table holds: `reached` are all subnets of its VPC. */
interface RouteTableContents {
  readonly routes: readonly Route[]
  readonly subnets: readonly Subnet[]
  readonly reached: readonly Subnet[]
}

/** A route table with its own routes and those that the VPC has by itself. */
export const routeTableView = (row: RouteTable, { routes, subnets, reached }: RouteTableContents) => ({
  id: row.id,
  name: row.name,
  default: row.isDefault,
  routes: [
    ...routes.map(({ type, destination, nexthop, description }) => ({ type, destination, nexthop, description })),
    ...reached.map(({ cidr }) => localRoute(cidr)),
    ...SYSTEM_ROUTES.map(localRoute),
  ],
  subnets: subnets.map(({ id }) => ({ id })),
  tenant_id: row.projectId,
  vpc_id: row.vpcId,
  description: row.description,
  ...dates(row),
})

/** An entry of a list: without the descriptions of routes that have none. */
export const listedRouteTableView = (...parts: Parameters<typeof routeTableView>) => {
  const view = routeTableView(...parts)
  const brief = ({ description, ...route }: (typeof view.routes)[number]) =>
    description === '' ? route : { ...route, description }
  return { ...view, routes: view.routes.map(brief) }
}
