import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import { BASE, type Peering, common, createPeering, createVpc, refusal, setup, twoVpcs } from './setup.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'

describe('GET /v2/vpc_peerings', () => {
  test('answers an empty list with empty links', async () => {
    const { api } = setup()
    const answer = await api('GET', '/v2/vpc_peerings')
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('{"vpc_peerings":[],"links":{},"meta":{"total":0}}')
    expect(answer.headers).toEqual(common(4999))
  })

  describe('with five peerings', () => {
    const five = async () => {
      const bench = setup()
      const hub = await createVpc(bench.api, 'hub')
      for (let n = 1; n <= 5; n++) {
        const spoke = await createVpc(bench.api, `spoke-${n}`)
        await createPeering(bench.api, `p${n}`, hub.id, spoke.id)
      }
      return bench
    }
    const link = (page: number, rest = '&per_page=2') => `${BASE}/v2/vpc_peerings?page=${page}${rest}`

    test.each([
      ['first', 'page=1&per_page=2', ['p1', 'p2'], { next: link(2), last: link(3) }],
      ['middle', 'page=2&per_page=2', ['p3', 'p4'], { first: link(1), prev: link(1), next: link(3), last: link(3) }],
      ['last', 'page=3&per_page=2', ['p5'], { first: link(1), prev: link(2) }],
      ['page beyond the end', 'page=9&per_page=2', [], { first: link(1), prev: link(3) }],
    ])('links the %s', async (_, query, names, pages) => {
      const { api } = await five()
      const { status, body } = await api('GET', `/v2/vpc_peerings?${query}`)
      const list = body as { vpc_peerings: Peering[]; links: object; meta: object }
      expect(status).toBe(200)
      expect(list.vpc_peerings.map(({ name }) => name)).toEqual(names)
      expect({ links: list.links, meta: list.meta }).toEqual({ links: { pages }, meta: { total: 5 } })
    })

    test.each([
      ['per_page=abc', 20, 5],
      ['per_page=0', 20, 5],
      ['per_page=-1', 20, 5],
      ['per_page=9999', 200, 5],
      ['page=abc', 20, 5],
      ['page=0', 20, 5],
    ])('clamps %s instead of refusing it', async (query, _perPage, shown) => {
      const { api } = await five()
      const { status, body } = await api('GET', `/v2/vpc_peerings?${query}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ links: {}, meta: { total: 5 } })
      expect((body as { vpc_peerings: Peering[] }).vpc_peerings).toHaveLength(shown)
    })

    test('keeps the filter in the links and counts only what it lets through', async () => {
      const { api } = await five()
      const { body } = await api('GET', '/v2/vpc_peerings?region=nyc3&per_page=4')
      expect(body).toMatchObject({ links: { pages: { next: link(2, '&per_page=4&region=nyc3') } }, meta: { total: 5 } })
      expect((await api('GET', '/v2/vpc_peerings?region=fra1')).body).toEqual({
        vpc_peerings: [],
        links: {},
        meta: { total: 0 },
      })
      expect((await api('GET', '/v2/vpc_peerings?region=nowhere')).body).toEqual({
        vpc_peerings: [],
        links: {},
        meta: { total: 0 },
      })
    })
  })
})

describe('POST /v2/vpc_peerings', () => {
  test('answers 202 with the five documented members, vpc_ids sorted and created_at to the nanosecond', async () => {
    const { api } = setup()
    const { ids } = await twoVpcs(api)
    const answer = await api('POST', '/v2/vpc_peerings', { name: 'p1', vpc_ids: ids.toReversed() })
    expect(answer.status).toBe(202)
    expect(answer.headers).toEqual(common(4997))
    expect(answer.body).toEqual({
      vpc_peering: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
        name: 'p1',
        vpc_ids: ids,
        created_at: expect.stringMatching(/^2026-01-01T00:00:00\.\d{1,9}Z$/),
        status: 'PROVISIONING',
      },
    })
    expect(Object.keys((answer.body as { vpc_peering: object }).vpc_peering)).toEqual([
      'id',
      'name',
      'vpc_ids',
      'created_at',
      'status',
    ])
  })

  test('is readable at once, ACTIVE after its time, with created_at in whole seconds', async () => {
    const { api, clock } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p1', ...ids)
    const seen = { id, name: 'p1', vpc_ids: ids, created_at: '2026-01-01T00:00:00Z' }
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toEqual({
      vpc_peering: { ...seen, status: 'PROVISIONING' },
    })
    clock.advance(1_999)
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toEqual({
      vpc_peering: { ...seen, status: 'PROVISIONING' },
    })
    clock.advance(1)
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toEqual({ vpc_peering: { ...seen, status: 'ACTIVE' } })
  })

  const badRequest = [400, 'bad_request', 'error parsing request body'] as const
  const badName = [422, 'unprocessable_entity', 'name may only contain alphanumeric characters and dashes'] as const
  const badIds = [422, 'unprocessable_entity', 'vpc_ids must contain exactly two VPC IDs'] as const

  test.each<[string, unknown, readonly [number, string, string]]>([
    ['an empty body', '', badRequest],
    ['malformed JSON', '{"name":', badRequest],
    ['an array', [], badRequest],
    ['null', 'null', badRequest],
    ['a name of another type', { name: 1, vpc_ids: [] }, badRequest],
    ['vpc_ids of another type', { name: 'p', vpc_ids: 'x' }, badRequest],
    ['a vpc id of another type', { name: 'p', vpc_ids: [1, 2] }, badRequest],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), badRequest],
    ['no name', { vpc_ids: [NOBODY, NOBODY] }, badName],
    ['a null name', { name: null, vpc_ids: [NOBODY, NOBODY] }, badName],
    ['an empty name', { name: '', vpc_ids: [NOBODY, NOBODY] }, badName],
    ['a name with a space', { name: 'bad name', vpc_ids: [NOBODY, NOBODY] }, badName],
    ['a name with a period', { name: 'bad.name', vpc_ids: [NOBODY, NOBODY] }, badName],
    ['no vpc_ids', { name: 'p' }, badIds],
    ['one vpc id', { name: 'p', vpc_ids: [NOBODY] }, badIds],
    ['three vpc ids', { name: 'p', vpc_ids: ['a', 'b', 'c'] }, badIds],
    [
      'the same vpc twice',
      { name: 'p', vpc_ids: [NOBODY, NOBODY] },
      [422, 'unprocessable_entity', 'a VPC can not be peered with itself'],
    ],
    ['an unknown vpc', { name: 'p', vpc_ids: [NOBODY, 'other'] }, [404, 'not_found', `VPC ID ${NOBODY} not found`]],
  ])('refuses %s and changes nothing', async (_, body, [status, id, message]) => {
    const { api } = setup()
    const answer = await api('POST', '/v2/vpc_peerings', body)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(common(4999))
    expect(answer.body).toEqual(refusal(answer, id, message))
    expect((await api('GET', '/v2/vpc_peerings')).body).toMatchObject({ meta: { total: 0 } })
  })

  test('refuses a taken name, also while its owner is DELETING', async () => {
    const { api } = setup()
    const { a, ids } = await twoVpcs(api)
    const c = await createVpc(api, 'c')
    const { id } = await createPeering(api, 'p1', ...ids)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    const answer = await api('POST', '/v2/vpc_peerings', { name: 'p1', vpc_ids: [a.id, c.id] })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      refusal(answer, 'unprocessable_entity', 'a VPC Peering with the same name already exists in your account'),
    )
  })

  test('refuses a pair that is already peered, in either order', async () => {
    const { api } = setup()
    const { ids } = await twoVpcs(api)
    await createPeering(api, 'p1', ...ids)
    const answer = await api('POST', '/v2/vpc_peerings', { name: 'p2', vpc_ids: ids.toReversed() })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      refusal(answer, 'unprocessable_entity', 'a VPC Peering between these VPCs already exists'),
    )
  })

  test('refuses BLR1 across regions and allows it within', async () => {
    const { api } = setup()
    const [b1, b2] = [await createVpc(api, 'b1', undefined, 'blr1'), await createVpc(api, 'b2', undefined, 'blr1')]
    const n = await createVpc(api, 'n', undefined, 'nyc3')
    const answer = await api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: [b1.id, n.id] })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      refusal(answer, 'unprocessable_entity', 'VPCs in BLR1 can only be peered with VPCs in BLR1'),
    )
    expect(await createPeering(api, 'p', b1.id, b2.id)).toMatchObject({ status: 'PROVISIONING' })
  })

  test("refuses a range that is reserved in the peer's region, unless that rule is off", async () => {
    const pair = async (reservedRanges: 'enforce' | 'ignore') => {
      const { api } = setup({ settings: { digitalocean: { reservedRanges } } })
      const here = await createVpc(api, 'here', '10.10.10.0/24', 'nyc3')
      const there = await createVpc(api, 'there', undefined, 'nyc1')
      return api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: [here.id, there.id] })
    }
    const refused = await pair('enforce')
    expect(refused.status).toBe(422)
    expect(refused.body).toEqual(
      refusal(refused, 'unprocessable_entity', 'VPC range 10.10.10.0/24 overlaps with a range reserved in region nyc1'),
    )
    expect((await pair('ignore')).status).toBe(202)
  })

  test('refuses overlapping ranges, which only fixtures can bring about', async () => {
    const vpc = (n: number) => ({
      id: `${NOBODY.slice(0, -1)}${n}`,
      name: `v${n}`,
      region: 'nyc3',
      ip_range: '10.202.0.0/24',
    })
    const { api } = setup({ fixtures: { digitalocean: { vpcs: [vpc(1), vpc(2)] } } })
    const answer = await api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: [vpc(1).id, vpc(2).id] })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      refusal(answer, 'unprocessable_entity', 'VPC ranges 10.202.0.0/24 and 10.202.0.0/24 overlap'),
    )
  })

  test('refuses what exceeds a configured quota', async () => {
    const { api } = setup({ settings: { digitalocean: { peeringQuota: 1 } } })
    const { a, ids } = await twoVpcs(api)
    const c = await createVpc(api, 'c')
    await createPeering(api, 'p1', ...ids)
    const answer = await api('POST', '/v2/vpc_peerings', { name: 'p2', vpc_ids: [a.id, c.id] })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(refusal(answer, 'unprocessable_entity', 'you have reached the limit of 1 VPC Peerings'))
  })
})

describe('/v2/vpc_peerings/{vpc_peering_id}', () => {
  test.each(['GET', 'PATCH', 'DELETE'])(
    '%s answers 404 for an unknown id, in words that contain "not found"',
    async (method) => {
      const { api } = setup()
      const answer = await api(method, `/v2/vpc_peerings/${NOBODY}`, method === 'PATCH' ? { name: 'x' } : undefined)
      expect(answer.status).toBe(404)
      expect(answer.headers).toEqual(common(4999))
      expect(answer.body).toEqual(refusal(answer, 'not_found', `VPC Peering ID ${NOBODY} not found`))
    },
  )

  test('GET can answer the documented 404 text', async () => {
    const { api } = setup({ settings: { digitalocean: { notFoundText: 'documented' } } })
    const answer = await api('GET', '/v2/vpc_peerings/123abc')
    expect(answer.body).toEqual(refusal(answer, 'not_found', 'The resource you requested could not be found.'))
  })

  test('PATCH renames and changes nothing else', async () => {
    const { api } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p1', ...ids)
    const answer = await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'renamed-p1', vpc_ids: [], status: 'ACTIVE' })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      vpc_peering: { id, name: 'renamed-p1', vpc_ids: ids, created_at: '2026-01-01T00:00:00Z', status: 'PROVISIONING' },
    })
    expect((await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'renamed-p1' })).status).toBe(200)
    const refused = await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'bad name!' })
    expect(refused.status).toBe(422)
    expect(refused.body).toEqual(
      refusal(refused, 'unprocessable_entity', 'name may only contain alphanumeric characters and dashes'),
    )
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { name: 'renamed-p1' } })
  })

  test('PATCH refuses the name of another peering', async () => {
    const { api } = setup()
    const { a, ids } = await twoVpcs(api)
    const c = await createVpc(api, 'c')
    await createPeering(api, 'p1', ...ids)
    const { id } = await createPeering(api, 'p2', a.id, c.id)
    const answer = await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'p1' })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      refusal(answer, 'unprocessable_entity', 'a VPC Peering with the same name already exists in your account'),
    )
  })

  test('PATCH answers 409 while the peering is DELETING', async () => {
    const { api } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p1', ...ids)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    const answer = await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'p2' })
    expect(answer.status).toBe(409)
    expect(answer.body).toEqual(refusal(answer, 'conflict', 'VPC Peering is being deleted'))
  })

  test.each(['PROVISIONING', 'ACTIVE', 'ERROR'])(
    'DELETE answers 202 with DELETING from %s, again 202, then the peering is gone',
    async (state) => {
      const { emulator, api, clock } = setup()
      const { ids } = await twoVpcs(api)
      const { id } = await createPeering(api, 'p1', ...ids)
      if (state === 'ACTIVE') clock.advance(2_000)
      if (state === 'ERROR') await force(emulator, id, state)
      expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: state } })
      const deleting = {
        vpc_peering: { id, name: 'p1', vpc_ids: ids, created_at: '2026-01-01T00:00:00Z', status: 'DELETING' },
      }
      const answer = await api('DELETE', `/v2/vpc_peerings/${id}`)
      expect(answer.status).toBe(202)
      expect(answer.body).toEqual(deleting)
      clock.advance(999)
      expect(await api('DELETE', `/v2/vpc_peerings/${id}`)).toMatchObject({ status: 202, body: deleting })
      expect(await api('GET', `/v2/vpc_peerings/${id}`)).toMatchObject({ status: 200, body: deleting })
      clock.advance(1)
      expect((await api('GET', `/v2/vpc_peerings/${id}`)).status).toBe(404)
      expect((await api('GET', '/v2/vpc_peerings')).body).toEqual({ vpc_peerings: [], links: {}, meta: { total: 0 } })
    },
  )
})
