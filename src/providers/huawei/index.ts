import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { clients } from './clients.ts'
import { endpoints, pages } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { domains, peerings, projects, routeTables, routes, subnets, tokens, users, vpcs } from './records/index.ts'
import { Fixtures } from './fixtures/index.ts'
import { load } from './fixtures/load.ts'
import { settings } from './settings.ts'
import { seed } from './seed.ts'

// each of them for every region
const DOMAINS = ['myhuaweicloud.com', 'myhuaweicloud.eu', 'otc.t-systems.com', 'sc.otc.t-systems.com']

export const huawei: Provider<HttpApp> = {
  name: 'huawei',
  title: 'Huawei Cloud / Open Telekom Cloud VPC',
  hosts: ['iam.myhuaweicloud.com', ...DOMAINS.flatMap((domain) => [`iam.*.${domain}`, `vpc.*.${domain}`])],
  claims: ['/v2.0', '/v1', '/v1.0', '/v3', '/'],
  tables: [routes, peerings, vpcs, routeTables, subnets, tokens, users, projects, domains],
  identity: { ids: ['id'], names: ['name'] },
  secrets: {
    headers: ['x-auth-token', 'x-subject-token', 'x-security-token'],
    members: ['token.id', 'hw_ak_sk.secret.key'],
  },
  settings: settings.definitions,
  endpoints,
  pages,
  credentials,
  clients,
  seed,
  fixtures: Fixtures,
  load,
  roles: async () => (await import('./roles.ts')).roles,
  facts: async () => (await import('./facts.ts')).facts,
  topology: async () => (await import('./topology.ts')).topology,
  async createApp() {
    const { createRoutes } = await import('./routes/index.ts')
    return createRoutes().app()
  },
}
