import { describe, expect, test } from 'vitest'
import type { Client } from '../../helpers/setup.ts'
import { A, B, DAY, NOBODY, UUID, common, createRoute, neutron, twoTenants } from './setup.ts'

const LINK = `/v1/${A.projectId}/routetables`
const SYSTEM = ['198.19.128.0/20', '127.0.0.0/8', '100.64.0.0/10']
const error = (code: string, message: string) => ({ code, message })
const inner = (type: string, message: string) => JSON.stringify(neutron(type, message))
const local = (destination: string) => ({ type: 'local', destination, nexthop: '-', description: '' })

interface Table {
  readonly id: string
  readonly default: boolean
  readonly routes: { type: string; destination: string; nexthop: string; description: string }[]
  readonly subnets: { id: string }[]
}

/** Two tenants with an accepted peering, and two subnets of a1. */
const bench = async (settings: Record<string, number> = {}) => {
  const two = await twoTenants(true, { settings: { huawei: settings } })
  const { a, a1 } = two
  const subnet = async (
    n: number,
    block = '192.168',
    [client, project, vpc_id]: readonly [Client, string, string] = [a, A.projectId, a1.id],
  ) => {
    const { body } = await client('POST', `/v1/${project}/subnets`, {
      subnet: { name: `s${n}`, cidr: `${block}.${n}.0/24`, gateway_ip: `${block}.${n}.1`, vpc_id },
    })
    return (body as { subnet: { id: string } }).subnet.id
  }
  const tables = async () => ((await a('GET', LINK)).body as { routetables: Table[] }).routetables
  const show = async (id: string) => ((await a('GET', `${LINK}/${id}`)).body as { routetable: Table }).routetable
  const ofVpc = async () =>
    ((await a('GET', `${LINK}?vpc_id=${a1.id}`)).body as { routetables: Table[] }).routetables.find(
      (table) => table.default,
    )!
  const create = async (more: object = {}) => {
    const answer = await a('POST', LINK, { routetable: { vpc_id: a1.id, ...more } })
    if (answer.status !== 200) throw new Error(answer.text)
    return (answer.body as { routetable: Table }).routetable
  }
  const act = (id: string, subnets: object) => a('POST', `${LINK}/${id}/action`, { routetable: { subnets } })
  return { ...two, subnet, tables, show, defaultTable: await ofVpc(), ofVpc, create, act }
}

describe('POST /v1/{project_id}/routetables', () => {
  test('adds a custom table to a VPC, with routes of its own', async () => {
    const { a, a1, peering, subnet, show } = await bench()
    await subnet(1)
    const answer = await a('POST', LINK, {
      routetable: {
        name: 'custom',
        description: 'of my own',
        vpc_id: a1.id.toUpperCase(),
        routes: [
          { type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id, description: 'to b' },
          { type: 'nat', destination: '0.0.0.0/0', nexthop: 'nat-1' },
        ],
      },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    const { id } = (answer.body as { routetable: Table }).routetable
    expect(answer.body).toEqual({
      routetable: {
        id: expect.stringMatching(UUID),
        name: 'custom',
        default: false,
        routes: [
          { type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id, description: 'to b' },
          { type: 'nat', destination: '0.0.0.0/0', nexthop: 'nat-1', description: '' },
          ...['192.168.1.0/24', ...SYSTEM].map(local),
        ],
        subnets: [],
        tenant_id: A.projectId,
        vpc_id: a1.id,
        description: 'of my own',
        created_at: DAY,
        updated_at: DAY,
      },
    })
    expect(await show(id)).toEqual((answer.body as { routetable: Table }).routetable)
  })

  test('its peering routes are those of /v2.0/vpc/routes, and one destination may stand in two tables', async () => {
    const { a, a1, peering, create, show } = await bench()
    const there = await createRoute(a, a1, peering, '10.20.0.0/16')
    const table = await create({
      routes: [{ type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id }],
    })
    const { body } = await a('GET', `/v2.0/vpc/routes?vpc_id=${a1.id}`)
    const { routes } = body as { routes: { id: string; destination: string }[] }
    expect(routes.map(({ destination }) => destination)).toEqual(['10.20.0.0/16', '10.20.0.0/16'])
    const twin = routes.find(({ id }) => id !== there.id)!
    expect(twin).toEqual({
      type: 'peering',
      nexthop: peering.id,
      destination: '10.20.0.0/16',
      vpc_id: a1.id,
      tenant_id: A.projectId,
      id: expect.stringMatching(UUID),
    })
    expect((await a('DELETE', `/v2.0/vpc/routes/${twin.id}`)).status).toBe(204)
    expect((await show(table.id)).routes).toEqual(SYSTEM.map(local))
    expect((await a('GET', `/v2.0/vpc/routes/${there.id}`)).status).toBe(200)
  })

  test.each<[string, object, number, unknown]>([
    ['no VPC', { vpc_id: undefined }, 400, error('VPC.0101', 'Param is invalid.')],
    ['a malformed VPC', { vpc_id: 'x' }, 400, error('VPC.0101', 'Param is invalid.')],
    ['an unknown VPC', { vpc_id: NOBODY }, 404, error('VPC.0003', 'VPC does not exist.')],
    ['a bad name', { name: 'a b' }, 400, error('VPC.0101', 'Param is invalid.')],
    ['a bad description', { description: '<' }, 400, error('VPC.0101', 'Param is invalid.')],
    [
      'six routes',
      { routes: Array.from({ length: 6 }, (_, n) => ({ type: 'nat', destination: `10.${n}.0.0/16`, nexthop: 'n' })) },
      400,
      error('VPC.0101', 'Param is invalid.'),
    ],
    [
      'an unknown type',
      { routes: [{ type: 'magic', destination: '10.1.0.0/16', nexthop: 'n' }] },
      400,
      error('VPC.0101', 'Param is invalid.'),
    ],
    [
      'a destination twice',
      { routes: ['10.1.0.0/16', '10.1.0.0/16'].map((destination) => ({ type: 'nat', destination, nexthop: 'n' })) },
      400,
      error(
        'VPC.2809',
        inner('InvalidInput', 'Invalid input for operation: destination 10.1.0.0/16 is repeated in the request.'),
      ),
    ],
    [
      'a system destination',
      { routes: [{ type: 'nat', destination: '127.0.0.0/16', nexthop: 'n' }] },
      400,
      error(
        'VPC.2809',
        inner('InvalidInput', 'Invalid input for operation: destination 127.0.0.0/16 overlaps with a local route.'),
      ),
    ],
    [
      'an unknown peering',
      { routes: [{ type: 'peering', destination: '10.1.0.0/16', nexthop: NOBODY }] },
      400,
      error('VPC.2809', inner('InvalidInput', `Invalid input for operation: peering ${NOBODY} could not be found.`)),
    ],
  ])('refuses %s, and no table nor id is taken', async (_, more, status, body) => {
    const refused = await bench()
    const before = await refused.tables()
    const answer = await refused.a('POST', LINK, { routetable: { vpc_id: refused.a1.id, ...more } })
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(body)
    expect(await refused.tables()).toEqual(before)
    expect((await refused.create()).id).toBe((await (await bench()).create()).id)
  })

  test('refuses the VPC of another project', async () => {
    const { a, b1 } = await bench()
    expect(await a('POST', LINK, { routetable: { vpc_id: b1.id } })).toMatchObject({
      status: 404,
      body: error('VPC.0003', 'VPC does not exist.'),
    })
  })

  test('ends at the quota of the VPC, the default table included', async () => {
    const { a, a1, create, tables } = await bench({ routeTableQuota: 2 })
    await create()
    const before = await tables()
    const answer = await a('POST', LINK, { routetable: { vpc_id: a1.id } })
    expect(answer.status).toBe(409)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error('VPC.2809', inner('OverQuota', "Quota exceeded for resources: ['routetable'].")))
    expect(await tables()).toEqual(before)

    const alone = await bench({ routeTableQuota: 1 })
    const unsupported = await alone.a('POST', LINK, { routetable: { vpc_id: alone.a1.id } })
    expect(unsupported.status).toBe(400)
    expect(unsupported.body).toEqual(error('VPC.2810', 'the vpc cannot support customized routetable'))
  })
})

describe('POST /v1/{project_id}/routetables/{routetable_id}/action', () => {
  test('moves subnets to the table, from wherever they are, and back to the default one', async () => {
    const { a, subnet, create, act, show, ofVpc, clock } = await bench()
    const [one, two] = [await subnet(1), await subnet(2)]
    const [first, second] = [await create({ name: 'first' }), await create({ name: 'second' })]
    clock.advance(1_000)
    const answer = await act(first.id, { associate: [one, two.toUpperCase()] })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual({ ...common(), date: 'Thu, 01 Jan 2026 00:00:01 GMT' })
    const inOrder = [
      [one, '192.168.1.0/24'],
      [two, '192.168.2.0/24'],
    ].sort(([x = ''], [y = '']) => (x < y ? -1 : 1)) as [string, string][]
    expect(answer.body).toEqual({
      routetable: {
        ...first,
        routes: [...inOrder.map(([, cidr]) => cidr), ...SYSTEM].map(local),
        subnets: inOrder.map(([id]) => ({ id })),
        updated_at: '2026-01-01T00:00:01',
      },
    })
    expect((await ofVpc()).subnets).toEqual([])

    expect((await act(second.id, { associate: [two] })).status).toBe(200)
    expect((await show(first.id)).subnets).toEqual([{ id: one }])
    expect((await show(second.id)).subnets).toEqual([{ id: two }])
    expect((await a('GET', `${LINK}?subnet_id=${two}`)).body).toMatchObject({ routetables: [{ id: second.id }] })

    expect((await act(second.id, { disassociate: [two] })).status).toBe(200)
    expect((await show(second.id)).subnets).toEqual([])
    expect((await ofVpc()).subnets).toEqual([{ id: two }])
  })

  test('refuses what is no subnet of the VPC or not of the table, and moves none then', async () => {
    const { a, a2, b, b1, subnet, create, act, tables, defaultTable } = await bench()
    const own = await subnet(1)
    const other = await subnet(2, '172.16', [a, A.projectId, a2.id])
    const foreign = await subnet(3, '10.20', [b, B.projectId, b1.id])
    const table = await create()
    const before = await tables()
    for (const [id, subnets, named] of [
      [table.id, { associate: [own, NOBODY] }, NOBODY],
      [table.id, { associate: [own, foreign] }, foreign],
      [table.id, { associate: [own, other] }, other],
      [table.id, { associate: ['x'] }, 'x'],
      [table.id, { disassociate: [own] }, own],
      [defaultTable.id, { disassociate: [own] }, own],
    ] as const) {
      const answer = await act(id, subnets)
      expect(answer.status).toBe(400)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(
        error('VPC.2807', `subnet ${named} does not exist or is not in the vpc of the routetable.`),
      )
    }
    for (const subnets of [
      {},
      { associate: [] },
      { associate: Array.from({ length: 101 }, () => own) },
      { associate: 1 },
    ])
      expect(await act(table.id, subnets)).toMatchObject({ status: 400, body: error('VPC.0101', 'Param is invalid.') })
    expect(await act(NOBODY, { associate: [own] })).toMatchObject({
      status: 404,
      body: error('VPC.2808', 'RouteTable is not exist'),
    })
    expect(await tables()).toEqual(before)
  })
})

describe('DELETE /v1/{project_id}/routetables/{routetable_id}', () => {
  test('removes a custom table with its routes, once no subnet is in it', async () => {
    const { a, peering, subnet, create, act, show } = await bench()
    const one = await subnet(1)
    const table = await create({ routes: [{ type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id }] })
    await act(table.id, { associate: [one] })
    const busy = await a('DELETE', `${LINK}/${table.id}`)
    expect(busy.status).toBe(409)
    expect(busy.headers).toEqual(common())
    expect(busy.body).toEqual(error('VPC.2809', inner('RouteTableInUse', 'the routetable is associated with subnets.')))
    expect((await show(table.id)).subnets).toEqual([{ id: one }])

    await act(table.id, { disassociate: [one] })
    const gone = await a('DELETE', `${LINK}/${table.id}`)
    expect(gone.status).toBe(204)
    expect(gone.headers).toEqual(common(null))
    expect((await a('GET', '/v2.0/vpc/routes')).text).toBe('{"routes":[]}')
    for (const method of ['GET', 'DELETE'])
      expect(await a(method, `${LINK}/${table.id}`)).toMatchObject({
        status: 404,
        body: error('VPC.2808', 'RouteTable is not exist'),
      })
  })

  test('refuses the default table, and a foreign one', async () => {
    const { a, b, create, defaultTable, tables } = await bench()
    const table = await create()
    const before = await tables()
    const answer = await a('DELETE', `${LINK}/${defaultTable.id}`)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(
      error(
        'VPC.2809',
        inner('InvalidInput', 'Invalid input for operation: the default routetable cannot be deleted.'),
      ),
    )
    expect((await b('DELETE', `/v1/${B.projectId}/routetables/${table.id}`)).status).toBe(404)
    expect(await tables()).toEqual(before)
  })
})

test('a custom table is changed as the default one is, and goes with its VPC', async () => {
  const { a, a1, peering, create, show, tables } = await bench()
  const table = await create()
  const put = (routetable: object) => a('PUT', `${LINK}/${table.id}`, { routetable })
  const route = { type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id }
  expect((await put({ name: 'n', routes: { add: [route] } })).status).toBe(200)
  expect(await show(table.id)).toMatchObject({ name: 'n', routes: [route, {}, {}, {}] })
  expect(await put({ routes: { add: [route] } })).toMatchObject({
    status: 400,
    body: error('VPC.2812', 'route destination 10.20.0.0/16 already exists.'),
  })
  expect(await a('DELETE', `/v1/${A.projectId}/vpcs/${a1.id}`)).toMatchObject({
    status: 409,
    body: { code: 'VPC.0120' },
  })
  expect((await put({ routes: { del: [{ destination: '10.20.0.0/16' }] } })).status).toBe(200)
  expect((await a('GET', `/v3/${A.projectId}/vpc/vpcs/${a1.id}`)).body).toMatchObject({
    vpc: { cloud_resources: [{ resource_type: 'routetable', resource_count: 2 }] },
  })
  expect((await a('DELETE', `/v1/${A.projectId}/vpcs/${a1.id}`)).status).toBe(204)
  expect(await tables()).toMatchObject([{ name: 'rtb-a2' }])
})

test('a refused change of routes takes no id', async () => {
  const [refused, plain] = [await bench(), await bench()]
  const { a, peering, defaultTable } = refused
  const add = ['10.1.0.0/16', '127.0.0.0/16'].map((destination) => ({
    type: 'peering',
    destination,
    nexthop: peering.id,
  }))
  expect((await a('PUT', `${LINK}/${defaultTable.id}`, { routetable: { routes: { add } } })).status).toBe(400)
  const next = ({ a, a1, peering }: typeof plain) => createRoute(a, a1, peering, '10.20.0.0/16')
  expect(await next(refused)).toEqual(await next(plain))
})
