import { describe, expect, test } from 'vitest'
import { A, B, DAY, NOBODY, UUID, common, createRoute, createVpc, neutron, routeBody, twoTenants } from './setup.ts'

const LINK = `/v1/${A.projectId}/routetables`
const SYSTEM = ['198.19.128.0/20', '127.0.0.0/8', '100.64.0.0/10']
const error = (code: string, message: string) => ({ code, message })
const inner = (type: string, message: string) => JSON.stringify(neutron(type, message))

interface Table {
  readonly id: string
  readonly routes: { type: string; destination: string; nexthop: string; description?: string }[]
}

const withTable = async () => {
  const bench = await twoTenants()
  const { body } = await bench.a('GET', `${LINK}?vpc_id=${bench.a1.id}`)
  const [table] = (body as { routetables: Table[] }).routetables
  const put = (routetable: object) => bench.a('PUT', `${LINK}/${table!.id}`, { routetable })
  const own = async () => {
    const answer = await bench.a('GET', `${LINK}/${table!.id}`)
    return (answer.body as { routetable: Table }).routetable.routes.filter(({ type }) => type !== 'local')
  }
  return { ...bench, table: table!, put, own }
}

describe('GET /v1/{project_id}/routetables', () => {
  test('shows the default table of each VPC, with the routes that the VPC has by itself', async () => {
    const { a, a1, table } = await withTable()
    expect(table.id).toMatch(UUID)
    const local = (destination: string) => ({ type: 'local', destination, nexthop: '-' })
    const shown = {
      id: table.id,
      name: 'rtb-a1',
      default: true,
      subnets: [],
      tenant_id: A.projectId,
      vpc_id: a1.id,
      description: '',
      created_at: DAY,
      updated_at: DAY,
    }
    const list = await a('GET', `${LINK}?id=${table.id}`)
    expect(list.status).toBe(200)
    expect(list.headers).toEqual(common())
    expect(list.body).toEqual({ routetables: [{ ...shown, routes: SYSTEM.map(local) }] })
    const one = await a('GET', `${LINK}/${table.id}`)
    expect(one.status).toBe(200)
    expect(one.headers).toEqual(common())
    expect(one.body).toEqual({
      routetable: { ...shown, routes: SYSTEM.map((destination) => ({ ...local(destination), description: '' })) },
    })
  })

  test('filters by VPC and by subnet, and pages by marker until an empty list', async () => {
    const { a, a1, a2, b1 } = await withTable()
    const subnet = { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: a1.id }
    const made = await a('POST', `/v1/${A.projectId}/subnets`, { subnet })
    const { id } = (made.body as { subnet: { id: string } }).subnet
    const found = async (query: string) =>
      ((await a('GET', `${LINK}?${query}`)).body as { routetables: { id: string; vpc_id: string }[] }).routetables
    expect((await found(`vpc_id=${a2.id}`)).map(({ vpc_id }) => vpc_id)).toEqual([a2.id])
    expect(await found(`subnet_id=${id}`)).toMatchObject([
      {
        vpc_id: a1.id,
        subnets: [{ id }],
        routes: ['192.168.1.0/24', ...SYSTEM].map((destination) => ({ destination })),
      },
    ])
    expect(await found(`vpc_id=${b1.id}`)).toEqual([])
    expect(await found('subnet_id=x')).toEqual([])
    const [first, second] = await found('')
    expect(await found('limit=1')).toMatchObject([{ id: first!.id }])
    expect(await found(`limit=1&marker=${first!.id}`)).toMatchObject([{ id: second!.id }])
    expect(await found(`marker=${second!.id}`)).toEqual([])
  })

  test.each(['GET', 'PUT'])('%s answers 404 to an unknown table', async (method) => {
    const { a } = await withTable()
    const answer = await a(method, `${LINK}/${NOBODY}`, method === 'PUT' ? { routetable: {} } : undefined)
    expect(answer.status).toBe(404)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error('VPC.2808', 'RouteTable is not exist'))
  })
})

describe('one store serves both views of a route', () => {
  test('a route of v2.0 is an entry of the default table', async () => {
    const { a, a1, peering, own } = await withTable()
    const { id } = await createRoute(a, a1, peering, '10.20.0.0/16')
    expect(await own()).toEqual([
      { type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id, description: '' },
    ])
    await a('DELETE', `/v2.0/vpc/routes/${id}`)
    expect(await own()).toEqual([])
  })

  test('an entry of type peering is a route of v2.0; other types are not', async () => {
    const { a, a1, peering, put, own } = await withTable()
    const add = [
      { type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id, description: 'there' },
      { type: 'ecs', destination: '10.30.0.0/16', nexthop: NOBODY },
    ]
    const answer = await put({ routes: { add } })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    expect(await own()).toEqual([add[0], { ...add[1], description: '' }])
    const list = await a('GET', '/v2.0/vpc/routes')
    const { routes } = list.body as { routes: { id: string }[] }
    expect(routes).toEqual([
      {
        type: 'peering',
        nexthop: peering.id,
        destination: '10.20.0.0/16',
        vpc_id: a1.id,
        tenant_id: A.projectId,
        id: routes[0]!.id,
      },
    ])
    expect((await a('POST', '/v2.0/vpc/routes', routeBody(a1, peering, '10.30.0.0/16'))).status).toBe(409)
    await put({ routes: { del: [{ destination: '10.20.0.0/16' }] } })
    expect((await a('GET', `/v2.0/vpc/routes/${routes[0]!.id}`)).status).toBe(404)
  })

  test('entries go with their peering and with their VPC', async () => {
    const { a, a1, peering, put, own } = await withTable()
    const ecs = { type: 'ecs', destination: '10.30.0.0/16', nexthop: NOBODY }
    await put({ routes: { add: [ecs, { type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id }] } })
    await a('DELETE', `/v2.0/vpc/peerings/${peering.id}`)
    expect(await own()).toEqual([{ ...ecs, description: '' }])
    expect((await a('DELETE', `/v1/${A.projectId}/vpcs/${a1.id}`)).status).toBe(204)
    expect((await a('GET', LINK)).body).toMatchObject({ routetables: [{ name: 'rtb-a2' }] })
  })
})

describe('PUT /v1/{project_id}/routetables/{routetable_id}', () => {
  test('renames, describes, and changes an entry in place', async () => {
    const { peering, put, own, clock } = await withTable()
    await put({ routes: { add: [{ type: 'ecs', destination: '10.20.0.0/16', nexthop: NOBODY }] } })
    clock.advance(1_000)
    const mod = [{ type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id, description: 'd' }]
    const answer = await put({ name: 'main', description: 'text', routes: { mod } })
    expect(answer.body).toMatchObject({
      routetable: { name: 'main', description: 'text', default: true, updated_at: '2026-01-01T00:00:01' },
    })
    expect(await own()).toEqual(mod)
  })

  test('answers 400 with VPC.2812 to a destination that is there, and 409 where that is set', async () => {
    const { a, a1, peering, put } = await withTable()
    await createRoute(a, a1, peering, '10.20.0.0/16')
    const add = [{ type: 'ecs', destination: '10.20.0.0/16', nexthop: NOBODY }]
    const answer = await put({ routes: { add } })
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error('VPC.2812', 'route destination 10.20.0.0/16 already exists.'))
  })

  const ecs = (destination: string) => ({ type: 'ecs', destination, nexthop: NOBODY })

  test.each<[string, object, string]>([
    [
      'a local route',
      { add: [ecs('127.0.0.0/8')] },
      'Invalid input for operation: destination 127.0.0.0/8 overlaps with a local route.',
    ],
    [
      'a destination twice',
      { add: [ecs('10.1.0.0/16'), ecs('10.1.0.0/16')] },
      'Invalid input for operation: destination 10.1.0.0/16 is repeated in the request.',
    ],
    [
      'a change of nothing',
      { mod: [ecs('10.1.0.0/16')] },
      'Invalid input for operation: route with destination 10.1.0.0/16 could not be found.',
    ],
    [
      'a deletion of nothing',
      { del: [{ destination: '10.1.0.0/16' }] },
      'Invalid input for operation: route with destination 10.1.0.0/16 could not be found.',
    ],
    [
      'a peering that is none',
      { add: [{ ...ecs('10.1.0.0/16'), type: 'peering' }] },
      `Invalid input for operation: peering ${NOBODY} could not be found.`,
    ],
  ])('answers 400 with VPC.2809 to %s and changes nothing', async (_, routes, message) => {
    const { put, own } = await withTable()
    const answer = await put({ name: 'changed', routes })
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error('VPC.2809', inner('InvalidInput', message)))
    expect(await own()).toEqual([])
  })

  test.each<[string, object]>([
    ['another type', { routes: { add: [{ ...ecs('10.1.0.0/16'), type: 'local' }] } }],
    ['a destination that is no block', { routes: { add: [ecs('10.1.0.0')] } }],
    ['a missing nexthop', { routes: { add: [{ type: 'ecs', destination: '10.1.0.0/16' }] } }],
    ['a peering by name', { routes: { add: [{ ...ecs('10.1.0.0/16'), type: 'peering', nexthop: 'p' }] } }],
    ['a long name', { name: 'x'.repeat(65) }],
  ])('answers 400 with VPC.0101 to %s', async (_, routetable) => {
    const { put } = await withTable()
    const answer = await put(routetable)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(error('VPC.0101', 'Param is invalid.'))
  })

  test('answers 409 above the quota', async () => {
    const { a, a1, peering } = await twoTenants(true, { settings: { huawei: { routeQuota: 1, routeTwinStatus: 409 } } })
    await createRoute(a, a1, peering, '10.20.0.0/16')
    const { body } = await a('GET', `${LINK}?vpc_id=${a1.id}`)
    const { id } = (body as { routetables: Table[] }).routetables[0]!
    const put = (destination: string) =>
      a('PUT', `${LINK}/${id}`, { routetable: { routes: { add: [ecs(destination)] } } })
    expect(await put('10.21.0.0/16')).toMatchObject({
      status: 409,
      body: error('VPC.2809', inner('OverQuota', "Quota exceeded for resources: ['route'].")),
    })
    expect((await put('10.20.0.0/16')).status).toBe(409)
  })

  test("does not reach another project's table", async () => {
    const { b, table } = await withTable()
    await createVpc(b, B.projectId, 'b2')
    const answer = await b('PUT', `/v1/${B.projectId}/routetables/${table.id}`, { routetable: { name: 'x' } })
    expect(answer.status).toBe(404)
  })
})
