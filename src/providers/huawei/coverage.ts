import type { Coverage } from '../../world/provider.ts'

type Row = readonly [op: string, method: string, path: string, rank: Coverage['rank'], note?: string]

const supported: readonly Row[] = [
  ['routes.create', 'POST', '/v2.0/vpc/routes', 'P0'],
  ['routes.list', 'GET', '/v2.0/vpc/routes', 'P1'],
  ['routes.get', 'GET', '/v2.0/vpc/routes/{route_id}', 'P1'],
  ['routes.delete', 'DELETE', '/v2.0/vpc/routes/{route_id}', 'P1'],
  ['peerings.list', 'GET', '/v2.0/vpc/peerings', 'P1'],
  ['peerings.create', 'POST', '/v2.0/vpc/peerings', 'P1'],
  ['peerings.get', 'GET', '/v2.0/vpc/peerings/{peering_id}', 'P1'],
  ['peerings.update', 'PUT', '/v2.0/vpc/peerings/{peering_id}', 'P1'],
  ['peerings.delete', 'DELETE', '/v2.0/vpc/peerings/{peering_id}', 'P1'],
  ['peerings.accept', 'PUT', '/v2.0/vpc/peerings/{peering_id}/accept', 'P1'],
  ['peerings.reject', 'PUT', '/v2.0/vpc/peerings/{peering_id}/reject', 'P1'],
  ['vpcs.list', 'GET', '/v1/{project_id}/vpcs', 'P1'],
  ['vpcs.create', 'POST', '/v1/{project_id}/vpcs', 'P1'],
  ['vpcs.get', 'GET', '/v1/{project_id}/vpcs/{vpc_id}', 'P1'],
  ['vpcs.update', 'PUT', '/v1/{project_id}/vpcs/{vpc_id}', 'P1'],
  ['vpcs.delete', 'DELETE', '/v1/{project_id}/vpcs/{vpc_id}', 'P1'],
  ['vpcs.v3.get', 'GET', '/v3/{project_id}/vpc/vpcs/{vpc_id}', 'P1'],
  ['vpcs.v3.list', 'GET', '/v3/{project_id}/vpc/vpcs', 'P2'],
  ['tags.list', 'GET', '/v2.0/{project_id}/vpcs/{vpc_id}/tags', 'P1'],
  ['tags.action', 'POST', '/v2.0/{project_id}/vpcs/{vpc_id}/tags/action', 'P1'],
  ['tags.create', 'POST', '/v2.0/{project_id}/vpcs/{vpc_id}/tags', 'P2'],
  ['tags.delete', 'DELETE', '/v2.0/{project_id}/vpcs/{vpc_id}/tags/{key}', 'P2'],
  ['tags.keys', 'GET', '/v2.0/{project_id}/vpcs/tags', 'P2'],
  ['tags.subnets.list', 'GET', '/v2.0/{project_id}/subnets/{subnet_id}/tags', 'P2'],
  ['tags.subnets.action', 'POST', '/v2.0/{project_id}/subnets/{subnet_id}/tags/action', 'P2'],
  ['tags.subnets.create', 'POST', '/v2.0/{project_id}/subnets/{subnet_id}/tags', 'P2'],
  ['tags.subnets.delete', 'DELETE', '/v2.0/{project_id}/subnets/{subnet_id}/tags/{key}', 'P2'],
  ['tags.subnets.keys', 'GET', '/v2.0/{project_id}/subnets/tags', 'P2'],
  ['tokens.create', 'POST', '/v3/auth/tokens', 'P1'],
  ['tokens.get', 'GET', '/v3/auth/tokens', 'P1', 'HEAD is answered on the same path'],
  ['tokens.delete', 'DELETE', '/v3/auth/tokens', 'P1'],
  ['catalog.get', 'GET', '/v3/auth/catalog', 'P1'],
  ['projects.list', 'GET', '/v3/projects', 'P1'],
  ['projects.own', 'GET', '/v3/auth/projects', 'P1'],
  ['projects.get', 'GET', '/v3/projects/{project_id}', 'P2'],
  ['domains.list', 'GET', '/v3/auth/domains', 'P1'],
  ['users.list', 'GET', '/v3/users', 'P2'],
  ['regions.list', 'GET', '/v3/regions', 'P2'],
  ['versions.identity', 'GET', '/v3', 'P1'],
  ['versions.root', 'GET', '/', 'P1'],
  ['quotas.list', 'GET', '/v1/{project_id}/quotas', 'P2'],
  ['subnets.list', 'GET', '/v1/{project_id}/subnets', 'P2'],
  ['subnets.create', 'POST', '/v1/{project_id}/subnets', 'P2'],
  ['subnets.get', 'GET', '/v1/{project_id}/subnets/{subnet_id}', 'P2'],
  ['subnets.update', 'PUT', '/v1/{project_id}/vpcs/{vpc_id}/subnets/{subnet_id}', 'P2'],
  ['subnets.delete', 'DELETE', '/v1/{project_id}/vpcs/{vpc_id}/subnets/{subnet_id}', 'P2'],
  ['routetables.list', 'GET', '/v1/{project_id}/routetables', 'P2'],
  ['routetables.get', 'GET', '/v1/{project_id}/routetables/{routetable_id}', 'P2'],
  ['routetables.update', 'PUT', '/v1/{project_id}/routetables/{routetable_id}', 'P2'],
]

const custom = 'only default tables exist'
const extended = 'no route depends on a further block of a VPC'
const router = 'a VPC is made through v1'
const unasked = 'the catalogue of the token says the same'
const clusters = 'the product that these belong to is discontinued'
const planned: readonly Row[] = [
  ['routetables.create', 'POST', '/v1/{project_id}/routetables', 'P2', custom],
  ['routetables.action', 'POST', '/v1/{project_id}/routetables/{routetable_id}/action', 'P2', custom],
  ['routetables.delete', 'DELETE', '/v1/{project_id}/routetables/{routetable_id}', 'P2', custom],
  ['vpcs.v3.extend', 'PUT', '/v3/{project_id}/vpc/vpcs/{vpc_id}/add-extend-cidr', 'P2', extended],
  ['vpcs.v3.shrink', 'PUT', '/v3/{project_id}/vpc/vpcs/{vpc_id}/remove-extend-cidr', 'P2', extended],
  ['routers.list', 'GET', '/v2.0/routers', 'P2', router],
  ['routers.create', 'POST', '/v2.0/routers', 'P2', router],
  ['routers.get', 'GET', '/v2.0/routers/{router_id}', 'P2', router],
  ['routers.update', 'PUT', '/v2.0/routers/{router_id}', 'P2', router],
  ['routers.delete', 'DELETE', '/v2.0/routers/{router_id}', 'P2', router],
  ['services.list', 'GET', '/v3/services', 'P2', unasked],
  ['endpoints.list', 'GET', '/v3/endpoints', 'P2', unasked],
  ['clusters.peerings.create', 'POST', '/v1.0/{project_id}/reserved_cluster/{cluster_id}/peering', 'P2', clusters],
  ['clusters.peerings.list', 'GET', '/v1.0/{project_id}/reserved_cluster/{cluster_id}/peering', 'P2', clusters],
  [
    'clusters.routes.create',
    'POST',
    '/v1.0/{project_id}/reserved_cluster/{cluster_id}/peering/{peering_id}/route',
    'P2',
    clusters,
  ],
]

const rowsOf = (rows: readonly Row[], status: Coverage['status']): Coverage[] =>
  rows.map(([op, method, path, rank, note]) => ({
    op,
    method,
    path,
    status,
    rank,
    ...(note !== undefined && { note }),
  }))

/** Every documented endpoint of the peering and route API and of what its clients need around it. */
export const coverage: readonly Coverage[] = [...rowsOf(supported, 'supported'), ...rowsOf(planned, 'planned')]
