import { defineEndpoints } from '../../world/provider.ts'
import type { Pages } from '../../world/answers/paging.ts'

/** Every documented endpoint of the peering and route API and of what its clients need around it. */
export const endpoints = defineEndpoints({
  'peerings.list': { method: 'GET', path: '/networking/v1/peerings', rank: 'P1' },
  'peerings.create': { method: 'POST', path: '/networking/v1/peerings', rank: 'P0' },
  'peerings.get': { method: 'GET', path: '/networking/v1/peerings/{id}', rank: 'P1' },
  'peerings.update': { method: 'PATCH', path: '/networking/v1/peerings/{id}', rank: 'P0' },
  'peerings.delete': { method: 'DELETE', path: '/networking/v1/peerings/{id}', rank: 'P1' },
  'networks.list': { method: 'GET', path: '/networking/v1/networks', rank: 'P1' },
  'networks.create': { method: 'POST', path: '/networking/v1/networks', rank: 'P1' },
  'networks.get': { method: 'GET', path: '/networking/v1/networks/{id}', rank: 'P1' },
  'networks.update': { method: 'PATCH', path: '/networking/v1/networks/{id}', rank: 'P1' },
  'networks.delete': { method: 'DELETE', path: '/networking/v1/networks/{id}', rank: 'P1' },
  'environments.list': { method: 'GET', path: '/org/v2/environments', rank: 'P1' },
  'environments.create': { method: 'POST', path: '/org/v2/environments', rank: 'P1' },
  'environments.get': { method: 'GET', path: '/org/v2/environments/{id}', rank: 'P1' },
  'environments.update': { method: 'PATCH', path: '/org/v2/environments/{id}', rank: 'P1' },
  'environments.delete': { method: 'DELETE', path: '/org/v2/environments/{id}', rank: 'P1' },
  'organizations.list': { method: 'GET', path: '/org/v2/organizations', rank: 'P2' },
  'organizations.get': { method: 'GET', path: '/org/v2/organizations/{id}', rank: 'P2' },
  'organizations.update': { method: 'PATCH', path: '/org/v2/organizations/{id}', rank: 'P2' },
  'gateways.get': {
    method: 'GET',
    path: '/networking/v1/gateways/{id}',
    rank: 'P2',
    note: 'the gateway of a peering network',
  },
  'sessions.realm': { method: 'GET', path: '/api/login/realm', rank: 'P1', note: 'nobody signs in by another service' },
  'sessions.create': { method: 'POST', path: '/api/sessions', rank: 'P1' },
  'sessions.delete': { method: 'DELETE', path: '/api/sessions', rank: 'P1' },
  'sessions.me': { method: 'GET', path: '/api/me', rank: 'P1' },
  'sessions.trial': {
    method: 'GET',
    path: '/api/growth/v1/free-trial-info',
    rank: 'P1',
    note: 'nobody is on trial',
  },
  'tokens.exchange': {
    method: 'POST',
    path: '/sts/v1/oauth2/token',
    rank: 'P2',
    planned: 'any bearer token is accepted without it',
  },
  'service_accounts.list': {
    method: 'GET',
    path: '/iam/v2/service-accounts',
    rank: 'P2',
    planned: 'no peering needs one',
  },
  'api_keys.list': { method: 'GET', path: '/iam/v2/api-keys', rank: 'P2', planned: 'keys come from fixtures' },
})

/** Which lists come in pages, and how. */
export const pages: readonly Pages<keyof typeof endpoints>[] = [
  {
    ops: ['peerings.list', 'networks.list', 'environments.list', 'organizations.list'],
    parameter: 'page_token',
    next: { kind: 'url', at: 'metadata.next' },
    total: 'metadata.total_size',
  },
]
