import { expect, test } from 'vitest'
import { facts } from '../../../../src/providers/huawei/facts.ts'
import { explained } from '../../../helpers/facts.ts'
import { control } from '../../../helpers/socket.ts'
import { A, B, NOBODY, createVpc, routeBody, setup, twoTenants } from '../setup.ts'

test('each fact explains an answer', async () => {
  const { a, b, a1, a2, b1, peering, emulator } = await twoTenants(false, { settings: { huawei: { peeringQuota: 3 } } })
  const { shown, asking } = explained(emulator)
  const [askA, askB] = [asking(a), asking(b)]
  const peer = (request: { id: string }, accept: { id: string }, tenant_id?: string, more: object = {}) =>
    askA('POST', '/v2.0/vpc/peerings', {
      peering: {
        name: 'p',
        request_vpc_info: { vpc_id: request.id },
        accept_vpc_info: { vpc_id: accept.id, ...(tenant_id && { tenant_id }) },
        ...more,
      },
    })

  await askA('POST', '/v2.0/vpc/routes', routeBody(a1, peering))
  await askA('PUT', `/v2.0/vpc/peerings/${peering.id}/accept`)
  await askB('PUT', `/v2.0/vpc/peerings/${peering.id}/accept`)
  await askB('PUT', `/v2.0/vpc/peerings/${peering.id}/reject`)
  await askA('POST', '/v2.0/vpc/routes', routeBody(a2, peering))
  await askA('POST', '/v2.0/vpc/routes', routeBody(a1, peering, '127.0.0.0/16'))
  await askA('POST', '/v2.0/vpc/routes', routeBody(a1, peering))
  await askA('POST', '/v2.0/vpc/routes', routeBody(a1, peering))
  const tables = await a('GET', `/v1/${A.projectId}/routetables?vpc_id=${a1.id}`)
  const [table] = (tables.body as { routetables: { id: string }[] }).routetables
  const again = { type: 'peering', destination: '10.20.0.0/16', nexthop: peering.id }
  await askA('PUT', `/v1/${A.projectId}/routetables/${table!.id}`, { routetable: { routes: { add: [again] } } })
  await askA('DELETE', `/v1/${A.projectId}/vpcs/${a1.id}`)

  const subnet = { name: 's', cidr: '172.16.1.0/24', gateway_ip: '172.16.1.1', vpc_id: a2.id }
  await askA('POST', `/v1/${A.projectId}/subnets`, { subnet })
  await askA('DELETE', `/v1/${A.projectId}/vpcs/${a2.id}`)
  await askA('POST', `/v1/${A.projectId}/vpcs`, { vpc: { name: 'more' } })
  await askA('GET', `/v1/${B.projectId}/vpcs`)

  await peer(a1, b1, B.projectId)
  await peer(a1, a2, undefined, { colour: 'red' })
  await peer(a1, a2)
  await peer(a1, await createVpc(a, A.projectId, 'a3'))
  await peer(a1, await createVpc(a, A.projectId, 'a4'))
  await askA('GET', `/v2.0/vpc/routes?marker=${NOBODY}`)
  await askA('GET', '/v2.0/vpc/routes?limit=few')

  const v3 = `/v3/${A.projectId}/vpc/vpcs`
  await askA('POST', v3, { vpc: { name: 'v3' } })
  await askA('GET', '/v2.0/routers')
  const extend = (verb: string, extend_cidrs: string[]) =>
    askA('PUT', `${v3}/${a2.id}/${verb}-extend-cidr`, { vpc: { extend_cidrs } })
  await extend('add', ['172.16.0.0/24'])
  await extend('add', ['127.0.0.0/24'])
  await extend(
    'add',
    Array.from({ length: 6 }, (_, n) => `23.${n}.0.0/16`),
  )
  await extend('add', ['23.8.0.0/16'])
  const inside = { name: 't', cidr: '23.8.1.0/24', gateway_ip: '23.8.1.1', vpc_id: a2.id, ipv6_enable: true }
  const made = await a('POST', `/v1/${A.projectId}/subnets`, { subnet: inside })
  const { id } = (made.body as { subnet: { id: string } }).subnet
  await extend('remove', ['23.8.0.0/16'])
  await askA('PUT', `/v1/${A.projectId}/vpcs/${a2.id}/subnets/${id}`, { subnet: { name: 't', ipv6_enable: false } })
  const custom = await a('POST', `/v1/${A.projectId}/routetables`, { routetable: { vpc_id: a2.id } })
  const { routetable } = custom.body as { routetable: { id: string } }
  const act = (table: { id: string }) =>
    askA('POST', `/v1/${A.projectId}/routetables/${table.id}/action`, {
      routetable: { subnets: { associate: [id] } },
    })
  await act(table!)
  await act(routetable)
  await askA('DELETE', `/v1/${A.projectId}/routetables/${routetable.id}`)
  await askA('DELETE', `/v1/${A.projectId}/routetables/${table!.id}`)
  for (let n = 0; n < 4; n++) await askA('POST', `/v1/${A.projectId}/routetables`, { routetable: { vpc_id: a2.id } })
  await askA('PATCH', '/v2.0/vpc/routes')

  expect(facts.filter(({ says }) => !shown.includes(says))).toEqual([])
})

test('a path that nobody published is explained', async () => {
  const { a, emulator } = setup()
  const { status, headers } = await a('GET', '/v2.0/vpc/roots')
  expect(status).toBe(404)
  expect((await control(emulator, 'GET', `/requests/${headers['x-peertwin-request']}/explain`)).body).toMatchObject({
    handled_by: null,
    answered_by: { name: 'route_not_found' },
    facts: [{ says: 'A method that a path does not have is the gateway’s 404, not 405.', evidence: 'observed' }],
  })
})
