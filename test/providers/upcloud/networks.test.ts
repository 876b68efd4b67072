import { describe, expect, test } from 'vitest'
import type { Answered } from '../../helpers/setup.ts'
import {
  type Network,
  bare,
  basic,
  common,
  createNetwork,
  createPeering,
  createRouter,
  networkBody,
  patchPeering,
  setup,
  twoNetworks,
  twoSides,
  said,
  told,
} from './setup.ts'

const NOBODY = '03ffffff-0000-4000-8000-000000000000'
const SHARED = '03000000-0000-4000-8001-000000000000'

const networkOf = (answer: Answered): Network => (answer.body as { network: Network }).network
const plain = { effective_routes_auto_population: { enabled: 'no' } }

describe('POST /1.3/network', () => {
  test('answers 201 with the recorded layout, byte for byte, with the first usable address as gateway', async () => {
    const { api } = setup(bare())
    const answer = await api('POST', '/1.3/network/', networkBody('net-0', '10.0.4.0/24'))
    const { uuid } = networkOf(answer)
    expect(uuid).toMatch(/^03[0-9a-f]{6}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual(common())
    expect(answer.text).toBe(`{
   "network" : {
      "effective_routes" : [],
      "ip_networks" : {
         "ip_network" : [
            {
               "address" : "10.0.4.0/24",
               "dhcp" : "yes",
               "dhcp_default_route" : "no",
               "dhcp_effective_routes" : [],
               "dhcp_routes_configuration" : {
                  "effective_routes_auto_population" : {
                     "enabled" : "no"
                  }
               },
               "family" : "IPv4",
               "gateway" : "10.0.4.1"
            }
         ]
      },
      "labels" : [],
      "name" : "net-0",
      "type" : "private",
      "uuid" : "${uuid}",
      "zone" : "pl-waw1"
   }
}
`)
  })

  test('keeps everything that Terraform sends', async () => {
    const { api } = setup(bare())
    const router = await createRouter(api, 'r')
    const subnet = {
      address: '192.168.86.1/24',
      dhcp: 'yes',
      dhcp_default_route: 'yes',
      dhcp_dns: ['1.1.1.1', '8.8.8.8'],
      dhcp_routes: ['10.1.0.0/16', '10.2.0.0/16-nexthop=192.168.86.9'],
      family: 'IPv4',
      gateway: '192.168.86.7',
      dhcp_routes_configuration: {
        effective_routes_auto_population: {
          enabled: 'yes',
          exclude_by_source: ['static-route'],
          filter_by_destination: ['10.0.0.0/8'],
          filter_by_route_type: ['user'],
        },
      },
    }
    const labels = [{ key: 'env', value: 'test' }]
    const answer = await api(
      'POST',
      '/1.3/network',
      networkBody('n', '', { router: router.uuid, labels, ip_networks: { ip_network: [subnet] } }),
    )
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      network: {
        effective_routes: [],
        ip_networks: {
          ip_network: [
            {
              ...subnet,
              dhcp_effective_routes: [
                { auto_populated: 'no', nexthop: '192.168.86.7', route: '10.1.0.0/16' },
                { auto_populated: 'no', nexthop: '192.168.86.9', route: '10.2.0.0/16' },
              ],
            },
          ],
        },
        labels,
        name: 'n',
        router: router.uuid,
        type: 'private',
        uuid: networkOf(answer).uuid,
        zone: 'pl-waw1',
      },
    })
  })

  test.each([
    ['yes', 'yes'],
    ['no', 'no'],
    [true, 'yes'],
    [false, 'no'],
    [1, 'yes'],
    ['0', 'no'],
    ['true', 'yes'],
  ])('takes %j for a yes or no', async (dhcp, shown) => {
    const { api } = setup(bare())
    // the Python SDK sends the subnet alone instead of a list
    const ip_networks = { ip_network: { address: '10.0.0.0/24', dhcp, family: 'IPv4' } }
    const made = networkOf(await api('POST', '/1.3/network', networkBody('n', '', { ip_networks })))
    expect(made['ip_networks']).toMatchObject({ ip_network: [{ dhcp: shown }] })
  })

  test('gives an IPv6 subnet its first address as gateway', async () => {
    const { api } = setup(bare())
    const ip_networks = { ip_network: [{ address: 'fd00:1::/64', dhcp: 'no', family: 'IPv6' }] }
    const made = networkOf(await api('POST', '/1.3/network', networkBody('n', '', { ip_networks })))
    expect(made['ip_networks']).toMatchObject({ ip_network: [{ gateway: 'fd00:1::1' }] })
  })

  const subnet = (more: object) => ({
    ip_networks: { ip_network: [{ address: '10.0.0.0/24', dhcp: 'yes', family: 'IPv4', ...more }] },
  })
  const invalid = (code: string, name: string) => [400, code, `The attribute ${name} has an invalid value.`] as const
  const missing = (code: string, name: string) => [400, code, `The required attribute ${name} is missing.`] as const

  test.each<[string, object, readonly [number, string, string]]>([
    ['no name', { name: undefined }, missing('NETWORK_NAME_MISSING', 'name')],
    ['an empty name', { name: '' }, invalid('NETWORK_NAME_INVALID', 'name')],
    ['no zone', { zone: undefined }, missing('ZONE_MISSING', 'zone')],
    ['an ill-formed zone', { zone: 'No Zone!' }, invalid('ZONE_INVALID', 'zone')],
    ['an unknown zone', { zone: 'xx-yyy1' }, [404, 'ZONE_NOT_FOUND', 'The zone xx-yyy1 does not exist.']],
    ['another type', { type: 'public' }, [400, 'NETWORK_TYPE_INVALID', 'The network type is invalid.']],
    ['no subnets', { ip_networks: undefined }, missing('ADDRESS_MISSING', 'address')],
    ['an empty list of subnets', { ip_networks: { ip_network: [] } }, invalid('IP_NETWORK_INVALID', 'ip_network')],
    ['no address', subnet({ address: undefined }), missing('ADDRESS_MISSING', 'address')],
    ['an address that is none', subnet({ address: '10.0.0.0' }), invalid('ADDRESS_INVALID', 'address')],
    ['an address of another family', subnet({ family: 'IPv6' }), invalid('ADDRESS_INVALID', 'address')],
    ['no family', subnet({ family: undefined }), invalid('FAMILY_INVALID', 'family')],
    ['no dhcp', subnet({ dhcp: undefined }), invalid('DHCP_INVALID', 'dhcp')],
    ['a dhcp that is neither', subnet({ dhcp: 'maybe' }), invalid('DHCP_INVALID', 'dhcp')],
    ['a gateway outside', subnet({ gateway: '10.0.1.1' }), invalid('GATEWAY_INVALID', 'gateway')],
    ['a gateway that is none', subnet({ gateway: 'gw' }), invalid('GATEWAY_INVALID', 'gateway')],
    ['a DNS server that is none', subnet({ dhcp_dns: ['dns'] }), invalid('DHCP_DNS_INVALID', 'dhcp_dns')],
    ['a route that is none', subnet({ dhcp_routes: ['10.0.0.0'] }), invalid('INVALID_ROUTE', 'route')],
    ['an unknown router', { router: NOBODY }, [404, 'ROUTER_NOT_FOUND', `The router ${NOBODY} does not exist.`]],
    ['a router of another type', { router: 5 }, invalid('ROUTER_INVALID', 'router')],
  ])('refuses %s', async (_, more, [status, code, message]) => {
    const { api } = setup(bare())
    expect(said(await api('POST', '/1.3/network', networkBody('n', '10.0.0.0/24', more)))).toEqual(
      told(status, code, message),
    )
  })

  test('refuses a body without its wrapper', async () => {
    const { api } = setup(bare())
    expect(said(await api('POST', '/1.3/network', { name: 'n' }))).toEqual(
      told(400, 'REQUEST_INVALID', 'The request body is invalid.'),
    )
  })
})

describe('GET /1.3/network', () => {
  test('lists by uuid, with filters for zone and labels, the built-in networks among them', async () => {
    const { api } = setup()
    const labels = [{ key: 'env', value: 'test' }]
    const a = await createNetwork(api, 'a', '10.0.0.0/24', { labels })
    const b = await createNetwork(api, 'b', '10.0.1.0/24', { zone: 'fi-hel1' })
    const names = async (query: string): Promise<unknown[]> => {
      const { body } = await api('GET', `/1.3/network?${query}`)
      return (body as { networks: { network: Network[] } }).networks.network.map(({ name }) => name)
    }
    expect(await names('label=env')).toEqual(['a'])
    expect(await names('label=env%3Dtest&zone=fi-hel1')).toEqual([])
    expect(await names('zone=fi-hel1')).toEqual([
      'Public 94.237.16.0/22',
      'Public 2a04:3540:1000:304::/64',
      'Private 10.5.0.0/22',
      b['name'],
    ])
    const { body } = await api('GET', '/1.3/network/?zone=pl-waw1')
    const { network } = (body as { networks: { network: Network[] } }).networks
    expect(network.map(({ type }) => type)).toEqual(['public', 'public', 'utility', 'private'])
    expect(network.map(({ uuid }) => uuid)).toEqual([
      '03000000-0000-4000-8009-000000000000',
      '03000000-0000-4000-8029-000000000000',
      '03000000-0000-4000-8059-000000000000',
      a.uuid,
    ])
    expect((await api('GET', `/1.3/network/${a.uuid}`)).body).toEqual({ network: network[3] })
  })

  test('lists nothing in an empty world', async () => {
    const { api } = setup(bare())
    expect((await api('GET', '/1.3/network')).text).toBe('{\n   "networks" : {\n      "network" : []\n   }\n}\n')
  })
})

describe('/1.3/network/{uuid}', () => {
  test.each(['GET', 'PUT', 'DELETE'])('%s refuses what is not there or not the own', async (method) => {
    const { api, as } = setup()
    const { uuid } = await createNetwork(as(basic('other')), 'n', '10.0.0.0/24')
    const ask = (id: string) => api(method, `/1.3/network/${id}`, method === 'PUT' ? { network: {} } : undefined)
    expect(said(await ask('x'))).toEqual(told(400, 'NETWORK_INVALID', 'The network UUID is invalid.'))
    expect(said(await ask(NOBODY))).toEqual(told(404, 'NETWORK_NOT_FOUND', `The network ${NOBODY} does not exist.`))
    expect(said(await ask(uuid))).toEqual(
      told(403, 'NETWORK_FORBIDDEN', `The network ${uuid} is owned by another account.`),
    )
  })
})

describe('a built-in network', () => {
  test('is there for everybody, and nobody changes it', async () => {
    const { api } = setup()
    const text = `The network ${SHARED} cannot be modified.`
    expect((await api('GET', `/1.3/network/${SHARED}`)).status).toBe(200)
    const put = await api('PUT', `/1.3/network/${SHARED}`, { network: { name: 'x' } })
    expect(said(put)).toEqual(told(403, 'NETWORK_FORBIDDEN', text))
    expect(said(await api('DELETE', `/1.3/network/${SHARED}`))).toEqual(told(403, 'NETWORK_FORBIDDEN', text))
  })
})

describe('PUT /1.3/network/{uuid}', () => {
  const made = async () => {
    const bench = setup(bare())
    const router = await createRouter(bench.api, 'r')
    const network = await createNetwork(bench.api, 'n', '10.0.0.0/24', {
      router: router.uuid,
      labels: [{ key: 'env', value: 'test' }],
      ip_networks: {
        ip_network: [
          {
            address: '10.0.0.0/24',
            dhcp: 'yes',
            family: 'IPv4',
            dhcp_dns: ['1.1.1.1'],
            dhcp_routes_configuration: {
              effective_routes_auto_population: { enabled: 'yes', filter_by_route_type: ['user'] },
            },
          },
        ],
      },
    })
    const put = (change: object) => bench.api('PUT', `/1.3/network/${network.uuid}`, { network: change })
    return { ...bench, router, network, put }
  }

  test('keeps what is not given', async () => {
    const { put, network } = await made()
    const answer = await put({ name: 'x' })
    expect([answer.status, answer.body]).toEqual([200, { network: { ...network, name: 'x' } }])
  })

  test('merges into the subnet of the same family, and clears with empty lists', async () => {
    const { put, network } = await made()
    const [before] = (network['ip_networks'] as { ip_network: object[] }).ip_network
    const answer = await put({ ip_networks: { ip_network: [{ family: 'IPv4', dhcp: 'no' }] } })
    expect(networkOf(answer)['ip_networks']).toEqual({ ip_network: [{ ...before, dhcp: 'no' }] })
    const auto = { effective_routes_auto_population: { filter_by_route_type: [] } }
    const cleared = await put({
      labels: [],
      ip_networks: { ip_network: [{ dhcp_dns: [], dhcp_routes_configuration: auto }] },
    })
    expect(networkOf(cleared)['labels']).toEqual([])
    const [after] = (networkOf(cleared)['ip_networks'] as { ip_network: Record<string, unknown>[] }).ip_network
    expect(after).not.toHaveProperty('dhcp_dns')
    expect(after!['dhcp_routes_configuration']).toEqual({ effective_routes_auto_population: { enabled: 'yes' } })
  })

  test.each([[null], ['']])('detaches the router with %j, which can go then', async (empty) => {
    const { api, put, router, network } = await made()
    const remove = () => api('DELETE', `/1.3/router/${router.uuid}`)
    expect(said(await remove())).toEqual(told(409, 'ROUTER_ATTACHED', 'The router is attached to a network.'))
    const { router: _, ...rest } = network
    expect((await put({ router: empty })).body).toEqual({ network: rest })
    expect((await api('GET', `/1.3/router/${router.uuid}`)).body).toMatchObject({
      router: { attached_networks: { network: [] } },
    })
    expect((await remove()).status).toBe(204)
  })

  test('refuses another zone, another address, and a family it does not have', async () => {
    const { put } = await made()
    expect(said(await put({ zone: 'fi-hel1' }))).toEqual(
      told(400, 'ZONE_INVALID', 'The attribute zone has an invalid value.'),
    )
    const address = { ip_networks: { ip_network: [{ address: '10.0.1.0/24' }] } }
    expect(said(await put(address))).toEqual(
      told(400, 'ADDRESS_INVALID', 'The attribute address has an invalid value.'),
    )
    const family = { ip_networks: { ip_network: [{ family: 'IPv6' }] } }
    expect(said(await put(family))).toEqual(
      told(400, 'IP_NETWORK_INVALID', 'The attribute ip_network has an invalid value.'),
    )
  })

  test('changes nothing when the router does not exist', async () => {
    const { api, put, network } = await made()
    const answer = await put({ name: 'x', router: NOBODY })
    expect(said(answer)).toEqual(told(404, 'ROUTER_NOT_FOUND', `The router ${NOBODY} does not exist.`))
    expect((await api('GET', `/1.3/network/${network.uuid}`)).body).toEqual({ network })
  })
})

describe('DELETE /1.3/network/{uuid}', () => {
  test('answers 204 and takes the network off its router', async () => {
    const { api } = setup(bare())
    const { a, r1 } = await twoNetworks(api)
    const answer = await api('DELETE', `/1.3/network/${a.uuid}`)
    expect([answer.status, answer.text, answer.headers]).toEqual([204, '', common(null)])
    expect((await api('GET', `/1.3/router/${r1.uuid}`)).body).toMatchObject({
      router: { attached_networks: { network: [] } },
    })
    expect((await api('GET', `/1.3/network/${a.uuid}`)).status).toBe(404)
  })

  test('is refused while servers or an own peering use the network', async () => {
    const uuid = '03aaaaaa-0000-4000-8000-000000000001'
    const networks = [
      {
        uuid,
        account: 'testuser',
        name: 'n',
        zone: 'pl-waw1',
        address: '10.0.0.0/24',
        servers: [{ title: 's', uuid: '00aaaaaa-0000-4000-8000-000000000001' }],
      },
    ]
    const { api } = setup({ ...bare(), fixtures: { upcloud: { networks } } })
    const text = (id: string) => `The network ${id} is in use.`
    expect(said(await api('DELETE', `/1.3/network/${uuid}`))).toEqual(told(409, 'NETWORK_NOT_EMPTY', text(uuid)))
    const servers = { server: [{ title: 's', uuid: '00aaaaaa-0000-4000-8000-000000000001' }] }
    expect(networkOf(await api('GET', `/1.3/network/${uuid}`))['servers']).toEqual(servers)
    expect(networkOf(await api('PUT', `/1.3/network/${uuid}`, { network: {} }))).not.toHaveProperty('servers')
    const { a } = await twoSides(api)
    expect(said(await api('DELETE', `/1.3/network/${a.uuid}`))).toEqual(told(409, 'NETWORK_NOT_EMPTY', text(a.uuid)))
  })
})

describe('what a network shows of its surroundings', () => {
  test('its own peerings in reads, not in writes', async () => {
    const { api } = setup(bare())
    const { a, b } = await twoNetworks(api)
    const { uuid } = await createPeering(api, 'a-to-b', a.uuid, b.uuid)
    const peerings = { peering: [{ name: 'a-to-b', state: 'pending-peer', uuid }] }
    expect(networkOf(await api('GET', `/1.3/network/${a.uuid}`))['peerings']).toEqual(peerings)
    expect(networkOf(await api('GET', `/1.3/network/${b.uuid}`))).not.toHaveProperty('peerings')
    expect(networkOf(await api('PUT', `/1.3/network/${a.uuid}`, { network: {} }))).not.toHaveProperty('peerings')
  })

  test('nothing of them when the settings say so', async () => {
    const { api } = setup(bare({ peeringsInNetworks: false }))
    const { a } = await twoSides(api)
    expect(networkOf(await api('GET', `/1.3/network/${a.uuid}`))).not.toHaveProperty('peerings')
  })

  test('routes over its router, and what DHCP tells of them', async () => {
    const { api } = setup(bare())
    const static_routes = [
      { name: 'sr', nexthop: '10.0.0.100', route: '0.0.0.0/0' },
      { nexthop: 'fd00::1', route: '2001:db8::/32' },
    ]
    const router = await createRouter(api, 'r', { static_routes })
    const first = await createNetwork(api, 'first', '10.0.1.0/24', { router: router.uuid })
    const auto = (more: object) => ({
      router: router.uuid,
      ip_networks: {
        ip_network: [
          {
            address: '10.0.2.0/24',
            dhcp: 'yes',
            family: 'IPv4',
            dhcp_routes_configuration: { effective_routes_auto_population: { enabled: 'yes', ...more } },
          },
        ],
      },
    })
    const second = await createNetwork(api, 'second', '', auto({}))
    expect(second['effective_routes']).toEqual([
      {
        nexthop: '10.0.2.1',
        route: '10.0.1.0/24',
        source: 'router-connected-networks',
        source_resource_id: first.uuid,
        type: 'user',
      },
      {
        nexthop: '10.0.0.100',
        route: '0.0.0.0/0',
        source: 'static-route',
        source_resource_id: router.uuid,
        type: 'user',
      },
      {
        nexthop: 'fd00::1',
        route: '2001:db8::/32',
        source: 'static-route',
        source_resource_id: router.uuid,
        type: 'user',
      },
    ])
    const told = (network: Network): unknown =>
      (network['ip_networks'] as { ip_network: { dhcp_effective_routes: { route: string }[] }[] }).ip_network[0]!
        .dhcp_effective_routes
    const connected = { auto_populated: 'yes', nexthop: '10.0.2.1', route: '10.0.1.0/24' }
    const fallback = { auto_populated: 'yes', nexthop: '10.0.2.1', route: '0.0.0.0/0' }
    expect(told(second)).toEqual([connected, fallback])
    expect(told(first)).toEqual([])
    const put = async (more: object) => {
      const { router: _, ...change } = auto(more)
      return told(networkOf(await api('PUT', `/1.3/network/${second.uuid}`, { network: change })))
    }
    expect(await put({ exclude_by_source: ['static-route'] })).toEqual([connected])
    expect(await put({ exclude_by_source: ['router-connected-networks'] })).toEqual([fallback])
    expect(await put({ exclude_by_source: [], filter_by_destination: ['10.0.0.0/8'] })).toEqual([connected])
    expect(await put({ filter_by_destination: [], filter_by_route_type: ['service'] })).toEqual([])
  })

  test('the route to a peer network while the peering is active, whatever the configuration says', async () => {
    const { api, clock } = setup(bare())
    const { a, ab } = await twoSides(api)
    const told = async () => networkOf(await api('GET', `/1.3/network/${a.uuid}`))['ip_networks']
    const subnet = (routes: object[]) => ({
      ip_network: [
        {
          address: '172.18.221.0/24',
          dhcp: 'yes',
          dhcp_default_route: 'no',
          dhcp_effective_routes: routes,
          dhcp_routes_configuration: plain,
          family: 'IPv4',
          gateway: '172.18.221.1',
        },
      ],
    })
    expect(await told()).toEqual(subnet([]))
    clock.advance(2_000)
    expect(await told()).toEqual(subnet([{ auto_populated: 'yes', nexthop: '172.18.221.1', route: '172.18.222.0/24' }]))
    await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    expect(await told()).toEqual(subnet([]))
  })
})
