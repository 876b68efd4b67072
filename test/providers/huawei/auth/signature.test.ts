import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type Authorization,
  canonicalRequest,
  isSignedBy,
  readAuthorization,
  signatureOf,
} from '../../../../src/providers/huawei/auth/signature.ts'
import { clientOf, setup as setupAny } from '../../../helpers/setup.ts'
import { type Signer, authorizationOf } from './signer.ts'
import { A, B, common, gateway } from '../setup.ts'

const AK = 'EMULATORAK0000000001'
const SK = 'emulatorSecretKey000000000000000000000001'
const PROJECT = '0123456789abcdef0123456789abcdef'
const SIGNED_AT = Date.parse('2026-11-20T12:00:00Z')
const VPC = '3127e30b-5f8e-42d1-a3cc-fdadf412c5bf'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

interface Vector {
  readonly method: string
  readonly target: string
  readonly body: string
  readonly headers: Record<string, string>
  readonly credential: string
  readonly bodyHash: string
  readonly canonicalHash: string
  readonly signature: string
}

const huaweiHeaders = {
  'content-type': 'application/json',
  host: '127.0.0.1:8080',
  'x-project-id': PROJECT,
  'x-sdk-date': '20261120T120000Z',
}

const vectors: [string, Vector][] = [
  [
    'a Huawei POST',
    {
      method: 'POST',
      target: '/v2.0/vpc/peerings',
      body: `{"peering":{"name":"p1","request_vpc_info":{"vpc_id":"${VPC}"},"accept_vpc_info":{"vpc_id":"c6efbdb7-dca4-4178-b3ec-692f125c1e25"}}}`,
      headers: huaweiHeaders,
      credential: `Access=${AK}`,
      bodyHash: '1a2ad6f05eafdf6a8fbac7486a39f8e92af5414fe9c558821beaa789320fc051',
      canonicalHash: '834314cf100b0da48f2613f20ade4ee9a84b37b1991eba4dd5921419d07a9c7b',
      signature: '60df2adb66ab5b79acf269bfbf0b9607ce8e4cbdb6bfc0c23d66b0b0d31b25a1',
    },
  ],
  [
    'a Huawei GET with a query',
    {
      method: 'GET',
      target: `/v2.0/vpc/routes?limit=10&vpc_id=${VPC}`,
      body: '',
      headers: huaweiHeaders,
      credential: `Access=${AK}`,
      bodyHash: sha256(''),
      canonicalHash: 'ef7e975e7806d6cd168a26472334dc9f23bf326a1afd4c4745fefa73bd5af253',
      signature: '9c6106a5c10649c861a02c1f2f5d447b53660d104a6ccf53d706b3f2dc02ad03',
    },
  ],
  [
    'an OTC POST',
    {
      method: 'POST',
      target: '/v2.0/vpc/routes',
      body: '{"route":{"type":"peering","nexthop":"60c809cb-6731-45d0-ace8-3bf5626421a9","destination":"192.168.200.0/24","vpc_id":"ab78be2d-782f-42a5-aa72-35879f6890ff"}}',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        host: '127.0.0.1:8080',
        'x-sdk-date': '20261120T120000Z',
      },
      credential: `Credential=${AK}/20261120///sdk_request`,
      bodyHash: '04710f1aaa53f4fa67d3b8bd61da469585487b970748c84ddeb4cacc7501a208',
      canonicalHash: '4959b2b231f6d01c24491dd821b3ebde0ffc78fb802f1d7326f15e69e430a5e7',
      signature: '54e0b133fd5af70c2ec56cb83ea962e02b2725db3a53722b10f248a9b1580f49',
    },
  ],
]

const headerOf = ({ credential, headers, signature }: Vector): string =>
  `SDK-HMAC-SHA256 ${credential}, SignedHeaders=${Object.keys(headers).join(';')}, Signature=${signature}`

const signedPart = ({ method, target, body, headers }: Vector) => ({
  method,
  target,
  body: new TextEncoder().encode(body),
  header: (name: string) => headers[name],
})

const fixtures = { huawei: { tenants: [{ id: PROJECT, ak: AK, sk: SK }] } }
const setup = (base: string, auth: 'strict' | 'lax' = 'strict') => {
  const { emulator } = setupAny({ providers: ['huawei'], fixtures, auth })
  return clientOf(emulator, base)
}

afterEach(() => void vi.useRealTimers())

const wallAt = (time: number) => vi.useFakeTimers({ toFake: ['Date'], now: time })

describe.each(vectors)('%s', (_, vector) => {
  const authorization = readAuthorization(headerOf(vector)) as Authorization

  test('is signed as its client signs it', () => {
    expect(sha256(vector.body)).toBe(vector.bodyHash)
    expect(sha256(canonicalRequest(signedPart(vector), authorization))).toBe(vector.canonicalHash)
    expect(signatureOf(signedPart(vector), authorization, SK)).toBe(vector.signature)
    expect(isSignedBy(signedPart(vector), authorization, SK, SIGNED_AT)).toBe(true)
  })

  test('is let in by the strict server, and refused with one bit changed or a quarter of an hour later', async () => {
    const send = async (time: number, headers: Record<string, string>) => {
      wallAt(time)
      const client = setup('http://127.0.0.1:8080')
      const { method, target, body } = vector
      return client(method, target, body === '' ? undefined : body, { ...vector.headers, ...headers })
    }
    const authorization = headerOf(vector)
    expect((await send(SIGNED_AT, { authorization })).status).not.toBe(401)
    expect((await send(SIGNED_AT + 15 * 60_000, { authorization })).status).not.toBe(401)
    const changed = authorization.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    for (const answer of [
      await send(SIGNED_AT, { authorization: changed }),
      await send(SIGNED_AT, { authorization, 'x-sdk-date': '20261120T120001Z' }),
      await send(SIGNED_AT, { authorization: authorization.replace(/Signature=.*/, 'Signature=ab') }),
      await send(SIGNED_AT, { authorization: authorization.replace('SHA256', 'SM3') }),
      await send(SIGNED_AT + 15 * 60_000 + 1_000, { authorization }),
      await send(SIGNED_AT - 15 * 60_000 - 1_000, { authorization }),
      await send(SIGNED_AT, { authorization, 'x-sdk-date': 'today' }),
    ]) {
      expect(answer.status).toBe(401)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(
        gateway(answer, 'APIGW.0301', 'Incorrect IAM authentication information: verify aksk signature fail'),
      )
    }
  })
})

describe('the strict server', () => {
  const WALL = Date.parse('2026-05-05T05:05:05Z')
  const base = 'http://127.0.0.1:8080'

  const signed = async (signer: Omit<Signer, 'date' | 'host'>, method: string, target: string, body?: string) => {
    wallAt(WALL)
    const client = setup(base)
    const full = { ...signer, date: '20260505T050505Z', host: '127.0.0.1:8080' }
    return client(method, target, body, authorizationOf(full, method, target, body))
  }

  test.each([
    ['a reserved character in a filter', 'GET', '/v2.0/vpc/peerings?name=a%20b%2Bc%27%28x%29%2A~&limit=10'],
    ['a repeated key', 'GET', '/v2.0/vpc/peerings?id=b&id=a&limit=2'],
    ['an empty value', 'GET', '/v2.0/vpc/peerings?marker=&limit=10'],
    ['a path with a colon', 'GET', '/v2.0/vpc/peerings/a:b'],
    ['a body', 'POST', '/v2.0/vpc/peerings'],
  ])('reads %s as the signers do', async (_, method, target) => {
    const body = method === 'POST' ? '{"peering":{}}' : undefined
    for (const dialect of ['huawei', 'otc'] as const) {
      const { status } = await signed({ dialect, ak: A.ak, sk: A.sk, projectId: A.projectId }, method, target, body)
      expect({ dialect, status }).toEqual({
        dialect,
        status: method === 'POST' ? 400 : target.includes(':b') ? 404 : 200,
      })
    }
  })

  test('takes the project from X-Project-Id, else from the path, else from the key', async () => {
    const key = { dialect: 'huawei', ak: B.ak, sk: B.sk } as const
    const path = `/v1/${B.projectId}/quotas?type=vpc`
    expect((await signed({ ...key, projectId: B.projectId }, 'GET', path)).status).toBe(200)
    expect((await signed(key, 'GET', path)).status).toBe(200)
    expect((await signed(key, 'GET', '/v2.0/vpc/peerings')).status).toBe(200)
    for (const projectId of [A.projectId, 'no id']) {
      const foreign = await signed({ ...key, projectId }, 'GET', '/v2.0/vpc/peerings')
      expect(foreign.status).toBe(401)
      expect(foreign.body).toEqual(
        gateway(foreign, 'APIGW.0301', 'Incorrect IAM authentication information: Unauthorized'),
      )
    }
    expect(await signed(key, 'GET', `/v1/${A.projectId}/quotas`)).toMatchObject({
      status: 400,
      body: { code: 'VPC.0007' },
    })
  })

  test('refuses an unknown key and a header that holds none', async () => {
    const unknown = await signed({ dialect: 'huawei', ak: 'NOBODY', sk: 'x' }, 'GET', '/v2.0/vpc/routes')
    expect(unknown.status).toBe(401)
    expect(unknown.headers).toEqual(common())
    expect(unknown.body).toEqual(
      gateway(unknown, 'APIGW.0301', 'Incorrect IAM authentication information: AK access failed'),
    )
    vi.useRealTimers()
    const malformed = await setup(base)('GET', '/v2.0/vpc/routes', undefined, { authorization: 'Bearer x' })
    expect(malformed.status).toBe(401)
    expect(malformed.body).toEqual(
      gateway(malformed, 'APIGW.0301', 'Incorrect IAM authentication information: Unauthorized'),
    )
  })
})

describe('the lax server', () => {
  test('checks no signature; a known key keeps its project, any other one is the first tenant or what it says', async () => {
    const client = setup('http://127.0.0.1:8080', 'lax')
    const quotas = async (ak: string, project: string, headers: Record<string, string> = {}) =>
      (
        await client('GET', `/v1/${project}/quotas`, undefined, {
          authorization: `SDK-HMAC-SHA256 Access=${ak}, SignedHeaders=x-sdk-date, Signature=no`,
          ...headers,
        })
      ).status
    expect(await quotas(B.ak, B.projectId)).toBe(200)
    expect(await quotas(B.ak, A.projectId)).toBe(400)
    expect(await quotas('ANY', A.projectId)).toBe(200)
    expect(await quotas('ANY', B.projectId, { 'x-project-id': B.projectId })).toBe(200)
    expect(await quotas('ANY', A.projectId, { 'x-project-id': B.projectId })).toBe(400)
  })
})
