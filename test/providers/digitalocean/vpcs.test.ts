import { describe, expect, test } from 'vitest'
import { BASE, common, createPeering, createVpc, refusal, setup, twoVpcs } from './setup.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
const SEEDED = 14

const vpcBody = (id: string, more: object) => ({
  vpc: {
    id,
    urn: `do:vpc:${id}`,
    name: 'a',
    description: '',
    region: 'nyc3',
    ip_range: '10.202.0.0/24',
    created_at: '2026-01-01T00:00:00Z',
    default: false,
    resolver_ip: '10.202.0.254',
    ...more,
  },
})

const defaultOf = async (api: ReturnType<typeof setup>['api'], region: string) => {
  const { body } = await api('GET', '/v2/vpcs?per_page=200')
  return (body as { vpcs: { id: string; region: string; default: boolean; name: string }[] }).vpcs.find(
    (vpc) => vpc.region === region && vpc.default,
  )!
}

describe('POST /v2/vpcs', () => {
  test('answers 201 with every member, created_at to the nanosecond', async () => {
    const { api } = setup()
    const answer = await api('POST', '/v2/vpcs', {
      name: 'a',
      region: 'nyc3',
      ip_range: '10.202.0.0/24',
      default: true,
    })
    const { id } = (answer.body as { vpc: { id: string } }).vpc
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual(common(4999))
    expect(answer.body).toEqual(
      vpcBody(id, { created_at: expect.stringMatching(/^2026-01-01T00:00:00\.\d{1,9}Z$/) as string }),
    )
    expect((await api('GET', `/v2/vpcs/${id}`)).body).toEqual(vpcBody(id, {}))
  })

  test('takes null for absent and generates the next free /20 of the region', async () => {
    const { api } = setup()
    const first = await api('POST', '/v2/vpcs', { name: 'x', description: null, region: 'nyc3', ip_range: null })
    const second = await api('POST', '/v2/vpcs', { name: 'y', region: 'nyc3' })
    // the seeded default VPC of nyc3 holds 10.108.0.0/20
    expect(first.body).toMatchObject({
      vpc: { description: '', default: false, ip_range: '10.108.16.0/20', resolver_ip: '10.108.31.254' },
    })
    expect(second.body).toMatchObject({ vpc: { ip_range: '10.108.32.0/20' } })
  })

  test('makes the first VPC of a region its default in a fresh account', async () => {
    const { api } = setup({ settings: { digitalocean: { defaultVpcs: false } } })
    expect((await api('GET', '/v2/vpcs')).body).toEqual({ vpcs: [], links: {}, meta: { total: 0 } })
    expect((await api('POST', '/v2/vpcs', { name: 'x', region: 'nyc3' })).body).toMatchObject({
      vpc: { default: true, ip_range: '10.108.0.0/20' },
    })
    expect((await api('POST', '/v2/vpcs', { name: 'y', region: 'nyc3' })).body).toMatchObject({
      vpc: { default: false },
    })
  })

  const named = { name: 'x', region: 'nyc3' }
  const invalidName = 'name may only contain alphanumeric characters, dashes, and periods'
  const notCidr = 'ip_range must be a CIDR block without host bits, such as 10.10.10.0/24'
  const internal = 'This range/size overlaps with the range reserved for DigitalOcean internal use'

  test.each<[string, object, string]>([
    ['no name', { region: 'nyc3' }, invalidName],
    ['a name with a space', { ...named, name: 'a b' }, invalidName],
    ['a name with an underscore', { ...named, name: 'a_b' }, invalidName],
    ['no region', { name: 'x' }, 'region is required'],
    ['an unknown region', { ...named, region: 'mars1' }, 'Region is not available'],
    ['a retired region', { ...named, region: 'sfo1' }, 'Region is not available'],
    ['a long description', { ...named, description: 'x'.repeat(256) }, 'description must be at most 255 characters'],
    ['a taken name', { ...named, name: 'default-nyc3' }, 'a VPC with the same name already exists in your account'],
    ['no CIDR', { ...named, ip_range: 'ten' }, notCidr],
    ['a range without prefix', { ...named, ip_range: '10.0.0.0' }, notCidr],
    ['a range with host bits', { ...named, ip_range: '10.202.0.1/24' }, notCidr],
    ['a range with octal parts', { ...named, ip_range: '010.0.0.0/24' }, notCidr],
    ['an IPv6 range', { ...named, ip_range: 'fd00::/64' }, notCidr],
    [
      'a public range',
      { ...named, ip_range: '8.8.8.0/24' },
      'ip_range must lie in 10.0.0.0/8, 172.16.0.0/12, or 192.168.0.0/16',
    ],
    ['a range larger than /16', { ...named, ip_range: '10.202.0.0/15' }, 'ip_range must be between /16 and /28'],
    ['a range smaller than /28', { ...named, ip_range: '10.202.0.0/29' }, 'ip_range must be between /16 and /28'],
    ['a range reserved everywhere', { ...named, ip_range: '10.244.8.0/24' }, internal],
    ['a range reserved in the region', { name: 'x', region: 'nyc1', ip_range: '10.10.10.0/24' }, internal],
    [
      "another VPC's range",
      { ...named, ip_range: '10.108.8.0/24' },
      'This range/size overlaps with another VPC network in your account: default-nyc3 10.108.0.0/20.',
    ],
  ])('refuses %s and changes nothing', async (_, body, message) => {
    const { api } = setup()
    const answer = await api('POST', '/v2/vpcs', body)
    expect(answer.status).toBe(422)
    expect(answer.headers).toEqual(common(4999))
    expect(answer.body).toEqual(refusal(answer, 'unprocessable_entity', message))
    expect((await api('GET', '/v2/vpcs')).body).toMatchObject({ meta: { total: SEEDED } })
  })

  test.each<[string, unknown]>([
    ['an empty body', ''],
    ['malformed JSON', '{'],
    ['a number for a name', { ...named, name: 5 }],
    ['an object for ip_range', { ...named, ip_range: {} }],
  ])('answers 400 to %s', async (_, body) => {
    const { api } = setup()
    const answer = await api('POST', '/v2/vpcs', body)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(refusal(answer, 'bad_request', 'error parsing request body'))
  })

  test('accepts the range of another region that is reserved only there', async () => {
    const { api } = setup()
    expect(await createVpc(api, 'x', '10.10.10.0/24', 'nyc3')).toMatchObject({ ip_range: '10.10.10.0/24' })
  })

  test('refuses a generated range when the region has none left', async () => {
    const blocks = Array.from({ length: 32 }, (_, n) => ({
      id: NOBODY.slice(0, -2) + String(n).padStart(2, '0'),
      name: `v${n}`,
      region: 'ric1',
      ip_range: `10.${130 + n}.0.0/16`,
    }))
    const { api } = setup({
      settings: { digitalocean: { defaultVpcs: false } },
      fixtures: { digitalocean: { vpcs: blocks } },
    })
    const answer = await api('POST', '/v2/vpcs', { name: 'x', region: 'ric1' })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      refusal(answer, 'unprocessable_entity', 'ip_range can not be generated: region ric1 has no free range'),
    )
  })
})

describe('GET /v2/vpcs', () => {
  test("lists the user's own VPCs first, then one default per available region", async () => {
    const { api } = setup()
    await createVpc(api, 'own')
    const { status, body } = await api('GET', '/v2/vpcs')
    const { vpcs, links, meta } = body as { vpcs: { name: string; default: boolean }[]; links: object; meta: object }
    expect(status).toBe(200)
    expect(vpcs.map(({ name }) => name)).toEqual([
      'own',
      ...[
        'ams3',
        'atl1',
        'blr1',
        'fra1',
        'lon1',
        'nyc1',
        'nyc2',
        'nyc3',
        'ric1',
        'sfo2',
        'sfo3',
        'sgp1',
        'syd1',
        'tor1',
      ].map((slug) => `default-${slug}`),
    ])
    expect(vpcs.slice(1).every((vpc) => vpc.default)).toBe(true)
    expect({ links, meta }).toEqual({ links: {}, meta: { total: SEEDED + 1 } })
  })
})

describe('/v2/vpcs/{vpc_id}', () => {
  test.each([
    ['GET', undefined],
    ['PUT', { name: 'x' }],
    ['PATCH', {}],
    ['DELETE', undefined],
  ])('%s answers 404 for an unknown or malformed id', async (method, body) => {
    const { api } = setup()
    for (const id of [NOBODY, '123abc']) {
      const answer = await api(method, `/v2/vpcs/${id}`, body)
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual(refusal(answer, 'not_found', `VPC ID ${id} not found`))
    }
  })

  test('PUT replaces: what is missing falls back', async () => {
    const { api } = setup()
    const created = await api('POST', '/v2/vpcs', {
      name: 'a',
      description: 'd',
      region: 'nyc3',
      ip_range: '10.202.0.0/24',
    })
    const { id } = (created.body as { vpc: { id: string } }).vpc
    const answer = await api('PUT', `/v2/vpcs/${id}`, { name: 'n', region: 'fra1', ip_range: '10.1.0.0/16' })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common(4998))
    expect(answer.body).toEqual(vpcBody(id, { name: 'n', description: '' }))
    const refused = await api('PUT', `/v2/vpcs/${id}`, { description: 'x' })
    expect(refused.status).toBe(422)
  })

  test('PATCH changes only what is given', async () => {
    const { api } = setup()
    const created = await api('POST', '/v2/vpcs', {
      name: 'a',
      description: 'd',
      region: 'nyc3',
      ip_range: '10.202.0.0/24',
    })
    const { id } = (created.body as { vpc: { id: string } }).vpc
    expect((await api('PATCH', `/v2/vpcs/${id}`, { name: 'n', description: null })).body).toEqual(
      vpcBody(id, { name: 'n', description: 'd' }),
    )
    expect((await api('PATCH', `/v2/vpcs/${id}`, {})).body).toEqual(vpcBody(id, { name: 'n', description: 'd' }))
  })

  test('a new default takes the flag from the former one, which is then an ordinary VPC', async () => {
    const { api } = setup()
    const former = await defaultOf(api, 'nyc3')
    const { a } = await twoVpcs(api)
    expect((await api('PATCH', `/v2/vpcs/${a.id}`, { default: true })).body).toEqual(vpcBody(a.id, { default: true }))
    expect((await api('GET', `/v2/vpcs/${former.id}`)).body).toMatchObject({ vpc: { default: false } })
    expect(await defaultOf(api, 'nyc3')).toMatchObject({ id: a.id })
    expect((await api('DELETE', `/v2/vpcs/${former.id}`)).status).toBe(204)
  })

  test.each<[string, string, unknown]>([
    ['PUT without default', 'PUT', { name: 'n' }],
    ['PUT with default false', 'PUT', { name: 'n', default: false }],
    ['PATCH with default false', 'PATCH', { default: false }],
  ])('%s on the default VPC answers 403', async (_, method, body) => {
    const { api } = setup()
    const { id } = await defaultOf(api, 'nyc3')
    const answer = await api(method, `/v2/vpcs/${id}`, body)
    expect(answer.status).toBe(403)
    expect(answer.body).toEqual(refusal(answer, 'forbidden', 'Can not unset default VPCs'))
    expect((await api('PUT', `/v2/vpcs/${id}`, { name: 'n', default: true })).body).toMatchObject({
      vpc: { name: 'n', default: true },
    })
  })

  test.each([
    ['a taken name', { name: 'b' }, 'a VPC with the same name already exists in your account'],
    ['an invalid name', { name: 'a b' }, 'name may only contain alphanumeric characters, dashes, and periods'],
    ['a long description', { name: 'a', description: 'x'.repeat(256) }, 'description must be at most 255 characters'],
  ])('PUT and PATCH refuse %s', async (_, body, message) => {
    const { api } = setup()
    const { a } = await twoVpcs(api)
    for (const method of ['PUT', 'PATCH']) {
      const answer = await api(method, `/v2/vpcs/${a.id}`, body)
      expect(answer.status).toBe(422)
      expect(answer.body).toEqual(refusal(answer, 'unprocessable_entity', message))
    }
    expect((await api('GET', `/v2/vpcs/${a.id}`)).body).toEqual(vpcBody(a.id, {}))
  })

  test('DELETE answers 204 without body and content type', async () => {
    const { api } = setup()
    const { a } = await twoVpcs(api)
    const answer = await api('DELETE', `/v2/vpcs/${a.id}`)
    expect(answer.status).toBe(204)
    expect(answer.text).toBe('')
    expect(answer.headers).toEqual(common(4997, null))
    expect((await api('GET', `/v2/vpcs/${a.id}`)).status).toBe(404)
  })

  test('DELETE refuses a default VPC, one with members and one with peerings, in that order', async () => {
    const member = {
      vpc_id: `${NOBODY.slice(0, -1)}1`,
      urn: 'do:droplet:89a3a30d-8b38-432b-bb42-1ef403ea227c',
      name: 'web-01',
    }
    const vpc = { id: member.vpc_id, name: 'full', region: 'nyc3', ip_range: '10.202.0.0/24' }
    const { api, clock } = setup({ fixtures: { digitalocean: { vpcs: [vpc], members: [member] } } })
    const isDefault = await defaultOf(api, 'nyc3')
    const { id } = await createPeering(api, 'p', vpc.id, isDefault.id)

    const first = await api('DELETE', `/v2/vpcs/${isDefault.id}`)
    expect(first.status).toBe(403)
    expect(first.body).toEqual(refusal(first, 'forbidden', 'Can not delete default VPCs'))
    const second = await api('DELETE', `/v2/vpcs/${vpc.id}`)
    expect(second.status).toBe(409)
    expect(second.body).toEqual(refusal(second, 'conflict', 'Can not delete VPC with members'))

    const other = await createVpc(api, 'other')
    const peering = await createPeering(api, 'q', other.id, vpc.id)
    for (const state of ['PROVISIONING', 'ACTIVE', 'DELETING']) {
      expect((await api('GET', `/v2/vpc_peerings/${peering.id}`)).body).toMatchObject({
        vpc_peering: { status: state },
      })
      const third = await api('DELETE', `/v2/vpcs/${other.id}`)
      expect(third.status).toBe(412)
      expect(third.body).toEqual(refusal(third, 'unknown', 'Can not delete VPC with peerings'))
      if (state === 'PROVISIONING') clock.advance(2_000)
      else await api('DELETE', `/v2/vpc_peerings/${peering.id}`)
    }
    clock.advance(1_000)
    expect((await api('DELETE', `/v2/vpcs/${other.id}`)).status).toBe(204)
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).status).toBe(200)
  })
})

describe('GET /v2/vpcs/{vpc_id}/members', () => {
  const vpc = { id: `${NOBODY.slice(0, -1)}1`, name: 'full', region: 'nyc3', ip_range: '10.202.0.0/24' }
  const members = [
    { vpc_id: vpc.id, urn: 'do:droplet:1', name: 'web', created_at: '2025-09-29T04:50:49Z' },
    { vpc_id: vpc.id, urn: 'do:loadbalancer:2', name: 'lb', created_at: '2025-09-30T04:50:49Z' },
  ]
  const shown = members.map(({ urn, name, created_at }) => ({ urn, name, created_at }))

  test('lists members, filtered by the kind in their URN', async () => {
    const { api } = setup({ fixtures: { digitalocean: { vpcs: [vpc], members } } })
    expect((await api('GET', `/v2/vpcs/${vpc.id}/members`)).body).toEqual({
      members: shown,
      links: {},
      meta: { total: 2 },
    })
    expect((await api('GET', `/v2/vpcs/${vpc.id}/members?resource_type=droplet&per_page=1`)).body).toEqual({
      members: [shown[0]],
      links: {},
      meta: { total: 1 },
    })
    expect((await api('GET', `/v2/vpcs/${vpc.id}/members?per_page=1`)).body).toEqual({
      members: [shown[0]],
      links: {
        pages: {
          next: `${BASE}/v2/vpcs/${vpc.id}/members?page=2&per_page=1`,
          last: `${BASE}/v2/vpcs/${vpc.id}/members?page=2&per_page=1`,
        },
      },
      meta: { total: 2 },
    })
  })

  test('is empty for a new VPC and 404 for an unknown one', async () => {
    const { api } = setup()
    const { a } = await twoVpcs(api)
    expect((await api('GET', `/v2/vpcs/${a.id}/members`)).body).toEqual({ members: [], links: {}, meta: { total: 0 } })
    expect((await api('GET', `/v2/vpcs/${NOBODY}/members`)).status).toBe(404)
  })
})

describe('/v2/vpcs/{vpc_id}/peerings', () => {
  test('GET lists the peerings of a VPC under the key that the live service uses', async () => {
    const { api } = setup()
    const { a, b, ids } = await twoVpcs(api)
    const c = await createVpc(api, 'c')
    const { id } = await createPeering(api, 'p1', ...ids)
    const shown = { id, name: 'p1', vpc_ids: ids, created_at: '2026-01-01T00:00:00Z', status: 'PROVISIONING' }
    for (const vpc of [a, b]) {
      const answer = await api('GET', `/v2/vpcs/${vpc.id}/peerings`)
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({ vpc_peerings: [shown], links: {}, meta: { total: 1 } })
    }
    expect((await api('GET', `/v2/vpcs/${c.id}/peerings`)).body).toEqual({
      vpc_peerings: [],
      links: {},
      meta: { total: 0 },
    })
  })

  test.each([
    ['live', ['vpc_peering'], ['vpc_peerings', 'links', 'meta']],
    ['documented', ['peering'], ['peerings', 'links', 'meta']],
    ['both', ['vpc_peering', 'peering'], ['vpc_peerings', 'peerings', 'links', 'meta']],
  ])('answers in the %s envelope', async (nestedEnvelope, single, list) => {
    const { api } = setup({ settings: { digitalocean: { nestedEnvelope } } })
    const { a, b } = await twoVpcs(api)
    const created = await api('POST', `/v2/vpcs/${a.id}/peerings`, { name: 'p1', vpc_id: b.id })
    expect(created.status).toBe(202)
    expect(Object.keys(created.body as object)).toEqual(single)
    const { id } = Object.values(created.body as Record<string, { id: string }>)[0]!
    const renamed = await api('PATCH', `/v2/vpcs/${b.id}/peerings/${id}`, { name: 'p2' })
    expect(renamed.status).toBe(200)
    expect(Object.keys(renamed.body as object)).toEqual(single)
    expect(Object.values(renamed.body as Record<string, object>)[0]).toMatchObject({ id, name: 'p2' })
    expect(Object.keys((await api('GET', `/v2/vpcs/${a.id}/peerings`)).body as object)).toEqual(list)
  })

  test('refuses an unknown VPC, a missing peer, and a peering of other VPCs', async () => {
    const { api } = setup()
    const { a, ids } = await twoVpcs(api)
    const c = await createVpc(api, 'c')
    const { id } = await createPeering(api, 'p1', ...ids)
    const cases = [
      [await api('GET', `/v2/vpcs/${NOBODY}/peerings`), 404, 'not_found', `VPC ID ${NOBODY} not found`],
      [
        await api('POST', `/v2/vpcs/${NOBODY}/peerings`, { name: 'x', vpc_id: a.id }),
        404,
        'not_found',
        `VPC ID ${NOBODY} not found`,
      ],
      [
        await api('POST', `/v2/vpcs/${a.id}/peerings`, { name: 'x' }),
        422,
        'unprocessable_entity',
        'vpc_id is required',
      ],
      [
        await api('POST', `/v2/vpcs/${a.id}/peerings`, { name: 'x', vpc_id: NOBODY }),
        404,
        'not_found',
        `VPC ID ${NOBODY} not found`,
      ],
      [
        await api('POST', `/v2/vpcs/${a.id}/peerings`, { name: 'x', vpc_id: a.id }),
        422,
        'unprocessable_entity',
        'a VPC can not be peered with itself',
      ],
      [
        await api('PATCH', `/v2/vpcs/${c.id}/peerings/${id}`, { name: 'x' }),
        404,
        'not_found',
        `VPC Peering ID ${id} not found`,
      ],
    ] as const
    for (const [answer, status, slug, message] of cases) {
      expect(answer.status).toBe(status)
      expect(answer.body).toEqual(refusal(answer, slug, message))
    }
    const wrongMethod = await api('GET', `/v2/vpcs/${a.id}/peerings/${id}`)
    expect(wrongMethod.status).toBe(405)
    expect(wrongMethod.headers['allow']).toBe('PATCH')
  })
})
