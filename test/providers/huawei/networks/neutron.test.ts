import { describe, expect, test } from 'vitest'
import { A, BASE, DAY, NOBODY, UUID, common, neutron, setup, twoTenants } from '../setup.ts'

const dated = { created_at: DAY, updated_at: DAY }
const owned = { tenant_id: A.projectId, project_id: A.projectId }

/** Tenant A with VPCs a1 and a2, and a subnet of both families in a1. */
const bench = async () => {
  const two = await twoTenants()
  const { body } = await two.a('POST', `/v1/${A.projectId}/subnets`, {
    subnet: {
      name: 's',
      cidr: '192.168.1.0/24',
      gateway_ip: '192.168.1.1',
      vpc_id: two.a1.id,
      dnsList: ['1.1.1.1'],
      availability_zone: 'eu-de-01',
      ipv6_enable: true,
    },
  })
  const { subnet } = body as { subnet: Record<'id' | 'neutron_subnet_id' | 'ipv6_subnet_id' | 'cidr_v6', string> }
  return { ...two, subnet }
}

const list = async <T>({ a }: Pick<Awaited<ReturnType<typeof bench>>, 'a'>, key: string, query = ''): Promise<T[]> => {
  const { status, headers, body } = await a('GET', `/v2.0/${key}${query}`)
  expect({ status, headers }).toEqual({ status: 200, headers: common() })
  return (body as Record<string, T[]>)[key]!
}

describe('/v2.0/routers', () => {
  test('are the VPCs', async () => {
    const world = await bench()
    const { a, a1, a2 } = world
    await a('PUT', `/v1/${A.projectId}/vpcs/${a1.id}`, {
      vpc: { routes: [{ destination: '0.0.0.0/0', nexthop: '192.168.1.9' }], enable_shared_snat: true },
    })
    const answer = await a('GET', `/v2.0/routers/${a1.id.toUpperCase()}`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    const { router } = answer.body as { router: { external_gateway_info: { network_id: string } } }
    expect(router).toEqual({
      id: a1.id,
      name: 'a1',
      status: 'ACTIVE',
      ...owned,
      admin_state_up: true,
      external_gateway_info: { network_id: expect.stringMatching(UUID), enable_snat: true },
      routes: [{ destination: '0.0.0.0/0', nexthop: '192.168.1.9' }],
      ...dated,
    })
    expect(await list(world, 'routers', '?name=a1')).toEqual([router])
    expect((await list<{ id: string }>(world, 'routers')).map(({ id }) => id)).toEqual([a1.id, a2.id].sort())

    const { network_id } = router.external_gateway_info
    const external = { id: network_id, name: 'admin_external_net', 'router:external': true }
    expect((await a('GET', `/v2.0/networks/${network_id}`)).body).toMatchObject({ network: external })
    expect(await list(world, 'networks', '?router:external=True')).toMatchObject([external])
  })

  test('come page by page, by the filters of their members', async () => {
    const world = await bench()
    const { a, a1, a2 } = world
    const [first, second] = [a1.id, a2.id].sort() as [string, string]
    const { body } = await a('GET', '/v2.0/routers?limit=1')
    expect(body).toEqual({
      routers: [expect.objectContaining({ id: first })],
      routers_links: [{ rel: 'next', href: `${BASE}/v2.0/routers?limit=1&marker=${first}`, marker: first }],
    })
    expect((await a('GET', `/v2.0/routers?limit=1&marker=${first}`)).body).toMatchObject({ routers: [{ id: second }] })
    for (const [query, found] of [
      [`id=${a1.id.toUpperCase()}`, 1],
      [`tenant_id=${A.projectId.toUpperCase()}`, 2],
      ['status=ACTIVE', 2],
      ['status=DOWN', 0],
      ['admin_state_up=True', 2],
      ['admin_state_up=false', 0],
      ['name=', 2],
    ] as const)
      expect({ query, found: (await list(world, 'routers', `?${query}`)).length }).toEqual({ query, found })
    const unknown = await a('GET', `/v2.0/routers?marker=${NOBODY}`)
    expect(unknown.status).toBe(400)
    expect(unknown.body).toEqual(neutron('BadRequest', `Bad marker request: Marker ${NOBODY} could not be found.`))
  })
})

describe('/v2.0/networks', () => {
  test('are the subnets of v1', async () => {
    const world = await bench()
    const { subnet } = world
    const network = {
      id: subnet.id,
      name: 's',
      status: 'ACTIVE',
      shared: false,
      subnets: [subnet.neutron_subnet_id, subnet.ipv6_subnet_id],
      availability_zone_hints: [],
      availability_zones: ['eu-de-01'],
      admin_state_up: true,
      ...owned,
      'provider:network_type': 'vxlan',
      'router:external': false,
      port_security_enabled: true,
      ...dated,
    }
    expect(await list(world, 'networks')).toEqual([network])
    expect(await list(world, 'networks', '?router:external=False&shared=false&name=s')).toEqual([network])
    expect(await list(world, 'networks', '?name=t')).toEqual([])
    const answer = await world.a('GET', `/v2.0/networks/${subnet.id}`)
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: { network } })
  })

  test('tell how many addresses they have', async () => {
    const { a, subnet } = await bench()
    const answer = await a('GET', `/v2.0/network-ip-availabilities/${subnet.id}`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual({
      network_ip_availability: {
        network_id: subnet.id,
        network_name: 's',
        tenant_id: A.projectId,
        total_ips: 250,
        used_ips: 0,
        subnet_ip_availability: [
          {
            used_ips: 0,
            subnet_id: subnet.neutron_subnet_id,
            subnet_name: 's',
            ip_version: 4,
            cidr: '192.168.1.0/24',
            total_ips: 250,
          },
        ],
      },
    })
  })
})

describe('/v2.0/subnets', () => {
  test('are one per address family of a subnet of v1', async () => {
    const world = await bench()
    const { subnet } = world
    const both = {
      name: 's',
      enable_dhcp: true,
      network_id: subnet.id,
      ...owned,
      host_routes: [],
      ...dated,
    }
    const v4 = {
      ...both,
      id: subnet.neutron_subnet_id,
      cidr: '192.168.1.0/24',
      dns_nameservers: ['1.1.1.1'],
      allocation_pools: [{ start: '192.168.1.2', end: '192.168.1.251' }],
      ip_version: 4,
      gateway_ip: '192.168.1.1',
    }
    const start = subnet.cidr_v6.replace('/64', '')
    const v6 = {
      ...both,
      id: subnet.ipv6_subnet_id,
      cidr: subnet.cidr_v6,
      dns_nameservers: [],
      allocation_pools: [{ start: `${start}2`, end: `${start.slice(0, -1)}ffff:ffff:ffff:fffc` }],
      ip_version: 6,
      gateway_ip: `${start}1`,
      ipv6_ra_mode: 'dhcpv6-stateful',
      ipv6_address_mode: 'dhcpv6-stateful',
    }
    expect(await list(world, 'subnets')).toEqual([v4, v6].sort((x, y) => (x.id < y.id ? -1 : 1)))
    expect(await list(world, 'subnets', '?ip_version=6')).toEqual([v6])
    expect(await list(world, 'subnets', `?network_id=${subnet.id}&ip_version=4`)).toEqual([v4])
    for (const one of [v4, v6]) expect((await world.a('GET', `/v2.0/subnets/${one.id}`)).body).toEqual({ subnet: one })
  })

  test.each([
    ['192.168.7.1', [['192.168.7.2', '192.168.7.11']]],
    [
      '192.168.7.5',
      [
        ['192.168.7.1', '192.168.7.4'],
        ['192.168.7.6', '192.168.7.11'],
      ],
    ],
    ['192.168.7.14', [['192.168.7.1', '192.168.7.11']]],
  ])('leave a gateway %s out of what they give away', async (gateway_ip, pools) => {
    const { a, a1 } = await bench()
    const { body } = await a('POST', `/v1/${A.projectId}/subnets`, {
      subnet: { name: 't', cidr: '192.168.7.0/28', gateway_ip, vpc_id: a1.id },
    })
    const { neutron_subnet_id } = (body as { subnet: { neutron_subnet_id: string } }).subnet
    expect((await a('GET', `/v2.0/subnets/${neutron_subnet_id}`)).body).toMatchObject({
      subnet: { allocation_pools: pools.map(([start, end]) => ({ start, end })) },
    })
  })
})

test('/v2.0/ports are the gateways of the subnets', async () => {
  const world = await bench()
  const { a, a1, subnet } = world
  const [port, ...more] = await list<Record<string, unknown>>(world, 'ports')
  expect(more).toEqual([])
  expect(port).toEqual({
    id: expect.stringMatching(UUID),
    name: '',
    status: 'ACTIVE',
    admin_state_up: true,
    fixed_ips: [
      { subnet_id: subnet.neutron_subnet_id, ip_address: '192.168.1.1' },
      { subnet_id: subnet.ipv6_subnet_id, ip_address: subnet.cidr_v6.replace('/64', '1') },
    ],
    mac_address: expect.stringMatching(/^fa:16:3e(?::[0-9a-f]{2}){3}$/),
    network_id: subnet.id,
    ...owned,
    device_id: a1.id,
    device_owner: 'network:router_interface_distributed',
    security_groups: [],
    extra_dhcp_opts: [],
    allowed_address_pairs: [],
    'binding:vnic_type': 'normal',
    'binding:vif_details': {},
    'binding:profile': {},
    port_security_enabled: false,
    ...dated,
  })
  expect((await a('GET', `/v2.0/ports/${String(port!.id)}`)).body).toEqual({ port })
  expect(await list(world, 'ports', `?device_id=${a1.id}`)).toEqual([port])
  expect(await list(world, 'ports', '?fixed_ips=ip_address=192.168.1.1')).toEqual([port])
  expect(await list(world, 'ports', '?fixed_ips=ip_address=192.168.1.2')).toEqual([])
})

test.each([
  ['routers', 'RouterNotFound', 'Router x could not be found'],
  ['networks', 'NetworkNotFound', 'Network x could not be found.'],
  ['network-ip-availabilities', 'NetworkNotFound', 'Network x could not be found.'],
  ['subnets', 'SubnetNotFound', 'Subnet x could not be found.'],
  ['ports', 'PortNotFound', 'Port x could not be found.'],
])('GET /v2.0/%s/{id} answers 404 to what is unknown or foreign', async (key, type, message) => {
  const { a, b, a1, subnet } = await bench()
  const ports = (await a('GET', '/v2.0/ports')).body as { ports: { id: string }[] }
  const ids: Record<string, string> = {
    routers: a1.id,
    subnets: subnet.neutron_subnet_id,
    ports: ports.ports[0]!.id,
  }
  for (const [client, id] of [
    [a, 'x'],
    [b, ids[key] ?? subnet.id],
  ] as const) {
    const answer = await client('GET', `/v2.0/${key}/${id}`)
    expect(answer.status).toBe(404)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(neutron(type, message.replace(' x ', ` ${id} `)))
  }
})

test('nothing is there in a fresh world', async () => {
  const { a } = setup()
  for (const key of ['routers', 'networks', 'subnets', 'ports'])
    expect((await a('GET', `/v2.0/${key}`)).text).toBe(`{"${key}":[]}`)
})
