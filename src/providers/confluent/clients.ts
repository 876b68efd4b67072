import type { Client } from '../../world/provider.ts'

/** How the clients of the provider are pointed at a base URL. */
export const clients: readonly Client[] = [
  {
    name: 'Terraform',
    kinds: ['terraform'],
    identity: ({ api_key = '', api_secret = '' }) => ({
      CONFLUENT_CLOUD_API_KEY: api_key,
      CONFLUENT_CLOUD_API_SECRET: api_secret,
    }),
    code: (base) => [`provider "confluent" { endpoint = "${base}" }`],
  },
  {
    name: 'Confluent CLI',
    kinds: ['cli'],
    identity: ({ email = '', password = '' }) => ({ CONFLUENT_CLOUD_EMAIL: email, CONFLUENT_CLOUD_PASSWORD: password }),
    code: (base) => [`confluent login --url ${base}/cpdev.cloud`],
  },
  { name: 'Go SDK', kinds: ['sdk'], code: (base) => [`cfg.Servers[0].URL = "${base}"`] },
  {
    name: 'curl',
    kinds: ['cli'],
    code: (base, { api_key, api_secret }) => [`curl -u ${api_key}:${api_secret} ${base}/org/v2/environments`],
  },
]
