import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { clients } from './clients.ts'
import { endpoints } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { peerings } from './records/peerings.ts'
import { attachments, networks, routers, tokens, users } from './records/index.ts'
import { Fixtures, load } from './fixtures.ts'
import { seed } from './seed.ts'
import { settings } from './settings.ts'

// other versions are claimed as well, for the error that names them
const VERSIONS = Array.from({ length: 10 }, (_, minor) => `/1.${minor}`)

export const upcloud: Provider<HttpApp> = {
  name: 'upcloud',
  title: 'UpCloud 1.3',
  hosts: ['api.upcloud.com'],
  claims: VERSIONS,
  tables: [peerings, networks, routers, attachments, users, tokens],
  identity: { ids: ['uuid'], names: ['name'] },
  settings: settings.definitions,
  endpoints,
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
