import type { EmulatorOptions } from '../../../src/index.ts'
import { tenants } from '../../../src/providers/huawei/seed.ts'
import { type Answered, type Bench, type Client, setup as setupAny } from '../../helpers/setup.ts'
import { overSocket } from '../../helpers/socket.ts'
import { play } from '../../scenario/setup.ts'
import { validating } from './conformance.ts'

export const BASE = 'http://vpc.eu-de.otc.t-systems.com'
export const [A, B] = tenants
export const NOBODY = '00000000-0000-0000-0000-000000000000'
export const DAY = '2026-01-01T00:00:00'

const third = { id: '0123456789abcdef0123456789abcdef', token: 'MIIthird' }

/** Clients of both tenants, of a third one, and of nobody, where known credentials keep their project. */
export const setup = (options: EmulatorOptions = {}) =>
  clientsOf(
    setupAny({
      providers: ['huawei'],
      ...options,
      fixtures: { huawei: { tenants: [third], ...(options.fixtures?.['huawei'] as object | undefined) } },
    }),
  )

/** The same in a world where a scenario plays. */
export const setupScenario = async (text: string) => {
  const { emulator } = await play(text, { providers: ['huawei'] })
  return clientsOf({ emulator, clock: emulator.world.clock })
}

const clientsOf = (bench: Bench) => {
  const as = (token: string): Client => validating(overSocket(bench.emulator, BASE, { 'x-auth-token': token }))
  return {
    ...bench,
    clock: bench.clock,
    a: as(A.token),
    b: as(B.token),
    third: as(third.token),
    as,
    /** Tenant A where a setting departs from the published definitions. */
    unchecked: overSocket(bench.emulator, BASE, { 'x-auth-token': A.token }),
    anonymous: validating(overSocket(bench.emulator, BASE)),
  }
}

export interface Vpc {
  readonly id: string
}

const made = <T>({ status, body }: Answered, expected: number, key: string): T => {
  if (status !== expected) throw new Error(`${key}: ${status} ${JSON.stringify(body)}`)
  return (body as Record<string, T>)[key]!
}

export const createVpc = async (api: Client, project: string, name: string, cidr = '192.168.0.0/16'): Promise<Vpc> =>
  made(await api('POST', `/v1/${project}/vpcs`, { vpc: { name, cidr } }), 200, 'vpc')

export interface Peering {
  readonly id: string
  readonly status: string
  readonly name: string
}

export const createPeering = async (
  api: Client,
  name: string,
  request: Vpc,
  accept: Vpc,
  tenant_id?: string,
): Promise<Peering> =>
  made(
    await api('POST', '/v2.0/vpc/peerings', {
      peering: {
        name,
        request_vpc_info: { vpc_id: request.id },
        accept_vpc_info: { vpc_id: accept.id, ...(tenant_id !== undefined && { tenant_id }) },
      },
    }),
    201,
    'peering',
  )

export interface Route {
  readonly id: string
  readonly destination: string
}

export const createRoute = async (api: Client, vpc: Vpc, peering: Peering, destination: string): Promise<Route> =>
  made(await api('POST', '/v2.0/vpc/routes', routeBody(vpc, peering, destination)), 201, 'route')

export const routeBody = (vpc: Vpc, peering: { id: string }, destination = '10.20.0.0/16') => ({
  route: { type: 'peering', nexthop: peering.id, destination, vpc_id: vpc.id },
})

/** Tenant A's VPCs a1 and a2, tenant B's b1, and a request from a1 to b1, accepted where that is wanted. */
export const twoTenants = async (accepted = true, options: EmulatorOptions = {}) => {
  const bench = setup(options)
  const { a, b } = bench
  const a1 = await createVpc(a, A.projectId, 'a1')
  const a2 = await createVpc(a, A.projectId, 'a2', '172.16.0.0/16')
  const b1 = await createVpc(b, B.projectId, 'b1', '10.20.0.0/16')
  const peering = await createPeering(a, 'p', a1, b1, B.projectId)
  if (accepted) made(await b('PUT', `/v2.0/vpc/peerings/${peering.id}/accept`), 200, 'id')
  return { ...bench, a1, a2, b1, peering }
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const HEX = /^[0-9a-f]{32}$/

// vitest's own asymmetric matcher, importable outside of a test file
export const matching = (pattern: RegExp): unknown => ({
  asymmetricMatch: (value: unknown) => typeof value === 'string' && pattern.test(value),
  toString: () => `StringMatching ${pattern}`,
})

const house = (contentType: string | null) => ({
  'x-peertwin-request': matching(/^\d+$/),
  date: 'Thu, 01 Jan 2026 00:00:00 GMT',
  ...(contentType !== null && { 'content-type': contentType, 'content-length': matching(/^\d+$/) }),
})

/** Headers of every answer of the VPC API, apart from what a test says about the rest. */
export const common = (contentType: string | null = 'application/json') => ({
  'x-request-id': matching(HEX),
  ...house(contentType),
})

/** Headers of every answer of the identity API. */
export const identity = (contentType: string | null = 'application/json') => ({
  'x-iam-trace-id': matching(HEX),
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'no-cache, no-store, must-revalidate',
  'x-content-type-options': 'nosniff',
  'x-download-options': 'noopen',
  'x-xss-protection': '1; mode=block;',
  ...house(contentType),
})

export const neutron = (type: string, message: string) => ({ NeutronError: { message, type, detail: '' } })

/** A whole refusal of the gateway, whose `request_id` must be the header's. */
export const gateway = (answer: Answered, error_code: string, error_msg: string) => ({
  error_msg,
  error_code,
  request_id: answer.headers['x-request-id'] ?? answer.headers['x-iam-trace-id'],
})
