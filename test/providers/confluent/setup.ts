import type { EmulatorOptions } from '../../../src/index.ts'
import { type Answered, type Client, setup as setupAny } from '../../helpers/setup.ts'
import { overSocket } from '../../helpers/socket.ts'
import { validating } from './conformance.ts'

export const BASE = 'http://api.confluent.cloud'
export const KEY = 'ANYCLOUDAPIKEY01'

export const basic = (key: string, secret: string): string =>
  `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`

export const PEERINGS = '/networking/v1/peerings'
export const NETWORKS = '/networking/v1/networks'
export const ENVIRONMENTS = '/org/v2/environments'

export const setup = (options: EmulatorOptions = {}) => {
  const bench = setupAny({ providers: ['confluent'], ...options })
  const { qualifiedKinds = false, ...others } = options.settings?.['confluent'] ?? {}
  const clientAs = (headers: Record<string, string>): Client => {
    const client = overSocket(bench.emulator, BASE, headers)
    return qualifiedKinds ? client : validating(client, Object.keys(others).length > 0)
  }
  const api = clientAs({ authorization: basic(KEY, 'secret') })
  return { ...bench, clock: bench.clock, api, clientAs, anonymous: clientAs({}) }
}

export type Bench = ReturnType<typeof setup>

export interface Thing {
  readonly id: string
  readonly metadata: { readonly self: string; readonly created_at: string; readonly updated_at: string }
  readonly spec: Record<string, unknown>
  readonly status: Record<string, unknown>
}

const made = async (answer: Promise<Answered>, status: number): Promise<Thing> => {
  const { status: got, body } = await answer
  if (got !== status) throw new Error(JSON.stringify(body))
  return body as Thing
}

/** The seeded environment of a fresh world. */
export const environmentOf = async (api: Client): Promise<string> => {
  const { body } = await api('GET', ENVIRONMENTS)
  return (body as { data: Thing[] }).data[0]!.id
}

export const networkSpec = (environment: string, cloud: 'AWS' | 'GCP' | 'AZURE' = 'AWS', cidr = '10.1.0.0/16') => ({
  cloud,
  region: { AWS: 'us-east-1', GCP: 'us-central1', AZURE: 'eastus2' }[cloud],
  connection_types: ['PEERING'],
  cidr,
  environment: { id: environment },
})

export const aws = (account = '012345678901', vpc = 'vpc-0', routes = ['10.108.16.0/21']) => ({
  kind: 'AwsPeering',
  account,
  vpc,
  routes,
  customer_region: 'us-west-2',
})
export const gcp = { kind: 'GcpPeering', project: 'my-project', vpc_network: 'my-network' }
export const azure = {
  kind: 'AzurePeering',
  tenant: 'my-tenant',
  vnet: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v',
  customer_region: 'centralus',
}

export const createNetwork = (api: Client, environment: string, cloud: 'AWS' | 'GCP' | 'AZURE' = 'AWS') =>
  made(api('POST', NETWORKS, { spec: networkSpec(environment, cloud) }), 202)

export const peeringSpec = (environment: string, network: string, cloud: object = aws(), display_name = 'p') => ({
  display_name,
  cloud,
  environment: { id: environment, related: '', resource_name: '' },
  network: { id: network, related: '', resource_name: '' },
})

export const createPeering = (api: Client, environment: string, network: string, cloud?: object, name?: string) =>
  made(api('POST', PEERINGS, { spec: peeringSpec(environment, network, cloud, name) }), 202)

/** An environment with a READY network of a cloud. */
export const ready = async (options: EmulatorOptions = {}, cloud: 'AWS' | 'GCP' | 'AZURE' = 'AWS') => {
  const bench = setup(options)
  const environment = await environmentOf(bench.api)
  const { id: network } = await createNetwork(bench.api, environment, cloud)
  bench.clock.advance(3_000)
  return { ...bench, environment, network }
}

// vitest's own asymmetric matcher, importable outside of a test file
const matching = (pattern: RegExp): unknown => ({
  asymmetricMatch: (value: unknown) => typeof value === 'string' && pattern.test(value),
  toString: () => `StringMatching ${pattern}`,
})

const house = (bodied: boolean) => ({
  'x-request-id': matching(/^[0-9a-f]{32}$/),
  'x-peertwin-request': matching(/^\d+$/),
  date: matching(/^\w{3}, 0[1-9] Jan 2026 /),
  ...(bodied && { 'content-type': 'application/json', 'content-length': matching(/^\d+$/) }),
})

/** Headers of every success. */
export const success = (remaining: number, bodied = true, reset = 60) => ({
  ...house(bodied),
  'x-ratelimit-limit': '1000',
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(reset),
})

/** Headers of every refusal but 429. */
export const refused = () => house(true)

export const CHALLENGE = 'Basic error="invalid_key", error_description="The API Key is invalid"'

type Source = { pointer?: string; parameter?: string }

/** The whole body of a refusal, whose ids must be the header's. */
export const failure = (
  answer: Answered,
  code: string | null,
  title: string | null,
  ...items: (readonly [detail: string | null, source?: Source])[]
) => ({
  errors: items.map(([detail, source = {}]) => ({
    id: answer.headers['x-request-id'],
    status: String(answer.status),
    ...(code !== null && { code }),
    ...(title !== null && { title }),
    ...(detail !== null && { detail }),
    source,
  })),
})
