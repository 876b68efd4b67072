import { describe, expect, test } from 'vitest'
import { clientOf } from '../../helpers/setup.ts'
import { BASE, common, ofGateway, refusal, setup, twoVpcs } from './setup.ts'

const bare = { id: 'unauthorized', message: 'Unable to authenticate you.' }

describe('authentication', () => {
  test.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a token with spaces', { authorization: 'Bearer a b' }],
  ])('answers 401 without request_id to %s', async (_, headers) => {
    const { anonymous } = setup()
    const answer = await anonymous('GET', '/v2/vpc_peerings', undefined, headers)
    expect(answer.status).toBe(401)
    expect(answer.headers).toEqual(ofGateway(4999))
    expect(answer.body).toEqual(bare)
  })

  test('takes the scheme in any case', async () => {
    const { anonymous } = setup()
    expect((await anonymous('GET', '/v2/vpc_peerings', undefined, { authorization: 'bearer x' })).status).toBe(200)
  })

  test('accepts every token in lax mode and only known ones in strict mode', async () => {
    const strict = setup({ auth: 'strict' })
    const { credential } = strict.emulator.guide('digitalocean', BASE)
    expect(credential).toMatch(/^dop_v1_[0-9a-f]{64}$/)
    const refused = await strict.api('GET', '/v2/vpc_peerings')
    expect(refused.status).toBe(401)
    expect(refused.body).toEqual(bare)
    expect(
      (await strict.anonymous('GET', '/v2/vpc_peerings', undefined, { authorization: `Bearer ${credential}` })).status,
    ).toBe(200)
    expect((await setup().api('GET', '/v2/vpc_peerings')).status).toBe(200)
  })
})

describe('scopes', () => {
  const forbidden = 'You are not authorized to perform this operation'
  const fixtures = {
    digitalocean: {
      tokens: [
        { name: 'reader', token: 'r', read_only: true },
        { name: 'peering-reader', token: 'pr', scopes: ['vpc_peering:read'] },
        {
          name: 'peering-writer',
          token: 'pw',
          scopes: ['vpc_peering:create', 'vpc_peering:update', 'vpc_peering:delete'],
        },
      ],
    },
  }
  const PEERING = '/v2/vpc_peerings/x'

  test.each<[string, string, string, number]>([
    ['r', 'GET', '/v2/vpcs', 200],
    ['r', 'GET', '/v2/account', 200],
    ['r', 'POST', '/v2/vpcs', 403],
    ['r', 'PUT', '/v2/vpcs/x', 403],
    ['r', 'PATCH', '/v2/vpcs/x', 403],
    ['r', 'DELETE', '/v2/vpcs/x', 403],
    ['r', 'POST', '/v2/vpcs/x/peerings', 403],
    ['pr', 'GET', '/v2/vpc_peerings', 200],
    ['pr', 'GET', '/v2/vpcs/x/peerings', 404],
    ['pr', 'GET', '/v2/vpcs', 403],
    ['pr', 'GET', '/v2/vpcs/x/members', 403],
    ['pr', 'GET', '/v2/account', 403],
    ['pr', 'GET', '/v2/regions', 403],
    ['pr', 'POST', '/v2/vpc_peerings', 403],
    ['pr', 'PATCH', PEERING, 403],
    ['pr', 'DELETE', PEERING, 403],
    ['pr', 'PATCH', '/v2/vpcs/x/peerings/y', 403],
    ['pw', 'GET', PEERING, 403],
    ['pw', 'DELETE', PEERING, 404],
  ])('token %s: %s %s answers %i', async (token, method, path, status) => {
    const { emulator } = setup({ fixtures })
    const api = clientOf(emulator, BASE, { authorization: `Bearer ${token}` })
    const answer = await api(method, path, method === 'GET' || method === 'DELETE' ? undefined : { name: 'x' })
    const refused = status === 403
    expect(answer.status).toBe(status)
    const said = refusal(answer, 'forbidden', forbidden)
    expect(JSON.stringify(answer.body) === JSON.stringify(said)).toBe(refused)
  })

  test('the seeded read-only token reads and does not write', async () => {
    const { emulator } = setup({ auth: 'strict' })
    const { READ_TOKEN } = await import('../../../src/providers/digitalocean/seed.ts')
    const api = clientOf(emulator, BASE, { authorization: `Bearer ${READ_TOKEN}` })
    expect((await api('GET', '/v2/vpcs')).status).toBe(200)
    expect((await api('POST', '/v2/vpcs', { name: 'x', region: 'nyc3' })).status).toBe(403)
  })
})

describe('rate limits', () => {
  const refusedBody = { id: 'too_many_requests', message: 'API rate limit exceeded.' }
  const START_SECONDS = Date.parse('2026-01-01T00:00:00Z') / 1000

  test('report counts past the limits and refuses nothing', async () => {
    const { api } = setup({ settings: { digitalocean: { burstLimit: 2 } } })
    const seen = []
    for (let n = 0; n < 4; n++) seen.push(await api('GET', '/v2/account'))
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(seen.map(({ headers }) => headers['ratelimit-remaining'])).toEqual(['4999', '0', '0', '0'])
  })

  test('off always sends a full window', async () => {
    const { api } = setup({ rateLimits: 'off' })
    await api('GET', '/v2/account')
    const { headers } = await api('GET', '/v2/account')
    expect(headers).toMatchObject({ 'ratelimit-remaining': '5000', 'ratelimit-reset': String(START_SECONDS + 3600) })
  })

  test('enforce answers 429 with retry-after on the burst limit, and lets requests through as the minute slides', async () => {
    const { api, clock } = setup({ rateLimits: 'enforce' })
    for (let n = 0; n < 250; n++) {
      expect((await api('GET', '/v2/account')).status).toBe(200)
      if (n === 0) clock.advance(10_000)
    }
    const answer = await api('GET', '/v2/account')
    expect(answer.status).toBe(429)
    expect(answer.body).toEqual(refusedBody)
    expect(answer.headers).toEqual({ ...ofGateway(0), date: 'Thu, 01 Jan 2026 00:00:10 GMT', 'retry-after': '50' })
    clock.advance(49_999)
    expect((await api('GET', '/v2/account')).status).toBe(429)
    clock.advance(1)
    expect((await api('GET', '/v2/account')).status).toBe(200)
    expect((await api('GET', '/v2/account')).headers['retry-after']).toBe('10')
  })

  test('enforce answers 429 without retry-after on the hourly limit', async () => {
    const { api, clock } = setup({ rateLimits: 'enforce', settings: { digitalocean: { hourlyLimit: 2 } } })
    await api('GET', '/v2/account')
    clock.advance(60_000)
    expect((await api('GET', '/v2/account')).headers['ratelimit-remaining']).toBe('0')
    const answer = await api('GET', '/v2/account')
    expect(answer.status).toBe(429)
    expect(answer.body).toEqual(refusedBody)
    expect(answer.headers).toEqual({ ...ofGateway(0), 'ratelimit-limit': '2', date: 'Thu, 01 Jan 2026 00:01:00 GMT' })
    clock.moveTo((START_SECONDS + 3600) * 1000)
    expect((await api('GET', '/v2/account')).status).toBe(200)
  })

  test('counts each token on its own', async () => {
    const { api, anonymous } = setup()
    await api('GET', '/v2/account')
    const other = await anonymous('GET', '/v2/account', undefined, { authorization: 'Bearer other' })
    expect(other.headers['ratelimit-remaining']).toBe('4999')
    expect((await api('GET', '/v2/account')).headers['ratelimit-remaining']).toBe('4998')
  })
})

describe('routing', () => {
  test('an unknown route answers 404 in the words of the gateway', async () => {
    const { api } = setup()
    const answer = await api('GET', '/v2/images')
    expect(answer.status).toBe(404)
    expect(answer.headers).toEqual(ofGateway(4999))
    expect(answer.body).toEqual(refusal(answer, 'not_found', 'The resource you were accessing could not be found.'))
  })

  test('another method on a known route answers 405 with allow', async () => {
    const { api } = setup()
    const answer = await api('DELETE', '/v2/vpc_peerings')
    expect(answer.status).toBe(405)
    expect(answer.headers).toEqual({ ...ofGateway(4999), allow: 'GET, HEAD, POST' })
    expect(answer.body).toEqual(refusal(answer, 'method_not_allowed', 'Method Not Allowed'))
  })

  test('a trailing slash is harmless', async () => {
    const { api } = setup()
    expect((await api('GET', '/v2/vpc_peerings/')).body).toEqual({ vpc_peerings: [], links: {}, meta: { total: 0 } })
  })

  test('HEAD answers what GET does, without the body', async () => {
    const { api } = setup()
    const answer = await api('HEAD', '/v2/vpc_peerings')
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('')
    expect(answer.headers).toEqual(common(4999))
  })

  test('a body over 1 MiB is refused and changes nothing', async () => {
    const { api } = setup()
    const { ids } = await twoVpcs(api)
    const answer = await api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: ids, padding: 'x'.repeat(1024 * 1024) })
    expect(answer.status).toBe(413)
    expect(answer.body).toEqual(refusal(answer, 'request_entity_too_large', 'Request Entity Too Large'))
    expect((await api('GET', '/v2/vpc_peerings')).body).toMatchObject({ meta: { total: 0 } })
  })

  test.each(['text/plain', 'application/xml', ''])('content type %j is parsed as JSON all the same', async (type) => {
    const { api } = setup()
    const body = new TextEncoder().encode('{"name":"x","region":"nyc3"}')
    expect((await api('POST', '/v2/vpcs', body, { 'content-type': type })).status).toBe(201)
  })

  test('__proto__ members and unknown ones are harmless', async () => {
    const { api } = setup()
    const answer = await api(
      'POST',
      '/v2/vpcs',
      '{"__proto__":{"name":"p"},"constructor":1,"name":"x","region":"nyc3"}',
    )
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ vpc: { name: 'x' } })
    expect(({} as Record<string, unknown>)['name']).toBeUndefined()
  })

  test('a deeply nested body is a bad request', async () => {
    const { api } = setup()
    const answer = await api('POST', '/v2/vpcs', `{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(refusal(answer, 'bad_request', 'error parsing request body'))
  })
})

describe('GET /v2/account and /v2/regions', () => {
  test('account', async () => {
    const { api } = setup()
    const answer = await api('GET', '/v2/account')
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common(4999))
    expect(answer.body).toEqual({
      account: {
        droplet_limit: 25,
        floating_ip_limit: 5,
        reserved_ip_limit: 5,
        volume_limit: 100,
        name: 'Sammy the Shark',
        email: 'sammy@digitalocean.com',
        uuid: 'b6fc48dbf6d9906cace5f3c78dc9851e757381ef',
        email_verified: true,
        status: 'active',
        status_message: '',
        team: { uuid: '5df3e3004a17e242b7c20ca6c9fc25b701a47ece', name: 'My Team' },
      },
    })
  })

  test('regions, available and retired', async () => {
    const { api } = setup()
    const { body } = await api('GET', '/v2/regions?page=1&per_page=200')
    const { regions, links, meta } = body as {
      regions: { slug: string; available: boolean }[]
      links: object
      meta: object
    }
    expect({ links, meta }).toEqual({ links: {}, meta: { total: 16 } })
    expect(regions[2]).toEqual({
      name: 'New York 3',
      slug: 'nyc3',
      available: true,
      features: ['backups', 'ipv6', 'metadata', 'storage', 'image_transfer'],
      sizes: ['s-1vcpu-1gb', 's-1vcpu-2gb'],
    })
    expect(regions.filter(({ available }) => !available).map(({ slug }) => slug)).toEqual(['sfo1', 'ams2'])
  })
})

describe('created_at', () => {
  test.each([
    ['live', /\.\d{1,9}Z$/, /^2026-01-01T00:00:00Z$/],
    ['full', /\.\d{1,9}Z$/, /\.\d{1,9}Z$/],
    ['seconds', /^2026-01-01T00:00:00Z$/, /^2026-01-01T00:00:00Z$/],
  ])('setting %s', async (createdAt, inAnswer, inRead) => {
    const { api } = setup({ settings: { digitalocean: { createdAt } } })
    const created = await api('POST', '/v2/vpcs', { name: 'x', region: 'nyc3' })
    const { vpc } = created.body as { vpc: { id: string; created_at: string } }
    expect(vpc.created_at).toMatch(inAnswer)
    const read = (await api('GET', `/v2/vpcs/${vpc.id}`)).body as { vpc: { created_at: string } }
    expect(read.vpc.created_at).toMatch(inRead)
  })

  test('reads round to the nearest second', async () => {
    const { api } = setup({ clock: { mode: 'virtual', start: Date.parse('2026-01-01T00:00:00.811Z') } })
    const created = (await api('POST', '/v2/vpcs', { name: 'x', region: 'nyc3' })).body as {
      vpc: { id: string; created_at: string }
    }
    expect(created.vpc.created_at).toMatch(/^2026-01-01T00:00:00\.811/)
    expect((await api('GET', `/v2/vpcs/${created.vpc.id}`)).body).toMatchObject({
      vpc: { created_at: '2026-01-01T00:00:01Z' },
    })
  })
})
