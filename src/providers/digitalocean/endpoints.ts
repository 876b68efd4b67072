import { defineEndpoints } from '../../world/provider.ts'
import type { Pages } from '../../world/answers/paging.ts'

/** Every documented endpoint of the peering and route API and of what its clients need around it. */
export const endpoints = defineEndpoints({
  'vpc_peerings.list': { method: 'GET', path: '/v2/vpc_peerings', rank: 'P0' },
  'vpc_peerings.create': { method: 'POST', path: '/v2/vpc_peerings', rank: 'P0' },
  'vpc_peerings.get': { method: 'GET', path: '/v2/vpc_peerings/{vpc_peering_id}', rank: 'P0' },
  'vpc_peerings.update': { method: 'PATCH', path: '/v2/vpc_peerings/{vpc_peering_id}', rank: 'P0' },
  'vpc_peerings.delete': { method: 'DELETE', path: '/v2/vpc_peerings/{vpc_peering_id}', rank: 'P0' },
  'vpcs.list': { method: 'GET', path: '/v2/vpcs', rank: 'P1' },
  'vpcs.create': { method: 'POST', path: '/v2/vpcs', rank: 'P1' },
  'vpcs.get': { method: 'GET', path: '/v2/vpcs/{vpc_id}', rank: 'P1' },
  'vpcs.replace': { method: 'PUT', path: '/v2/vpcs/{vpc_id}', rank: 'P1' },
  'vpcs.update': { method: 'PATCH', path: '/v2/vpcs/{vpc_id}', rank: 'P1' },
  'vpcs.delete': { method: 'DELETE', path: '/v2/vpcs/{vpc_id}', rank: 'P1' },
  'vpcs.members': {
    method: 'GET',
    path: '/v2/vpcs/{vpc_id}/members',
    rank: 'P1',
    note: 'members come from fixtures: the resources that could join a VPC are out of scope',
  },
  'vpcs.peerings.list': { method: 'GET', path: '/v2/vpcs/{vpc_id}/peerings', rank: 'P1' },
  'vpcs.peerings.create': { method: 'POST', path: '/v2/vpcs/{vpc_id}/peerings', rank: 'P1' },
  'vpcs.peerings.update': { method: 'PATCH', path: '/v2/vpcs/{vpc_id}/peerings/{vpc_peering_id}', rank: 'P1' },
  'droplets.list': { method: 'GET', path: '/v2/droplets', rank: 'P2', partial: 'always empty' },
  'load_balancers.list': { method: 'GET', path: '/v2/load_balancers', rank: 'P2', partial: 'always empty' },
  'databases.list': { method: 'GET', path: '/v2/databases', rank: 'P2', partial: 'always empty' },
  'account.get': { method: 'GET', path: '/v2/account', rank: 'P1' },
  'regions.list': { method: 'GET', path: '/v2/regions', rank: 'P1' },
  'cors.preflight': {
    method: 'OPTIONS',
    path: '/v2/{path}',
    rank: 'P2',
    planned: 'no client outside a browser sends it',
  },
})

/** Which lists come in pages, and how. */
export const pages: readonly Pages<keyof typeof endpoints>[] = [
  {
    ops: ['vpc_peerings.list', 'vpcs.list', 'vpcs.members', 'vpcs.peerings.list', 'regions.list'],
    parameter: 'page',
    next: { kind: 'url', at: 'links.pages.next' },
    total: 'meta.total',
  },
]
