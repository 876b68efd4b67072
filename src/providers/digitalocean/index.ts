import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { endpoints } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { members, peerings, tokens, vpcs } from './records/index.ts'
import { Fixtures, load } from './fixtures.ts'
import { FULL_TOKEN, seed } from './seed.ts'
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
  credentials,
  seed,
  fixtures: Fixtures,
  load,
  facts: async () => (await import('./facts.ts')).facts,
  async createApp() {
    const { createRoutes } = await import('./routes.ts')
    return createRoutes().app()
  },
  guide: (base) => ({
    credential: FULL_TOKEN,
    clients: [
      {
        client: 'Terraform',
        lines: [`export DIGITALOCEAN_API_URL=${base}`, `export DIGITALOCEAN_TOKEN=${FULL_TOKEN}`],
      },
      {
        client: 'doctl',
        lines: [`export DIGITALOCEAN_API_URL=${base}`, `export DIGITALOCEAN_ACCESS_TOKEN=${FULL_TOKEN}`],
      },
      { client: 'godo', lines: [`godo.New(httpClient, godo.SetBaseURL("${base}"))`] },
      { client: '@digitalocean/dots', lines: [`adapter.baseUrl = '${base}'`] },
    ],
  }),
}
