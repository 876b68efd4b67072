import type { EmulatorOptions } from '../../../src/index.ts'
import type { Planner } from '../../../src/world/unit-of-work.ts'
import { type Answered, type Client, setup as setupAny } from '../../helpers/setup.ts'
import { overSocket } from '../../helpers/socket.ts'

export const BASE = 'http://api.digitalocean.com'
export const TOKEN = 'dop_v1_anything'

export const setup = (options: EmulatorOptions = {}) => {
  const bench = setupAny({ providers: ['digitalocean'], ...options })
  const api = overSocket(bench.emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  return { ...bench, clock: bench.clock, api, anonymous: overSocket(bench.emulator, BASE) }
}

export interface Vpc {
  readonly id: string
  readonly name: string
  readonly ip_range: string
}

export const createVpc = async (api: Client, name: string, ip_range?: string, region = 'nyc3'): Promise<Vpc> => {
  const { status, body } = await api('POST', '/v2/vpcs', { name, region, ip_range })
  if (status !== 201) throw new Error(`vpc ${name}: ${JSON.stringify(body)}`)
  return (body as { vpc: Vpc }).vpc
}

export interface Peering {
  readonly id: string
  readonly name: string
  readonly vpc_ids: readonly string[]
  readonly created_at: string
  readonly status: string
}

export const createPeering = async (api: Client, name: string, ...vpc_ids: string[]): Promise<Peering> => {
  const { status, body } = await api('POST', '/v2/vpc_peerings', { name, vpc_ids })
  if (status !== 202) throw new Error(`peering ${name}: ${JSON.stringify(body)}`)
  return (body as { vpc_peering: Peering }).vpc_peering
}

/** Two VPCs in nyc3, and the ids in the order in which the service shows them. */
export const twoVpcs = async (api: Client) => {
  const a = await createVpc(api, 'a', '10.202.0.0/24')
  const b = await createVpc(api, 'b', '10.203.0.0/24')
  return { a, b, ids: [a.id, b.id].sort() }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** What every answer carries, apart from what a test says about the rest. */
export const common = (remaining: number, contentType: string | null = 'application/json; charset=utf-8') => ({
  'ratelimit-limit': '5000',
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(Date.parse('2026-01-01T01:00:00Z') / 1000),
  'x-request-id': matching(UUID),
  'x-gateway': 'Edge-Gateway',
  'x-response-from': 'service',
  'x-peertwin-request': matching(/^\d+$/),
  date: 'Thu, 01 Jan 2026 00:00:00 GMT',
  ...(contentType !== null && { 'content-type': contentType, 'content-length': matching(/^\d+$/) }),
})

/** What an answer carries that the gateway gives by itself. */
export const ofGateway = (remaining: number) => ({ ...common(remaining), 'x-response-from': 'Edge-Gateway' })

// vitest's own asymmetric matcher, importable outside of a test file
const matching = (pattern: RegExp): unknown => ({
  asymmetricMatch: (value: unknown) => typeof value === 'string' && pattern.test(value),
  toString: () => `StringMatching ${pattern}`,
})

/** The whole body of a refusal, whose `request_id` must be the header's. */
export const refusal = (answer: Answered, id: string, message: string) => ({
  id,
  message,
  request_id: answer.headers['x-request-id'],
})

/** Has each state of a peering last for a millisecond, so that settling would never end. */
export const ticking: Planner = {
  exit: (_tx, _def, { state }) => ({ ms: 1, to: state === 'ACTIVE' ? 'ERROR' : 'ACTIVE' }),
  taken: () => undefined,
  fired: () => undefined,
  entered: () => {},
  adding: () => {},
}
