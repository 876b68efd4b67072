import { expect, test } from 'vitest'
import { A, B, createRoute, twoTenants } from '../setup.ts'

const P = A.projectId

const bench = async () => {
  const two = await twoTenants()
  const { a, a1, peering } = two
  const route = await createRoute(a, a1, peering, '10.20.0.0/16')
  const { body } = await a('POST', `/v1/${P}/subnets`, {
    subnet: { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: a1.id.toUpperCase() },
  })
  const { subnet } = body as { subnet: { id: string; neutron_subnet_id: string } }
  const tables = await a('GET', `/v1/${P}/routetables?vpc_id=${a1.id}`)
  const table = (tables.body as { routetables: { id: string }[] }).routetables[0]!
  const ports = (await a('GET', '/v2.0/ports')).body as { ports: { id: string }[] }
  return { ...two, route, subnet, table, port: ports.ports[0]! }
}

const shout = (path: string): string =>
  path.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}/g, (id) => id.toUpperCase())

const withoutId = (answer: { status: number; body: unknown }) => ({
  status: answer.status,
  body: JSON.stringify(answer.body).replace(/"request_id":"[^"]*",?/, ''),
})

test('every id may be written in capitals, in paths and in filters', async () => {
  const { a, a1, peering, route, subnet, table, port } = await bench()
  for (const path of [
    `/v1/${P}/vpcs/${a1.id}`,
    `/v1/${P}/vpcs?id=${a1.id}`,
    `/v1/${P}/vpcs?marker=${a1.id}`,
    `/v3/${P}/vpc/vpcs/${a1.id}`,
    `/v3/${P}/vpc/vpcs?id=${a1.id}`,
    `/v2.0/${P}/vpcs/${a1.id}/tags`,
    `/v2.0/${P}/subnets/${subnet.id}/tags`,
    `/v1/${P}/subnets/${subnet.id}`,
    `/v1/${P}/subnets?vpc_id=${a1.id}`,
    `/v1/${P}/subnets?marker=${subnet.id}`,
    `/v1/${P}/routetables/${table.id}`,
    `/v1/${P}/routetables?id=${table.id}`,
    `/v1/${P}/routetables?vpc_id=${a1.id}&subnet_id=${subnet.id}`,
    `/v1/${P}/routetables?marker=${table.id}`,
    `/v2.0/vpc/peerings/${peering.id}`,
    `/v2.0/vpc/peerings?id=${peering.id}&vpc_id=${a1.id}&tenant_id=${B.projectId}`,
    `/v2.0/vpc/peerings?marker=${peering.id}`,
    `/v2.0/vpc/routes/${route.id}`,
    `/v2.0/vpc/routes?id=${route.id}&vpc_id=${a1.id}&tenant_id=${P}`,
    `/v2.0/vpc/routes?marker=${route.id}`,
    `/v2.0/routers/${a1.id}`,
    `/v2.0/networks/${subnet.id}`,
    `/v2.0/network-ip-availabilities/${subnet.id}`,
    `/v2.0/subnets/${subnet.neutron_subnet_id}`,
    `/v2.0/subnets?network_id=${subnet.id}`,
    `/v2.0/ports/${port.id}`,
    `/v2.0/ports?device_id=${a1.id}`,
    `/v3/projects/${P}`,
  ]) {
    const answer = await a('GET', path)
    expect({ path, status: answer.status }).toEqual({ path, status: 200 })
    const loud = await a('GET', shout(path))
    expect({ path, ...withoutId(loud) }).toEqual({ path, ...withoutId(answer) })
  }
})

test('what is made by ids in capitals is kept by small ones', async () => {
  const { a, b, a1, a2, b1 } = await bench()
  const info = (vpc: { id: string }, tenant?: string) => ({
    vpc_id: vpc.id.toUpperCase(),
    ...(tenant !== undefined && { tenant_id: tenant.toUpperCase() }),
  })
  const made = await a('POST', '/v2.0/vpc/peerings', {
    peering: { name: 'p', request_vpc_info: info(a2, P), accept_vpc_info: info(b1, B.projectId) },
  })
  expect(made.status).toBe(201)
  const { peering } = made.body as { peering: { id: string } }
  expect(peering).toMatchObject({
    request_vpc_info: { vpc_id: a2.id, tenant_id: P },
    accept_vpc_info: { vpc_id: b1.id, tenant_id: B.projectId },
  })
  const id = peering.id.toUpperCase()
  expect((await b('PUT', `/v2.0/vpc/peerings/${id}/accept`)).status).toBe(200)
  const route = { type: 'peering', nexthop: id, destination: '10.30.0.0/16', vpc_id: a2.id.toUpperCase() }
  const routed = await a('POST', '/v2.0/vpc/routes', { route })
  expect(routed.body).toMatchObject({ route: { nexthop: peering.id, vpc_id: a2.id } })
  expect((await a('PUT', `/v2.0/vpc/peerings/${id}`, { peering: { name: 'q' } })).status).toBe(200)
  expect((await a('DELETE', `/v2.0/vpc/peerings/${id}`)).status).toBe(204)
  expect((await a('DELETE', `/v1/${P}/vpcs/${a2.id.toUpperCase()}`)).status).toBe(204)
  expect((await a('DELETE', `/v1/${P}/vpcs/${a1.id.toUpperCase()}`)).status).toBe(409)
})
