import type { Coverage } from '../../world/provider.ts'

const row = (
  op: string,
  method: string,
  path: string,
  rank: Coverage['rank'],
  status: Coverage['status'] = 'supported',
  note?: string,
): Coverage => ({ op, method, path, status, rank, ...(note !== undefined && { note }) })

const PEERINGS = '/networking/v1/peerings'
const NETWORKS = '/networking/v1/networks'
const ENVIRONMENTS = '/org/v2/environments'
const ORGANIZATIONS = '/org/v2/organizations'

/** Every documented endpoint of the peering API and of what its clients need around it; all of them also under `/api`. */
export const coverage: readonly Coverage[] = [
  row('peerings.list', 'GET', PEERINGS, 'P1'),
  row('peerings.create', 'POST', PEERINGS, 'P0'),
  row('peerings.get', 'GET', `${PEERINGS}/{id}`, 'P1'),
  row('peerings.update', 'PATCH', `${PEERINGS}/{id}`, 'P0'),
  row('peerings.delete', 'DELETE', `${PEERINGS}/{id}`, 'P1'),
  row('networks.list', 'GET', NETWORKS, 'P1'),
  row('networks.create', 'POST', NETWORKS, 'P1'),
  row('networks.get', 'GET', `${NETWORKS}/{id}`, 'P1'),
  row('networks.update', 'PATCH', `${NETWORKS}/{id}`, 'P1'),
  row('networks.delete', 'DELETE', `${NETWORKS}/{id}`, 'P1'),
  row('environments.list', 'GET', ENVIRONMENTS, 'P1'),
  row('environments.create', 'POST', ENVIRONMENTS, 'P1'),
  row('environments.get', 'GET', `${ENVIRONMENTS}/{id}`, 'P1'),
  row('environments.update', 'PATCH', `${ENVIRONMENTS}/{id}`, 'P1'),
  row('environments.delete', 'DELETE', `${ENVIRONMENTS}/{id}`, 'P1'),
  row('organizations.list', 'GET', ORGANIZATIONS, 'P2'),
  row('organizations.get', 'GET', `${ORGANIZATIONS}/{id}`, 'P2'),
  row('organizations.update', 'PATCH', `${ORGANIZATIONS}/{id}`, 'P2'),
  row('gateways.get', 'GET', '/networking/v1/gateways/{id}', 'P2', 'supported', 'the gateway of a peering network'),
  row('login.realm', 'GET', '/api/login/realm', 'P2', 'planned', 'only the CLI logs in'),
  row('login.sessions', 'POST', '/api/sessions', 'P2', 'planned', 'only the CLI logs in'),
  row('login.me', 'GET', '/api/me', 'P2', 'planned', 'only the CLI logs in'),
  row('login.trial', 'GET', '/api/growth/v1/free-trial-info', 'P2', 'planned', 'only the CLI logs in'),
  row('tokens.exchange', 'POST', '/sts/v1/oauth2/token', 'P2', 'planned', 'any bearer token is accepted without it'),
  row('service_accounts.list', 'GET', '/iam/v2/service-accounts', 'P2', 'planned', 'no peering needs one'),
  row('api_keys.list', 'GET', '/iam/v2/api-keys', 'P2', 'planned', 'keys come from fixtures'),
]
