import { describe, expect, test } from 'vitest'
import { loadZod } from '../../../src/core/schema.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import { clientOf, setup as setupAny } from '../../helpers/setup.ts'
import { A, B, BASE, DAY, NOBODY, setup } from './setup.ts'

await loadZod()

const id = (digit: number) => NOBODY.slice(0, -1) + String(digit)
const vpcs = [
  { id: id(1), tenant: A.projectId, name: 'a', cidr: '192.168.0.0/16' },
  { id: id(2), tenant: B.projectId, name: 'b', cidr: '10.0.0.0/8' },
]
const peerings = [{ id: id(3), name: 'p', request_vpc_id: id(1), accept_vpc_id: id(2) }]
const routes = [{ id: id(4), vpc_id: id(1), destination: '10.0.0.0/8', nexthop: id(3) }]

describe('a fixture file', () => {
  test('puts VPCs with their tables, peerings and routes', async () => {
    const { a, b } = setup({ fixtures: { huawei: { vpcs, peerings, routes } } })
    const side = (vpc_id: string, tenant_id: string) => ({ vpc_id, tenant_id })
    expect((await b('GET', '/v2.0/vpc/peerings')).body).toEqual({
      peerings: [
        {
          name: 'p',
          id: id(3),
          description: '',
          request_vpc_info: side(id(1), A.projectId),
          accept_vpc_info: side(id(2), B.projectId),
          status: 'ACTIVE',
          created_at: DAY,
          updated_at: DAY,
        },
      ],
    })
    expect((await a('GET', '/v2.0/vpc/routes')).body).toEqual({
      routes: [
        {
          type: 'peering',
          nexthop: id(3),
          destination: '10.0.0.0/8',
          vpc_id: id(1),
          tenant_id: A.projectId,
          id: id(4),
        },
      ],
    })
    expect((await a('GET', `/v1/${A.projectId}/vpcs/${id(1)}`)).body).toMatchObject({ vpc: { status: 'OK' } })
    expect((await a('GET', `/v1/${A.projectId}/routetables`)).body).toMatchObject({
      routetables: [{ name: 'rtb-a', vpc_id: id(1), routes: [{ destination: '10.0.0.0/8' }, {}, {}, {}] }],
    })
  })

  test('derives what a tenant leaves out, the same in every run', async () => {
    const login = async () => {
      const tenants = [{ id: 't-red', name: 'cn-north-4', domain: 'red', user: 'red', password: 'red' }]
      const { emulator } = setupAny({ providers: ['huawei'], auth: 'strict', fixtures: { huawei: { tenants } } })
      const user = { name: 'red', password: 'red', domain: { name: 'red' } }
      const identity = { methods: ['password'], password: { user } }
      const auth = { identity, scope: { project: { name: 'cn-north-4' } } }
      return (await clientOf(emulator, BASE)('POST', '/v3/auth/tokens?nocatalog=true', { auth })).body
    }
    const token = await login()
    expect(token).toMatchObject({ token: { project: { id: 't-red', name: 'cn-north-4', domain: { name: 'red' } } } })
    expect(await login()).toEqual(token)
  })

  test.each<[string, unknown, string]>([
    ['an unknown key', { vpc: [] }, "fixtures.huawei has no 'vpc'; did you mean 'vpcs'?"],
    ['a VPC of nobody', { vpcs: [{ id: id(1), tenant: 'x' }] }, 'fixtures.huawei.vpcs: there is no tenant x'],
    ['a peering of no VPC', { peerings }, `fixtures.huawei.peerings: there is no VPC ${id(1)}`],
    ['a route of no VPC', { routes }, `fixtures.huawei.routes: there is no VPC ${id(1)}`],
    ['a route to no peering', { vpcs, routes }, `fixtures.huawei.routes: there is no peering ${id(3)}`],
    [
      'a route twice',
      { vpcs, peerings, routes: [routes[0], { ...routes[0], id: id(5) }] },
      `fixtures.huawei.routes: ${id(5)} repeats the destination 10.0.0.0/8`,
    ],
  ])('with %s is refused', (_, records, message) => {
    expect(() => setupAny({ providers: ['huawei'], fixtures: { huawei: records } })).toThrow(message)
  })
})

test('an empty world knows nobody: a token is accepted but opens no project, a key opens the one it names', async () => {
  const { emulator } = setupAny({ providers: ['huawei'], empty: true })
  const byToken = clientOf(emulator, BASE, { 'x-auth-token': 'any' })
  expect((await byToken('GET', '/v3/projects')).body).toMatchObject({ projects: [] })
  expect((await byToken('GET', '/v2.0/vpc/routes')).status).toBe(401)
  const byKey = clientOf(emulator, BASE, { authorization: 'SDK-HMAC-SHA256 Access=any', 'x-project-id': A.projectId })
  expect((await byKey('GET', '/v2.0/vpc/routes')).status).toBe(200)
})

test('the guide names both tenants and leads every client here', () => {
  const { credential, clients } = huawei.guide('http://127.0.0.1:4580')
  expect(credential).toBe(A.token)
  const text = clients.flatMap(({ lines }) => lines).join('\n')
  for (const part of ['http://127.0.0.1:4580/v3', A.ak, A.sk, A.password, B.ak, B.sk, B.password, B.token])
    expect(text).toContain(part)
})
