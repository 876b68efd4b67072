import { defineEndpoints } from '../../world/provider.ts'

/** Every documented endpoint of the peering and route API and of what its clients need around it. */
export const endpoints = defineEndpoints({
  'network_peerings.list': { method: 'GET', path: '/1.3/network-peering', rank: 'P0' },
  'network_peerings.create': { method: 'POST', path: '/1.3/network-peering', rank: 'P0' },
  'network_peerings.get': { method: 'GET', path: '/1.3/network-peering/{uuid}', rank: 'P0' },
  'network_peerings.modify': { method: 'PATCH', path: '/1.3/network-peering/{uuid}', rank: 'P0' },
  'network_peerings.delete': { method: 'DELETE', path: '/1.3/network-peering/{uuid}', rank: 'P0' },
  'networks.list': { method: 'GET', path: '/1.3/network', rank: 'P1' },
  'networks.create': { method: 'POST', path: '/1.3/network', rank: 'P1' },
  'networks.get': { method: 'GET', path: '/1.3/network/{uuid}', rank: 'P1' },
  'networks.modify': { method: 'PUT', path: '/1.3/network/{uuid}', rank: 'P1' },
  'networks.delete': {
    method: 'DELETE',
    path: '/1.3/network/{uuid}',
    rank: 'P1',
    note: 'servers in a network only come from fixtures',
  },
  'routers.list': { method: 'GET', path: '/1.3/router', rank: 'P1' },
  'routers.create': { method: 'POST', path: '/1.3/router', rank: 'P1' },
  'routers.get': { method: 'GET', path: '/1.3/router/{uuid}', rank: 'P1' },
  'routers.modify': { method: 'PATCH', path: '/1.3/router/{uuid}', rank: 'P1' },
  'routers.delete': { method: 'DELETE', path: '/1.3/router/{uuid}', rank: 'P1' },
  'zones.list': { method: 'GET', path: '/1.3/zone', rank: 'P1' },
  'account.get': { method: 'GET', path: '/1.3/account', rank: 'P1' },
  'account.list': { method: 'GET', path: '/1.3/account/list', rank: 'P2' },
  'account.details': {
    method: 'GET',
    path: '/1.3/account/details/{username}',
    rank: 'P2',
    partial: 'personal data is empty',
  },
  'tokens.list': { method: 'GET', path: '/1.3/account/tokens', rank: 'P2' },
  'tokens.create': {
    method: 'POST',
    path: '/1.3/account/tokens',
    rank: 'P2',
    partial: 'allowed_ip_ranges are kept, not enforced',
  },
  'tokens.get': { method: 'GET', path: '/1.3/account/tokens/{id}', rank: 'P2' },
  'tokens.delete': { method: 'DELETE', path: '/1.3/account/tokens/{id}', rank: 'P2' },
})
