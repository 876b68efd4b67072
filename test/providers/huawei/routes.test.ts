import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import {
  A,
  B,
  BASE,
  NOBODY,
  UUID,
  common,
  createPeering,
  createRoute,
  createVpc,
  neutron,
  routeBody,
  setup,
  twoTenants,
} from './setup.ts'

const LINK = '/v2.0/vpc/routes'

describe('POST /v2.0/vpc/routes', () => {
  test('answers 201 with exactly the six documented fields, in their documented order', async () => {
    const { a, a1, peering } = await twoTenants()
    const answer = await a('POST', LINK, routeBody(a1, peering, '192.168.200.0/24'))
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual(common())
    const { id } = (answer.body as { route: { id: string } }).route
    expect(id).toMatch(UUID)
    expect(answer.text).toBe(
      `{"route":{"type":"peering","nexthop":"${peering.id}","destination":"192.168.200.0/24","vpc_id":"${a1.id}","tenant_id":"${A.projectId}","id":"${id}"}}`,
    )
  })

  test('makes a route on each side, each owned by the tenant that made it', async () => {
    const { a, b, a1, b1, peering } = await twoTenants()
    const there = await a('POST', LINK, routeBody(a1, peering, '10.20.0.0/16'))
    const back = await b('POST', LINK, routeBody(b1, peering, '192.168.0.0/16'))
    expect(there).toMatchObject({ status: 201, body: { route: { tenant_id: A.projectId, vpc_id: a1.id } } })
    expect(back).toMatchObject({ status: 201, body: { route: { tenant_id: B.projectId, vpc_id: b1.id } } })
  })

  test('makes both routes for one caller when both VPCs are his', async () => {
    const { a, a1, a2 } = await twoTenants(false)
    const peering = await createPeering(a, 'own', a1, a2)
    expect((await a('POST', LINK, routeBody(a1, peering, '10.1.0.0/16'))).status).toBe(201)
    expect((await a('POST', LINK, routeBody(a2, peering, '10.1.0.0/16'))).status).toBe(201)
  })

  test('accepts the own project as tenant_id, also with hyphens and in capitals', async () => {
    const { a, a1, peering } = await twoTenants()
    const { route } = routeBody(a1, peering)
    const hyphened = A.projectId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    for (const [index, tenant_id] of [A.projectId, hyphened, A.projectId.toUpperCase()].entries()) {
      const destination = `10.${index}.0.0/16`
      expect((await a('POST', LINK, { route: { ...route, destination, tenant_id } })).status).toBe(201)
    }
  })

  test.each([
    ["the VPC's own block", '192.168.0.0/16'],
    ['a part of it', '192.168.7.0/24'],
    ['a block around it', '192.0.0.0/8'],
    ['everything', '0.0.0.0/0'],
    ['a version 6 block', 'fd00::/8'],
  ])('takes %s for a destination', async (_, destination) => {
    const { a, a1, peering } = await twoTenants()
    expect(await a('POST', LINK, routeBody(a1, peering, destination))).toMatchObject({
      status: 201,
      body: { route: { destination } },
    })
  })

  const text = (value: unknown) => neutron('HTTPBadRequest', String(value))
  const bad = (name: string, reason: string) => text(`Invalid input for ${name}. Reason: ${reason}.`)
  const missing = (name: string) => text(`Failed to parse request. Required attribute '${name}' not specified`)
  const route = { type: 'peering', nexthop: NOBODY, destination: '10.20.0.0/16', vpc_id: NOBODY }
  const without = (name: string) => Object.fromEntries(Object.entries(route).filter(([key]) => key !== name))

  test.each<[string, unknown, unknown]>([
    ['no body', undefined, text('Resource body required')],
    ['an empty object', {}, text('Resource body required')],
    ['null', 'null', text('Resource body required')],
    ['malformed JSON', '{"route":', neutron('MalformedRequestBody', 'Malformed request body: Cannot understand JSON.')],
    ['an array', [1], text('Body contains invalid data')],
    ['a text', '"route"', text('Body contains invalid data')],
    ['no envelope', route, text("Unable to find 'route' in request body")],
    ['a null envelope', { route: null }, text("Unable to find 'route' in request body")],
    ['an array for an envelope', { route: [route] }, text("Object 'route' contains invalid data")],
    ['no type', { route: without('type') }, missing('type')],
    ['no nexthop', { route: without('nexthop') }, missing('nexthop')],
    ['no destination', { route: without('destination') }, missing('destination')],
    ['no vpc_id', { route: without('vpc_id') }, missing('vpc_id')],
    ['an unknown attribute', { route: { ...route, foo: 1 } }, text("Unrecognized attribute(s) 'foo'")],
    ['two unknown attributes', { route: { ...route, foo: 1, bar: 1 } }, text("Unrecognized attribute(s) 'foo, bar'")],
    ['an id', { route: { ...route, id: NOBODY } }, text("Attribute 'id' not allowed in POST")],
    ['another type', { route: { ...route, type: 'vpn' } }, bad('type', "vpn is not in ['peering']")],
    ['a null type', { route: { ...route, type: null } }, bad('type', "None is not in ['peering']")],
    ['a nexthop by name', { route: { ...route, nexthop: 'p1' } }, bad('nexthop', "'p1' is not a valid UUID")],
    ['a numeric nexthop', { route: { ...route, nexthop: 5 } }, bad('nexthop', "'5' is not a valid UUID")],
    ['a VPC by name', { route: { ...route, vpc_id: 'vpc' } }, bad('vpc_id', "'vpc' is not a valid UUID")],
    [
      'a destination without a mask',
      { route: { ...route, destination: '10.20.0.0' } },
      bad('destination', "'10.20.0.0' is not a valid CIDR"),
    ],
    [
      'a destination with a mask out of range',
      { route: { ...route, destination: '10.20.0.0/33' } },
      bad('destination', "'10.20.0.0/33' is not a valid CIDR"),
    ],
    [
      'a destination with host bits',
      { route: { ...route, destination: '10.20.0.1/16' } },
      bad('destination', "'10.20.0.1/16' is not a valid CIDR"),
    ],
    [
      'a foreign tenant_id',
      { route: { ...route, tenant_id: B.projectId } },
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
    expect((await a('GET', LINK)).text).toBe('{"routes":[]}')
  })

  test('answers 404 to an unknown VPC and to one of another project', async () => {
    const { a, b1, peering } = await twoTenants()
    for (const id of [NOBODY, b1.id]) {
      const answer = await a('POST', LINK, routeBody({ id }, peering))
      expect(answer.status).toBe(404)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(neutron('RouterNotFound', `Router ${id} could not be found`))
    }
  })

  test('answers 400 to a peering that is unknown, foreign, not accepted, or of other VPCs', async () => {
    const { a, b, third, a1, a2, b1, peering } = await twoTenants()
    const pending = await createPeering(a, 'pending', a2, b1, B.projectId)
    const c1 = await createVpc(third, '0123456789abcdef0123456789abcdef', 'c1')
    const refused = async (client: typeof a, vpc: { id: string }, id: string) => {
      const answer = await client('POST', LINK, routeBody(vpc, { id }, '10.99.0.0/16'))
      expect(answer.status).toBe(400)
      expect(answer.headers).toEqual(common())
      return answer.body
    }
    const input = (message: string) => neutron('InvalidInput', `Invalid input for operation: ${message}`)
    expect(await refused(a, a1, NOBODY)).toEqual(input(`peering ${NOBODY} could not be found.`))
    expect(await refused(third, c1, peering.id)).toEqual(input(`peering ${peering.id} could not be found.`))
    expect(await refused(a, a2, pending.id)).toEqual(input(`peering ${pending.id} is not active.`))
    expect(await refused(b, b1, pending.id)).toEqual(input(`peering ${pending.id} is not active.`))
    expect(await refused(a, a2, peering.id)).toEqual(input(`vpc ${a2.id} is not in peering ${peering.id}.`))
  })

  test.each(['PENDING_ACCEPTANCE', 'REJECTED', 'EXPIRED'])('answers 400 while the peering is %s', async (state) => {
    const { emulator, a, a1, peering } = await twoTenants()
    await force(emulator, peering.id, state)
    const answer = await a('POST', LINK, routeBody(a1, peering))
    expect(answer).toMatchObject({
      status: 400,
      body: neutron('InvalidInput', `Invalid input for operation: peering ${peering.id} is not active.`),
    })
  })

  test('answers 409 to a destination that the VPC has already, or 400 where the seed is taken at its word', async () => {
    const exists = (vpc: string) =>
      neutron('RouteExists', `Route with destination 10.20.0.0/16 already exists in vpc ${vpc}.`)
    const { a, a1, peering } = await twoTenants()
    await createRoute(a, a1, peering, '10.20.0.0/16')
    const answer = await a('POST', LINK, routeBody(a1, peering))
    expect(answer.status).toBe(409)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(exists(a1.id))
    const strict = await twoTenants(true, { settings: { huawei: { duplicateStatus: 400 } } })
    await createRoute(strict.a, strict.a1, strict.peering, '10.20.0.0/16')
    expect(await strict.a('POST', LINK, routeBody(strict.a1, strict.peering))).toMatchObject({
      status: 400,
      body: exists(strict.a1.id),
    })
  })

  test.each(['198.19.128.0/20', '127.0.0.0/8', '100.64.0.0/10', '100.64.1.0/24', '192.168.1.0/24', '192.168.1.128/25'])(
    'answers 400 to %s, which the VPC reaches by itself',
    async (destination) => {
      const { a, a1, peering } = await twoTenants()
      const subnet = { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: a1.id }
      expect((await a('POST', `/v1/${A.projectId}/subnets`, { subnet })).status).toBe(200)
      const answer = await a('POST', LINK, routeBody(a1, peering, destination))
      expect(answer.status).toBe(400)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(
        neutron('InvalidInput', `Invalid input for operation: destination ${destination} overlaps with a local route.`),
      )
    },
  )

  test('can leave local routes and the state of the peering alone', async () => {
    const lenient = { settings: { huawei: { localRoutes: 'ignore', inactiveNexthop: 'allow' } } } as const
    const { a, a1, peering } = await twoTenants(false, lenient)
    expect((await a('POST', LINK, routeBody(a1, peering, '127.0.0.0/8'))).status).toBe(201)
  })

  test('answers 409 above the quota', async () => {
    const { a, a1, peering } = await twoTenants(true, { settings: { huawei: { routeQuota: 1 } } })
    await createRoute(a, a1, peering, '10.20.0.0/16')
    const answer = await a('POST', LINK, routeBody(a1, peering, '10.21.0.0/16'))
    expect(answer.status).toBe(409)
    expect(answer.body).toEqual(neutron('OverQuota', "Quota exceeded for resources: ['route']."))
  })
})

describe('GET /v2.0/vpc/routes', () => {
  const several = async () => {
    const bench = await twoTenants()
    const { a, b, a1, a2, b1, peering } = bench
    const own = await createPeering(a, 'own', a1, a2)
    const r1 = await createRoute(a, a1, peering, '10.20.0.0/16')
    const r2 = await createRoute(a, a2, own, '10.20.0.0/16')
    const r3 = await createRoute(a, a1, own, '10.30.0.0/16')
    const foreign = await createRoute(b, b1, peering, '10.20.0.0/16').catch(() => undefined)
    return { ...bench, r1, r2, r3, foreign }
  }
  const ids = (body: unknown) => (body as { routes: { id: string }[] }).routes.map(({ id }) => id)

  test("lists the caller's routes in the order of their ids, and nobody else's", async () => {
    const { a, b, r1, r2, r3, foreign } = await several()
    const answer = await a('GET', LINK)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    expect(ids(answer.body)).toEqual([r1.id, r2.id, r3.id].sort())
    expect(Object.keys(answer.body as object)).toEqual(['routes'])
    expect(ids((await b('GET', LINK)).body)).toEqual([foreign!.id])
  })

  test('filters, all filters together, and takes any of the values of one', async () => {
    const { a, a1, r1, r2, r3, foreign, peering } = await several()
    const found = async (query: string) => ids((await a('GET', `${LINK}?${query}`)).body)
    expect(await found(`vpc_id=${a1.id}&destination=10.20.0.0/16`)).toEqual([r1.id])
    expect(await found(`vpc_id=${a1.id}`)).toEqual([r1.id, r3.id].sort())
    expect(await found('destination=10.20.0.0/16')).toEqual([r1.id, r2.id].sort())
    expect(await found(`id=${r2.id}`)).toEqual([r2.id])
    expect(await found(`id=${r2.id}&id=${r3.id}`)).toEqual([r2.id, r3.id].sort())
    expect(await found(`id=${foreign!.id}`)).toEqual([])
    expect(await found('type=peering')).toHaveLength(3)
    expect(await found('type=vpn')).toEqual([])
    expect(await found(`tenant_id=${A.projectId}`)).toHaveLength(3)
    expect(await found(`tenant_id=${B.projectId}`)).toEqual([])
    expect(await found(`nexthop=${peering.id}`)).toHaveLength(3)
    expect(await found('id=&vpc_id=')).toHaveLength(3)
  })

  test.each(['id=2', 'vpc_id=x', 'destination=nonsense', 'tenant_id=-'])(
    'answers an empty list to the malformed filter %s',
    async (query) => {
      const { a } = await several()
      const answer = await a('GET', `${LINK}?${query}`)
      expect(answer.status).toBe(200)
      expect(answer.text).toBe('{"routes":[]}')
    },
  )

  test('pages with links, and by marker until an empty page', async () => {
    const { a, r1, r2, r3 } = await several()
    const all = [r1.id, r2.id, r3.id].sort()
    const first = await a('GET', `${LINK}?limit=2`)
    const marker = all[1]!
    expect(first.body).toMatchObject({
      routes_links: [{ rel: 'next', href: `${BASE}${LINK}?limit=2&marker=${marker}`, marker }],
    })
    expect(ids((await a('GET', `${LINK}?limit=2&marker=${marker}`)).body)).toEqual([all[2]])
    expect((await a('GET', `${LINK}?marker=${all[2]}`)).text).toBe('{"routes":[]}')
  })
})

describe('/v2.0/vpc/routes/{route_id}', () => {
  test('GET answers the route to its owner, 404 to everybody else', async () => {
    const { a, b, a1, peering } = await twoTenants()
    const { id } = await createRoute(a, a1, peering, '10.20.0.0/16')
    const answer = await a('GET', `${LINK}/${id}`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual({
      route: {
        type: 'peering',
        nexthop: peering.id,
        destination: '10.20.0.0/16',
        vpc_id: a1.id,
        tenant_id: A.projectId,
        id,
      },
    })
    const foreign = await b('GET', `${LINK}/${id}`)
    expect(foreign.status).toBe(404)
    expect(foreign.headers).toEqual(common())
    expect(foreign.body).toEqual(neutron('ResourceNotFound', 'Resource could not be found'))
  })

  test('DELETE answers 204 without a body, then 404', async () => {
    const { a, b, a1, peering } = await twoTenants()
    const { id } = await createRoute(a, a1, peering, '10.20.0.0/16')
    expect((await b('DELETE', `${LINK}/${id}`)).status).toBe(404)
    const answer = await a('DELETE', `${LINK}/${id}`)
    expect(answer.status).toBe(204)
    expect(answer.headers).toEqual(common(null))
    expect(answer.text).toBe('')
    for (const method of ['GET', 'DELETE']) {
      const gone = await a(method, `${LINK}/${id}`)
      expect(gone.status).toBe(404)
      expect(gone.body).toEqual(neutron('ResourceNotFound', 'Resource could not be found'))
    }
    await createRoute(a, a1, peering, '10.20.0.0/16')
  })
})
