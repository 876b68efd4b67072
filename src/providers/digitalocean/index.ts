import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { clients } from './clients.ts'
import { endpoints, pages } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { members, peerings, tokens, vpcs } from './records/index.ts'
import { Fixtures, load } from './fixtures.ts'
import { seed } from './seed.ts'
import { settings } from './settings.ts'

export const digitalocean: Provider<HttpApp> = {
  name: 'digitalocean',
  title: 'DigitalOcean v2',
  hosts: ['api.digitalocean.com'],
  claims: ['/v2'],
  tables: [peerings, vpcs, members, tokens],
  identity: { ids: ['id'], names: ['name'] },
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
    const { createRoutes } = await import('./routes.ts')
    return createRoutes().app()
  },
}
