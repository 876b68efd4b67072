import { createHmac } from 'node:crypto'
import type { Emulator, EmulatorOptions } from '../../../src/index.ts'
import { FIRST, type KnownAccount, SECOND } from '../../../src/providers/tencent/seed.ts'
import { type Answered, setup as setupAny } from '../../helpers/setup.ts'
import { control, sendOver } from '../../helpers/socket.ts'

export { FIRST, SECOND }

export const BASE = 'http://vpc.api.qcloud.com'
export const PATH = '/v2/index.php'

export type Parameters = Readonly<Record<string, string | number>>

/** Parameters of nested lists: `{ routeSet: [{ nextType: 1 }] }` as `routeSet.0.nextType=1`. */
export const flat = (value: unknown, at = ''): Record<string, string> => {
  if (typeof value !== 'object' || value === null) return { [at]: String(value) }
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, member]) => flat(member, at === '' ? name : `${at}.${name}`)),
  ) as Record<string, string>
}

let nonce = 0

/** What every request says besides its own parameters. */
export const commonOf = (account: Pick<KnownAccount, 'secretId'>, action: string, region = 'gz') => ({
  Action: action,
  Region: region,
  Timestamp: String(Math.floor(Date.now() / 1000)),
  Nonce: String(++nonce),
  SecretId: account.secretId,
})

/** The documented signature, written down independently of the server's. */
export const signed = (
  method: string,
  parameters: Record<string, string>,
  secretKey: string,
  host = 'vpc.api.qcloud.com',
): Record<string, string> => {
  const text = Object.keys(parameters)
    .sort()
    .map((name) => `${name.replaceAll('_', '.')}=${parameters[name]}`)
    .join('&')
  const hash = parameters['SignatureMethod'] === 'HmacSHA256' ? 'sha256' : 'sha1'
  return {
    ...parameters,
    Signature: createHmac(hash, secretKey).update(`${method}${host}${PATH}?${text}`).digest('base64'),
  }
}

export interface Api {
  (action: string, parameters?: unknown, region?: string): Promise<Answered>
}

export const setup = (options: EmulatorOptions = {}) => {
  const { emulator, clock } = setupAny({ providers: ['tencent'], ...options })
  return { clock, ...clientsOf(emulator) }
}

/** The two accounts, and whoever asks in another way. */
export const clientsOf = (emulator: Emulator) => {
  const post = (fields: Record<string, string>): Promise<Answered> =>
    sendOver(emulator, BASE + PATH, { method: 'POST', body: new URLSearchParams(fields) })
  const get = (fields: Record<string, string>): Promise<Answered> =>
    sendOver(emulator, `${BASE}${PATH}?${new URLSearchParams(fields).toString()}`)
  const apiOf =
    (account: KnownAccount): Api =>
    (action, parameters = {}, region = 'gz') =>
      post(signed('POST', { ...commonOf(account, action, region), ...flat(parameters) }, account.secretKey))
  return {
    emulator,
    post,
    get,
    apiOf,
    api: apiOf(FIRST),
    other: apiOf(SECOND),
    control: (method: string, path: string, body?: unknown) => control(emulator, method, path, body),
  }
}

/** The body of a success, or a thrown error that tells the refusal. */
export const good = async <T = Record<string, unknown>>(answer: Promise<Answered>): Promise<T> => {
  const { body, text } = await answer
  if ((body as { code: number }).code !== 0) throw new Error(text)
  return body as T
}

export const success = { code: 0, message: '', codeDesc: 'Success' }

const matching = (pattern: RegExp): unknown => ({
  asymmetricMatch: (value: unknown) => typeof value === 'string' && pattern.test(value),
  toString: () => `StringMatching ${pattern}`,
})

/** What every answer carries, success or failure. */
export const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': matching(/^\d+$/),
  'x-peertwin-request': matching(/^\d+$/),
  date: 'Thu, 01 Jan 2026 00:00:00 GMT',
}

export interface Vpc {
  readonly vpcId: string
  readonly unVpcId: string
  readonly routeTableSet: readonly { readonly routeTableId: string }[]
}

export const createVpc = (api: Api, vpcName: string, cidrBlock: string, region = 'gz'): Promise<Vpc> =>
  good<Vpc>(api('CreateVpc', { vpcName, cidrBlock }, region))

/** Asks for a peering of two networks in two regions, the second of which may be another account's; how its task goes. */
export const createFarPeering = async (api: Api, other?: Api): Promise<() => Promise<{ readonly status: number }>> => {
  const a = await createVpc(api, 'a', '172.16.0.0/16')
  const b = await createVpc(other ?? api, 'b', '192.168.0.0/16', 'sh')
  const { taskId } = await good<{ taskId: number }>(
    api('CreateVpcPeeringConnectionEx', {
      vpcId: a.unVpcId,
      peerVpcId: b.unVpcId,
      peerUin: (other ? SECOND : FIRST).uin,
      peerRegion: 'ap-shanghai',
      peeringConnectionName: 'far',
      bandwidth: 100,
    }),
  )
  return async () => (await good<{ data: { status: number } }>(api('DescribeVpcTaskResult', { taskId }))).data
}

export const EXAMPLE = { vpcId: 'vpc-amhnnao5', routeTableId: 'rtb-4ahe1qy2' }
export const EXAMPLE_ROUTE = { destinationCidrBlock: '121.0.23.51/16', nextType: 1, nextHub: 'vpngw-dystbrkv' }

export interface ShownRoute {
  readonly destinationCidrBlock: string
  readonly nextType: number
  readonly nextHub: string
  readonly unNextHub: string
}

/** The routes of a table behind the Local one. */
export const routesIn = async (api: Api, routeTableId = EXAMPLE.routeTableId, region = 'gz'): Promise<ShownRoute[]> => {
  const { data } = await good<{ data: { routeSet: ShownRoute[] }[] }>(
    api('DescribeRouteTable', { routeTableId }, region),
  )
  return data[0]!.routeSet.slice(1)
}
