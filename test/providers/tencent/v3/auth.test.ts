import { describe, expect, test } from 'vitest'
import { readAuthorization, verify } from '../../../../src/providers/tencent/auth/tc3.ts'
import { portOf, sendTo } from '../../../helpers/socket.ts'
import {
  BASE,
  FIRST,
  SECOND,
  VPC,
  type Signing,
  answering,
  good,
  headersOf,
  now,
  refusing,
  refusingWith,
  said,
  setup,
  tc3,
} from './setup.ts'

const EXAMPLE_KEY = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const VECTORS: readonly (readonly [signature: string, signing: Omit<Signing, 'secretKey'>])[] = [
  [
    '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    {
      host: 'cvm.tencentcloudapi.com',
      service: 'cvm',
      timestamp: 1_551_113_065,
      contentType: 'application/json; charset=utf-8',
      payload: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
    },
  ],
  [
    'dc060abfc469f78314c14d221535305fb221c419c3d964d826250519e5b359ac',
    { timestamp: 1_551_113_065, payload: '{"Limit":20,"Offset":0}' },
  ],
  [
    '7837e9297cd7fddafbeeda19085530a66c444884e9ee68c9ad8dc3089071994f',
    { host: '127.0.0.1', service: '127', timestamp: 1_551_113_065, payload: '{"Limit":20,"Offset":0}' },
  ],
]

describe('the TC3 signature', () => {
  test.each(VECTORS)('%s', (signature, signing) => {
    const { host = 'vpc.tencentcloudapi.com', service = 'vpc', contentType = 'application/json', payload } = signing
    expect(tc3({ ...signing, secretKey: EXAMPLE_KEY })).toBe(signature)
    const authorization = readAuthorization(
      `TC3-HMAC-SHA256 Credential=AKIDz/2019-02-25/${service}/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`,
    )!
    // a client may sign its host without the port that it sends
    for (const sent of [host, `${host}:4580`]) {
      const headers: Record<string, string> = {
        host: sent,
        'content-type': contentType,
        'x-tc-timestamp': '1551113065',
      }
      const signed = {
        method: 'POST',
        target: '/',
        header: (name: string) => headers[name],
        body: Buffer.from(payload),
      }
      expect(verify(signed, authorization, EXAMPLE_KEY)).toBe(true)
      expect(verify(signed, authorization, 'another')).toBe(false)
      expect(verify({ ...signed, body: Buffer.from('{}') }, authorization, EXAMPLE_KEY)).toBe(false)
    }
  })

  test('covers the host with its port, and the literal header of a client whose endpoint has a scheme', async () => {
    const { emulator } = setup()
    const port = await portOf(emulator)
    for (const host of [`127.0.0.1:${port}`, `http://127.0.0.1:${port}`, `localhost:${port}`]) {
      const headers = headersOf(FIRST, 'DescribeVpcs', '{}', { host, service: host.split('.')[0]! })
      const answer = await sendTo(port, `http://127.0.0.1:${port}/`, {
        method: 'POST',
        body: '{}',
        headers: { ...headers, host },
      })
      expect([host, said(answer)['TotalCount']]).toEqual([host, 1])
    }
  })

  test('covers the query of a GET as it was sent', async () => {
    const { send } = setup()
    const query = 'Filters.0.Name=vpc-name&Filters.0.Values.0=pan%2Dvpc25&Limit=5'
    const contentType = 'application/x-www-form-urlencoded'
    const headers = headersOf(FIRST, 'DescribeVpcs', '', { method: 'GET', query, contentType })
    const answer = await send({ method: 'GET', headers }, `${BASE}/?${query}`)
    expect([said(answer)['TotalCount'], answer.headers['content-type']]).toEqual([1, 'application/json'])
    expect(await send({ method: 'GET', headers }, `${BASE}/?${query}0`)).toEqual(
      refusing(
        'AuthFailure.SignatureFailure',
        'The provided credentials could not be validated. Please check your signature is correct.',
      ),
    )
  })

  test('covers a literal text in place of a payload', async () => {
    const { send } = setup()
    const headers = {
      ...headersOf(FIRST, 'DescribeVpcs', 'UNSIGNED-PAYLOAD'),
      'x-tc-content-sha256': 'UNSIGNED-PAYLOAD',
    }
    expect(await good(send({ body: '{"Limit":1}', headers }))).toMatchObject({ TotalCount: 1 })
  })
})

const plain = (fields: Record<string, string>) => ({ body: new URLSearchParams(fields) })

describe('a signature among the fields', () => {
  const fields = {
    Action: 'DescribeVpcs',
    Version: '2017-03-12',
    Region: 'ap-guangzhou',
    Timestamp: String(now()),
    Nonce: '1',
    SecretId: FIRST.secretId,
    'VpcIds.0': VPC,
  }

  test.each(['HmacSHA1', 'HmacSHA256'])('%s is verified, by GET and by POST', async (SignatureMethod) => {
    const { send } = setup()
    const { createHmac } = await import('node:crypto')
    for (const method of ['GET', 'POST']) {
      const all: Record<string, string> = { ...fields, SignatureMethod }
      const text = Object.keys(all)
        .sort()
        .map((name) => `${name}=${all[name]}`)
        .join('&')
      const source = `${method}vpc.tencentcloudapi.com/?${text}`
      const hash = SignatureMethod === 'HmacSHA1' ? 'sha1' : 'sha256'
      const Signature = createHmac(hash, FIRST.secretKey).update(source).digest('base64')
      const ask = (given: Record<string, string>) =>
        method === 'GET'
          ? send({ method }, `${BASE}/?${new URLSearchParams(given).toString()}`)
          : send({ method, ...plain(given) })
      expect(await good(ask({ ...all, Signature }))).toMatchObject({ TotalCount: 1 })
      expect(await ask({ ...all, Signature: 'x' })).toEqual(refusingWith('AuthFailure.SignatureFailure'))
    }
  })

  test.each(['Timestamp', 'Region', 'Nonce', 'SecretId', 'Signature'])('%s is required', async (name) => {
    const { send } = setup()
    const { [name]: _, ...rest } = { ...fields, Signature: 'x' } as Record<string, string>
    expect(await send(plain(rest))).toEqual(
      refusing('MissingParameter', `The request is missing a required parameter \`${name}\`.`),
    )
  })
})

describe('a request is refused', () => {
  const body = '{}'
  const ask = (headers: Record<string, string | undefined>, options = {}) => {
    const all: Record<string, string | undefined> = { ...headersOf(FIRST, 'DescribeVpcs', body), ...headers }
    const given = Object.fromEntries(
      Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined),
    )
    return setup(options).send({ body, headers: given })
  }
  const strict = { auth: 'strict' } as const

  test.each<[string, Record<string, string | undefined>, string, string]>([
    [
      'no version',
      { 'x-tc-version': undefined },
      'MissingParameter',
      'The request is missing a required parameter `Version`.',
    ],
    [
      'another version',
      { 'x-tc-version': '2017-03-13' },
      'NoSuchVersion',
      'The API version `2017-03-13` does not exist.',
    ],
    [
      'an unknown action',
      { 'x-tc-action': 'DescribeVpc' },
      'InvalidAction',
      'The action `DescribeVpc` does not exist.',
    ],
    [
      'no timestamp',
      { 'x-tc-timestamp': undefined },
      'MissingParameter',
      'The request is missing a required parameter `Timestamp`.',
    ],
    ['a timestamp in words', { 'x-tc-timestamp': 'now' }, 'InvalidParameter', 'The parameter `Timestamp` is invalid.'],
    [
      'no region',
      { 'x-tc-region': undefined },
      'MissingParameter',
      'The request is missing a required parameter `Region`.',
    ],
    ['a short region', { 'x-tc-region': 'gz' }, 'UnsupportedRegion', 'The region `gz` is not supported.'],
    [
      'no authorization',
      { authorization: undefined },
      'MissingParameter',
      'The request is missing a required parameter `Authorization`.',
    ],
    [
      'a malformed authorization',
      { authorization: 'TC3-HMAC-SHA256 Credential=x' },
      'AuthFailure.InvalidAuthorization',
      'The Authorization header is malformed.',
    ],
  ])('for %s', async (_, headers, code, message) => {
    expect(await ask(headers)).toEqual(refusing(code, message))
  })

  test('for no action', async () => {
    const { send } = setup()
    expect(await send({ body, headers: { 'x-tc-version': '2017-03-12' } })).toEqual(
      refusing('MissingParameter', 'The request is missing a required parameter `Action`.'),
    )
  })

  test('for an unknown SecretId where everybody has to be known', async () => {
    const stranger = headersOf({ secretId: 'AKIDstranger', secretKey: 'x' }, 'DescribeVpcs', body)
    expect(said(await ask(stranger))).toMatchObject({ TotalCount: 1 })
    expect(await ask(stranger, strict)).toEqual(
      refusing(
        'AuthFailure.SecretIdNotFound',
        'The SecretId is not found, please ensure that your SecretId is correct.',
      ),
    )
  })

  test('for a signature of another key', async () => {
    const wrong = headersOf({ ...FIRST, secretKey: SECOND.secretKey }, 'DescribeVpcs', body)
    expect(await ask(wrong)).toEqual(
      refusing(
        'AuthFailure.SignatureFailure',
        'The provided credentials could not be validated. Please check your signature is correct.',
      ),
    )
  })

  test('for a timestamp that is off by more than five minutes', async () => {
    for (const off of [-301, 301]) {
      const late = headersOf(FIRST, 'DescribeVpcs', body, { timestamp: now() + off + Math.sign(off) })
      expect(await ask(late)).toEqual(refusingWith('AuthFailure.SignatureExpire'))
    }
    const nearly = headersOf(FIRST, 'DescribeVpcs', body, { timestamp: now() - 290 })
    expect(said(await ask(nearly))).toMatchObject({ TotalCount: 1 })
  })

  test('for no signature at all where everybody has to be known', async () => {
    expect(said(await ask({ authorization: 'SKIP' }))).toMatchObject({ TotalCount: 1 })
    expect(await ask({ authorization: 'SKIP' }, strict)).toEqual(refusingWith('AuthFailure.InvalidAuthorization'))
  })

  test('in the language that it asks for', async () => {
    const skewed = { 'x-tc-action': 'DescribeVpc', 'x-tc-language': 'zh-CN' }
    expect(await ask(skewed)).toEqual(refusing('InvalidAction', '接口`DescribeVpc`不存在。'))
  })

  test('for a method that there is not', async () => {
    expect(await setup().send({ method: 'PUT', body })).toEqual(
      refusing('UnsupportedProtocol', 'Only GET and POST over HTTP(S) are supported.'),
    )
  })

  test('with an empty 404 at any other path', async () => {
    const { status, text } = await setup().send({ body }, `${BASE}/v3`)
    expect([status, text]).toEqual([404, ''])
  })
})

test('temporary, disabled and limited keys are held to what they are', async () => {
  const pair = (secretId: string, more: object) => ({ secretId, secretKey: 'k', ...more })
  const { send } = setup({
    fixtures: {
      tencent: {
        accounts: [
          {
            uin: 200_000_000_009,
            appId: '1250000009',
            keys: [
              pair('AKIDtemporary', { token: 'T' }),
              pair('AKIDdisabled', { disabled: true }),
              pair('AKIDlimited', { actions: ['CreateVpc'] }),
            ],
          },
        ],
      },
    },
  })
  const ask = (secretId: string, headers = {}) =>
    send({ body: '{}', headers: { ...headersOf({ secretId, secretKey: 'k' }, 'DescribeVpcs', '{}'), ...headers } })
  expect(await ask('AKIDtemporary')).toEqual(refusing('AuthFailure.TokenFailure', 'The provided token is invalid.'))
  expect(await ask('AKIDtemporary', { 'x-tc-token': 'T' })).toEqual(answering({ TotalCount: 0, VpcSet: [] }))
  expect(await ask('AKIDdisabled')).toEqual(refusingWith('AuthFailure.SecretIdNotFound'))
  expect(await ask('AKIDlimited')).toEqual(
    refusing('UnauthorizedOperation', 'You are not authorized to call `DescribeVpcs`.'),
  )
})

test('too many requests of a second are refused until the next one', async () => {
  const { api, clock } = setup({ rateLimits: 'enforce', settings: { tencent: { rateLimit: 2 } } })
  await good(api('DescribeVpcs'))
  await good(api('DescribeVpcs'))
  expect(await api('DescribeVpcs')).toEqual(refusingWith('RequestLimitExceeded'))
  clock.advance(1_000)
  await good(api('DescribeVpcs'))
})
