import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { endpoints } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { peerings } from './records/peerings.ts'
import { attachments, networks, routers, tokens, users } from './records/index.ts'
import { Fixtures, load } from './fixtures.ts'
import { DEFAULT_ACCOUNT, DEFAULT_PASSWORD, DEFAULT_TOKEN, seed } from './seed.ts'
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
  seed,
  fixtures: Fixtures,
  load,
  facts: async () => (await import('./facts.ts')).facts,
  async createApp() {
    const { createRoutes } = await import('./routes/index.ts')
    return createRoutes().app()
  },
  guide: (base) => ({
    credential: `${DEFAULT_ACCOUNT}:${DEFAULT_PASSWORD} or Bearer ${DEFAULT_TOKEN}`,
    clients: [
      {
        client: 'Terraform, upctl, Go SDK',
        lines: [
          `export UPCLOUD_DEBUG_API_BASE_URL=${base}`,
          `export UPCLOUD_USERNAME=${DEFAULT_ACCOUNT}`,
          `export UPCLOUD_PASSWORD=${DEFAULT_PASSWORD}`,
        ],
      },
      {
        client: 'Go SDK',
        lines: [`client.New("${DEFAULT_ACCOUNT}", "${DEFAULT_PASSWORD}", client.WithBaseURL("${base}"))`],
      },
      { client: 'Python SDK', lines: [`upcloud_api.api.API.api_root = "${base}/1.3"`] },
      { client: 'curl', lines: [`curl -u ${DEFAULT_ACCOUNT}:${DEFAULT_PASSWORD} ${base}/1.3/network-peering`] },
    ],
  }),
}
