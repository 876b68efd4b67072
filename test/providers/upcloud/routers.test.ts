import { describe, expect, test, vi } from 'vitest'
import { Table } from '../../../src/world/table.ts'
import { type Network, bare, basic, common, createNetwork, createRouter, setup, said, told } from './setup.ts'

const NOBODY = '04ffffff-0000-4000-8000-000000000000'

describe('GET /1.3/router', () => {
  test('answers 46 bytes when there are none', async () => {
    const { api } = setup(bare())
    const answer = await api('GET', '/1.3/router')
    expect([answer.status, answer.text]).toEqual([200, '{\n   "routers" : {\n      "router" : []\n   }\n}\n'])
    expect(answer.headers).toEqual({ ...common(), 'content-length': '46' })
  })

  test('lists by uuid, filtered by labels', async () => {
    const { api } = setup(bare())
    const r1 = await createRouter(api, 'r1', { labels: [{ key: 'env', value: 'test' }] })
    const r2 = await createRouter(api, 'r2')
    const listed = async (query: string) => (await api('GET', `/1.3/router${query}`)).body
    expect(await listed('')).toEqual({ routers: { router: [r1, r2].sort((a, b) => (a.uuid < b.uuid ? -1 : 1)) } })
    expect(await listed('?label=ENV%3Dtest')).toEqual({ routers: { router: [r1] } })
  })

  test('shows service routers, which nobody may change', async () => {
    const { api } = setup()
    const { body } = await api('GET', '/1.3/router')
    const { router } = (body as { routers: { router: Network[] } }).routers
    expect(router).toHaveLength(15)
    expect(router.map(({ type }) => type)).toEqual(Array.from({ length: 15 }, () => 'service'))
    const text = 'The account is not allowed to perform this action.'
    expect(said(await api('PATCH', `/1.3/router/${router[0]!.uuid}`, { router: {} }))).toEqual(
      told(403, 'ACTION_FORBIDDEN', text),
    )
    expect(said(await api('DELETE', `/1.3/router/${router[0]!.uuid}`))).toEqual(told(403, 'ACTION_FORBIDDEN', text))
  })
})

describe('POST /1.3/router', () => {
  test('answers 201 with the recorded layout, byte for byte, and names nameless routes', async () => {
    const { api } = setup(bare())
    const answer = await api('POST', '/1.3/router', {
      router: { name: 'r', static_routes: [{ nexthop: '10.0.0.100', route: '0.0.0.0/0' }] },
    })
    const { uuid } = (answer.body as { router: Network }).router
    expect(uuid).toMatch(/^04[0-9a-f]{6}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual(common())
    expect(answer.text).toBe(`{
   "router" : {
      "attached_network_gateways" : [],
      "attached_networks" : {
         "network" : []
      },
      "labels" : [],
      "name" : "r",
      "static_routes" : [
         {
            "name" : "static-route-0",
            "nexthop" : "10.0.0.100",
            "route" : "0.0.0.0/0",
            "type" : "user"
         }
      ],
      "type" : "normal",
      "uuid" : "${uuid}"
   }
}
`)
  })

  test('takes the literal no-nexthop', async () => {
    const { api } = setup(bare())
    const made = await createRouter(api, 'r', { static_routes: [{ nexthop: 'no-nexthop', route: '10.0.0.0/8' }] })
    expect(made['static_routes']).toEqual([
      { name: 'static-route-0', nexthop: 'no-nexthop', route: '10.0.0.0/8', type: 'user' },
    ])
  })

  const routes = (...static_routes: object[]) => ({ name: 'r', static_routes })
  const route = (nexthop: unknown, to: unknown = '10.0.0.0/8') => ({ nexthop, route: to })
  const invalid = (code: string, name: string) => [code, `The attribute ${name} has an invalid value.`] as const
  const target = ['STATIC_ROUTE_TARGET_INVALID', 'The next hop is not the address of a host.'] as const

  test.each<[string, object, readonly [string, string]]>([
    ['no name', {}, ['ROUTER_NAME_MISSING', 'The required attribute name is missing.']],
    ['an empty name', { name: '' }, invalid('ROUTER_NAME_INVALID', 'name')],
    ['a route that is none', routes(route('10.0.0.1', '10.0.0.0')), invalid('INVALID_ROUTE', 'route')],
    ['no route', routes({ nexthop: '10.0.0.1' }), invalid('INVALID_ROUTE', 'route')],
    ['a next hop that is none', routes(route('hop')), invalid('NEXTHOP_INVALID', 'nexthop')],
    ['no next hop', routes({ route: '10.0.0.0/8' }), invalid('NEXTHOP_INVALID', 'nexthop')],
    [
      'a next hop of another family',
      routes(route('fd00::1')),
      ['INVALID_ROUTE_FAMILY', 'The route and its next hop are of different families.'],
    ],
    ['a loopback next hop', routes(route('127.0.0.1')), target],
    ['a multicast next hop', routes(route('ff02::1', '::/0')), target],
    [
      'the same route twice',
      routes(route('10.0.0.1'), route('10.0.0.2')),
      ['DUPLICATE_ROUTE', 'The route 10.0.0.0/8 is given more than once.'],
    ],
    [
      'a label key that is none',
      { name: 'r', labels: [{ key: '_', value: '' }] },
      ['INVALID_LABEL_KEY', 'Label keys have 2 to 32 printable ASCII characters and do not begin with an underscore.'],
    ],
  ])('refuses %s', async (_, router, [code, message]) => {
    const { api } = setup(bare())
    expect(said(await api('POST', '/1.3/router', { router }))).toEqual(told(400, code, message))
  })

  test('refuses more routes than the settings allow', async () => {
    const { api } = setup(bare({ staticRouteLimit: 1 }))
    const router = routes(route('10.0.0.1'), route('10.0.0.1', '11.0.0.0/8'))
    const text = 'A router can have at most 1 static routes.'
    expect(said(await api('POST', '/1.3/router', { router }))).toEqual(told(400, 'STATIC_ROUTE_LIMIT_REACHED', text))
  })
})

describe('/1.3/router/{uuid}', () => {
  test.each(['GET', 'PATCH', 'DELETE'])('%s refuses what is not there or not the own', async (method) => {
    const { api, as } = setup(bare())
    const { uuid } = await createRouter(as(basic('other')), 'r')
    const ask = (id: string) => api(method, `/1.3/router/${id}`, method === 'PATCH' ? { router: {} } : undefined)
    for (const id of [NOBODY, 'x'])
      expect(said(await ask(id))).toEqual(told(404, 'ROUTER_NOT_FOUND', `The router ${id} does not exist.`))
    expect(said(await ask(uuid))).toEqual(
      told(403, 'ACTION_FORBIDDEN', 'The account is not allowed to perform this action.'),
    )
  })

  test('shows networks in the order of their attachment', async () => {
    const { api } = setup(bare())
    const { uuid } = await createRouter(api, 'r')
    const networks: string[] = []
    for (let n = 0; n < 4; n++) networks.push((await createNetwork(api, `n${n}`, `10.0.${n}.0/24`)).uuid)
    const order = [networks[2]!, networks[0]!, networks[3]!]
    for (const id of order) await api('PUT', `/1.3/network/${id}`, { network: { router: uuid } })
    const { body } = await api('GET', `/1.3/router/${uuid}`)
    expect((body as { router: Network }).router['attached_networks']).toEqual({
      network: order.map((id) => ({ uuid: id })),
    })
  })
})

describe('PATCH /1.3/router/{uuid}', () => {
  test('changes what is given and keeps the rest', async () => {
    const { api } = setup(bare())
    const labels = [{ key: 'env', value: 'test' }]
    const made = await createRouter(api, 'r', { labels, static_routes: [{ nexthop: '10.0.0.1', route: '0.0.0.0/0' }] })
    const patch = async (router: object) => (await api('PATCH', `/1.3/router/${made.uuid}`, { router })).body
    expect(await patch({ name: 'x' })).toEqual({ router: { ...made, name: 'x' } })
    expect(await patch({ static_routes: [] })).toEqual({ router: { ...made, name: 'x', static_routes: [] } })
    expect(await patch({ labels: null })).toEqual({ router: { ...made, name: 'x', static_routes: [], labels: [] } })
  })
})

test('a network on a router of many looks at no more of them than its answer shows', async () => {
  const { api, emulator } = setup(bare({ zoneMatching: 'strict' }))
  const { uuid: router } = await createRouter(api, 'r')
  let made = 0
  const add = async (networks: number): Promise<void> => {
    for (let n = 0; n < networks; n++) await createNetwork(api, `n${made}`, `10.0.${made++}.0/24`, { router })
  }
  const look = vi.spyOn(Table.prototype, 'get')
  const lists = (['by', 'find'] as const).map((method) => vi.spyOn(Table.prototype, method))
  const looked = async (): Promise<number> => {
    for (const spy of [look, ...lists]) spy.mockClear()
    await add(1)
    const listed = lists.flatMap(({ mock }) => mock.results.map(({ value }) => (value as unknown[]).length))
    return listed.reduce((sum, rows) => sum + rows, look.mock.calls.length)
  }
  await add(101) // an answer shows a hundred others
  const few = await looked()
  await add(100)
  expect(await looked()).toBe(few)
  expect(emulator.world.transact((tx) => tx.tableNamed('upcloud/network')!.size)).toBe(made)
  vi.restoreAllMocks()
})
