import { describe, expect, test } from 'vitest'
import { type Network, bare, createNetwork, createRouter, setup, twoSides } from '../setup.ts'

interface Token {
  readonly id: string
  readonly name: string
  readonly token: string
  readonly created_at: string
  readonly expires_at: string
  readonly last_used_at?: string
}

describe('GET /1.3/account/tokens', () => {
  const make = async (api: ReturnType<typeof setup>['api'], name: string): Promise<Token> =>
    (await api('POST', '/1.3/account/tokens', { name, expires_at: '2026-02-01T00:00:00.5Z' })).body as Token

  test('lists from the oldest to the newest, and times without the zeros at their end', async () => {
    const { api, clock } = setup(bare())
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await make(api, name)
      clock.advance(120)
    }
    const listed = (await api('GET', '/1.3/account/tokens')).body as Token[]
    expect(listed.map(({ name, created_at, expires_at }) => [name, created_at, expires_at])).toEqual([
      ['a', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00.5Z'],
      ['b', '2026-01-01T00:00:00.12Z', '2026-02-01T00:00:00.5Z'],
      ['c', '2026-01-01T00:00:00.24Z', '2026-02-01T00:00:00.5Z'],
      ['d', '2026-01-01T00:00:00.36Z', '2026-02-01T00:00:00.5Z'],
      ['e', '2026-01-01T00:00:00.48Z', '2026-02-01T00:00:00.5Z'],
    ])
  })

  test('says when a token was last used, once it was', async () => {
    const { api, as, clock } = setup(bare())
    const { id, token } = await make(api, 'ci')
    const shown = async () => (await api('GET', `/1.3/account/tokens/${id}`)).body as Token
    expect(await shown()).not.toHaveProperty('last_used_at')
    clock.advance(1_500)
    await as(`Bearer ${token}`)('GET', '/1.3/account')
    expect((await shown()).last_used_at).toBe('2026-01-01T00:00:01.5Z')
    clock.advance(59_999)
    await as(`Bearer ${token}`)('GET', '/1.3/account')
    expect((await shown()).last_used_at).toBe('2026-01-01T00:00:01.5Z')
    clock.advance(1)
    await as(`Bearer ${token}`)('GET', '/1.3/account')
    expect((await shown()).last_used_at).toBe('2026-01-01T00:01:01.5Z')
  })
})

describe('what the default account has', () => {
  test('each zone has an IPv4 and an IPv6 public network with resolvers, and a utility network with a route and a router', async () => {
    const { api } = setup()
    const { body } = await api('GET', '/1.3/network?zone=fi-hel2')
    const { network } = (body as { networks: { network: Network[] } }).networks
    const { routers } = (await api('GET', '/1.3/router')).body as {
      routers: { router: { name: string; uuid: string; type: string; attached_networks: unknown }[] }
    }
    const router = routers.router.find(({ name }) => name === 'Utility network router for zone fi-hel2')
    expect(router).toMatchObject({ type: 'service', attached_networks: { network: [{ uuid: network[2]!.uuid }] } })
    expect(network).toMatchObject([
      {
        type: 'public',
        ip_networks: { ip_network: [{ family: 'IPv4', dhcp_dns: ['94.237.127.9', '94.237.40.9'] }] },
      },
      {
        type: 'public',
        ip_networks: { ip_network: [{ family: 'IPv6', dhcp_dns: ['2a04:3540:53::1', '2a04:3544:53::1'] }] },
      },
      {
        type: 'utility',
        router: router!.uuid,
        ip_networks: {
          ip_network: [
            {
              dhcp_routes: ['10.0.0.0/8'],
              dhcp_effective_routes: [{ auto_populated: 'no', nexthop: '10.6.0.1', route: '10.0.0.0/8' }],
            },
          ],
        },
      },
    ])
    expect(network).toHaveLength(3)
  })

  test('a private zone is listed and takes networks; an empty account has neither', async () => {
    const zonesOf = async (bench: ReturnType<typeof setup>) =>
      ((await bench.api('GET', '/1.3/zone')).body as { zones: { zone: { id: string; public: string }[] } }).zones.zone
    const full = setup()
    const zones = await zonesOf(full)
    expect(zones.filter((zone) => zone.public === 'no')).toEqual([
      { id: 'de-example-private-cloud-zone', description: 'Private Frankfurt #1', public: 'no' },
    ])
    expect(zones.map(({ id }) => id)).toEqual(zones.map(({ id }) => id).toSorted())
    await createNetwork(full.api, 'n', '10.9.0.0/24', { zone: 'de-example-private-cloud-zone' })

    const empty = setup(bare())
    expect((await zonesOf(empty)).every((zone) => zone.public === 'yes')).toBe(true)
    const refused = await empty.api('POST', '/1.3/network', {
      network: {
        name: 'n',
        zone: 'de-example-private-cloud-zone',
        ip_networks: { ip_network: [{ address: '10.9.0.0/24', family: 'IPv4', dhcp: 'yes' }] },
      },
    })
    expect([refused.status, refused.body]).toEqual([
      404,
      {
        error: {
          error_code: 'ZONE_NOT_FOUND',
          error_message: 'The zone de-example-private-cloud-zone does not exist.',
        },
      },
    ])
    expect((await empty.api('GET', '/1.3/network')).body).toEqual({ networks: { network: [] } })
  })
})

describe('a uuid in capitals', () => {
  test('is the same one in paths, bodies and filters', async () => {
    const { api } = setup(bare())
    await twoSides(api)
    const { network_peerings } = (await api('GET', '/1.3/network-peering')).body as {
      network_peerings: {
        network_peering: { uuid: string; network: { uuid: string }; peer_network: { uuid: string } }[]
      }
    }
    const [own] = network_peerings.network_peering
    const { uuid, network, peer_network: peer } = own!
    for (const path of [`network-peering/${uuid}`, `network/${network.uuid}`]) {
      const lower = await api('GET', `/1.3/${path}`)
      const upper = await api('GET', `/1.3/${path.replace(/[^/]+$/, (id) => id.toUpperCase())}`)
      expect([upper.status, upper.text]).toEqual([200, lower.text])
    }
    for (const filter of [
      `uuid=${uuid.toUpperCase()}`,
      `network_uuid_local=${network.uuid.toUpperCase()}`,
      `network_uuid_peer=${peer.uuid.toUpperCase()}`,
    ])
      expect((await api('GET', `/1.3/network-peering?${filter}`)).body).toEqual({
        network_peerings: { network_peering: [own] },
      })
    const router = await createRouter(api, 'r')
    const attached = await api('PUT', `/1.3/network/${network.uuid.toUpperCase()}`, {
      network: { router: router.uuid.toUpperCase() },
    })
    expect([attached.status, (attached.body as { network: { router: string } }).network.router]).toEqual([
      200,
      router.uuid,
    ])
    expect((await api('DELETE', `/1.3/router/${router.uuid.toUpperCase()}`)).status).toBe(409)
  })
})

describe('a dual-stack network', () => {
  const own = '03126dc1-a69f-4bc2-8b24-e31c22d64712'
  const peer = '03585987-bf7d-4544-8e9b-5a1b4d74a333'
  const router = '04b65749-61e2-4f08-a259-c75afbe81abf'
  const both = (v4: string, v6: string) => [
    { address: v4, family: 'IPv4' },
    { address: v6, family: 'IPv6' },
  ]
  const networks = [
    {
      uuid: own,
      name: 'own',
      zone: 'fi-hel1',
      account: 'testuser',
      router,
      ip_networks: both('10.1.0.0/24', 'fd00:1::/64'),
    },
    {
      uuid: peer,
      name: 'peer',
      zone: 'fi-hel2',
      account: 'testuser',
      router,
      ip_networks: both('10.2.0.0/24', 'fd00:2::/64'),
    },
  ]
  const fixtures = { upcloud: { routers: [{ uuid: router, account: 'testuser', name: 'r' }], networks } }

  test('shows both families in itself, in its routes and in its peerings', async () => {
    const { api } = setup({ ...bare(), fixtures })
    const { network } = (await api('GET', `/1.3/network/${own}`)).body as { network: Record<string, unknown> }
    expect(network).toMatchObject({
      effective_routes: [
        { nexthop: '10.1.0.1', route: '10.2.0.0/24', source_resource_id: peer },
        { nexthop: 'fd00:1::1', route: 'fd00:2::/64', source_resource_id: peer },
      ],
      ip_networks: { ip_network: both('10.1.0.0/24', 'fd00:1::/64') },
    })
    const made = await api('POST', '/1.3/network-peering', {
      network_peering: { name: 'p', network: { uuid: own }, peer_network: { uuid: peer } },
    })
    await api('POST', '/1.3/network-peering', {
      network_peering: { name: 'q', network: { uuid: peer }, peer_network: { uuid: own } },
    })
    const { uuid } = (made.body as { network_peering: { uuid: string } }).network_peering
    expect((await api('GET', `/1.3/network-peering/${uuid}`)).body).toMatchObject({
      network_peering: {
        network: { ip_networks: { ip_network: both('10.1.0.0/24', 'fd00:1::/64') } },
        peer_network: { ip_networks: { ip_network: both('10.2.0.0/24', 'fd00:2::/64') } },
      },
    })
  })

  test('is refused from a client', async () => {
    const { api } = setup(bare())
    const ip_network = both('10.1.0.0/24', 'fd00:1::/64').map((one) => ({ ...one, dhcp: 'yes' }))
    const refused = await api('POST', '/1.3/network', {
      network: { name: 'n', zone: 'fi-hel1', ip_networks: { ip_network } },
    })
    expect(refused.status).toBe(400)
    expect((await api('GET', '/1.3/network')).body).toEqual({ networks: { network: [] } })
  })
})

test('a router with very many networks shows the first hundred of them as routes', async () => {
  const { api } = setup(bare())
  const router = await createRouter(api, 'r')
  for (let n = 0; n < 102; n++) await createNetwork(api, `n${n}`, `10.${n}.0.0/24`, { router: router.uuid })
  const last = await createNetwork(api, 'last', '10.200.0.0/24', { router: router.uuid })
  const routes = (last as unknown as { effective_routes: { route: string }[] }).effective_routes
  expect(routes.map(({ route }) => route)).toEqual(Array.from({ length: 100 }, (_, n) => `10.${n}.0.0/24`))
  const { attached_networks } = (
    (await api('GET', `/1.3/router/${router.uuid}`)).body as { router: { attached_networks: { network: unknown[] } } }
  ).router
  expect(attached_networks.network).toHaveLength(103)
})
