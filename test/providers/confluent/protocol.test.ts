import { describe, expect, test } from 'vitest'
import { endpoints } from '../../../src/providers/confluent/endpoints.ts'
import { control } from '../../helpers/socket.ts'
import { FULL_KEY, READ_KEY } from '../../../src/providers/confluent/seed.ts'
import { hasOpenApi } from '../../helpers/openapi.ts'
import { api as openApi } from './conformance.ts'
import {
  BASE,
  CHALLENGE,
  ENVIRONMENTS,
  NETWORKS,
  PEERINGS,
  type Thing,
  basic,
  environmentOf,
  failure,
  networkSpec,
  peeringSpec,
  ready,
  refused,
  setup,
  success,
} from './setup.ts'

const NO_KEY =
  "invalid API key: make sure you're using a Cloud API Key and not a Cluster API Key: " +
  'https://docs.confluent.io/cloud/current/api.html#section/Authentication'

describe('paths, methods and media types', () => {
  test.each([
    ['GET', '/networking/v1/nothing'],
    ['GET', `${PEERINGS}/`],
    ['GET', `${PEERINGS}/a/b`],
    ['GET', '/org/v2'],
    ['POST', '/api/nothing'],
    ['GET', '/api/api/org/v2/environments'],
  ])('%s %s is no path of the service: 404', async (method, path) => {
    const { api } = setup()
    const answer = await api(method, path)
    expect(answer.status).toBe(404)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(failure(answer, null, 'Not Found', ['Not Found']))
  })

  test.each([
    ['PUT', PEERINGS, 'GET, HEAD, POST'],
    ['POST', `${PEERINGS}/peer-1`, 'GET, HEAD, PATCH, DELETE'],
    ['DELETE', ENVIRONMENTS, 'GET, HEAD, POST'],
    ['DELETE', '/api/org/v2/organizations', 'GET, HEAD'],
  ])('%s %s answers 405 with Allow', async (method, path, allow) => {
    const { api } = setup()
    const answer = await api(method, path)
    expect(answer.status).toBe(405)
    expect(answer.headers).toEqual({ ...refused(), allow })
    expect(answer.body).toEqual(failure(answer, 'method_not_allowed', 'Method Not Allowed', ['Method Not Allowed']))
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'a body of the type "%s" answers 415',
    async (type) => {
      const { api } = setup()
      const answer = await api('POST', ENVIRONMENTS, '{"display_name":"x"}', { 'content-type': type })
      expect(answer.status).toBe(415)
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(failure(answer, 'unsupported_media_type', 'Unsupported Media Type', [null]))
    },
  )

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json'])(
    'a body of the type %s is read',
    async (type) => {
      const { api } = setup()
      expect((await api('POST', ENVIRONMENTS, '{"display_name":"x"}', { 'content-type': type })).status).toBe(201)
    },
  )

  test('a body beyond a mebibyte answers 413', async () => {
    const { api } = setup()
    const answer = await api('POST', ENVIRONMENTS, { display_name: 'x'.repeat(1024 * 1024) })
    expect(answer.status).toBe(413)
    expect(answer.headers).toEqual({ ...(refused() as object), connection: 'close' })
    expect(answer.body).toEqual(failure(answer, 'request_entity_too_large', 'Request Entity Too Large', [null]))
  })

  test('everything is also under /api, and its links stay there', async () => {
    const { api, clock } = setup()
    const environment = await environmentOf(api)
    const network = await api('POST', `/api${NETWORKS}`, { spec: networkSpec(environment) })
    const { id, metadata } = network.body as Thing
    expect(network.headers['location']).toBe(`${BASE}/api${NETWORKS}/${id}`)
    expect(metadata.self).toBe(`${BASE}/api${NETWORKS}/${id}?environment=${environment}`)
    clock.advance(3_000)
    const spec = peeringSpec(environment, id)
    expect((await api('POST', `/api${PEERINGS}`, { spec })).status).toBe(202)
    const twin = await api('POST', `/api${PEERINGS}`, { spec })
    expect(twin.headers['location']).toMatch(/^http:\/\/api\.confluent\.cloud\/api\/networking\/v1\/peerings\/peer-/)
    const under = await api('GET', `/api${PEERINGS}?environment=${environment}&page_size=1`)
    const plain = await api('GET', `${PEERINGS}?environment=${environment}&page_size=1`)
    expect(under.status).toBe(200)
    expect(under.text.replaceAll('.cloud/api/', '.cloud/')).toBe(plain.text)
    expect(under.text).not.toBe(plain.text)
  })

  test('links can begin at a base of their own', async () => {
    const { api } = setup({ settings: { confluent: { publicBase: 'https://cloud.example' } } })
    const { data } = (await api('GET', ENVIRONMENTS)).body as { data: Thing[] }
    expect(data[0]!.metadata.self).toBe(`https://cloud.example${ENVIRONMENTS}/${data[0]!.id}`)
  })

  test('errors can be as short as the recorded ones', async () => {
    const { api } = setup({ settings: { confluent: { errorMembers: 'recorded' } } })
    const answer = await api('GET', `${ENVIRONMENTS}/env-zzzzzz`)
    expect(answer.body).toEqual(failure(answer, null, null, ['Resource Not Found']))
  })
})

describe('credentials', () => {
  const everyone: [string, string][] = [
    ['a Basic pair', basic('any', 'thing')],
    ['a secret with colons', basic('any', 'th:ing')],
    ['a scheme in lower case', basic('any', 'thing').replace('Basic', 'basic')],
    ['a bearer token', 'Bearer token'],
  ]
  test.each(everyone)('lax takes %s', async (_, authorization) => {
    const { anonymous } = setup()
    const answer = await anonymous('GET', ENVIRONMENTS, undefined, { authorization })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(success(999))
  })

  test.each(everyone)('strict refuses %s that it does not know', async (_, authorization) => {
    const { anonymous } = setup({ auth: 'strict' })
    const answer = await anonymous('GET', ENVIRONMENTS, undefined, { authorization })
    expect(answer.status).toBe(401)
    expect(answer.headers).toEqual({ ...refused(), 'www-authenticate': CHALLENGE })
    expect(answer.body).toEqual(failure(answer, 'user_unauthenticated', 'Authentication Required', [NO_KEY]))
  })

  test('strict takes the well-known keys; one of them may only read', async () => {
    const { clientAs } = setup({ auth: 'strict' })
    const full = clientAs({ authorization: basic(FULL_KEY.key, FULL_KEY.secret) })
    const reader = clientAs({ authorization: basic(READ_KEY.key, READ_KEY.secret) })
    const environment = await environmentOf(full)
    const network = (await full('POST', NETWORKS, { spec: networkSpec(environment) })).body as Thing
    const scoped = `?environment=${environment}`
    const update = { spec: { environment: { id: environment } } }
    expect(await environmentOf(reader)).toBe(environment)
    expect((await reader('GET', `${NETWORKS}/${network.id}${scoped}`)).status).toBe(200)
    for (const [method, path, body] of [
      ['POST', ENVIRONMENTS, { display_name: 'x' }],
      ['PATCH', `${ENVIRONMENTS}/${environment}`, {}],
      ['DELETE', `${ENVIRONMENTS}/${environment}`],
      ['POST', NETWORKS, { spec: networkSpec(environment) }],
      ['PATCH', `${NETWORKS}/${network.id}`, update],
      ['DELETE', `${NETWORKS}/${network.id}${scoped}`],
      ['POST', PEERINGS, { spec: peeringSpec(environment, network.id) }],
    ] as const) {
      const answer = await reader(method, path, body)
      expect([method, path, answer.status]).toEqual([method, path, 403])
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(failure(answer, 'forbidden_access', 'User Access Unauthorized', ['Forbidden Access']))
    }
  })

  const fixtures = {
    confluent: {
      environments: [{ id: 'env-gz903', display_name: 'stag' }],
      api_keys: [
        { key: 'GONE', secret: 's', revoked: true },
        { key: 'KAFKA', secret: 's', kind: 'resource' },
        { key: 'STAG', secret: 's', environments: ['env-gz903'] },
        { key: 'SLOW', secret: 's', rate_limit: { limit: 1, window: 30 } },
      ],
      tokens: [{ name: 'reader', token: 'sts', read_only: true }],
    },
  }
  test.each([
    ['a revoked key', 'GONE', 'Unauthorized'],
    ['a key of a Kafka cluster', 'KAFKA', NO_KEY],
  ])('%s of a fixture answers 401', async (_, key, detail) => {
    const { anonymous } = setup({ fixtures })
    const answer = await anonymous('GET', ENVIRONMENTS, undefined, { authorization: basic(key, 's') })
    expect(answer.status).toBe(401)
    expect(answer.headers).toEqual({ ...refused(), 'www-authenticate': CHALLENGE })
    expect(answer.body).toEqual(failure(answer, 'user_unauthenticated', 'Authentication Required', [detail]))
  })

  test('a key of one environment sees no other, and does not make any', async () => {
    const { api, clientAs } = setup({ fixtures })
    const other = await environmentOf(api)
    const scoped = clientAs({ authorization: basic('STAG', 's') })
    expect((await scoped('GET', ENVIRONMENTS)).body).toMatchObject({ data: [{ id: 'env-gz903' }], metadata: {} })
    expect((await scoped('GET', `${ENVIRONMENTS}/env-gz903`)).status).toBe(200)
    expect((await scoped('GET', `${ENVIRONMENTS}/${other}`)).status).toBe(404)
    expect((await scoped('GET', `${PEERINGS}?environment=env-gz903`)).status).toBe(200)
    expect((await scoped('GET', `${PEERINGS}?environment=${other}`)).status).toBe(403)
    expect((await scoped('POST', NETWORKS, { spec: networkSpec('env-gz903') })).status).toBe(202)
    expect((await scoped('POST', ENVIRONMENTS, { display_name: 'x' })).status).toBe(403)
  })

  test('a token of a fixture has its own scope', async () => {
    const { clientAs } = setup({ fixtures, auth: 'strict' })
    const client = clientAs({ authorization: 'Bearer sts' })
    expect((await client('GET', ENVIRONMENTS)).status).toBe(200)
    expect((await client('POST', ENVIRONMENTS, { display_name: 'x' })).status).toBe(403)
  })

  test('rate windows count per key, in relative seconds, and refuse only when enforced', async () => {
    const window = (limit: string, remaining: string, reset: string) => ({
      'x-ratelimit-limit': limit,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-reset': reset,
    })
    for (const [rateLimits, last] of [
      ['report', 200],
      ['enforce', 429],
      ['off', 200],
    ] as const) {
      const { clientAs, clock } = setup({ fixtures, rateLimits })
      const slow = clientAs({ authorization: basic('SLOW', 's') })
      const first = await slow('GET', ENVIRONMENTS)
      expect(first.headers).toMatchObject(window('1', rateLimits === 'off' ? '1' : '0', '30'))
      clock.advance(10_500)
      const second = await slow('GET', ENVIRONMENTS)
      expect([rateLimits, second.status]).toEqual([rateLimits, last])
      const other = await clientAs({ authorization: basic('OTHER', 's') })('GET', ENVIRONMENTS)
      expect(other.headers).toMatchObject(window('1000', rateLimits === 'off' ? '1000' : '999', '60'))
    }
    const { clientAs, clock } = setup({ fixtures, rateLimits: 'enforce' })
    const slow = clientAs({ authorization: basic('SLOW', 's') })
    await slow('GET', ENVIRONMENTS)
    clock.advance(10_500)
    const refusedAnswer = await slow('GET', ENVIRONMENTS)
    expect(refusedAnswer.headers).toMatchObject({ ...window('1', '0', '20'), 'retry-after': '20' })
    clock.advance(20_000)
    expect((await slow('GET', ENVIRONMENTS)).status).toBe(200)
  })

  test('no secret is told by the control API or the journal', async () => {
    const { emulator, clientAs } = setup({
      fixtures: { confluent: { tokens: [{ name: 'ci', token: 'a-very-secret-sts-token' }] } },
    })
    await clientAs({ authorization: 'Bearer a-very-secret-sts-token' })('GET', ENVIRONMENTS)
    await clientAs({ authorization: basic(FULL_KEY.key, FULL_KEY.secret) })('GET', ENVIRONMENTS)
    for (const path of ['/resources', '/requests']) {
      const { text } = await control(emulator, 'GET', path)
      expect(text).toContain(path === '/requests' ? FULL_KEY.key : 'full-access')
      expect(text).not.toContain(FULL_KEY.secret)
      expect(text).not.toContain(basic(FULL_KEY.key, FULL_KEY.secret).slice(6))
      expect(text).not.toContain('very-secret')
    }
  })

  test('401 comes before 404 and 405', async () => {
    const { anonymous } = setup()
    for (const [method, path] of [
      ['GET', '/networking/v1/nothing'],
      ['PUT', PEERINGS],
    ] as const)
      expect((await anonymous(method, path)).status).toBe(401)
  })
})

describe.skipIf(!hasOpenApi('confluent'))('the published schema', () => {
  test('has no operation that the table of endpoints leaves out', () => {
    const listed = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`)
    expect(listed).toEqual(expect.arrayContaining([...openApi!.operations]))
  })

  test('refuses what no answer may be', () => {
    const operation = 'GET /networking/v1/peerings/{id}'
    expect(openApi!.check(operation, 200, { id: 1 })).toContain('must')
    expect(openApi!.check(operation, 404, { errors: [{ status: 404 }] })).toContain('must be string')
  })
})

test('a world of its own has its own organization, environment and windows', async () => {
  const { api } = setup({ seed: 1 })
  const { api: other } = setup({ seed: 2 })
  expect(await environmentOf(api)).not.toBe(await environmentOf(other))
  expect((await ready({ seed: 2 })).environment).toBe(await environmentOf(other))
})
