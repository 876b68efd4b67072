import { describe, expect, test } from 'vitest'
import { force } from '../../../helpers/socket.ts'
import { A, B, NOBODY, common, createPeering, createRoute, createVpc, setup } from '../setup.ts'

const V3 = `/v3/${A.projectId}/vpc/vpcs`
const DRY = 'Request validation has been passed with dry run...'

const withVpc = async (settings: Record<string, number | string> = {}) => {
  const bench = setup({ settings: { huawei: settings } })
  const { a } = bench
  const vpc = await createVpc(a, A.projectId, 'x', '10.0.0.0/16')
  const extend = (verb: 'add' | 'remove', extend_cidrs: unknown, more: object = {}) =>
    a('PUT', `${V3}/${vpc.id}/${verb}-extend-cidr`, { vpc: { extend_cidrs }, ...more })
  const show = async () => ((await a('GET', `${V3}/${vpc.id}`)).body as { vpc: Record<string, unknown> }).vpc
  const subnet = (cidr: string, gateway_ip: string) =>
    a('POST', `/v1/${A.projectId}/subnets`, { subnet: { name: 's', cidr, gateway_ip, vpc_id: vpc.id } })
  return { ...bench, vpc, extend, show, subnet }
}

const v3Error = (answer: { headers: Record<string, string> }, error_code: string, error_msg: string) => ({
  request_id: answer.headers['x-request-id'],
  error_code,
  error_msg,
})

describe('PUT /v3/{project_id}/vpc/vpcs/{vpc_id}/add-extend-cidr', () => {
  test('gives a VPC a further block, in which subnets can lie', async () => {
    const { a, vpc, extend, show, subnet, clock } = await withVpc()
    const before = await show()
    expect(await subnet('23.8.1.0/24', '23.8.1.1')).toMatchObject({ status: 400, body: { code: 'VPC.0203' } })
    clock.advance(1_000)
    const answer = await extend('add', ['23.8.0.0/16'])
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual({ ...common(), date: 'Thu, 01 Jan 2026 00:00:01 GMT' })
    expect(answer.body).toEqual({
      request_id: answer.headers['x-request-id'],
      vpc: { ...before, extend_cidrs: ['23.8.0.0/16'], updated_at: '2026-01-01T00:00:01' },
    })
    expect((await subnet('23.8.1.0/24', '23.8.1.1')).status).toBe(200)
    expect((await a('GET', `/v1/${A.projectId}/vpcs/${vpc.id}`)).body).toMatchObject({ vpc: { cidr: '10.0.0.0/16' } })
    expect(await show()).toMatchObject({
      extend_cidrs: ['23.8.0.0/16'],
      cloud_resources: [
        { resource_type: 'routetable', resource_count: 1 },
        { resource_type: 'virsubnet', resource_count: 1 },
      ],
    })
  })

  test.each<[string, unknown, number, string, string]>([
    ['no block', ['23.8.0.0'], 400, 'VPC.9911', '23.8.0.0 is not a valid cidr format.'],
    ['host bits', ['23.8.0.1/16'], 400, 'VPC.9911', '23.8.0.1/16 is not a valid cidr format.'],
    ['an IPv6 block', ['fd00::/64'], 400, 'VPC.9911', 'fd00::/64 is not a valid cidr format.'],
    [
      'too many',
      ['23.1.0.0/16', '23.2.0.0/16', '23.3.0.0/16', '23.4.0.0/16', '23.5.0.0/16'],
      400,
      'VPC.9912',
      'Input extend cidr num 6 over limit 5.',
    ],
    [
      'the block of the VPC',
      ['10.0.128.0/17'],
      409,
      'VPC.9914',
      'Add Extend cidr 10.0.128.0/17 conflict with exist cidr 10.0.0.0/16.',
    ],
    [
      'a further block again',
      ['23.8.0.0/15'],
      409,
      'VPC.9914',
      'Add Extend cidr 23.8.0.0/15 conflict with exist cidr 23.8.0.0/16.',
    ],
    [
      'one block twice',
      ['23.9.0.0/16', '23.9.0.0/16'],
      409,
      'VPC.9914',
      'Add Extend cidr 23.9.0.0/16 conflict with exist cidr 23.9.0.0/16.',
    ],
    [
      'a block that the service needs',
      ['100.64.0.0/16'],
      400,
      'VPC.9916',
      'Add Extend cidr 100.64.0.0/16 conflict with black list cidr 100.64.0.0/10-24.',
    ],
    ['nothing', [], 400, 'SYS.0400', "Invalid input for 'extend_cidrs'."],
    ['a text', '23.9.0.0/16', 400, 'SYS.0400', "Invalid input for 'extend_cidrs'."],
    ['a number', [1], 400, 'SYS.0400', "Invalid input for 'extend_cidrs'."],
  ])('refuses %s, and leaves the VPC as it was', async (_, cidrs, status, code, message) => {
    const { extend, show } = await withVpc()
    await extend('add', ['23.8.0.0/16'])
    const before = await show()
    const answer = await extend('add', cidrs)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(v3Error(answer, code, message))
    expect(await show()).toEqual(before)
  })

  test('refuses what it does not know, no JSON, and an unknown VPC', async () => {
    const { a, b, vpc } = await withVpc()
    const path = `${V3}/${vpc.id}/add-extend-cidr`
    for (const [body, message] of [
      [{ vpc: { extend_cidrs: ['23.8.0.0/16'], colour: 'red' } }, "'colour' isn't supported attribute."],
      [{ vpc: { extend_cidrs: ['23.8.0.0/16'] }, shade: 1 }, "'shade' isn't supported attribute."],
      [{}, "Invalid input for 'vpc'."],
      ['{', 'The request body is invalid.'],
    ] as const) {
      const answer = await a('PUT', path, body)
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual(v3Error(answer, 'SYS.0400', message))
    }
    for (const [client, project, id] of [
      [a, A.projectId, NOBODY],
      [b, B.projectId, vpc.id],
    ] as const) {
      const answer = await client('PUT', `/v3/${project}/vpc/vpcs/${id}/add-extend-cidr`, {
        vpc: { extend_cidrs: ['23.8.0.0/16'] },
      })
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual(v3Error(answer, 'VPC.9904', `Vpc ${id} could not be found.`))
    }
  })

  test('only finds out whether it could with dry_run', async () => {
    const { extend, show } = await withVpc()
    const before = await show()
    const tried = await extend('add', ['23.8.0.0/16'], { dry_run: true })
    expect(tried.status).toBe(202)
    expect(tried.headers).toEqual(common())
    expect(tried.body).toEqual(v3Error(tried, 'SYS.0202', DRY))
    expect(await show()).toEqual(before)
    expect((await extend('add', ['10.0.0.0/16'], { dry_run: true })).status).toBe(409)
    expect((await extend('add', ['23.8.0.0/16'], { dry_run: false })).status).toBe(200)
    expect((await extend('remove', ['23.8.0.0/16'], { dry_run: true })).status).toBe(202)
    expect(await show()).toMatchObject({ extend_cidrs: ['23.8.0.0/16'] })
  })
})

describe('PUT /v3/{project_id}/vpc/vpcs/{vpc_id}/remove-extend-cidr', () => {
  test('takes blocks away, all that are named or none', async () => {
    const { extend, show } = await withVpc()
    await extend('add', ['23.8.0.0/16', '23.9.0.0/16'])
    const refused = await extend('remove', ['23.8.0.0/16', '10.0.0.0/16'])
    expect(refused.status).toBe(404)
    expect(refused.headers).toEqual(common())
    expect(refused.body).toEqual(v3Error(refused, 'VPC.9915', 'Extend cidr 10.0.0.0/16 could not be found.'))
    expect(await show()).toMatchObject({ extend_cidrs: ['23.8.0.0/16', '23.9.0.0/16'] })
    const answer = await extend('remove', ['23.8.0.0/16'])
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ request_id: answer.headers['x-request-id'], vpc: await show() })
    expect(await show()).toMatchObject({ extend_cidrs: ['23.9.0.0/16'] })
  })

  test('refuses a block with subnets in it', async () => {
    const { a, vpc, extend, show, subnet } = await withVpc()
    await extend('add', ['23.8.0.0/16'])
    const { id } = ((await subnet('23.8.1.0/24', '23.8.1.1')).body as { subnet: { id: string } }).subnet
    const refused = await extend('remove', ['23.8.0.0/16'])
    expect(refused.status).toBe(409)
    expect(refused.body).toEqual(v3Error(refused, 'VPC.9914', `Extend cidr 23.8.0.0/16 is in use by subnet ${id}.`))
    expect(await show()).toMatchObject({ extend_cidrs: ['23.8.0.0/16'] })
    await a('DELETE', `/v1/${A.projectId}/vpcs/${vpc.id}/subnets/${id}`)
    expect((await extend('remove', ['23.8.0.0/16'])).status).toBe(200)
  })
})

test('a change of the first block minds the others, and the subnets in them', async () => {
  const { a, vpc, extend, subnet } = await withVpc({ vpcRanges: 'any' })
  await extend('add', ['23.8.0.0/16'])
  await subnet('23.8.1.0/24', '23.8.1.1')
  const put = (cidr: string) => a('PUT', `/v1/${A.projectId}/vpcs/${vpc.id}`, { vpc: { cidr } })
  expect(await put('23.0.0.0/8')).toMatchObject({
    status: 400,
    body: { code: 'VPC.0101', message: 'Update router cidr is invalid.' },
  })
  expect((await put('172.16.0.0/16')).status).toBe(200)
})

describe('VPCs of v3', () => {
  test('are made, changed and deleted as those of v1, which are the same', async () => {
    const { a, clock } = setup()
    const tags = [{ key: 'k', value: 'v' }]
    const made = await a('POST', V3, { vpc: { name: 'x', description: 'd', cidr: '10.0.0.0/16', tags } })
    expect(made.status).toBe(201)
    expect(made.headers).toEqual(common())
    const { id } = (made.body as { vpc: { id: string } }).vpc
    const shown = {
      id,
      name: 'x',
      description: 'd',
      cidr: '10.0.0.0/16',
      extend_cidrs: [],
      enterprise_project_id: '0',
      tags,
      cloud_resources: [{ resource_type: 'routetable', resource_count: 1 }],
      status: 'PENDING',
      project_id: A.projectId,
      created_at: '2026-01-01T00:00:00',
      updated_at: '2026-01-01T00:00:00',
    }
    expect(made.body).toEqual({ request_id: made.headers['x-request-id'], vpc: shown })
    clock.advance(1_000)
    const changed = await a('PUT', `${V3}/${id}`, { vpc: { name: 'y' } })
    expect(changed.status).toBe(200)
    expect(changed.body).toEqual({
      request_id: changed.headers['x-request-id'],
      vpc: { ...shown, name: 'y', status: 'ACTIVE', updated_at: '2026-01-01T00:00:01' },
    })
    expect((await a('GET', `/v1/${A.projectId}/vpcs/${id}`)).body).toMatchObject({ vpc: { name: 'y', status: 'OK' } })
    const gone = await a('DELETE', `${V3}/${id}`)
    expect(gone.status).toBe(204)
    expect(gone.headers).toEqual({ ...common(null), date: 'Thu, 01 Jan 2026 00:00:01 GMT' })
    expect((await a('GET', `${V3}/${id}`)).status).toBe(404)
  })

  test('are refused by the rules of v1, in the form of v3', async () => {
    const { emulator, a } = setup()
    const [x, y] = [await createVpc(a, A.projectId, 'x'), await createVpc(a, A.projectId, 'y')]
    const peering = await createPeering(a, 'p', x, y)
    await createRoute(a, x, peering, '10.20.0.0/16')
    const exroutes = 'exroutes exists under this router, delete exroutes firstly.'
    const inner = JSON.stringify({ NeutronError: { message: exroutes, type: 'RouterInUse', detail: '' } })
    for (const [method, path, body, status, code, message] of [
      ['POST', V3, { vpc: { name: 'x' } }, 400, 'VPC.0115', 'The router name has exist.'],
      ['POST', V3, { vpc: { cidr: '8.0.0.0/8' } }, 400, 'VPC.0101', 'Param is invalid.'],
      ['POST', V3, { vpc: { name: 1 } }, 400, 'SYS.0400', "Invalid input for 'name'."],
      ['PUT', `${V3}/${x.id}`, { vpc: { name: 'y' } }, 400, 'VPC.0115', 'The router name has exist.'],
      ['PUT', `${V3}/${x.id}`, { vpc: {} }, 400, 'SYS.0400', "Invalid input for 'vpc'."],
      ['PUT', `${V3}/${x.id}`, { vpc: { cidr: '10.0.0.0/8' } }, 400, 'SYS.0400', "'cidr' isn't supported attribute."],
      ['PUT', `${V3}/${NOBODY}`, { vpc: { name: 'z' } }, 404, 'VPC.9904', `Vpc ${NOBODY} could not be found.`],
      ['DELETE', `${V3}/${NOBODY}`, undefined, 404, 'VPC.9904', `Vpc ${NOBODY} could not be found.`],
      ['DELETE', `${V3}/${x.id}`, undefined, 409, 'VPC.0120', inner],
    ] as const) {
      const answer = await a(method, path, body)
      expect(answer.status).toBe(status)
      expect(answer.headers).toEqual(common())
      expect(answer.body).toEqual(v3Error(answer, code, message))
    }
    await force(emulator, x.id, 'ERROR')
    const held = await a('PUT', `${V3}/${x.id}`, { vpc: { name: 'z' } })
    expect(held.status).toBe(500)
    expect(held.body).toEqual(v3Error(held, 'VPC.0113', 'Router status is not active.'))
  })

  test('that are only tried are not made, and take no id', async () => {
    const [tried, plain] = [setup(), setup()]
    const dry = await tried.a('POST', V3, { vpc: { name: 'x' }, dry_run: true })
    expect(dry.status).toBe(202)
    expect(dry.body).toEqual(v3Error(dry, 'SYS.0202', DRY))
    expect((await tried.a('GET', V3)).body).toMatchObject({ vpcs: [] })
    const made = await createVpc(tried.a, A.projectId, 'x')
    expect(made.id).toBe((await createVpc(plain.a, A.projectId, 'x')).id)
    expect((await tried.a('POST', V3, { vpc: { name: 'x' }, dry_run: true })).status).toBe(400)
    expect((await tried.a('PUT', `${V3}/${made.id}`, { vpc: { name: 'z' }, dry_run: true })).status).toBe(202)
    expect((await tried.a('GET', `${V3}/${made.id}`)).body).toMatchObject({ vpc: { name: 'x' } })
  })
})
