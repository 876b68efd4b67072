import { describe, expect, test } from 'vitest'
import { clientOf, setup as setupAny } from '../../../helpers/setup.ts'
import { A, B, BASE, type Vpc, common, createVpc, gateway, identity, matching, setup } from '../setup.ts'

const TOKENS = '/v3/auth/tokens'
const ISSUED = '2026-01-01T00:00:00.000000Z'
const EXPIRES = '2026-01-02T00:00:00.000000Z'

type Given = Record<string, unknown>
const auth = (user: Given, scope?: Given, methods = ['password']) => ({
  auth: { identity: { methods, password: { user } }, ...(scope && { scope }) },
})
const userA = { name: A.user, password: A.password, domain: { name: A.domain } }
const projectA = { project: { name: 'eu-de' } }
const keystone = (code: number, title: string, message: string) => ({ error: { message, code, title } })
const REQUIRED = keystone(401, 'Unauthorized', 'The request you have made requires authentication.')

const endpoint = (type: string, name: string, url: string) => ({
  endpoints: [
    { id: matching(/^[0-9a-f]{32}$/), interface: 'public', region: 'eu-de', region_id: 'eu-de', url: BASE + url },
  ],
  id: matching(/^[0-9a-f]{32}$/),
  name,
  type,
})
const catalog = (project: string) => [
  endpoint('network', 'neutron', ''),
  endpoint('vpc', 'vpc', `/v1${project}`),
  endpoint('vpcv2.0', 'vpcv2.0', `/v2.0${project}`),
  endpoint('identity', 'keystone', '/v3'),
]
const domainA = { id: A.domainId, name: A.domain }
const tokenBody = (more: Given = {}) => ({
  token: {
    methods: ['password'],
    issued_at: ISSUED,
    expires_at: EXPIRES,
    user: { domain: domainA, id: A.userId, name: A.user, password_expires_at: '' },
    project: { domain: domainA, id: A.projectId, name: 'eu-de' },
    roles: [{ id: '0', name: 'te_admin' }],
    catalog: catalog(`/${A.projectId}`),
    ...more,
  },
})

describe('POST /v3/auth/tokens', () => {
  test('answers 201 with a token of the project and a catalogue that leads back, in one line', async () => {
    const { anonymous } = setup()
    const answer = await anonymous('POST', TOKENS, auth(userA, projectA))
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual({ ...identity(), 'x-subject-token': matching(/^MII[A-Za-z0-9+-]{509}$/) })
    expect(answer.body).toEqual(tokenBody())
    expect(answer.text).not.toContain('\n')
  })

  test.each<[string, Given]>([
    ['id', { id: A.userId, password: A.password }],
    ['name and id of the domain', { name: A.user, password: A.password, domain: { id: A.domainId } }],
    ['name alone', { name: A.user, password: A.password }],
  ])('knows the user by %s', async (_, user) => {
    const { anonymous } = setup({ auth: 'strict' })
    const { status, body } = await anonymous('POST', TOKENS, auth(user, { project: { id: A.projectId } }))
    expect({ status, body }).toEqual({ status: 201, body: tokenBody() })
  })

  test.each<[string, Given | undefined]>([
    ['no scope', undefined],
    ['its domain for a scope', { domain: { name: A.domain } }],
  ])('is domain-scoped with %s', async (_, scope) => {
    const { anonymous } = setup({ auth: 'strict' })
    const { body } = await anonymous('POST', TOKENS, auth(userA, scope))
    const { project: _project, ...rest } = tokenBody().token
    expect(body).toEqual({ token: { ...rest, domain: domainA, catalog: catalog('') } })
  })

  test('leaves the catalogue out with ?nocatalog=true', async () => {
    const { anonymous } = setup()
    const { body } = await anonymous('POST', `${TOKENS}?nocatalog=true`, auth(userA, projectA))
    const { catalog: _catalog, ...rest } = tokenBody().token
    expect(body).toEqual({ token: rest })
  })

  test('takes a token for a credential', async () => {
    const { anonymous } = setup({ auth: 'strict' })
    const body = { auth: { identity: { methods: ['token'], token: { id: A.token } }, scope: projectA } }
    expect(await anonymous('POST', TOKENS, body)).toMatchObject({
      status: 201,
      body: tokenBody({ methods: ['token'] }),
    })
  })

  const strict = 'strict'
  test.each<['strict' | 'lax', string, unknown, number, unknown]>([
    [
      'lax',
      'a wrong password',
      auth({ ...userA, password: 'x' }, projectA),
      401,
      keystone(401, 'Unauthorized', 'The username or password is wrong.'),
    ],
    [
      strict,
      'an unknown user',
      auth({ ...userA, name: 'x' }),
      401,
      keystone(401, 'Unauthorized', 'The username or password is wrong.'),
    ],
    [
      strict,
      'another domain',
      auth({ ...userA, domain: { name: B.domain } }),
      401,
      keystone(401, 'Unauthorized', 'The username or password is wrong.'),
    ],
    [strict, 'an unknown project', auth(userA, { project: { name: 'x' } }), 401, REQUIRED],
    [strict, "another tenant's project", auth(userA, { project: { id: B.projectId } }), 401, REQUIRED],
    [strict, 'a foreign domain for a scope', auth(userA, { domain: { name: B.domain } }), 401, REQUIRED],
    [strict, 'an unknown token', { auth: { identity: { methods: ['token'], token: { id: 'x' } } } }, 401, REQUIRED],
    [
      'lax',
      'an unsupported method',
      { auth: { identity: { methods: ['hw_assume_role'] } } },
      401,
      keystone(401, 'Unauthorized', 'Attempted to authenticate with an unsupported method.'),
    ],
    ['lax', 'malformed JSON', '{', 400, keystone(400, 'Bad Request', 'The request body is invalid.')],
    ['lax', 'no identity', { auth: {} }, 400, keystone(400, 'Bad Request', 'The request body is invalid.')],
  ])('on the %s server refuses %s', async (mode, _, body, status, expected) => {
    const { anonymous } = setup({ auth: mode })
    const answer = await anonymous('POST', TOKENS, body)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(identity())
    expect(answer.body).toEqual(expected)
  })

  test('on the lax server takes unknown users and domains for the first tenant where they name a project of it', async () => {
    const { anonymous } = setup()
    const anyone = auth({ name: 'me', password: 'x', domain: { name: 'OTC' } }, projectA)
    expect(await anonymous('POST', TOKENS, anyone)).toMatchObject({ status: 201, body: tokenBody() })
    const known = auth({ ...userA, domain: { name: 'OTC' } }, projectA)
    expect(await anonymous('POST', TOKENS, known)).toMatchObject({ status: 201, body: tokenBody() })
  })

  test('names the region that is set', async () => {
    const { anonymous } = setup({ settings: { huawei: { region: 'cn-north-4', tokenHours: 1 } } })
    const { body } = await anonymous('POST', TOKENS, auth(userA, { project: { name: 'cn-north-4' } }))
    expect(body).toMatchObject({
      token: {
        project: { name: 'cn-north-4' },
        expires_at: '2026-01-01T01:00:00.000000Z',
        catalog: [{ endpoints: [{ region: 'cn-north-4', region_id: 'cn-north-4' }] }, {}, {}, {}],
      },
    })
  })

  test.each([
    ['https://iam.myhuaweicloud.com', 'https://vpc.eu-de.myhuaweicloud.com'],
    ['https://iam.eu-de.otc.t-systems.com', 'https://vpc.eu-de.otc.t-systems.com'],
    ['http://127.0.0.1:9', 'http://127.0.0.1:9'],
  ])('asked for on %s, the catalogue leads to %s', async (base, url) => {
    const { emulator } = setupAny({ providers: ['huawei'] })
    const { body } = await clientOf(emulator, base)('POST', TOKENS, auth(userA, projectA))
    const { token } = body as { token: { catalog: { endpoints: { url: string }[] }[] } }
    expect(token.catalog.map(({ endpoints }) => endpoints[0]!.url)).toEqual([
      url,
      `${url}/v1/${A.projectId}`,
      `${url}/v2.0/${A.projectId}`,
      `${base}/v3`,
    ])
  })
})

describe('an issued token', () => {
  const issue = async (bench: ReturnType<typeof setup>, user: Given = userA, scope: Given | null = projectA) => {
    const { headers } = await bench.anonymous('POST', TOKENS, auth(user, scope ?? undefined))
    return headers['x-subject-token']!
  }

  test.each(['strict', 'lax'] as const)('opens its own project on the %s server until it expires', async (mode) => {
    const bench = setup({ auth: mode })
    const b = bench.as(
      await issue(
        bench,
        { name: B.user, password: B.password, domain: { name: B.domain } },
        { project: { id: B.projectId } },
      ),
    )
    const vpc: Vpc = await createVpc(b, B.projectId, 'b1')
    expect((await bench.b('GET', `/v1/${B.projectId}/vpcs/${vpc.id}`)).status).toBe(200)
    expect((await b('GET', `/v1/${A.projectId}/vpcs`)).status).toBe(400)
    bench.clock.advance(24 * 3_600_000 - 1)
    expect((await b('GET', '/v2.0/vpc/routes')).status).toBe(200)
    bench.clock.advance(1)
    const expired = await b('GET', '/v2.0/vpc/routes')
    expect(expired.status).toBe(401)
    expect(expired.headers).toEqual({ ...common(), date: 'Fri, 02 Jan 2026 00:00:00 GMT' })
    expect(expired.body).toEqual(gateway(expired, 'APIGW.0307', 'The token must be updated'))
    expect((await bench.b('GET', '/v2.0/vpc/routes')).status).toBe(200)
  })

  test('of a domain opens no project where credentials are judged', async () => {
    const bench = setup({ auth: 'strict' })
    const answer = await bench.as(await issue(bench, userA, null))('GET', '/v2.0/vpc/routes')
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual(gateway(answer, 'APIGW.0301', 'Incorrect IAM authentication information: Unauthorized'))
    const lax = setup()
    expect((await lax.as(await issue(lax, userA, null))('GET', '/v2.0/vpc/routes')).status).toBe(200)
  })

  test('can be looked at, with and without the body, and revoked', async () => {
    const bench = setup({ auth: 'strict' })
    const secret = await issue(bench)
    const subject = { 'x-subject-token': secret }
    bench.clock.advance(60_000)
    const later = 'Thu, 01 Jan 2026 00:01:00 GMT'
    const read = await bench.a('GET', TOKENS, undefined, subject)
    expect(read.status).toBe(200)
    expect(read.headers).toEqual({ ...identity(), ...subject, date: later })
    expect(read.body).toEqual(tokenBody())
    const head = await bench.a('HEAD', TOKENS, undefined, subject)
    expect(head.status).toBe(200)
    expect(head.headers).toEqual({ ...identity(), ...subject, date: later })
    expect(head.text).toBe('')
    const revoked = await bench.a('DELETE', TOKENS, undefined, subject)
    expect(revoked.status).toBe(204)
    expect(revoked.headers).toEqual({ ...identity(null), date: later })
    for (const method of ['GET', 'DELETE']) {
      const gone = await bench.a(method, TOKENS, undefined, subject)
      expect(gone.status).toBe(404)
      expect(gone.body).toEqual(keystone(404, 'Not Found', 'Could not find token.'))
    }
    const refused = await bench.as(secret)('GET', '/v3/projects')
    expect(refused.status).toBe(401)
    expect(refused.headers).toEqual({ ...identity(), date: later })
    expect(refused.body).toEqual(keystone(401, 'Unauthorized', 'Unauthorized.'))
  })

  test('that nobody knows stands for the first tenant on the lax server', async () => {
    const { as, anonymous } = setup()
    const any = as('anything')
    expect((await any('GET', `/v1/${A.projectId}/vpcs`)).status).toBe(200)
    const answer = await any('GET', TOKENS, undefined, { 'x-subject-token': 'anything' })
    expect(answer).toMatchObject({ status: 200, headers: { 'x-subject-token': 'anything' }, body: tokenBody() })
    const body = { auth: { identity: { methods: ['token'], token: { id: 'anything' } }, scope: projectA } }
    expect((await anonymous('POST', TOKENS, body)).body).toEqual(tokenBody({ methods: ['token'] }))
  })
})

describe('what a client asks before it starts', () => {
  const list = (path: string) => ({ self: BASE + path, previous: null, next: null })
  const project = {
    id: A.projectId,
    name: 'eu-de',
    domain_id: A.domainId,
    parent_id: A.domainId,
    enabled: true,
    is_domain: false,
    description: '',
    links: { self: `${BASE}/v3/projects/${A.projectId}` },
  }

  test.each<[string, unknown]>([
    [
      '/v3/auth/catalog',
      { catalog: catalog(`/${A.projectId}`), links: { self: `${BASE}/v3/auth/catalog`, next: null, previous: null } },
    ],
    ['/v3/projects?name=eu-de', { links: list('/v3/projects'), projects: [project] }],
    ['/v3/projects?name=cn-north-4', { links: list('/v3/projects'), projects: [] }],
    ['/v3/projects?enabled=false', { links: list('/v3/projects'), projects: [] }],
    ['/v3/projects?page=2&per_page=1', { links: list('/v3/projects'), projects: [] }],
    [`/v3/projects?domain_id=${A.domainId}&page=1&per_page=1`, { links: list('/v3/projects'), projects: [project] }],
    ['/v3/auth/projects', { links: list('/v3/auth/projects'), projects: [project] }],
    [`/v3/projects/${A.projectId}`, { project }],
    [
      `/v3/auth/domains?name=${A.domain}`,
      {
        domains: [{ ...domainA, description: '', enabled: true, links: { self: `${BASE}/v3/domains/${A.domainId}` } }],
        links: list('/v3/auth/domains'),
      },
    ],
    ['/v3/auth/domains?name=x', { domains: [], links: list('/v3/auth/domains') }],
    [
      `/v3/users?name=${A.user}`,
      {
        users: [
          {
            id: A.userId,
            name: A.user,
            domain_id: A.domainId,
            enabled: true,
            links: { self: `${BASE}/v3/users/${A.userId}` },
          },
        ],
        links: list('/v3/users'),
      },
    ],
    [
      '/v3/regions',
      {
        regions: [
          {
            id: 'eu-de',
            type: 'public',
            description: '',
            parent_region_id: null,
            locales: { 'en-us': 'eu-de' },
            links: { self: `${BASE}/v3/regions/eu-de` },
          },
        ],
        links: list('/v3/regions'),
      },
    ],
  ])('GET %s', async (path, body) => {
    const { a } = setup({ auth: 'strict' })
    const answer = await a('GET', path)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(identity())
    expect(answer.body).toEqual(body)
  })

  test('GET /v3/projects/{project_id} answers 404 to a foreign project', async () => {
    const { a } = setup()
    const answer = await a('GET', `/v3/projects/${B.projectId}`)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual(keystone(404, 'Not Found', `Could not find project: ${B.projectId}.`))
  })

  const self = (href: string) => [{ rel: 'self', href }]
  const v3 = (base: string) => ({ id: 'v3.6', status: 'stable', links: self(`${base}/v3/`) })
  const IAM = 'https://iam.eu-de.otc.t-systems.com'

  test.each<[string, string, number, unknown]>([
    [BASE, '/v3', 200, { version: v3(BASE) }],
    [BASE, '/v3/', 200, { version: v3(BASE) }],
    [BASE, '/', 200, { versions: [{ status: 'CURRENT', id: 'v2.0', links: [{ href: `${BASE}/v2.0`, rel: 'self' }] }] }],
    [
      IAM,
      '/',
      300,
      {
        versions: {
          values: [{ id: 'v3.6', status: 'stable', updated: '2016-04-04T00:00:00Z', links: self(`${IAM}/v3/`) }],
        },
      },
    ],
  ])('GET %s%s needs no credential', async (base, path, status, body) => {
    const { emulator } = setupAny({ providers: ['huawei'], auth: 'strict' })
    const answer = await clientOf(emulator, base)('GET', path)
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body })
  })
})

describe('without a right to ask', () => {
  test.each([
    ['POST', '/v2.0/vpc/routes'],
    ['GET', '/v2.0/vpc/peerings'],
    ['PUT', '/v2.0/vpc/peerings/x/accept'],
    ['GET', `/v1/${A.projectId}/vpcs`],
    ['GET', `/v3/${A.projectId}/vpc/vpcs/x`],
    ['GET', `/v2.0/${A.projectId}/vpcs/x/tags`],
  ])('%s %s answers 401 in the words of the gateway', async (method, path) => {
    for (const mode of ['lax', 'strict'] as const) {
      const { emulator } = setup({ auth: mode })
      for (const [headers, why] of [
        [{}, 'x-auth-token not found'],
        [{ 'x-auth-token': '' }, 'x-auth-token not found'],
        [{ 'x-auth-token': 'garbled' }, 'decrypt token fail'],
      ] as const) {
        if (mode === 'lax' && why === 'decrypt token fail') continue
        const answer = await clientOf(emulator, BASE, headers)(method, path)
        expect(answer.status).toBe(401)
        expect(answer.headers).toEqual(common())
        expect(answer.body).toEqual(gateway(answer, 'APIGW.0301', `Incorrect IAM authentication information: ${why}`))
      }
    }
  })

  test.each([
    ['GET', '/v2.0/vpc/unknown'],
    ['PATCH', '/v2.0/vpc/peerings'],
    ['PUT', '/v2.0/vpc/routes/x'],
    ['DELETE', '/v2.0/vpc/routes'],
    ['GET', '/v1/x/nothing'],
  ])('%s %s is not published, with or without a credential', async (method, path) => {
    const { a, anonymous } = setup({ auth: 'strict' })
    for (const client of [a, anonymous]) {
      const answer = await client(method, path)
      expect(answer.status).toBe(404)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(
        gateway(answer, 'APIGW.0101', 'The API does not exist or has not been published in the environment'),
      )
    }
  })

  test('a token wins over a signature', async () => {
    const { a } = setup({ auth: 'strict' })
    expect((await a('GET', '/v2.0/vpc/routes', undefined, { authorization: 'nonsense' })).status).toBe(200)
  })

  test('a user may do what his actions say', async () => {
    const tenants = [{ id: 'reader', token: 'reader', actions: ['vpc:routes:*', 'vpc:peerings:get'] }]
    const { as } = setup({ fixtures: { huawei: { tenants } } })
    const reader = as('reader')
    expect((await reader('GET', '/v2.0/vpc/routes')).status).toBe(200)
    expect((await reader('GET', '/v2.0/vpc/peerings')).status).toBe(200)
    const neutron = await reader('POST', '/v2.0/vpc/peerings', {})
    expect(neutron.status).toBe(403)
    expect(neutron.body).toEqual({
      NeutronError: {
        message: "Policy doesn't allow <vpc:peerings:create> to be performed",
        type: 'PolicyNotAuthorized',
        detail: '',
      },
    })
    const v1 = await reader('GET', '/v1/reader/vpcs')
    expect(v1.status).toBe(403)
    expect(v1.body).toEqual({
      code: 'VPC.2201',
      message: "Policy doesn't allow <vpc:vpcs:list> to be performed",
    })
    const v3 = await reader('GET', '/v3/reader/vpc/vpcs')
    expect(v3.status).toBe(403)
    expect(v3.body).toEqual({
      request_id: v3.headers['x-request-id'],
      error_code: 'VPC.2201',
      error_msg: "Policy doesn't allow <vpc:vpcs:list> to be performed",
    })
  })

  test('the gateway throttles a user where rate limits are enforced', async () => {
    const { a, b, clock } = setup({ rateLimits: 'enforce', settings: { huawei: { requestsPerSecond: 2 } } })
    for (let n = 0; n < 2; n++) expect((await a('GET', '/v2.0/vpc/routes')).status).toBe(200)
    const answer = await a('GET', '/v2.0/vpc/routes')
    expect(answer.status).toBe(429)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(
      gateway(
        answer,
        'APIGW.0308',
        'The throttling threshold has been reached: policy user over ratelimit,limit:2,time:1 second',
      ),
    )
    expect((await b('GET', '/v2.0/vpc/routes')).status).toBe(200)
    clock.advance(1_000)
    expect((await a('GET', '/v2.0/vpc/routes')).status).toBe(200)
  })

  test('the gateway refuses what is too large', async () => {
    const { a } = setup()
    const answer = await a('POST', '/v2.0/vpc/routes', `"${'x'.repeat(1024 * 1024)}"`)
    expect(answer.status).toBe(413)
    expect(answer.headers).toEqual({ ...common(), connection: 'close' })
    expect(answer.body).toEqual(gateway(answer, 'APIGW.0201', 'The request size exceeds the limit.'))
  })
})
