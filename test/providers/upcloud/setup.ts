import type { EmulatorOptions } from '../../../src/index.ts'
import { type Answered, type Client, setup as setupAny } from '../../helpers/setup.ts'
import { overSocket } from '../../helpers/socket.ts'

export const BASE = 'http://api.upcloud.com'

export const basic = (username: string, password = 'secret'): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

export const setup = (options: EmulatorOptions = {}) => {
  const bench = setupAny({ providers: ['upcloud'], ...options })
  return {
    ...bench,
    clock: bench.clock,
    api: overSocket(bench.emulator, BASE, { authorization: basic('testuser') }),
    as: (authorization: string) => overSocket(bench.emulator, BASE, { authorization }),
    anonymous: overSocket(bench.emulator, BASE),
  }
}

/** The settings of most tests: a world without built-in networks. */
export const bare = (more: Record<string, string | number | boolean> = {}): EmulatorOptions => ({
  settings: { upcloud: { builtInNetworks: 'none', ...more } },
})

const CID = /^[0-9A-HJKMNP-TV-Z]{26}$/

// vitest's own asymmetric matcher, importable outside of a test file
export const matching = (pattern: RegExp): unknown => ({
  asymmetricMatch: (value: unknown) => typeof value === 'string' && pattern.test(value),
  toString: () => `StringMatching ${pattern}`,
})

export const JSON_TYPE = 'application/json; charset=UTF-8'

/** What every answer of the older services carries; a 204 has no content. */
export const common = (contentType: string | null = JSON_TYPE, date = 'Thu, 01 Jan 2026 00:00:00 GMT') => ({
  server: 'Apache',
  'upcloud-cid': matching(CID),
  'strict-transport-security': 'max-age=63072000',
  'x-peertwin-request': matching(/^\d+$/),
  date,
  ...(contentType !== null && { 'content-type': contentType, 'content-length': matching(/^\d+$/) }),
})

/** The text of a legacy error, byte for byte. */
export const refusal = (code: string, message: string): string =>
  `{\n   "error" : {\n      "error_code" : "${code}",\n      "error_message" : "${message}"\n   }\n}\n`

/** What a test compares of an answer. */
export const said = ({ status, text, headers }: Answered) => ({ status, text, headers })

/** What a legacy refusal says. */
export const told = (status: number, code: string, message: string, headers: Record<string, unknown> = {}) => ({
  status,
  text: refusal(code, message),
  headers: { ...common(), ...headers },
})

export interface Peering {
  readonly uuid: string
  readonly state: string
  readonly name: string
  readonly configured_status: string
  readonly created_at: string
  readonly updated_at: string | null
  readonly labels: readonly { key: string; value: string }[]
  readonly network: { uuid: string; ip_networks: unknown }
  readonly peer_network: { uuid: string; ip_networks?: unknown }
}

export interface Network {
  readonly uuid: string
  readonly [member: string]: unknown
}

const expectStatus = (answer: Answered, status: number, what: string): unknown => {
  if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${answer.text}`)
  return answer.body
}

export const createRouter = async (api: Client, name: string, more: object = {}): Promise<Network> => {
  const answer = await api('POST', '/1.3/router', { router: { name, ...more } })
  return (expectStatus(answer, 201, name) as { router: Network }).router
}

export const networkBody = (name: string, address: string, more: object = {}) => ({
  network: {
    name,
    zone: 'pl-waw1',
    ip_networks: { ip_network: [{ address, dhcp: 'yes', family: 'IPv4' }] },
    ...more,
  },
})

export const createNetwork = async (
  api: Client,
  name: string,
  address: string,
  more: object = {},
): Promise<Network> => {
  const answer = await api('POST', '/1.3/network/', networkBody(name, address, more))
  return (expectStatus(answer, 201, name) as { network: Network }).network
}

export const peeringBody = (name: string, local: string, peer: string, more: object = {}) => ({
  network_peering: { name, network: { uuid: local }, peer_network: { uuid: peer }, ...more },
})

export const createPeering = async (
  api: Client,
  name: string,
  local: string,
  peer: string,
  more: object = {},
): Promise<Peering> => {
  const answer = await api('POST', '/1.3/network-peering', peeringBody(name, local, peer, more))
  return (expectStatus(answer, 201, name) as { network_peering: Peering }).network_peering
}

export const getPeering = async (api: Client, uuid: string): Promise<Peering> =>
  (expectStatus(await api('GET', `/1.3/network-peering/${uuid}`), 200, uuid) as { network_peering: Peering })
    .network_peering

export const stateOf = async (api: Client, { uuid }: { uuid: string }): Promise<string> =>
  (await getPeering(api, uuid)).state

export const patchPeering = (api: Client, uuid: string, change: object): Promise<Answered> =>
  api('PATCH', `/1.3/network-peering/${uuid}`, { network_peering: change })

/** Two routers with a network each. */
export const twoNetworks = async (api: Client) => {
  const [r1, r2] = [await createRouter(api, 'r1'), await createRouter(api, 'r2')]
  const a = await createNetwork(api, 'a', '172.18.221.0/24', { router: r1.uuid })
  const b = await createNetwork(api, 'b', '172.18.222.0/24', { router: r2.uuid })
  return { r1, r2, a, b }
}

/** Both sides defined; `clock` must advance by the provisioning time before they are active. */
export const twoSides = async (api: Client) => {
  const ends = await twoNetworks(api)
  const ab = await createPeering(api, 'a-b', ends.a.uuid, ends.b.uuid)
  const ba = await createPeering(api, 'b-a', ends.b.uuid, ends.a.uuid)
  return { ...ends, ab, ba }
}
