import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import {
  A,
  B,
  BASE,
  DAY,
  NOBODY,
  type Peering,
  UUID,
  common,
  createPeering,
  createRoute,
  createVpc,
  neutron,
  routeBody,
  setup,
  setupScenario,
  twoTenants,
} from './setup.ts'

const LINK = '/v2.0/vpc/peerings'
const notFound = neutron('ResourceNotFound', 'Resource could not be found')

describe('POST /v2.0/vpc/peerings', () => {
  test('answers 201 with ACTIVE at once within one project', async () => {
    const { a, a1, a2 } = await twoTenants(false)
    const answer = await a('POST', LINK, {
      peering: { name: 'p1', request_vpc_info: { vpc_id: a1.id }, accept_vpc_info: { vpc_id: a2.id, tenant_id: '' } },
    })
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual(common())
    const { id } = (answer.body as { peering: Peering }).peering
    expect(id).toMatch(UUID)
    const side = (vpc: string) => `{"vpc_id":"${vpc}","tenant_id":"${A.projectId}"}`
    expect(answer.text).toBe(
      `{"peering":{"name":"p1","id":"${id}","description":"","request_vpc_info":${side(a1.id)},"accept_vpc_info":${side(a2.id)},"status":"ACTIVE","created_at":"${DAY}","updated_at":"${DAY}"}}`,
    )
  })

  test('answers 201 with PENDING_ACCEPTANCE across projects; both sides see the same, nobody else anything', async () => {
    const { a, b, third, b1 } = await twoTenants(false)
    const extra = await createVpc(a, A.projectId, 'extra')
    const answer = await a('POST', LINK, {
      peering: {
        name: 'p3',
        description: 'a to b',
        request_vpc_info: { vpc_id: extra.id },
        accept_vpc_info: { vpc_id: b1.id, tenant_id: B.projectId },
      },
    })
    const { id } = (answer.body as { peering: Peering }).peering
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      peering: {
        name: 'p3',
        id,
        description: 'a to b',
        request_vpc_info: { vpc_id: extra.id, tenant_id: A.projectId },
        accept_vpc_info: { vpc_id: b1.id, tenant_id: B.projectId },
        status: 'PENDING_ACCEPTANCE',
        created_at: DAY,
        updated_at: DAY,
      },
    })
    for (const client of [a, b])
      expect(await client('GET', `${LINK}/${id}`)).toMatchObject({ status: 200, text: answer.text })
    const foreign = await third('GET', `${LINK}/${id}`)
    expect(foreign.status).toBe(404)
    expect(foreign.headers).toEqual(common())
    expect(foreign.body).toEqual(notFound)
  })

  const info = (vpc_id: unknown = NOBODY) => ({ vpc_id })
  const peering = { name: 'p', request_vpc_info: info(), accept_vpc_info: info() }
  const text = (message: string) => neutron('HTTPBadRequest', message)
  const bad = (name: string, reason: string) => text(`Invalid input for ${name}. Reason: ${reason}.`)
  const missing = (name: string) => text(`Failed to parse request. Required attribute '${name}' not specified`)
  const fixed = (name: string) => text(`Attribute '${name}' not allowed in POST`)
  const keys = (provided: string) =>
    `Validation of dictionary's keys failed. Expected keys: {'vpc_id'} Provided keys: ${provided}`
  const long = 'x'.repeat(65)
  const longer = 'x'.repeat(256)

  test.each<[string, unknown, unknown]>([
    ['no body', undefined, text('Resource body required')],
    ['an empty object', {}, text('Resource body required')],
    ['malformed JSON', '{', neutron('MalformedRequestBody', 'Malformed request body: Cannot understand JSON.')],
    ['no envelope', { name: 'p' }, text("Unable to find 'peering' in request body")],
    ['an array', ['p'], text('Body contains invalid data')],
    ['a text for an envelope', { peering: 'p' }, text("Object 'peering' contains invalid data")],
    ['no name', { peering: { ...peering, name: undefined } }, missing('name')],
    ['no requester', { peering: { ...peering, request_vpc_info: undefined } }, missing('request_vpc_info')],
    ['no accepter', { peering: { ...peering, accept_vpc_info: undefined } }, missing('accept_vpc_info')],
    ['an unknown attribute', { peering: { ...peering, foo: 1 } }, text("Unrecognized attribute(s) 'foo'")],
    ['an id', { peering: { ...peering, id: NOBODY } }, fixed('id')],
    ['a status', { peering: { ...peering, status: 'ACTIVE' } }, fixed('status')],
    ['a time of creation', { peering: { ...peering, created_at: DAY } }, fixed('created_at')],
    ['a time of change', { peering: { ...peering, updated_at: DAY } }, fixed('updated_at')],
    ['a long name', { peering: { ...peering, name: long } }, bad('name', `'${long}' exceeds maximum length of 64`)],
    ['an empty name', { peering: { ...peering, name: '' } }, bad('name', "'' Blank strings are not permitted")],
    ['a numeric name', { peering: { ...peering, name: 123 } }, bad('name', "'123' is not a valid string")],
    [
      'a name of other types',
      { peering: { ...peering, name: [true, null, { k: "it's" }] } },
      bad('name', `'[True, None, {'k': "it's"}]' is not a valid string`),
    ],
    [
      'a long description',
      { peering: { ...peering, description: longer } },
      bad('description', `'${longer}' exceeds maximum length of 255`),
    ],
    [
      'angle brackets in the description',
      { peering: { ...peering, description: 'a<b' } },
      bad('description', "'a<b' is not a valid input"),
    ],
    [
      'a VPC name for the accepter, in the words of a live answer',
      { peering: { ...peering, accept_vpc_info: info('kunde1-VPC') } },
      bad('accept_vpc_info', "'kunde1-VPC' is not a valid UUID"),
    ],
    [
      'a VPC name for the requester',
      { peering: { ...peering, request_vpc_info: info('v') } },
      bad('request_vpc_info', "'v' is not a valid UUID"),
    ],
    [
      'a text for a side',
      { peering: { ...peering, accept_vpc_info: 'v' } },
      bad('accept_vpc_info', "'v' is not a dictionary"),
    ],
    ['a side without VPC', { peering: { ...peering, accept_vpc_info: {} } }, bad('accept_vpc_info', keys('set()'))],
    [
      'a side with another key alone',
      { peering: { ...peering, accept_vpc_info: { tenant_id: 'x' } } },
      bad('accept_vpc_info', keys("{'tenant_id'}")),
    ],
    [
      'a foreign requester',
      { peering: { ...peering, request_vpc_info: { vpc_id: NOBODY, tenant_id: B.projectId } } },
      text(
        "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin privileges",
      ),
    ],
  ])('answers 400 to %s', async (_, body, expected) => {
    const { a } = setup()
    const answer = await a('POST', LINK, body)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(expected)
    expect((await a('GET', LINK)).text).toBe('{"peerings":[]}')
  })

  test('answers 404 to a VPC that is unknown or not of the named project', async () => {
    const { a, a1, a2, b1 } = await twoTenants(false)
    const refused = async (request: object, accept: object, id: string) => {
      const answer = await a('POST', LINK, {
        peering: { name: 'p', request_vpc_info: request, accept_vpc_info: accept },
      })
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual(neutron('RouterNotFound', `Router ${id} could not be found`))
    }
    await refused({ vpc_id: NOBODY }, { vpc_id: a2.id }, NOBODY)
    await refused({ vpc_id: b1.id }, { vpc_id: a2.id }, b1.id)
    await refused({ vpc_id: a1.id }, { vpc_id: NOBODY }, NOBODY)
    await refused({ vpc_id: a1.id }, { vpc_id: b1.id }, b1.id)
    await refused({ vpc_id: a1.id }, { vpc_id: a2.id, tenant_id: B.projectId }, a2.id)
  })

  test('answers 400 to a VPC with itself', async () => {
    const { a, a1 } = await twoTenants(false)
    const body = { name: 'p', request_vpc_info: { vpc_id: a1.id }, accept_vpc_info: { vpc_id: a1.id } }
    expect(await a('POST', LINK, { peering: body })).toMatchObject({
      status: 400,
      body: neutron('InvalidInput', 'Invalid input for operation: request vpc and accept vpc must be different.'),
    })
  })

  test('answers 409 to a pair that is peered or asked for, in either direction; a rejected one may ask again', async () => {
    const { a, b, a1, a2, b1, peering } = await twoTenants(false)
    await createPeering(a, 'p1', a1, a2)
    const again = await a('POST', LINK, {
      peering: { name: 'p2', request_vpc_info: { vpc_id: a2.id }, accept_vpc_info: { vpc_id: a1.id } },
    })
    expect(again.status).toBe(409)
    expect(again.headers).toEqual(common())
    expect(again.body).toEqual(
      neutron('PeeringExists', `Peering between vpc ${a2.id} and vpc ${a1.id} already exists.`),
    )
    const pending = await b('POST', LINK, {
      peering: {
        name: 'back',
        request_vpc_info: { vpc_id: b1.id },
        accept_vpc_info: { vpc_id: a1.id, tenant_id: A.projectId },
      },
    })
    expect(pending).toMatchObject({ status: 409, body: { NeutronError: { type: 'PeeringExists' } } })
    expect((await b('PUT', `${LINK}/${peering.id}/reject`)).status).toBe(200)
    expect((await createPeering(a, 'second', a1, b1, B.projectId)).status).toBe('PENDING_ACCEPTANCE')
  })

  test('can let a rejected peering block its pair, and say 400', async () => {
    const options = { settings: { huawei: { rejectedPair: 'blocked', duplicateStatus: 400 } } } as const
    const { a, b, a1, b1, peering } = await twoTenants(false, options)
    await b('PUT', `${LINK}/${peering.id}/reject`)
    await expect(createPeering(a, 'second', a1, b1, B.projectId)).rejects.toThrow('400 {"NeutronError"')
  })

  test('counts a pending one against the requester alone, an active one against both', async () => {
    const { a, b, a1, a2, b1, peering } = await twoTenants(false, { settings: { huawei: { peeringQuota: 1 } } })
    const b2 = await createVpc(b, B.projectId, 'b2')
    const body = { name: 'q', request_vpc_info: { vpc_id: a1.id }, accept_vpc_info: { vpc_id: a2.id } }
    const answer = await a('POST', LINK, { peering: body })
    expect(answer.status).toBe(409)
    expect(answer.body).toEqual(neutron('OverQuota', "Quota exceeded for resources: ['peering']."))
    const own = await createPeering(b, 'own', b1, b2)
    await b('DELETE', `${LINK}/${own.id}`)
    await b('PUT', `${LINK}/${peering.id}/accept`)
    await expect(createPeering(b, 'own', b1, b2)).rejects.toThrow("Quota exceeded for resources: ['peering'].")
  })
})

describe('PUT /v2.0/vpc/peerings/{peering_id}/accept and /reject', () => {
  test.each([
    ['accept', 'ACTIVE'],
    ['reject', 'REJECTED'],
  ])('%s answers 200 with a flat body and moves updated_at', async (verb, status) => {
    const { b, a1, b1, peering, clock } = await twoTenants(false)
    clock.advance(190_000)
    const answer = await b('PUT', `${LINK}/${peering.id}/${verb}`, undefined, { 'content-type': 'application/json' })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual({ ...common(), date: 'Thu, 01 Jan 2026 00:03:10 GMT' })
    expect(answer.text).toBe(
      `{"name":"p","id":"${peering.id}","description":"","request_vpc_info":{"vpc_id":"${a1.id}","tenant_id":"${A.projectId}"},"accept_vpc_info":{"vpc_id":"${b1.id}","tenant_id":"${B.projectId}"},"status":"${status}","created_at":"${DAY}","updated_at":"2026-01-01T00:03:10"}`,
    )
    expect((await b('GET', `${LINK}/${peering.id}`)).text).toBe(`{"peering":${answer.text}}`)
  })

  test.each([{}, 'null', 'not json'])('do not look at the body %j', async (body) => {
    const { b, peering } = await twoTenants(false)
    expect((await b('PUT', `${LINK}/${peering.id}/accept`, body)).status).toBe(200)
  })

  test.each(['accept', 'reject'])('%s answers 403 to the requester and 404 to a third tenant', async (verb) => {
    const { a, third, peering } = await twoTenants(false)
    const own = await a('PUT', `${LINK}/${peering.id}/${verb}`)
    expect(own.status).toBe(403)
    expect(own.headers).toEqual(common())
    expect(own.body).toEqual(neutron('PolicyNotAuthorized', `rule:${verb}_peering is disallowed by policy`))
    const foreign = await third('PUT', `${LINK}/${peering.id}/${verb}`)
    expect(foreign.status).toBe(404)
    expect(foreign.body).toEqual(notFound)
  })

  test.each(['ACTIVE', 'REJECTED', 'EXPIRED'])('answer 409 from %s', async (state) => {
    const { emulator, b, peering } = await twoTenants(false)
    await force(emulator, peering.id, state)
    for (const verb of ['accept', 'reject']) {
      const answer = await b('PUT', `${LINK}/${peering.id}/${verb}`)
      expect(answer.status).toBe(409)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(
        neutron('PeeringStatusConflict', `Peering ${peering.id} is in status ${state}, operation is not allowed.`),
      )
    }
  })

  test('a request expires on the virtual clock where a scenario says so', async () => {
    const rule = '{ id: expire, from: PENDING_ACCEPTANCE, after: 1h, to: EXPIRED }'
    const { a, b, clock } = await setupScenario(`lifecycles:\n  huawei/peering: [${rule}]`)
    const a1 = await createVpc(a, A.projectId, 'a1')
    const b1 = await createVpc(b, B.projectId, 'b1')
    const { id } = await createPeering(a, 'p', a1, b1, B.projectId)
    clock.advance(3_599_999)
    expect((await b('GET', `${LINK}/${id}`)).body).toMatchObject({ peering: { status: 'PENDING_ACCEPTANCE' } })
    clock.advance(1)
    expect((await b('GET', `${LINK}/${id}`)).body).toMatchObject({
      peering: { status: 'EXPIRED', updated_at: '2026-01-01T01:00:00' },
    })
    expect((await b('PUT', `${LINK}/${id}/accept`)).status).toBe(409)
  })
})

describe('/v2.0/vpc/peerings/{peering_id}', () => {
  test('PUT changes name and description, by either side, and moves updated_at', async () => {
    const { a, b, peering, clock } = await twoTenants()
    clock.advance(60_000)
    const answer = await a('PUT', `${LINK}/${peering.id}`, { peering: { name: 'n2', description: 'd' } })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      peering: expect.objectContaining({
        id: peering.id,
        name: 'n2',
        description: 'd',
        status: 'ACTIVE',
        created_at: DAY,
        updated_at: '2026-01-01T00:01:00',
      }) as unknown,
    })
    expect((await b('PUT', `${LINK}/${peering.id}`, { peering: { description: '' } })).body).toMatchObject({
      peering: { name: 'n2', description: '' },
    })
  })

  test.each<[string, unknown, unknown]>([
    ['nothing', {}, neutron('HTTPBadRequest', 'Resource body required')],
    [
      'no attribute',
      { peering: {} },
      neutron('InvalidInput', 'Invalid input for operation: at least one attribute must be specified.'),
    ],
    [
      'the status',
      { peering: { status: 'ACTIVE' } },
      neutron('HTTPBadRequest', 'Cannot update read-only attribute status'),
    ],
    [
      'a side',
      { peering: { request_vpc_info: { vpc_id: NOBODY } } },
      neutron('HTTPBadRequest', 'Cannot update read-only attribute request_vpc_info'),
    ],
    ['an unknown attribute', { peering: { foo: 1 } }, neutron('HTTPBadRequest', "Unrecognized attribute(s) 'foo'")],
    [
      'an empty name',
      { peering: { name: '' } },
      neutron('HTTPBadRequest', "Invalid input for name. Reason: '' Blank strings are not permitted."),
    ],
  ])('PUT answers 400 to %s', async (_, body, expected) => {
    const { a, peering } = await twoTenants()
    const before = await a('GET', `${LINK}/${peering.id}`)
    const answer = await a('PUT', `${LINK}/${peering.id}`, body)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(expected)
    expect((await a('GET', `${LINK}/${peering.id}`)).text).toBe(before.text)
  })

  test.each(['GET', 'PUT', 'DELETE'])('%s answers 404 to an unknown id, also one that is no UUID', async (method) => {
    const { a } = setup()
    for (const id of [NOBODY, 'my-peering']) {
      const answer = await a(method, `${LINK}/${id}`, method === 'PUT' ? { peering: { name: 'x' } } : undefined)
      expect(answer.status).toBe(404)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(notFound)
    }
  })

  test.each(['a', 'b'] as const)('DELETE by tenant %s takes the routes of both sides along', async (who) => {
    const bench = await twoTenants()
    const { a, b, a1, b1, peering } = bench
    await createRoute(a, a1, peering, '10.20.0.0/16')
    await createRoute(b, b1, peering, '192.168.0.0/16')
    const answer = await bench[who]('DELETE', `${LINK}/${peering.id}`)
    expect(answer.status).toBe(204)
    expect(answer.headers).toEqual(common(null))
    expect(answer.text).toBe('')
    for (const client of [a, b]) {
      expect((await client('GET', '/v2.0/vpc/routes')).text).toBe('{"routes":[]}')
      expect((await client('GET', `${LINK}/${peering.id}`)).status).toBe(404)
      expect((await client('DELETE', `${LINK}/${peering.id}`)).status).toBe(404)
    }
    expect((await a('POST', '/v2.0/vpc/routes', routeBody(a1, peering))).status).toBe(400)
  })

  test('can be left to the requester', async () => {
    const { a, b, peering } = await twoTenants(true, { settings: { huawei: { changeBy: 'requester' } } })
    const answer = await b('DELETE', `${LINK}/${peering.id}`)
    expect(answer.status).toBe(403)
    expect(answer.body).toEqual(neutron('PolicyNotAuthorized', 'rule:delete_peering is disallowed by policy'))
    expect((await b('PUT', `${LINK}/${peering.id}`, { peering: { name: 'x' } })).status).toBe(403)
    expect((await a('DELETE', `${LINK}/${peering.id}`)).status).toBe(204)
  })
})

describe('GET /v2.0/vpc/peerings', () => {
  const three = async () => {
    const bench = await twoTenants(false)
    const { a, a1, a2, peering } = bench
    const a3 = await createVpc(a, A.projectId, 'a3')
    const made = [peering, await createPeering(a, 'p1', a1, a2), await createPeering(a, 'p2', a2, a3)]
    const sorted = made.map(({ id }) => id).sort()
    return { ...bench, a3, made, sorted }
  }
  const ids = (body: unknown) => (body as { peerings: Peering[] }).peerings.map(({ id }) => id)
  const next = (query: string, marker: string) => ({ rel: 'next', href: `${BASE}${LINK}?${query}`, marker })
  const previous = next

  test('answers an empty list', async () => {
    const { a } = setup()
    const answer = await a('GET', LINK)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    expect(answer.text).toBe('{"peerings":[]}')
  })

  test('pages forward and back with links', async () => {
    const { a, sorted } = await three()
    const [x, y, z] = sorted as [string, string, string]
    const first = await a('GET', `${LINK}?limit=2`)
    expect(ids(first.body)).toEqual([x, y])
    expect(first.body).toMatchObject({ peerings_links: [next(`limit=2&marker=${y}`, y)] })
    const last = await a('GET', `${LINK}?limit=2&marker=${y}`)
    expect(ids(last.body)).toEqual([z])
    expect((last.body as { peerings_links: object[] }).peerings_links).toEqual([
      { ...previous(`limit=2&marker=${z}&page_reverse=True`, z), rel: 'previous' },
    ])
    const back = await a('GET', `${LINK}?limit=2&marker=${z}&page_reverse=True`)
    expect(ids(back.body)).toEqual([x, y])
    expect((back.body as { peerings_links: object[] }).peerings_links).toEqual([next(`limit=2&marker=${y}`, y)])
    expect(ids((await a('GET', `${LINK}?limit=1&marker=${z}&page_reverse=true`)).body)).toEqual([y])
    expect(ids((await a('GET', `${LINK}?limit=2&page_reverse=True`)).body)).toEqual([y, z])
    expect((await a('GET', `${LINK}?marker=${z}`)).text).toBe('{"peerings":[]}')
  })

  test.each(['limit=10&marker=', 'limit=0', 'limit=999999', 'foo=bar', 'marker=', 'page_reverse=False'])(
    'answers everything to %s',
    async (query) => {
      const { a, sorted } = await three()
      const { status, body } = await a('GET', `${LINK}?${query}`)
      expect(status).toBe(200)
      expect(ids(body)).toEqual(sorted)
      expect(Object.keys(body as object)).toEqual(['peerings'])
    },
  )

  test.each([
    ['href', ['rel', 'href']],
    ['marker', ['rel', 'marker']],
  ])('can link with %s alone', async (links, members) => {
    const { a, unchecked, a1, a2 } = await twoTenants(true, { settings: { huawei: { links } } })
    await createPeering(a, 'p1', a1, a2)
    const { body } = await unchecked('GET', `${LINK}?limit=1&vpc_id=${a1.id}`)
    const [link] = (body as { peerings_links: object[] }).peerings_links
    expect(Object.keys(link!)).toEqual(members)
  })

  test('keeps filters in the links', async () => {
    const { a, a1 } = await three()
    const { body } = await a('GET', `${LINK}?vpc_id=${a1.id}&limit=1`)
    const { peerings, peerings_links } = body as { peerings: Peering[]; peerings_links: { href: string }[] }
    expect(peerings_links[0]!.href).toBe(`${BASE}${LINK}?vpc_id=${a1.id}&limit=1&marker=${peerings[0]!.id}`)
  })

  test.each([
    ['limit=abc', "Bad limit request: Limit must be an integer 0 or greater and not 'abc'."],
    ['limit=-1', "Bad limit request: Limit must be an integer 0 or greater and not '-1'."],
    ['limit=', "Bad limit request: Limit must be an integer 0 or greater and not ''."],
    ['limit=1.5', "Bad limit request: Limit must be an integer 0 or greater and not '1.5'."],
    ['marker=x', 'Bad marker request: Marker x could not be found.'],
    [`marker=${NOBODY}`, `Bad marker request: Marker ${NOBODY} could not be found.`],
  ])('answers 400 to %s', async (query, message) => {
    const { a } = await three()
    const answer = await a('GET', `${LINK}?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(neutron('BadRequest', message))
  })

  test('filters; a VPC or a tenant is found on either side', async () => {
    const { a, b, a1, a3, b1, made } = await three()
    const [pending, p1, p2] = made as [Peering, Peering, Peering]
    const found = async (query: string, client = a) => ids((await client('GET', `${LINK}?${query}`)).body)
    expect(await found(`id=${p1.id}`)).toEqual([p1.id])
    expect(await found('name=p2')).toEqual([p2.id])
    expect(await found('status=PENDING_ACCEPTANCE')).toEqual([pending.id])
    expect(await found('status=DELETED')).toEqual([])
    expect(await found(`vpc_id=${b1.id}`)).toEqual([pending.id])
    expect(await found(`vpc_id=${a1.id}`)).toEqual([pending.id, p1.id].sort())
    expect(await found(`vpc_id=${a3.id}&status=ACTIVE`)).toEqual([p2.id])
    expect(await found(`tenant_id=${B.projectId}`)).toEqual([pending.id])
    expect(await found(`tenant_id=${A.projectId}`)).toHaveLength(3)
    expect(await found('status=&name=')).toHaveLength(3)
    expect(await found('', b)).toEqual([pending.id])
    for (const malformed of ['id=2', 'vpc_id=x', 'tenant_id=y', 'status=z']) expect(await found(malformed)).toEqual([])
  })
})
