import { describe, expect, test } from 'vitest'
import { type Api, EXAMPLE, EXAMPLE_ROUTE, headers, routesIn, setup, success } from './setup.ts'

const NEXT_TYPE = '(10001)routeSet.0.nextType is invalid'
const DESTINATION = '(10001)routeSet.0.destinationCidrBlock is invalid'
const NO_HUB =
  'The next hop address does not exist. Please verify that you have entered next hop address resource ID correctly.'
const NO_VPC =
  'Invalid VPC. VPC resource does not exist. Please verify that you have entered resource information correctly.'
const NO_TABLE =
  'Invalid routing table. The routing table ID does not exist. Please verify that you have entered resource information correctly.'
const EXISTS =
  'The destination network segment already exists in the routing table policy. No conflict between destination network segments is allowed in the same routing table.'

const create = (api: Api, ...routeSet: object[]) => api('CreateRoute', { ...EXAMPLE, routeSet })

describe('CreateRoute', () => {
  test('answers the documented example and lists the masked network behind the Local route (B1)', async () => {
    const { api } = setup()
    const answer = await create(api, EXAMPLE_ROUTE)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    const table = await api('DescribeRouteTable', EXAMPLE)
    expect(table.text).toMatch(
      /^\{"code":0,"message":"","codeDesc":"Success","totalCount":1,"data":\[\{"vpcId":"gz_vpc_99","unVpcId":"vpc-amhnnao5","vpcName":"pan-vpc25","vpcCidrBlock":"10\.0\.0\.0\\\/16","routeTableName":"default","routeTableId":"gz_rtb_\d+","unRouteTableId":"rtb-4ahe1qy2","routeTableType":1,"subnetNum":0,"routeTableCreateTime":"2026-01-01 08:00:00","routeSet":\[\{"destinationCidrBlock":"Local","nextType":2,"nextHub":"Local","unNextHub":"Local","description":""\},\{"destinationCidrBlock":"121\.0\.0\.0\\\/16","nextType":1,"nextHub":"548","unNextHub":"vpngw-dystbrkv","description":""\}\]\}\]\}$/,
    )
  })

  test('takes old ids for everything', async () => {
    const { api } = setup()
    const { body } = await api('DescribeRouteTable', EXAMPLE)
    const { routeTableId } = (body as { data: { routeTableId: string }[] }).data[0]!
    const answer = await api('CreateRoute', {
      vpcId: 'gz_vpc_99',
      routeTableId,
      routeSet: [{ ...EXAMPLE_ROUTE, nextHub: '548' }],
    })
    expect(answer.body).toEqual(success)
    expect(await routesIn(api)).toMatchObject([{ nextHub: '548', unNextHub: 'vpngw-dystbrkv' }])
  })

  test('adds a batch in its order', async () => {
    const { api } = setup()
    const batch = ['8.0.0.0/8', '9.9.9.9/32', '0.0.0.0/0'].map((destinationCidrBlock) => ({
      ...EXAMPLE_ROUTE,
      destinationCidrBlock,
    }))
    expect((await create(api, ...batch)).body).toEqual(success)
    expect((await routesIn(api)).map((route) => route.destinationCidrBlock)).toEqual([
      '8.0.0.0/8',
      '9.9.9.9/32',
      '0.0.0.0/0',
    ])
  })

  test.each<[string, object, number, string, string]>([
    ['the local type', { nextType: 2 }, 4000, 'InvalidRouteNextType', NEXT_TYPE],
    ['an unknown type', { nextType: 5 }, 4000, 'InvalidRouteNextType', NEXT_TYPE],
    ['a type in words', { nextType: 'x' }, 4000, 'InvalidRouteNextType', NEXT_TYPE],
    ['a block inside the VPC', { destinationCidrBlock: '10.0.9.0/24' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['the block of the VPC', { destinationCidrBlock: '10.0.0.0/16' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['a malformed block', { destinationCidrBlock: '300.1.1.0/24' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['a bare address', { destinationCidrBlock: '1.2.3.4' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['a mask beyond 32', { destinationCidrBlock: '1.2.3.4/33' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['an IPv6 block', { destinationCidrBlock: '2001:db8::/32' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['an unknown gateway', { nextHub: 'vpngw-00000000' }, 5000, 'InvalidRouteNextHub.NotFound', NO_HUB],
    ['a gateway of another type', { nextType: 3 }, 5000, 'InvalidRouteNextHub.NotFound', NO_HUB],
    ['a NAT gateway that is not there', { nextType: 8 }, 5000, 'InvalidRouteNextHub.NotFound', NO_HUB],
    ['an unknown peering', { nextType: 4, nextHub: 'pcx-00000000' }, 5000, 'InvalidRouteNextHub.NotFound', NO_HUB],
    ['a server without an address', { nextType: 9, nextHub: 'me' }, 5000, 'InvalidRouteNextHub.NotFound', NO_HUB],
  ])('refuses %s (B3-B5)', async (_, wrong, code, codeDesc, message) => {
    const { api } = setup()
    const answer = await create(api, { ...EXAMPLE_ROUTE, ...wrong })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual({ code, message, codeDesc })
    expect(Object.keys(answer.body as object)).toEqual(['code', 'message', 'codeDesc'])
    expect(await routesIn(api)).toEqual([])
  })

  test.each<[string, object, number, string, string]>([
    ['an unknown VPC', { vpcId: 'vpc-zzzzzzzz' }, 5000, 'InvalidVpc.NotFound', NO_VPC],
    ['an unknown table', { routeTableId: 'rtb-zzzzzzzz' }, 28_004, 'InvalidRouteTableId.NotFound', NO_TABLE],
  ])('refuses %s (B7)', async (_, wrong, code, codeDesc, message) => {
    const { api } = setup()
    const answer = await api('CreateRoute', { ...EXAMPLE, ...wrong, routeSet: [EXAMPLE_ROUTE] })
    expect(answer.body).toEqual({ code, message, codeDesc })
  })

  test('does not find the VPC from another region or account, nor the table of another VPC', async () => {
    const { api, other } = setup()
    const elsewhere = await api('CreateRoute', { ...EXAMPLE, routeSet: [EXAMPLE_ROUTE] }, 'sh')
    expect(elsewhere.body).toEqual({ code: 5000, message: NO_VPC, codeDesc: 'InvalidVpc.NotFound' })
    expect((await create(other, EXAMPLE_ROUTE)).body).toEqual(elsewhere.body)
    const { body } = await api('CreateVpc', { vpcName: 'b', cidrBlock: '172.16.0.0/16' })
    const { unVpcId } = body as { unVpcId: string }
    const foreign = await api('CreateRoute', { ...EXAMPLE, vpcId: unVpcId, routeSet: [EXAMPLE_ROUTE] })
    expect(foreign.body).toEqual({ code: 28_004, message: NO_TABLE, codeDesc: 'InvalidRouteTableId.NotFound' })
  })

  test.each(['121.0.23.51/16', '121.0.0.0/16'])('refuses the same network again, as %s (B2)', async (again) => {
    const { api } = setup()
    await create(api, EXAMPLE_ROUTE)
    const answer = await create(api, { ...EXAMPLE_ROUTE, destinationCidrBlock: again })
    expect(answer.body).toEqual({ code: 5100, message: EXISTS, codeDesc: 'RouteAlreadyExists' })
    const twice = await create(
      api,
      { ...EXAMPLE_ROUTE, destinationCidrBlock: '8.8.0.0/16' },
      { ...EXAMPLE_ROUTE, destinationCidrBlock: '8.8.8.8/16' },
    )
    expect(twice.body).toEqual({ code: 5100, message: EXISTS, codeDesc: 'RouteAlreadyExists' })
    expect(await routesIn(api)).toHaveLength(1)
  })

  test('adds nothing of a batch whose second item is bad, and names that item (B6)', async () => {
    const { api } = setup()
    const answer = await create(api, EXAMPLE_ROUTE, { ...EXAMPLE_ROUTE, nextType: 5 })
    expect(answer.body).toEqual({
      code: 4000,
      message: '(10001)routeSet.1.nextType is invalid',
      codeDesc: 'InvalidRouteNextType',
    })
    expect(await routesIn(api)).toEqual([])
  })

  test('refuses the 51st route of a table', async () => {
    const { api } = setup()
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ ...EXAMPLE_ROUTE, destinationCidrBlock: `20.${from + n}.0.0/16` }))
    expect((await create(api, ...many(0, 50))).body).toEqual(success)
    expect((await create(api, ...many(50, 1))).body).toEqual({
      code: 5100,
      message:
        'The upper limit of number of routing table policies (50) has been exceeded. Please contact customer service for more resources.',
      codeDesc: 'RouteLimitExceeded',
    })
    expect(await routesIn(api)).toHaveLength(50)
  })

  test('lets only public gateways share a destination', async () => {
    const { api } = setup()
    const route = { destinationCidrBlock: '0.0.0.0/0', nextType: 0, nextHub: 'ins-09dx96dg' }
    expect((await create(api, route)).body).toEqual(success)
    expect((await create(api, route)).body).toMatchObject({ codeDesc: 'RouteAlreadyExists' })
    expect((await create(api, { ...EXAMPLE_ROUTE, destinationCidrBlock: '0.0.0.0/0' })).body).toMatchObject({
      codeDesc: 'RouteAlreadyExists',
    })
  })

  test('takes a wider block that holds the VPC, an SSL VPN gateway, and a plain server', async () => {
    const { api } = setup()
    expect((await create(api, { ...EXAMPLE_ROUTE, destinationCidrBlock: '10.0.0.0/8' })).body).toEqual(success)
    const ssl = { destinationCidrBlock: '7.0.0.0/8', nextType: 7, nextHub: 'vpngw-ssl0vpn1' }
    expect((await create(api, ssl)).body).toEqual(success)
    const server = { destinationCidrBlock: '6.0.0.0/8', nextType: 9, nextHub: '10.0.0.7' }
    expect((await create(api, server)).body).toEqual(success)
    expect((await routesIn(api)).map((route) => [route.nextType, route.nextHub, route.unNextHub])).toEqual([
      [1, '548', 'vpngw-dystbrkv'],
      [7, '549', 'vpngw-ssl0vpn1'],
      [9, '10.0.0.7', '10.0.0.7'],
    ])
  })

  test.each<[string, Record<string, string>, string]>([
    ['no vpcId', { vpcId: '' }, 'vpcId'],
    ['no routeTableId', { routeTableId: '' }, 'routeTableId'],
    ['no routes', {}, 'routeSet.0.destinationCidrBlock'],
    [
      'routes from 1',
      { 'routeSet.1.destinationCidrBlock': '8.0.0.0/8', 'routeSet.1.nextType': '1', 'routeSet.1.nextHub': 'x' },
      'routeSet.0.destinationCidrBlock',
    ],
    [
      'a gap in the routes',
      {
        'routeSet.0.destinationCidrBlock': '8.0.0.0/8',
        'routeSet.0.nextType': '1',
        'routeSet.0.nextHub': 'x',
        'routeSet.9.nextHub': 'x',
      },
      'routeSet.1.destinationCidrBlock',
    ],
    ['no type', { 'routeSet.0.destinationCidrBlock': '8.0.0.0/8' }, 'routeSet.0.nextType'],
    ['no hub', { 'routeSet.0.destinationCidrBlock': '8.0.0.0/8', 'routeSet.0.nextType': '1' }, 'routeSet.0.nextHub'],
  ])('misses a parameter: %s', async (_, parameters, name) => {
    const { api } = setup()
    const answer = await api('CreateRoute', { ...EXAMPLE, ...parameters })
    expect(answer.body).toEqual({
      code: 4000,
      message: `Request failed. Parameter [${name}] cannot be empty.`,
      codeDesc: 'InvalidParameter',
    })
  })
})

describe('DeleteRoute', () => {
  const remove = (api: Api, ...routeSet: object[]) => api('DeleteRoute', { ...EXAMPLE, routeSet })

  test('takes the unmasked form back', async () => {
    const { api } = setup()
    await create(api, EXAMPLE_ROUTE)
    const answer = await remove(api, EXAMPLE_ROUTE)
    expect(answer.text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect(answer.headers).toEqual(headers)
    expect(await routesIn(api)).toEqual([])
  })

  test.each<[string, object, number, string, string]>([
    ['an absent destination', { destinationCidrBlock: '9.0.0.0/8' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['the Local route', { destinationCidrBlock: 'Local' }, 4000, 'InvalidDestinationCidr', DESTINATION],
    ['the local type', { nextType: 2 }, 4000, 'InvalidRouteNextType', NEXT_TYPE],
    ['another hub', { nextHub: 'vpngw-00000000' }, 5000, 'InvalidRouteNextHub.NotFound', NO_HUB],
    ['another type', { nextType: 0 }, 5000, 'InvalidRouteNextHub.NotFound', NO_HUB],
  ])('refuses %s and keeps the whole batch', async (_, wrong, code, codeDesc, message) => {
    const { api } = setup()
    await create(api, EXAMPLE_ROUTE)
    const answer = await remove(api, { ...EXAMPLE_ROUTE, ...wrong })
    expect(answer.body).toEqual({ code, message, codeDesc })
    const batch = await remove(api, EXAMPLE_ROUTE, { ...EXAMPLE_ROUTE, ...wrong })
    expect(batch.body).toMatchObject({ codeDesc: expect.not.stringMatching('Success') as string })
    expect(await routesIn(api)).toHaveLength(1)
  })

  test('answers 28004 for a missing table', async () => {
    const { api } = setup()
    const answer = await api('DeleteRoute', { ...EXAMPLE, routeTableId: 'rtb-zzzzzzzz', routeSet: [EXAMPLE_ROUTE] })
    expect(answer.body).toEqual({ code: 28_004, message: NO_TABLE, codeDesc: 'InvalidRouteTableId.NotFound' })
  })

  test('misses the table before its VPC, and the VPC before the route', async () => {
    const { api } = setup()
    await create(api, EXAMPLE_ROUTE)
    const gone = { vpcId: 'vpc-zzzzzzzz', routeTableId: 'rtb-zzzzzzzz', routeSet: [EXAMPLE_ROUTE] }
    const answer = await api('DeleteRoute', gone)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual({ code: 28_004, message: NO_TABLE, codeDesc: 'InvalidRouteTableId.NotFound' })
    expect((await api('CreateRoute', gone)).body).toEqual({
      code: 5000,
      message: NO_VPC,
      codeDesc: 'InvalidVpc.NotFound',
    })
    expect((await api('DeleteRoute', { ...gone, routeTableId: EXAMPLE.routeTableId })).body).toEqual({
      code: 5000,
      message: NO_VPC,
      codeDesc: 'InvalidVpc.NotFound',
    })
    expect((await api('DeleteRoute', { ...EXAMPLE, routeSet: [EXAMPLE_ROUTE] }, 'sh')).body).toEqual(answer.body)
    expect(await routesIn(api)).toHaveLength(1)
  })

  test('says success for an absent route when the setting asks for it', async () => {
    const { api } = setup({ settings: { tencent: { absentRoute: 'succeed' } } })
    expect((await remove(api, EXAMPLE_ROUTE)).body).toEqual(success)
  })
})
