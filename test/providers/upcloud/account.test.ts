import { describe, expect, test } from 'vitest'
import { overSocket } from '../../helpers/socket.ts'
import type { Answered } from '../../helpers/setup.ts'
import { controlOf, createNamespace } from '../../control/setup.ts'
import { DEFAULT_PASSWORD, DEFAULT_TOKEN } from '../../../src/providers/upcloud/seed.ts'
import { JSON_TYPE, bare, basic, common, createRouter, matching, refusal, setup, said, told } from './setup.ts'

const COMPACT =
  '{"error":{"error_code":"AUTHENTICATION_FAILED","error_message":"authentication failed using the given username and password"}}'
const REQUIRED = 'The use of this API requires authentication. Create your account at https://www.upcloud.com/.'

describe('authentication', () => {
  test.each([
    ['GET', '/1.3/account'],
    ['GET', '/1.3/nope'],
    ['PUT', '/1.3/zone'],
    ['GET', '/1.4/zone'],
    ['POST', '/1.3/router'],
  ])('comes before routing: %s %s without credentials', async (method, path) => {
    const { anonymous } = setup(bare())
    const answer = await anonymous(method, path, method === 'GET' ? undefined : {})
    expect({ status: answer.status, text: answer.text, headers: answer.headers }).toEqual({
      status: 401,
      text: refusal('AUTHENTICATION_REQUIRED', REQUIRED),
      headers: common('application/problem+json'),
    })
  })

  const FAILED = { status: 401, text: COMPACT, headers: common('application/json') }

  test.each(['Basic', 'Basic !!!', basic('', 'x'), basic('x', ''), 'Basic eA==', 'Bearer', 'Digest x', 'ucat_x'])(
    'refuses the malformed %s',
    async (authorization) => expect(said(await setup(bare()).as(authorization)('GET', '/1.3/account'))).toEqual(FAILED),
  )

  test.each([basic('anybody'), 'Bearer ucat_anything', basic('peertwin'), `Bearer ${DEFAULT_TOKEN}`])(
    'takes %s unless told otherwise',
    async (authorization) => {
      expect((await setup(bare()).as(authorization)('GET', '/1.3/account')).status).toBe(200)
    },
  )

  test.each([basic('anybody'), 'Bearer ucat_anything', basic('peertwin')])(
    'refuses %s where only known credentials count',
    async (authorization) =>
      expect(said(await setup({ ...bare(), auth: 'strict' }).as(authorization)('GET', '/1.3/account'))).toEqual(FAILED),
  )

  test.each([basic('peertwin', DEFAULT_PASSWORD), `Bearer ${DEFAULT_TOKEN}`])(
    'takes the seeded %s where only known credentials count',
    async (authorization) => {
      const { as } = setup({ ...bare(), auth: 'strict' })
      expect((await as(authorization)('GET', '/1.3/account')).status).toBe(200)
    },
  )

  const fixtures = {
    upcloud: {
      users: [
        { username: 'gone', password: 'secret', valid: false },
        { username: 'reader', password: 'secret', account: 'testuser', read_only: true },
      ],
      tokens: [
        { token: 'ucat_gone', username: 'testuser', valid: false },
        { token: 'ucat_late', username: 'testuser', expires_at: '2026-01-01T00:00:10Z' },
        { token: 'ucat_reader', username: 'reader', read_only: true },
      ],
    },
  }

  test.each([basic('gone'), 'Bearer ucat_gone'])('refuses %s that a fixture calls invalid', async (authorization) =>
    expect(said(await setup({ ...bare(), fixtures }).as(authorization)('GET', '/1.3/account'))).toEqual(FAILED),
  )

  test('refuses a token once it has expired', async () => {
    const { as, clock } = setup({ ...bare(), fixtures })
    const late = as('Bearer ucat_late')
    clock.advance(9_999)
    expect((await late('GET', '/1.3/account')).status).toBe(200)
    clock.advance(1)
    const answer = await late('GET', '/1.3/account')
    expect([answer.status, answer.text]).toEqual([401, COMPACT])
  })

  test.each([basic('reader'), 'Bearer ucat_reader'])(
    'lets %s read its account, not change it',
    async (authorization) => {
      const { api, as } = setup({ ...bare(), fixtures })
      const { uuid } = await createRouter(api, 'r')
      const reader = as(authorization)
      expect((await reader('GET', `/1.3/router/${uuid}`)).status).toBe(200)
      const text = 'The account is not allowed to perform this action.'
      expect(said(await reader('DELETE', `/1.3/router/${uuid}`))).toEqual(told(403, 'ACTION_FORBIDDEN', text))
    },
  )

  test('gives each unknown token an account of its own, or all the same', async () => {
    const seen = async (unknownCredentials: string): Promise<number> => {
      const { as } = setup(bare({ unknownCredentials }))
      const { uuid } = await createRouter(as('Bearer ucat_one'), 'r')
      return (await as('Bearer ucat_two')('GET', `/1.3/router/${uuid}`)).status
    }
    expect([await seen('separate'), await seen('shared')]).toEqual([403, 200])
  })
})

describe('paths, verbs and media types', () => {
  test.each([
    ['/1.3/nope', 'NOT_FOUND', 'The requested resource was not found.'],
    ['/1.3', 'NOT_FOUND', 'The requested resource was not found.'],
    ['/', 'NOT_FOUND', 'The requested resource was not found.'],
    ['/1.4/zone', 'API_VERSION_INVALID', 'The API version 1.4 does not exist.'],
    ['/2.0/zone', 'API_VERSION_INVALID', 'The API version 2.0 does not exist.'],
    ['/1.2/zone', 'API_VERSION_OBSOLETE', 'The API version 1.2 is no longer supported.'],
    ['/1.0/zone', 'API_VERSION_OBSOLETE', 'The API version 1.0 is no longer supported.'],
  ])('%s is %s', async (path, code, message) => {
    expect(said(await setup(bare()).api('GET', path))).toEqual(told(404, code, message))
  })

  test.each([
    ['PUT', '/1.3/network-peering', 'GET, HEAD, POST'],
    ['POST', '/1.3/network-peering/x', 'GET, HEAD, PATCH, DELETE'],
    ['PATCH', '/1.3/network/x', 'GET, HEAD, DELETE, PUT'],
    ['DELETE', '/1.3/zone/', 'GET, HEAD'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const answer = await setup(bare()).api(method, path)
    expect(said(answer)).toEqual(told(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed.', { allow }))
  })

  test.each([
    ['application/json', 200],
    ['*/*', 200],
    ['application/*;q=0.5', 200],
    ['application/problem+json, text/plain', 200],
    ['text/html', 406],
    ['application/xml', 406],
  ])('Accept: %s answers %i', async (accept, status) => {
    const answer = await setup(bare()).api('GET', '/1.3/zone', undefined, { accept })
    expect(answer.status).toBe(status)
    const tolerant = await setup(bare({ accept: 'ignore' })).api('GET', '/1.3/zone', undefined, { accept })
    expect(tolerant.status).toBe(200)
  })

  test('a 406 says so in JSON all the same', async () => {
    const answer = await setup(bare()).api('GET', '/1.3/zone', undefined, { accept: 'application/xml' })
    expect(said(answer)).toEqual(told(406, 'REQUEST_INVALID', 'The requested media type is not supported.'))
  })

  test('a content type without a body means nothing', async () => {
    const { api } = setup(bare())
    const answer = await api('GET', '/1.3/network-peering', undefined, { 'content-type': 'application/json' })
    expect(answer.status).toBe(200)
  })

  test('a body beyond the limit is refused', async () => {
    const answer = await setup(bare()).api('POST', '/1.3/router', ' '.repeat(1024 * 1024 + 1))
    expect(said(answer)).toEqual(
      told(413, 'REQUEST_INVALID', 'The request body is too large.', { connection: 'close' }),
    )
  })

  test('the path prefix reaches the provider on the shared port, doubled slashes and other versions too', async () => {
    const { emulator } = setup(bare())
    const authorization = basic('testuser')
    const api = overSocket(emulator, 'http://127.0.0.1', { authorization })
    expect((await api('GET', '//1.3/zone')).status).toBe(200)
    const older = await api('GET', '/1.2/zone')
    expect([older.status, older.headers['server']]).toEqual([404, 'Apache'])
  })
})

describe('GET /1.3/zone', () => {
  test('lists all zones by id', async () => {
    const { api } = setup(bare())
    const answer = await api('GET', '/1.3/zone')
    const { zone } = (answer.body as { zones: { zone: { id: string }[] } }).zones
    expect(answer.headers).toEqual(common())
    expect(zone).toHaveLength(15)
    expect(zone.map(({ id }) => id)).toEqual(zone.map(({ id }) => id).sort())
    expect(zone[1]).toEqual({ description: 'Frankfurt #1', id: 'de-fra1', public: 'yes' })
    expect(answer.text.slice(0, 120)).toBe(
      '{\n   "zones" : {\n      "zone" : [\n         {\n            "description" : "Sydney #1",\n            "id" : "au-syd1",\n    ',
    )
  })
})

describe('GET /1.3/account', () => {
  const limits = {
    cores: 200,
    detached_floating_ips: 10,
    gpus: 8,
    load_balancers: 50,
    managed_object_storages: 7,
    memory: 1048576,
    network_peerings: 100,
    networks: 100,
    ntp_excess_gib: 20000,
    public_ipv4: 100,
    public_ipv6: 100,
    storage_hdd: 10240,
    storage_maxiops: 10240,
    storage_ssd: 10240,
  }

  test.each([
    [basic('testuser'), 'testuser'],
    ['Bearer ucat_anything', 'peertwin'],
    [`Bearer ${DEFAULT_TOKEN}`, 'peertwin'],
  ])('answers %s with its name', async (authorization, username) => {
    const answer = await setup(bare()).as(authorization)('GET', '/1.3/account')
    expect([answer.status, answer.body, answer.headers]).toEqual([
      200,
      { account: { credits: 9972.2324, resource_limits: limits, username } },
      common(),
    ])
  })

  test('shows the quota of the settings', async () => {
    const { body } = await setup(bare({ peeringQuota: 3 })).api('GET', '/1.3/account')
    expect(body).toMatchObject({ account: { resource_limits: { network_peerings: 3 } } })
  })

  test('has details and a list of its users', async () => {
    const users = [{ username: 'second', password: 'secret', account: 'testuser' }]
    const { api } = setup({ ...bare(), fixtures: { upcloud: { users } } })
    const details = await api('GET', '/1.3/account/details/testuser')
    expect([details.status, details.headers]).toEqual([200, common()])
    expect(details.body).toMatchObject({
      account: {
        currency: 'EUR',
        main_account: 'testuser',
        network_access: { network: ['*'] },
        roles: { role: [] },
        type: 'main',
        username: 'testuser',
      },
    })
    expect((await api('GET', '/1.3/account/details/second')).body).toMatchObject({
      account: { main_account: 'testuser', type: 'sub', username: 'second' },
    })
    const text = 'The account stranger is not accessible with this account.'
    expect(said(await api('GET', '/1.3/account/details/stranger'))).toEqual(told(403, 'ACCOUNT_FORBIDDEN', text))
    expect((await api('GET', '/1.3/account/list')).body).toEqual({
      accounts: {
        account: [
          { roles: { role: [] }, type: 'sub', username: 'second' },
          { roles: { role: [] }, type: 'main', username: 'testuser' },
        ],
      },
    })
  })
})

describe('/1.3/account/tokens', () => {
  const { server: _, ...modern } = common('application/json')
  const input = { name: 'ci', expires_at: '2026-02-01T00:00:00Z' }

  test('makes a token, shows it once, lets it in, and revokes it', async () => {
    const { api, as } = setup(bare())
    const made = await api('POST', '/1.3/account/tokens', input)
    const { id, token } = made.body as { id: string; token: string }
    expect([made.status, made.headers]).toEqual([201, modern])
    expect(token).toMatch(/^ucat_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(id).toMatch(/^0c/)
    const shown = {
      id,
      name: 'ci',
      type: 'workspace',
      can_create_tokens: false,
      allowed_ip_ranges: ['0.0.0.0/0', '::/0'],
      created_at: '2026-01-01T00:00:00Z',
      expires_at: '2026-02-01T00:00:00Z',
      gui: false,
    }
    expect(made.body).toEqual({ ...shown, token })
    expect(made.text).toBe(JSON.stringify(made.body))
    const { headers, text, status } = await api('GET', '/1.3/account/tokens')
    expect([status, text, headers]).toEqual([200, JSON.stringify([shown]), modern])
    expect((await api('GET', `/1.3/account/tokens/${id}`)).text).toBe(JSON.stringify(shown))

    const bearer = as(`Bearer ${token}`)
    expect((await bearer('GET', '/1.3/account')).body).toMatchObject({ account: { username: 'testuser' } })
    const refusedToken = await bearer('POST', '/1.3/account/tokens', input)
    expect([refusedToken.status, refusedToken.headers['content-type']]).toEqual([403, 'application/problem+json'])

    const gone = await api('DELETE', `/1.3/account/tokens/${id}`)
    const { 'content-type': _type, 'content-length': _length, ...empty } = modern as Record<string, unknown>
    expect([gone.status, gone.text, gone.headers]).toEqual([204, '', empty])
    expect((await bearer('GET', '/1.3/account')).status).toBe(401)
    expect((await api('GET', '/1.3/account/tokens')).text).toBe('[]')
  })

  const problem = (answer: Answered, status: number, title: string, fragment: string, invalid_params?: object[]) => {
    expect([answer.status, answer.headers]).toEqual([
      status,
      { ...modern, 'content-type': 'application/problem+json', 'content-language': 'en' },
    ])
    expect(answer.text).toBe(
      JSON.stringify({
        correlation_id: answer.headers['upcloud-cid'],
        ...(invalid_params && { invalid_params }),
        status,
        title,
        type: `https://developers.upcloud.com/1.3/errors#ERROR_${fragment}`,
      }),
    )
  }

  test('fails with problem documents', async () => {
    const { api } = setup(bare())
    const nobody = '0c000000-0000-4000-8000-000000000000'
    for (const method of ['GET', 'DELETE'])
      problem(await api(method, `/1.3/account/tokens/${nobody}`), 404, 'Token not found.', 'RESOURCE_NOT_FOUND')
    problem(await api('POST', '/1.3/account/tokens', '{'), 400, 'Validation error.', 'INVALID_REQUEST')
    problem(await api('POST', '/1.3/account/tokens', { name: 5 }), 400, 'Validation error.', 'INVALID_REQUEST', [
      { name: 'name', reason: 'has an invalid value' },
      { name: 'expires_at', reason: 'is required' },
    ])
    const wrongVerb = await api('PUT', '/1.3/account/tokens')
    const { allow, ...headers } = wrongVerb.headers
    expect(allow).toBe('GET, HEAD, POST')
    problem({ ...wrongVerb, headers }, 405, 'The method is not allowed.', 'METHOD_NOT_ALLOWED')
  })

  test('still asks for credentials in the old way', async () => {
    const answer = await setup(bare()).anonymous('GET', '/1.3/account/tokens')
    const { server: _server, ...headers } = common('application/problem+json')
    expect([answer.status, answer.text, answer.headers]).toEqual([
      401,
      refusal('AUTHENTICATION_REQUIRED', REQUIRED),
      headers,
    ])
  })
})

describe('fixtures', () => {
  const r = (n: number) => `04aaaaaa-0000-4000-8000-00000000000${n}`
  const n = (number: number) => `03aaaaaa-0000-4000-8000-00000000000${number}`
  const p = (number: number) => `0faaaaaa-0000-4000-8000-00000000000${number}`
  const world = {
    routers: [{ uuid: r(1), account: 'testuser', name: 'r' }],
    networks: [
      { uuid: n(1), account: 'testuser', name: 'a', zone: 'pl-waw1', address: '10.0.1.0/24', router: r(1) },
      { uuid: n(2), account: 'testuser', name: 'b', zone: 'pl-waw1', address: '10.0.2.0/24', router: r(1) },
    ],
    network_peerings: [
      { uuid: p(1), name: 'a-b', network: n(1), peer_network: n(2) },
      { uuid: p(2), name: 'b-a', network: n(2), peer_network: n(1) },
    ],
  }
  const load = (records: object) => setup({ ...bare(), fixtures: { upcloud: records } })

  test('put peerings into the state that both sides give, without a way up', async () => {
    const { api } = load(world)
    const { body } = await api('GET', '/1.3/network-peering')
    const states = (body as { network_peerings: { network_peering: { name: string; state: string }[] } })
      .network_peerings.network_peering
    expect(states.map(({ name, state }) => [name, state])).toEqual([
      ['a-b', 'active'],
      ['b-a', 'active'],
    ])
  })

  test('can put a peering into error', async () => {
    const [first, second] = world.network_peerings
    const { api } = load({ ...world, network_peerings: [{ ...first, state: 'error' }, second] })
    expect((await api('GET', `/1.3/network-peering/${p(1)}`)).body).toMatchObject({
      network_peering: { state: 'error' },
    })
  })

  test.each<[string, object, string]>([
    ['an unknown zone', { networks: [{ ...world.networks[0], zone: 'x' }] }, `networks: 'x' is no zone`],
    ['an unknown router', { networks: world.networks }, `networks: no router ${r(1)}`],
    ['an unknown network', { network_peerings: world.network_peerings }, `network_peerings: no network ${n(1)}`],
    [
      'a pair twice',
      { ...world, network_peerings: [world.network_peerings[0], { ...world.network_peerings[0], uuid: p(3) }] },
      `network_peerings: ${p(3)} repeats a pair`,
    ],
    [
      'a wrong family',
      { networks: [{ ...world.networks[0], family: 'IPv6' }] },
      'networks: 10.0.1.0/24 is no IPv6 block',
    ],
  ])('refuse %s', (_, records, message) => {
    expect(() => load(records)).toThrow(`fixtures.upcloud.${message}`)
  })

  test('correlation ids are ULIDs of the emulated time', async () => {
    const { headers } = await load(world).api('GET', '/1.3/zone')
    expect(headers['upcloud-cid']).toEqual(matching(/^01KDVDNA00[0-9A-HJKMNP-TV-Z]{16}$/))
    expect(headers['content-type']).toBe(JSON_TYPE)
  })
})

test('a token that was made in a namespace leads there', async () => {
  const { emulator, as } = setup()
  const { credentials } = await createNamespace(controlOf(emulator), { name: 'one' })
  const { username, password } = credentials['upcloud']!
  const owner = as(basic(username!, password))
  const made = await owner('POST', '/1.3/account/tokens', { name: 't', expires_at: '2026-06-01T00:00:00Z' })
  const { uuid } = await createRouter(as(`Bearer ${(made.body as { token: string }).token}`), 'r')
  expect((await owner('GET', `/1.3/router/${uuid}`)).status).toBe(200)
})
