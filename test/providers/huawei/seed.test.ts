import { describe, expect, test } from 'vitest'
import { readConfigText } from '../../../src/core/input/config-file.ts'
import { loadZod } from '../../../src/core/schema.ts'
import type { ConfigError } from '../../../src/index.ts'
import { clientOf, setup as setupAny } from '../../helpers/setup.ts'
import { A, B, BASE, DAY, NOBODY, UUID, setup } from './setup.ts'

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

  test('draws the ids that it leaves out, and knows other records by their names', async () => {
    const records = {
      vpcs: [
        { name: 'hub', cidr: '192.168.0.0/16', extend_cidrs: ['23.8.0.0/16'], tags: [{ key: 'k', value: 'v' }] },
        { name: 'far', cidr: '10.20.0.0/16', tenant: B.user },
      ],
      routetables: [{ vpc_id: 'hub', name: 'custom' }],
      subnets: [
        { vpc_id: 'hub', name: 'front', cidr: '192.168.1.0/24' },
        { vpc_id: 'hub', name: 'back', cidr: '23.8.1.0/24', routetable_id: 'custom', ipv6_enable: true },
      ],
      peerings: [{ name: 'p', request_vpc_id: 'hub', accept_vpc_id: 'far' }],
      routes: [
        { vpc_id: 'hub', destination: '10.20.0.0/16', nexthop: 'p' },
        { vpc_id: 'hub', destination: '10.20.0.0/16', nexthop: 'p', routetable_id: 'custom' },
        { vpc_id: 'hub', destination: '0.0.0.0/0', type: 'nat', nexthop: 'n', routetable_id: 'custom' },
      ],
    }
    const { a, b } = setup({ fixtures: { huawei: records } })
    const [hub] = ((await a('GET', `/v3/${A.projectId}/vpc/vpcs`)).body as { vpcs: { id: string }[] }).vpcs
    expect(hub).toMatchObject({
      id: expect.stringMatching(UUID),
      name: 'hub',
      extend_cidrs: ['23.8.0.0/16'],
      tags: [{ key: 'k', value: 'v' }],
    })
    expect((await b('GET', `/v1/${B.projectId}/vpcs`)).body).toMatchObject({ vpcs: [{ name: 'far' }] })
    const subnets = (await a('GET', `/v1/${A.projectId}/subnets`)).body as { subnets: { id: string; name: string }[] }
    const back = subnets.subnets.find(({ name }) => name === 'back')!
    expect(subnets.subnets.find(({ name }) => name === 'front')).toMatchObject({
      status: 'ACTIVE',
      gateway_ip: '192.168.1.1',
      ipv6_enable: false,
    })
    const tables = (await a('GET', `/v1/${A.projectId}/routetables`)).body as {
      routetables: { name: string; routes: { type: string; destination: string }[] }[]
    }
    expect(tables.routetables.find(({ name }) => name === 'custom')).toMatchObject({
      default: false,
      subnets: [{ id: back.id }],
      routes: [
        { type: 'peering', destination: '10.20.0.0/16' },
        { type: 'nat', destination: '0.0.0.0/0' },
        {},
        {},
        {},
        {},
        {},
      ],
    })
    const { routes } = (await a('GET', `/v2.0/vpc/routes?vpc_id=${hub!.id}`)).body as { routes: unknown[] }
    expect(routes).toHaveLength(2)
    const again = setup({ fixtures: { huawei: records } })
    expect((await again.a('GET', `/v1/${A.projectId}/subnets`)).body).toEqual(subnets)
  })

  test('may write ids in capitals', async () => {
    const loud = 'ABCDEF00-0000-4000-8000-000000000001'
    const { a } = setup({ fixtures: { huawei: { vpcs: [{ id: loud, name: 'x' }], routetables: [{ vpc_id: loud }] } } })
    expect((await a('GET', `/v1/${A.projectId}/vpcs/${loud}`)).body).toMatchObject({ vpc: { id: loud.toLowerCase() } })
  })

  test.each([
    ['  vpcs:\n    - { nmae: a }', "records.yaml:3:9: fixtures.huawei.vpcs.0 has no 'nmae'; did you mean 'name'?"],
    [
      '  vpcs:\n    - { name: a }\n    - { name: b, tenant: domain-c }',
      "records.yaml:4:18: fixtures.huawei.vpcs: there is no tenant domain-c; did you mean 'domain-a'?",
    ],
    [
      '  vpcs: [{ name: a }]\n  subnets:\n    - { name: s, vpc_id: b, cidr: 10.0.0.0/24 }',
      "records.yaml:4:18: fixtures.huawei.subnets: there is no VPC b; did you mean 'a'?",
    ],
  ])('with a mistake in %j is refused by file, line and the nearest name', async (yaml, message) => {
    const file = await readConfigText(`huawei:\n${yaml}\n`, 'records.yaml')
    const mistake = (): string => {
      try {
        setupAny({ providers: ['huawei'], fixtures: file.value as Record<string, unknown> })
      } catch (error) {
        return file.blame(error as ConfigError).message
      }
      throw new Error('nothing was refused')
    }
    expect(mistake()).toBe(message)
  })

  test.each<[string, unknown, string]>([
    ['an unknown key', { vpc: [] }, "fixtures.huawei has no 'vpc'; did you mean 'vpcs'?"],
    [
      'a VPC of nobody',
      { vpcs: [{ id: id(1), tenant: 'domain-x' }] },
      "fixtures.huawei.vpcs: there is no tenant domain-x; did you mean 'domain-a'?",
    ],
    ['a peering of no VPC', { peerings }, `fixtures.huawei.peerings: there is no VPC ${id(1)}`],
    ['a route of no VPC', { routes }, `fixtures.huawei.routes: there is no VPC ${id(1)}`],
    ['a route to no peering', { vpcs, routes }, `fixtures.huawei.routes: there is no peering ${id(3)}`],
    [
      'a VPC by almost its name',
      { vpcs: [{ name: 'hub' }], subnets: [{ vpc_id: 'hup', name: 's', cidr: '10.0.0.0/24' }] },
      "fixtures.huawei.subnets: there is no VPC hup; did you mean 'hub'?",
    ],
    [
      'a VPC by a name that two have',
      { vpcs: [{ name: 'x' }, { name: 'x' }], routetables: [{ vpc_id: 'x' }] },
      'fixtures.huawei.routetables: more than one VPC is named x; say an id',
    ],
    [
      'a table of another VPC',
      {
        vpcs: [{ name: 'x' }, { name: 'y' }],
        routetables: [{ vpc_id: 'x', name: 'mine' }],
        subnets: [{ vpc_id: 'y', name: 's', cidr: '10.0.0.0/24', routetable_id: 'mine' }],
      },
      'fixtures.huawei.subnets: there is no route table of the VPC mine; it is one of rtb-y',
    ],
    ['an id twice', { vpcs: [vpcs[0], vpcs[0]] }, `fixtures.huawei.vpcs: the id ${id(1)} is taken`],
    ['a wrong type', { vpcs: [{ cidr: 1 }] }, 'fixtures.huawei.vpcs.0.cidr: expected text'],
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

test('the guide names the region of the settings', () => {
  const { emulator } = setupAny({ providers: ['huawei'], settings: { huawei: { region: 'eu-nl' } } })
  const { clients } = emulator.guide('huawei', 'http://127.0.0.1:4580')
  const text = clients.flatMap(({ lines }) => lines).join('\n')
  expect(text).not.toContain('eu-de')
  for (const part of ['HW_REGION_NAME=eu-nl', 'OS_REGION_NAME=eu-nl', 'SDK_REGION_VPC_EU_NL=http://127.0.0.1:4580'])
    expect(text).toContain(part)
})

test('the guide names both tenants and leads every client here', () => {
  const { credential, clients } = setupAny({ providers: ['huawei'] }).emulator.guide('huawei', 'http://127.0.0.1:4580')
  expect(credential).toBe(A.token)
  const text = clients.flatMap(({ lines }) => lines).join('\n')
  for (const part of ['http://127.0.0.1:4580/v3', A.ak, A.sk, A.password, B.ak, B.sk, B.password, B.token])
    expect(text).toContain(part)
})
