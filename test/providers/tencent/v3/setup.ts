import { createHash, createHmac } from 'node:crypto'
import type { Emulator, EmulatorOptions } from '../../../../src/index.ts'
import type { KnownAccount } from '../../../../src/providers/tencent/seed.ts'
import { type Answered, setup as setupAny } from '../../../helpers/setup.ts'
import { type Sent, control, sendOver } from '../../../helpers/socket.ts'
import { FIRST, SECOND, clientsOf as clientsOfV2 } from '../setup.ts'

export { FIRST, SECOND }

export const BASE = 'http://vpc.tencentcloudapi.com'
const VERSIONS: Readonly<Record<string, string>> = {
  DescribeResourceTagsByResourceIds: '2018-08-13',
  ModifyResourceTags: '2018-08-13',
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** What a client signs. */
export interface Signing {
  readonly method?: string
  readonly query?: string
  readonly contentType?: string
  readonly host?: string
  readonly service?: string
  readonly timestamp: number
  readonly payload: string
  readonly secretKey: string
}

/** The documented TC3 signature, written down independently of the server's. */
export const tc3 = ({ method = 'POST', query = '', host = 'vpc.tencentcloudapi.com', ...given }: Signing): string => {
  const { contentType = 'application/json', service = 'vpc', timestamp, payload, secretKey } = given
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const canonical = `${method}\n/\n${query}\ncontent-type:${contentType}\nhost:${host}\n\ncontent-type;host\n${sha256(payload)}`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n${sha256(canonical)}`
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  return createHmac('sha256', key).update(text).digest('hex')
}

export const now = (): number => Math.floor(Date.now() / 1000)

/** The headers of a signed request. */
export const headersOf = (
  { secretId, secretKey }: Pick<KnownAccount, 'secretId' | 'secretKey'>,
  action: string,
  payload: string,
  more: Partial<Signing> & { readonly region?: string; readonly headers?: Record<string, string> } = {},
): Record<string, string> => {
  const { region = 'ap-guangzhou', timestamp = now(), service = 'vpc', contentType = 'application/json' } = more
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const signature = tc3({ payload, secretKey, timestamp, ...more })
  return {
    'content-type': contentType,
    'x-tc-action': action,
    'x-tc-version': VERSIONS[action] ?? '2017-03-12',
    'x-tc-timestamp': String(timestamp),
    'x-tc-region': region,
    authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${date}/${service}/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`,
    ...more.headers,
  }
}

export interface Api {
  (action: string, input?: object, region?: string): Promise<Answered>
}

export const setup = (options: EmulatorOptions = {}) => {
  const { emulator, clock } = setupAny({ providers: ['tencent'], ...options })
  return { clock, ...clientsOf(emulator) }
}

/** The two accounts on API 3.0, whoever asks in another way, and the same accounts on v2. */
export const clientsOf = (emulator: Emulator) => {
  const send = (sent: Sent, url = `${BASE}/`): Promise<Answered> => sendOver(emulator, url, { method: 'POST', ...sent })
  const apiOf =
    (account: KnownAccount): Api =>
    (action, input = {}, region = 'ap-guangzhou') => {
      const body = JSON.stringify(input)
      return send({ body, headers: headersOf(account, action, body, { region }) })
    }
  return {
    emulator,
    send,
    apiOf,
    api: apiOf(FIRST),
    other: apiOf(SECOND),
    v2: clientsOfV2(emulator),
    control: (method: string, path: string, body?: unknown) => control(emulator, method, path, body),
  }
}

/** What an answer says, without the envelope. */
export const said = ({ body }: Answered): Record<string, unknown> =>
  (body as { Response: Record<string, unknown> }).Response

/** The members of a success, or a thrown error that tells the refusal. */
export const good = async <T = Record<string, unknown>>(answer: Promise<Answered>): Promise<T> => {
  const answered = await answer
  if ('Error' in said(answered)) throw new Error(answered.text)
  return said(answered) as T
}

const matching = (pattern: RegExp): unknown => ({
  asymmetricMatch: (value: unknown) => typeof value === 'string' && pattern.test(value),
  toString: () => `StringMatching ${pattern}`,
})

/** What every answer carries, success or failure. */
export const headers = {
  'content-type': 'application/json',
  'content-length': matching(/^\d+$/),
  'x-peertwin-request': matching(/^\d+$/),
  date: matching(/ Jan 2026 00:00:\d\d GMT$/),
}

export const REQUEST_ID = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

/** A whole answer with these members. */
export const answering = (members: object) => ({
  status: 200,
  headers,
  body: { Response: { ...members, RequestId: REQUEST_ID } },
  text: matching(/^\{"Response":\{.*"RequestId":"[^"]+"\}\}$/),
})

/** A whole refusal. */
export const refusing = (Code: string, Message: string) => answering({ Error: { Code, Message } })

/** A refusal with whatever text. */
export const refusingWith = (Code: string) => answering({ Error: { Code, Message: matching(/./) } })

export const VPC = 'vpc-amhnnao5'
export const TABLE = 'rtb-4ahe1qy2'
export const VPN = 'vpngw-dystbrkv'
