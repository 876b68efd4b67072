import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { clients } from './clients.ts'
import { endpoints, pages } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { apiKeys, environments, networks, organizations, peerings, quotas, users } from './records.ts'
import { Fixtures } from './fixtures/index.ts'
import { load } from './fixtures/load.ts'
import { seed } from './seed.ts'
import { settings } from './settings.ts'

export const confluent: Provider<HttpApp> = {
  name: 'confluent',
  title: 'Confluent Cloud networking/v1',
  hosts: ['api.confluent.cloud', 'confluent.cloud'],
  claims: ['/networking', '/org', '/api'],
  tables: [peerings, networks, environments, organizations, users, apiKeys, quotas],
  identity: { ids: ['id'], names: ['displayName'] },
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
