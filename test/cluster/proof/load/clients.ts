import type { NamespaceAnswer } from '../../../control/setup.ts'
import { commonOf, flat, signed } from '../../../providers/tencent/setup.ts'

/** A request of a client. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A resource as a client sees it. */
export interface Shown {
  readonly id: string
  readonly name: string
  readonly status: string
}

/** What one provider's client says about one kind of resource, and how it reads the answers. */
export interface Client {
  /** Asks for the resource number `n`. */
  create(name: string, n: number): Asked
  get(id: string): Asked
  list(): Asked
  remove(id: string): Asked
  /** What a create has made. */
  made(body: Json): string
  /** All that a get or a list shows; nothing where the service says that there is no such thing. */
  shown(body: Json): readonly Shown[]
  /** Whether the service says in its own words that there is no such thing. */
  gone(status: number, body: Json): boolean
}

// oxlint-disable-next-line typescript/no-explicit-any -- the wire of five providers, of which a line each is read
export type Json = any

type Credentials = NamespaceAnswer['credentials'][string]

/** The host that all requests are for, whichever replica gets them. */
export const HOST = 'localhost'

const NETWORKS = 64
const number = (n: number): string => String(n).padStart(12, '0')
const vpcId = (n: number): string => `a0000000-0000-4000-8000-${number(n)}`
const numbered = <T>(make: (n: number) => T): T[] => Array.from({ length: NETWORKS }, (_, n) => make(n))

/** The networks that a peering joins: another pair each time, until almost 2,000 were there. */
const pairOf = (n: number): [number, number] => {
  const apart = 1 + (Math.floor(n / NETWORKS) % (NETWORKS / 2 - 1))
  return [n % NETWORKS, ((n % NETWORKS) + apart) % NETWORKS]
}

/** What a namespace begins with. */
export const fixtures = {
  digitalocean: {
    vpcs: numbered((n) => ({ id: vpcId(n), name: `vpc-${n}`, region: 'nyc3', ip_range: `172.16.${n}.0/24` })),
  },
  confluent: {
    environments: [{ id: 'env-base01', display_name: 'base' }],
    networks: numbered((n) => ({
      id: `n-${String(n).padStart(6, '0')}`,
      environment: 'env-base01',
      spec: { cloud: 'AWS', region: 'us-east-1', connection_types: ['PEERING'], cidr: '10.1.0.0/16' },
    })),
  },
}

const asking =
  (headers: Readonly<Record<string, string>>) =>
  (method: string, path: string, body?: object): Asked =>
    body
      ? { method, path, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : { method, path, headers }

const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`
const notFound = (status: number): boolean => status === 404

/** By provider. Two of them have resources that take their time, which is that of the namespace's clock. */
export const clients: Readonly<Record<string, (credentials: Credentials) => Client>> = {
  digitalocean({ token }) {
    const ask = asking({ authorization: `Bearer ${token}` })
    return {
      create: (name, n) => ask('POST', '/v2/vpc_peerings', { name, vpc_ids: pairOf(n).map(vpcId) }),
      get: (id) => ask('GET', `/v2/vpc_peerings/${id}`),
      list: () => ask('GET', '/v2/vpc_peerings?per_page=200'),
      remove: (id) => ask('DELETE', `/v2/vpc_peerings/${id}`),
      made: ({ vpc_peering }) => vpc_peering.id,
      shown: ({ vpc_peering, vpc_peerings }) => vpc_peerings ?? [vpc_peering],
      gone: notFound,
    }
  },

  upcloud({ username, password }) {
    const ask = asking({ authorization: basic(username!, password!) })
    return {
      create: (name) => ask('POST', '/1.3/router', { router: { name } }),
      get: (id) => ask('GET', `/1.3/router/${id}`),
      list: () => ask('GET', '/1.3/router'),
      remove: (id) => ask('DELETE', `/1.3/router/${id}`),
      made: ({ router }) => router.uuid,
      shown: ({ router, routers }) =>
        (routers?.router ?? [router])
          .filter(({ type }: Json) => type === 'normal')
          .map(({ uuid, name }: Json) => ({ id: uuid, name, status: 'there' })),
      gone: notFound,
    }
  },

  confluent({ api_key, api_secret }) {
    const ask = asking({ authorization: basic(api_key!, api_secret!) })
    const create = (display_name: string, n: number): object => ({
      spec: {
        display_name,
        cloud: {
          kind: 'AwsPeering',
          account: '012345678901',
          vpc: `vpc-${String(n).padStart(8, '0')}`,
          routes: [`172.16.${n % 256}.0/24`],
          customer_region: 'us-west-2',
        },
        environment: { id: 'env-base01' },
        network: { id: `n-${String(n % NETWORKS).padStart(6, '0')}` },
      },
    })
    return {
      create: (name, n) => ask('POST', '/networking/v1/peerings', create(name, n)),
      get: (id) => ask('GET', `/networking/v1/peerings/${id}?environment=env-base01`),
      list: () => ask('GET', '/networking/v1/peerings?environment=env-base01&page_size=100'),
      remove: (id) => ask('DELETE', `/networking/v1/peerings/${id}?environment=env-base01`),
      made: ({ id }) => id,
      shown: (body) =>
        (body.data ?? [body]).map(({ id, spec, status }: Json) => ({
          id,
          name: spec.display_name,
          status: status.phase,
        })),
      gone: notFound,
    }
  },

  huawei({ project_id, token }) {
    const ask = asking({ 'x-auth-token': token! })
    return {
      create: (name, n) => ask('POST', `/v1/${project_id}/vpcs`, { vpc: { name, cidr: `10.${n % 256}.0.0/16` } }),
      get: (id) => ask('GET', `/v1/${project_id}/vpcs/${id}`),
      list: () => ask('GET', `/v1/${project_id}/vpcs?limit=200`),
      remove: (id) => ask('DELETE', `/v1/${project_id}/vpcs/${id}`),
      made: ({ vpc }) => vpc.id,
      shown: ({ vpc, vpcs }) => (vpcs ?? [vpc]).map(({ id, name, status }: Json) => ({ id, name, status })),
      gone: notFound,
    }
  },

  // answers have status 200 whatever they say, and a list is asked for one as well
  tencent({ secret_id, secret_key }) {
    const ask = (action: string, parameters: object): Asked => {
      const given = { ...commonOf({ secretId: secret_id! }, action), ...flat(parameters) }
      const fields = new URLSearchParams(signed('POST', given, secret_key!, HOST))
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      return { method: 'POST', path: '/v2/index.php', headers, body: fields.toString() }
    }
    return {
      create: (vpcName, n) => ask('CreateVpc', { vpcName, cidrBlock: `10.${n % 256}.0.0/16` }),
      get: (vpcId) => ask('DescribeVpcEx', { vpcId }),
      list: () => ask('DescribeVpcEx', { limit: 100 }),
      remove: (vpcId) => ask('DeleteVpc', { vpcId }),
      made: ({ uniqVpcId }) => uniqVpcId,
      shown: ({ data }) =>
        data
          .map(({ unVpcId, vpcName }: Json) => ({ id: unVpcId, name: vpcName, status: 'there' }))
          .filter(({ name }: Shown) => name !== 'pan-vpc25'),
      gone: (_, { code }) => code === 5000 || code === -3006,
    }
  },
}
