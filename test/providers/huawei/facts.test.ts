import { expect, test } from 'vitest'
import { facts } from '../../../src/providers/huawei/facts.ts'
import type { Client } from '../../helpers/setup.ts'
import { control } from '../../helpers/socket.ts'
import { A, B, NOBODY, createVpc, routeBody, setup, twoTenants } from './setup.ts'

test('each fact explains an answer', async () => {
  const { a, b, a1, a2, b1, peering, emulator } = await twoTenants(false, { settings: { huawei: { peeringQuota: 3 } } })
  const shown: string[] = []
  const asking =
    (client: Client): Client =>
    async (...request) => {
      const answer = await client(...request)
      const { body } = await control(emulator, 'GET', `/requests/${answer.headers['x-peertwin-request']}/explain`)
      shown.push(...(body as { facts: { says: string }[] }).facts.map(({ says }) => says))
      return answer
    }
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
