import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import {
  A,
  B,
  DAY,
  NOBODY,
  UUID,
  common,
  createPeering,
  createRoute,
  createVpc,
  setup,
  setupScenario,
  twoTenants,
} from './setup.ts'

const V1 = `/v1/${A.projectId}/vpcs`
const V3 = `/v3/${A.projectId}/vpc/vpcs`
const error = (code: string, message: string) => ({ code, message })

describe('POST /v1/{project_id}/vpcs', () => {
  test('answers 200 with CREATING, and every other read shows OK', async () => {
    const { a } = setup()
    const vpc = { name: 'vpc', description: 'test', cidr: '192.168.0.0/16', enterprise_project_id: '0' }
    const answer = await a('POST', V1, { vpc })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    const { id } = (answer.body as { vpc: { id: string } }).vpc
    expect(id).toMatch(UUID)
    expect(answer.text).toBe(
      `{"vpc":{"id":"${id}","name":"vpc","description":"test","cidr":"192.168.0.0/16","status":"CREATING","enterprise_project_id":"0","routes":[],"tenant_id":"${A.projectId}","created_at":"${DAY}","updated_at":"${DAY}"}}`,
    )
    const shown = { id, ...vpc, status: 'OK', routes: [], tenant_id: A.projectId, enable_shared_snat: false }
    const read = await a('GET', `${V1}/${id}`)
    expect(read.status).toBe(200)
    expect(read.headers).toEqual(common())
    expect(read.body).toEqual({ vpc: { ...shown, created_at: DAY, updated_at: DAY } })
    expect((await a('GET', V1)).body).toEqual({ vpcs: [{ ...shown, created_at: DAY, updated_at: DAY }] })
  })

  test('takes an empty object: everything has a default, and empty names do not collide', async () => {
    const { a } = setup()
    for (let n = 0; n < 2; n++) {
      expect((await a('POST', V1, { vpc: {} })).body).toMatchObject({
        vpc: { name: '', description: '', cidr: '', enterprise_project_id: '0' },
      })
    }
  })

  test.each<[string, unknown]>([
    ['no body', undefined],
    ['malformed JSON', '{'],
    ['no envelope', {}],
    ['a number for a name', { vpc: { name: 1 } }],
    ['a space in the name', { vpc: { name: 'a b' } }],
    ['a long name', { vpc: { name: 'x'.repeat(65) } }],
    ['angle brackets', { vpc: { description: '<b>' } }],
    ['a long description', { vpc: { description: 'x'.repeat(256) } }],
    ['a public block', { vpc: { cidr: '11.0.0.0/16' } }],
    ['a block without mask', { vpc: { cidr: '10.0.0.0' } }],
    ['host bits', { vpc: { cidr: '10.0.0.1/16' } }],
    ['a small block', { vpc: { cidr: '10.0.0.0/25' } }],
    ['a block above its range', { vpc: { cidr: '172.16.0.0/11' } }],
    ['eleven tags', { vpc: { tags: Array.from({ length: 11 }, (_, n) => `k${n}*v`) } }],
  ])('answers 400 to %s', async (_, body) => {
    const { a } = setup()
    const answer = await a('POST', V1, body)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error('VPC.0101', 'Param is invalid.'))
    expect((await a('GET', V1)).text).toBe('{"vpcs":[]}')
  })

  test('answers 400 to an enterprise project that is none', async () => {
    const { a } = setup()
    const answer = await a('POST', V1, { vpc: { enterprise_project_id: 'mine' } })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(error('VPC.0011', 'EnterpriseProjectId is invalid'))
    const taken = await a('POST', V1, { vpc: { enterprise_project_id: NOBODY } })
    expect(taken.body).toMatchObject({ vpc: { enterprise_project_id: NOBODY } })
  })

  test('takes Chinese names, tags, and any block where that is allowed', async () => {
    const { a } = setup({ settings: { huawei: { vpcRanges: 'any' } } })
    const answer = await a('POST', V1, { vpc: { name: '网络', cidr: '11.0.0.0/28', tags: ['k*v', 'bare', 'a*b*c'] } })
    expect(answer.status).toBe(200)
    const { id } = (answer.body as { vpc: { id: string } }).vpc
    expect((await a('GET', `/v2.0/${A.projectId}/vpcs/${id}/tags`)).body).toEqual({
      tags: [
        { key: 'k', value: 'v' },
        { key: 'bare', value: '' },
        { key: 'a', value: 'b*c' },
      ],
    })
  })

  test('answers 400 to a taken name of the same project, and 409 above the quota', async () => {
    const { a, b } = setup({ settings: { huawei: { vpcQuota: 1 } } })
    await createVpc(a, A.projectId, 'one')
    await createVpc(b, B.projectId, 'one')
    const taken = await a('POST', V1, { vpc: { name: 'one' } })
    expect(taken.status).toBe(400)
    expect(taken.headers).toEqual(common())
    expect(taken.body).toEqual(error('VPC.0115', 'The router name has exist.'))
    const full = await a('POST', V1, { vpc: { name: 'two' } })
    expect(full.status).toBe(409)
    expect(full.body).toEqual(error('VPC.0114', "Quota exceeded for resources: ['router']."))
  })

  test.each([
    ['POST', '/v1/PROJECT/vpcs'],
    ['GET', '/v1/PROJECT/vpcs'],
    ['GET', `/v1/PROJECT/vpcs/${NOBODY}`],
    ['GET', '/v1/PROJECT/quotas'],
    ['GET', `/v2.0/PROJECT/vpcs/${NOBODY}/tags`],
  ])("%s %s answers 400 in another tenant's project", async (method, path) => {
    const { a } = setup()
    const answer = await a(method, path.replace('PROJECT', B.projectId), method === 'POST' ? { vpc: {} } : undefined)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error('VPC.0007', 'urlTenantId is not equal tokenTenantId'))
  })
})

describe('GET /v1/{project_id}/vpcs', () => {
  test('pages by marker until an empty list, without links; filters by id', async () => {
    const { a, b } = setup()
    const made = []
    for (const name of ['x', 'y', 'z']) made.push((await createVpc(a, A.projectId, name)).id)
    await createVpc(b, B.projectId, 'other')
    const sorted = made.toSorted()
    const ids = async (query: string) => {
      const { body } = await a('GET', `${V1}?${query}`)
      expect(Object.keys(body as object)).toEqual(['vpcs'])
      return (body as { vpcs: { id: string }[] }).vpcs.map(({ id }) => id)
    }
    expect(await ids('')).toEqual(sorted)
    expect(await ids('limit=2')).toEqual(sorted.slice(0, 2))
    expect(await ids(`limit=2&marker=${sorted[1]}`)).toEqual(sorted.slice(2))
    expect(await ids(`marker=${sorted[2]}`)).toEqual([])
    // an unknown marker is only a place in the order here
    expect(await ids(`marker=${NOBODY}`)).toEqual(sorted)
    expect(await ids('marker=&limit=')).toEqual(sorted)
    expect(await ids(`id=${sorted[1]}`)).toEqual([sorted[1]])
    expect(await ids('enterprise_project_id=0')).toEqual(sorted)
    expect(await ids('enterprise_project_id=1')).toEqual([])
  })

  test('answers 400 to a bad limit', async () => {
    const { a } = setup()
    const answer = await a('GET', `${V1}?limit=abc`)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(error('VPC.0101', 'Query vpc list error.'))
  })
})

describe('/v1/{project_id}/vpcs/{vpc_id}', () => {
  test.each(['GET', 'PUT', 'DELETE'])('%s answers 404 to an unknown VPC and to a foreign one', async (method) => {
    const { a, b1 } = await twoTenants()
    for (const id of [NOBODY, b1.id]) {
      const answer = await a(method, `${V1}/${id}`, method === 'PUT' ? { vpc: {} } : undefined)
      expect(answer.status).toBe(404)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(error('VPC.0003', 'VPC does not exist.'))
    }
  })

  test.each([
    ['GET', 'getVpc error vpcId is invalid.'],
    ['DELETE', 'Delete router error vpcId is invalid.'],
  ])('%s answers 400 to an id that is no UUID', async (method, message) => {
    const { a } = setup()
    const answer = await a(method, `${V1}/vpc`)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(error('VPC.0101', message))
  })

  test('PUT changes what is given', async () => {
    const { a, a1, clock } = await twoTenants()
    clock.advance(5_000)
    const routes = [{ destination: '10.0.0.0/24', nexthop: '192.168.0.9' }]
    const answer = await a('PUT', `${V1}/${a1.id}`, {
      vpc: { name: 'new', description: 'd', cidr: '10.0.0.0/8', routes, enable_shared_snat: true },
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      vpc: {
        id: a1.id,
        name: 'new',
        description: 'd',
        cidr: '10.0.0.0/8',
        status: 'OK',
        enterprise_project_id: '0',
        routes,
        tenant_id: A.projectId,
        created_at: DAY,
        updated_at: '2026-01-01T00:00:05',
        enable_shared_snat: true,
      },
    })
    expect((await a('PUT', `${V1}/${a1.id}`, { vpc: { name: 'new' } })).status).toBe(200)
  })

  test.each<[string, unknown, string, string]>([
    ['a bad name', { name: 'a b' }, 'VPC.0101', 'Update router name is invalid.'],
    ['a name of another type', { name: 1 }, 'VPC.0101', 'Update router name is invalid.'],
    ['a bad description', { description: '<' }, 'VPC.0101', 'Update router description is invalid.'],
    ['a bad block', { cidr: '11.0.0.0/8' }, 'VPC.0101', 'Update router cidr is invalid.'],
    ['a taken name', { name: 'a2' }, 'VPC.0115', 'The router name has exist.'],
    ['a block that loses subnets', { cidr: '10.0.0.0/16' }, 'VPC.0117', 'Cidr can not contain subnetList cidr.'],
    ['no block where there are subnets', { cidr: '' }, 'VPC.0117', 'Cidr can not contain subnetList cidr.'],
  ])('PUT answers 400 to %s', async (_, vpc, code, message) => {
    const { a, a1 } = await twoTenants()
    const subnet = { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: a1.id }
    await a('POST', `/v1/${A.projectId}/subnets`, { subnet })
    const answer = await a('PUT', `${V1}/${a1.id}`, { vpc })
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error(code, message))
  })

  test('PUT and DELETE are refused while a scenario holds the VPC in CREATING', async () => {
    const rule = '{ id: stuck, from: CREATING, after: 2h, to: OK }'
    const bench = await setupScenario(`lifecycles:\n  huawei/vpc: [${rule}]`)
    const { id } = await createVpc(bench.a, A.projectId, 'slow')
    bench.clock.advance(3_600_000)
    expect((await bench.a('GET', `${V1}/${id}`)).body).toMatchObject({ vpc: { status: 'CREATING' } })
    expect((await bench.a('GET', `${V3}/${id}`)).body).toMatchObject({ vpc: { status: 'PENDING' } })
    const changed = await bench.a('PUT', `${V1}/${id}`, { vpc: { name: 'x' } })
    expect(changed.status).toBe(500)
    expect(changed.body).toEqual(error('VPC.0113', 'Router status is not active.'))
    const deleted = await bench.a('DELETE', `${V1}/${id}`)
    expect(deleted.status).toBe(409)
    expect(deleted.body).toEqual(error('VPC.0103', 'Rescource status is busy, try it again later.'))
  })

  test('DELETE answers 409 while peering routes exist, in the words of the back end', async () => {
    const { a, b, a1, b1, peering } = await twoTenants()
    await createRoute(a, a1, peering, '10.20.0.0/16')
    await createRoute(b, b1, peering, '192.168.0.0/16')
    const answer = await a('DELETE', `${V1}/${a1.id}`)
    expect(answer.status).toBe(409)
    expect(answer.headers).toEqual(common())
    expect(answer.text).toBe(
      String.raw`{"code":"VPC.0120","message":"{\"NeutronError\":{\"message\":\"exroutes exists under this router, delete exroutes firstly.\",\"type\":\"RouterInUse\",\"detail\":\"\"}}"}`,
    )
    expect((await b('DELETE', `/v2.0/vpc/peerings/${peering.id}`)).status).toBe(204)
    const gone = await a('DELETE', `${V1}/${a1.id}`)
    expect(gone.status).toBe(204)
    expect(gone.headers).toEqual(common(null))
    expect((await a('GET', `${V1}/${a1.id}`)).status).toBe(404)
  })

  test('DELETE takes peerings without own routes along, or refuses them where that is set', async () => {
    const { a, b, a1, b1, peering } = await twoTenants()
    await createRoute(b, b1, peering, '192.168.0.0/16')
    expect((await a('DELETE', `${V1}/${a1.id}`)).status).toBe(204)
    expect((await b('GET', '/v2.0/vpc/peerings')).text).toBe('{"peerings":[]}')
    expect((await b('GET', '/v2.0/vpc/routes')).text).toBe('{"routes":[]}')
    const strict = await twoTenants(true, { settings: { huawei: { peeredVpcDelete: 'refuse' } } })
    const refused = await strict.a('DELETE', `${V1}/${strict.a1.id}`)
    expect(refused.status).toBe(409)
    expect(refused.body).toEqual(error('VPC.0108', 'Router is used not allow deleted.'))
  })

  test('DELETE answers 409 while subnets exist', async () => {
    const { a, a1 } = await twoTenants(false)
    const subnet = { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: a1.id }
    await a('POST', `/v1/${A.projectId}/subnets`, { subnet })
    const answer = await a('DELETE', `${V1}/${a1.id}`)
    expect(answer.status).toBe(409)
    expect(answer.body).toEqual(error('VPC.0104', 'Router contains subnets, please delete subnet first.'))
  })
})

describe('/v3/{project_id}/vpc/vpcs', () => {
  const shown = (id: string, name: string) => ({
    id,
    name,
    description: '',
    cidr: '192.168.0.0/16',
    extend_cidrs: [],
    enterprise_project_id: '0',
    tags: [],
    cloud_resources: [{ resource_type: 'routetable', resource_count: 1 }],
    status: 'ACTIVE',
    project_id: A.projectId,
    created_at: DAY,
    updated_at: DAY,
  })

  test('GET answers the VPC with its own states', async () => {
    const { a } = setup()
    const { id } = await createVpc(a, A.projectId, 'v')
    const answer = await a('GET', `${V3}/${id}`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual({ request_id: answer.headers['x-request-id'], vpc: shown(id, 'v') })
    const subnet = { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: id }
    await a('POST', `/v1/${A.projectId}/subnets`, { subnet })
    expect((await a('GET', `${V3}/${id}`)).body).toMatchObject({
      vpc: {
        cloud_resources: [
          { resource_type: 'routetable', resource_count: 1 },
          { resource_type: 'virsubnet', resource_count: 1 },
        ],
      },
    })
  })

  test.each([
    [404, `${V3}/${NOBODY}`, 'VPC.9904', `Vpc ${NOBODY} could not be found.`],
    [400, `/v3/${B.projectId}/vpc/vpcs/${NOBODY}`, 'VPC.0007', 'urlTenantId is not equal tokenTenantId'],
    [400, `${V3}?limit=x`, 'VPC.0101', 'Query vpc list error.'],
  ])('answers %i to %s', async (status, path, error_code, error_msg) => {
    const { a } = setup()
    const answer = await a('GET', path)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual({ request_id: answer.headers['x-request-id'], error_code, error_msg })
  })

  test('GET lists with page_info and filters', async () => {
    const { a } = setup()
    const x = await createVpc(a, A.projectId, 'x')
    const y = await createVpc(a, A.projectId, 'y')
    const [first, second] = [x.id, y.id].sort() as [string, string]
    const page = await a('GET', `${V3}?limit=1`)
    expect(page.status).toBe(200)
    expect(page.body).toEqual({
      request_id: page.headers['x-request-id'],
      vpcs: [shown(first, first === x.id ? 'x' : 'y')],
      page_info: { previous_marker: first, current_count: 1, next_marker: first },
    })
    expect((await a('GET', `${V3}?limit=1&marker=${first}`)).body).toMatchObject({
      page_info: { previous_marker: second, current_count: 1 },
    })
    const filtered = await a('GET', `${V3}?name=y&cidr=192.168.0.0/16`)
    expect(filtered.body).toMatchObject({ vpcs: [{ id: y.id }], page_info: { current_count: 1 } })
    expect((await a('GET', `${V3}?name=none`)).body).toMatchObject({
      vpcs: [],
      page_info: { previous_marker: '', current_count: 0 },
    })
  })
})

describe('GET /v1/{project_id}/quotas', () => {
  test('counts what is used against the limits', async () => {
    const { a, b } = await twoTenants(false)
    const answer = await a('GET', `/v1/${A.projectId}/quotas`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    const { resources } = (answer.body as { quotas: { resources: { type: string }[] } }).quotas
    expect(resources.map(({ type }) => type)).toEqual([
      'vpc',
      'subnet',
      'securityGroup',
      'securityGroupRule',
      'publicIp',
      'vpn',
      'vpcPeer',
      'physicalConnect',
      'virtualInterface',
      'firewall',
      'shareBandwidth',
      'shareBandwidthIP',
      'loadbalancer',
      'listener',
      'flow_log',
      'vpcContainRoutetable',
      'routetableContainRoutes',
    ])
    expect(resources[0]).toEqual({ type: 'vpc', used: 2, quota: 150, min: 0 })
    expect(resources[6]).toEqual({ type: 'vpcPeer', used: 1, quota: 50, min: 0 })
    // the pending request does not count for the one who was asked
    expect((await b('GET', `/v1/${B.projectId}/quotas?type=vpcPeer`)).text).toBe(
      '{"quotas":{"resources":[{"type":"vpcPeer","used":0,"quota":50,"min":0}]}}',
    )
  })

  test('answers 400 to an unknown type', async () => {
    const { a } = setup()
    const answer = await a('GET', `/v1/${A.projectId}/quotas?type=x`)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(error('VPC.1207', 'resource type is invalid.'))
  })
})

describe('what belongs to a VPC', () => {
  test('goes with it, also when the control API removes it', async () => {
    const { emulator, a, b, a1, b1, peering } = await twoTenants()
    await createRoute(a, a1, peering, '10.20.0.0/16')
    await createRoute(b, b1, peering, '192.168.0.0/16')
    const subnet = { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: a1.id }
    await a('POST', `/v1/${A.projectId}/subnets`, { subnet })
    await force(emulator, a1.id, '$gone')
    expect((await a('GET', `/v1/${A.projectId}/subnets`)).text).toBe('{"subnets":[]}')
    expect((await b('GET', '/v2.0/vpc/peerings')).text).toBe('{"peerings":[]}')
    for (const client of [a, b]) expect((await client('GET', '/v2.0/vpc/routes')).text).toBe('{"routes":[]}')
    expect((await a('GET', `/v1/${A.projectId}/routetables`)).body).toMatchObject({ routetables: [{ name: 'rtb-a2' }] })
  })

  test('its pair is free again after the peering', async () => {
    const { a, a1, a2 } = await twoTenants(false)
    const first = await createPeering(a, 'p1', a1, a2)
    await a('DELETE', `/v2.0/vpc/peerings/${first.id}`)
    expect((await createPeering(a, 'p1', a2, a1)).status).toBe('ACTIVE')
  })
})
