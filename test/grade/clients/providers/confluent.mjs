// A network and a peering of it, in the environment that is there.
import { careful } from '../http.mjs'

const { CONFLUENT_CLOUD_API_KEY: key, CONFLUENT_CLOUD_API_SECRET: secret } = process.env
const [, , , , base] = process.argv
const headers = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` }
const environment = (await careful('GET', `${base}/org/v2/environments`, { headers })).data[0].id

const kind = (path, name) => ({
  headers,
  url: `${base}/networking/v1/${path}`,
  list: `${base}/networking/v1/${path}?environment=${environment}&page_size=50`,
  query: `?environment=${environment}`,
  many: 'data',
  id: 'id',
  name,
  next: (page) => page.metadata?.next || undefined,
  state: ({ status }) => status.phase,
  bad: ['FAILED', 'DISCONNECTED'],
  ready: 'READY',
  why: ({ status }) => `${status.error_code} ${status.error_message}`,
  waits: ({ status }) => (status.phase === 'PENDING_ACCEPT' ? 'the other side has to accept' : 'timeout'),
})

export const things = [
  {
    ...kind('networks', 'hub'),
    body: () => ({
      spec: {
        display_name: 'hub',
        cloud: 'AWS',
        region: 'us-east-1',
        connection_types: ['PEERING'],
        cidr: '10.91.0.0/16',
        environment: { id: environment },
      },
    }),
    own: ({ spec }) => spec.display_name === 'hub' && spec.cidr === '10.91.0.0/16',
  },
  {
    ...kind('peerings', 'hub-vpc'),
    body: ([network]) => ({
      spec: {
        display_name: 'hub-vpc',
        cloud: {
          kind: 'AwsPeering',
          account: '012345678901',
          vpc: 'vpc-0123456789abcdef0',
          routes: ['172.31.0.0/16'],
          customer_region: 'us-east-1',
        },
        environment: { id: environment },
        network: { id: network },
      },
    }),
    own: ({ spec }, [network]) => spec.display_name === 'hub-vpc' && spec.network.id === network,
  },
]
