import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { endpoints } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { apiKeys, environments, networks, organizations, peerings, quotas, users } from './records.ts'
import { Fixtures } from './fixtures/index.ts'
import { load } from './fixtures/load.ts'
import { FULL_KEY, USER, seed } from './seed.ts'
import { settings } from './settings.ts'

export const confluent: Provider<HttpApp> = {
  name: 'confluent',
  title: 'Confluent Cloud networking/v1',
  hosts: ['api.confluent.cloud'],
  claims: ['/networking', '/org', '/api'],
  tables: [peerings, networks, environments, organizations, users, apiKeys, quotas],
  identity: { ids: ['id'], names: ['displayName'] },
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
    credential: `${FULL_KEY.key}:${FULL_KEY.secret}`,
    clients: [
      {
        client: 'Terraform',
        lines: [
          `export CONFLUENT_CLOUD_API_KEY=${FULL_KEY.key}`,
          `export CONFLUENT_CLOUD_API_SECRET=${FULL_KEY.secret}`,
          `provider "confluent" { endpoint = "${base}" }`,
        ],
      },
      {
        client: 'Confluent CLI',
        lines: [
          `export CONFLUENT_CLOUD_EMAIL=${USER.email}`,
          `export CONFLUENT_CLOUD_PASSWORD=${USER.password}`,
          `confluent login --url ${base}/cpdev.cloud`,
        ],
      },
      { client: 'Go SDK', lines: [`cfg.Servers[0].URL = "${base}"`] },
      { client: 'curl', lines: [`curl -u ${FULL_KEY.key}:${FULL_KEY.secret} ${base}/org/v2/environments`] },
    ],
  }),
}
