import { readCidr } from '../../../core/cidr.ts'
import type { Millis } from '../../../core/clock.ts'
import { GONE, type Stateful } from '../../../world/lifecycle.ts'
import { defineStateful } from '../../../world/unit-of-work.ts'
import { type Row, byId, defineTable } from '../../../world/table.ts'
import {
  type PeeringState,
  type SubnetState,
  type VpcState,
  peeringMachine,
  subnetMachine,
  vpcMachine,
} from '../lifecycle.ts'

/** When something was made, and when its attributes last changed. */
export interface Dated {
  readonly createdAt: Millis
  readonly updatedAt: Millis
}

/** An account; projects and users belong to one. */
export interface Domain extends Row {
  readonly name: string
}

/** What the VPC API calls a tenant. */
export interface Project extends Row {
  readonly name: string
  readonly domainId: string
}

export interface User extends Row {
  readonly name: string
  readonly password: string
  readonly domainId: string
  /** The first one is the default. */
  readonly projectIds: readonly string[]
  readonly ak: string
  readonly sk: string
  /** Permissions such as `vpc:routes:create` or `vpc:routes:*`; null grants everything. */
  readonly actions: readonly string[] | null
}

export interface Token extends Row {
  readonly secret: string
  readonly userId: string
  /** null: scoped to the user's domain. */
  readonly projectId: string | null
  readonly methods: readonly string[]
  readonly issuedAt: Millis
  /** null: never expires. */
  readonly expiresAt: Millis | null
}

export interface Tag {
  readonly key: string
  readonly value: string
}

export interface Vpc extends Stateful<VpcState>, Dated {
  readonly name: string
  readonly description: string
  readonly cidr: string
  readonly extendCidrs: readonly string[]
  readonly projectId: string
  readonly enterpriseProjectId: string
  /** The legacy routes of v1, which have nothing to do with the route table. */
  readonly routes: readonly { readonly destination: string; readonly nexthop: string }[]
  readonly sharedSnat: boolean
  readonly tags: readonly Tag[]
}

/** One side of a peering. */
export interface Side {
  readonly vpcId: string
  readonly projectId: string
}

export interface Peering extends Stateful<PeeringState>, Dated {
  readonly name: string
  readonly description: string
  readonly request: Side
  readonly accept: Side
}

export interface RouteTable extends Row, Dated {
  readonly name: string
  readonly description: string
  readonly vpcId: string
  readonly projectId: string
  readonly isDefault: boolean
}

/** An entry of a route table: `/v2.0/vpc/routes` and `/v1/{project}/routetables` are two views of it. */
export interface Route extends Row {
  readonly tableId: string
  readonly vpcId: string
  readonly projectId: string
  readonly type: string
  readonly destination: string
  readonly nexthop: string
  readonly description: string
}

/** The IPv6 side of a subnet. */
export interface SubnetV6 {
  readonly neutronSubnetId: string
  readonly cidr: string
  readonly gatewayIp: string
}

export interface Subnet extends Stateful<SubnetState>, Dated {
  readonly name: string
  readonly description: string
  readonly cidr: string
  readonly gatewayIp: string
  readonly vpcId: string
  readonly projectId: string
  /** The route table that it is associated with. */
  readonly tableId: string
  readonly neutronSubnetId: string
  /** null: IPv4 alone. */
  readonly v6: SubnetV6 | null
  readonly dhcp: boolean
  readonly dns: readonly string[]
  readonly primaryDns: string
  readonly secondaryDns: string
  readonly availabilityZone: string
  readonly dhcpOptions: readonly { readonly opt_name: string; readonly opt_value?: string | undefined }[]
  readonly tags: readonly Tag[]
}

/** All blocks of a VPC: that of its creation first. */
export const blocksOf = ({ cidr, extendCidrs }: Vpc): readonly string[] =>
  cidr === '' ? extendCidrs : [cidr, ...extendCidrs]

export const pairKey = (a: string, b: string): string => (a < b ? `${a}+${b}` : `${b}+${a}`)

/** Same for all spellings of one block in one table. */
export const destinationKey = (tableId: string, destination: string): string => {
  const block = readCidr(destination)
  return `${tableId} ${block ? `${block.first}/${block.family}/${block.prefix}` : destination}`
}

export const domains = defineTable<Domain>()({ name: 'huawei/domain', indexes: { name: (row) => row.name } })

export const projects = defineTable<Project>()({
  name: 'huawei/project',
  indexes: { domain: (row) => row.domainId, name: (row) => row.name },
})

export const users = defineTable<User>()({
  name: 'huawei/user',
  indexes: {
    name: (row) => row.name,
    ak: (row) => row.ak,
    domain: (row) => row.domainId,
    project: (row) => row.projectIds,
  },
})

export const tokens = defineTable<Token>()({ name: 'huawei/token', indexes: { secret: (row) => row.secret } })

export const routes = defineTable<Route>()({
  name: 'huawei/route',
  indexes: {
    // only these are routes of /v2.0; the other types live in route tables alone
    project: byId((row: Route) => (row.type === 'peering' ? row.projectId : undefined)),
    vpc: (row) => (row.type === 'peering' ? row.vpcId : undefined),
    table: (row) => row.tableId,
    nexthop: (row) => row.nexthop,
    destination: (row) => destinationKey(row.tableId, row.destination),
  },
})

export const routeTables = defineTable<RouteTable>()({
  name: 'huawei/routetable',
  indexes: { project: byId((row: RouteTable) => row.projectId), vpc: (row) => row.vpcId },
})

export const subnets = defineStateful<Subnet>()({
  name: 'huawei/subnet',
  machine: subnetMachine,
  indexes: {
    project: byId((row: Subnet) => row.projectId),
    vpc: (row) => row.vpcId,
    table: (row) => row.tableId,
    neutronSubnet: ({ neutronSubnetId, v6 }) => (v6 ? [neutronSubnetId, v6.neutronSubnetId] : neutronSubnetId),
  },
})

const projectsOf = ({ request, accept }: Peering): string | readonly string[] =>
  request.projectId === accept.projectId ? request.projectId : [request.projectId, accept.projectId]

export const peerings = defineStateful<Peering>()({
  name: 'huawei/peering',
  machine: peeringMachine,
  indexes: {
    project: byId(projectsOf),
    // a pending one counts for the requester alone, an active one for both
    counted: (row) =>
      row.state === 'ACTIVE' ? projectsOf(row) : row.state === 'PENDING_ACCEPTANCE' ? row.request.projectId : undefined,
    vpc: ({ request, accept }) => [request.vpcId, accept.vpcId],
    pair: ({ request, accept }) => pairKey(request.vpcId, accept.vpcId),
  },
  moved(tx, before, after) {
    if (after) return
    for (const route of tx.table(routes).by('nexthop', before.id)) tx.table(routes).delete(route.id)
  },
})

export const vpcs = defineStateful<Vpc>()({
  name: 'huawei/vpc',
  machine: vpcMachine,
  indexes: {
    project: byId((row: Vpc) => row.projectId),
    name: (row) => (row.name === '' ? undefined : `${row.projectId} ${row.name}`),
  },
  moved(tx, { id }, after) {
    if (after) return
    for (const peering of tx.table(peerings).by('vpc', id)) tx.enter(peerings, peering, GONE)
    for (const subnet of tx.table(subnets).by('vpc', id)) tx.enter(subnets, subnet, GONE)
    for (const table of tx.table(routeTables).by('vpc', id)) {
      for (const route of tx.table(routes).by('table', table.id)) tx.table(routes).delete(route.id)
      tx.table(routeTables).delete(table.id)
    }
  },
})
