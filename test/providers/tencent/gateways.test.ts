import { describe, expect, test } from 'vitest'
import { EXAMPLE, createVpc, good, headers, routesIn, setup, success } from './setup.ts'

const { vpcId } = EXAMPLE
const NAT = { natName: 'n', vpcId, maxConcurrent: 1_000_000, autoAllocEipNum: 1 }
const NO_VPC = { code: 5000, codeDesc: 'InvalidVpc.NotFound' }

interface Made {
  readonly billId: string
  readonly natGatewayId: string
}
interface Task {
  readonly taskId: number
}

const withNat = async () => {
  const bench = setup()
  const { billId, natGatewayId: natId } = await good<Made>(bench.api('CreateNatGateway', NAT))
  return { ...bench, billId, natId }
}

describe('NAT gateways', () => {
  test('are made in two seconds and deleted with their routes by a task', async () => {
    const { api, clock } = setup()
    const answer = await api('CreateNatGateway', { ...NAT, assignedEipSet: ['183.60.249.11'], autoAllocEipNum: 0 })
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toMatch(
      /^\{"code":0,"message":"","codeDesc":"Success","billId":"20260101000000\d{15}","natGatewayId":"nat-[0-9a-z]{8}"\}$/,
    )
    const { billId, natGatewayId: natId } = answer.body as Made
    const status = async () => (await api('QueryNatGatewayProductionStatus', { billId })).text
    expect(await status()).toBe('{"code":0,"message":"","codeDesc":"Success","data":{"status":2,"errorCode":"0"}}')
    clock.advance(2_000)
    expect(await status()).toBe('{"code":0,"message":"","codeDesc":"Success","data":{"status":0,"errorCode":"0"}}')
    const list = await api('DescribeNatGateway', { natId })
    expect(list.text).toBe(
      `{"code":0,"message":"","codeDesc":"Success","totalCount":1,"data":[{"appId":"1351000042","vpcId":99,"unVpcId":"vpc-amhnnao5","vpcName":"pan-vpc25","natId":"${natId}","natName":"n","maxConcurrent":1000000,"eipCount":1,"createTime":"2026-01-01 08:00:00","state":0,"bandwidth":100,"productionStatus":1,"eipSet":["183.60.249.11"]}]}`,
    )
    const routeSet = [{ destinationCidrBlock: '0.0.0.0/0', nextType: 8, nextHub: natId }]
    expect((await api('CreateRoute', { ...EXAMPLE, routeSet })).body).toEqual(success)
    expect(await routesIn(api)).toMatchObject([{ nextType: 8, nextHub: natId, unNextHub: natId }])

    const { taskId } = await good<Task>(api('DeleteNatGateway', { vpcId, natId }))
    expect((await api('DescribeNatGateway')).body).toMatchObject({ data: [{ state: 1, productionStatus: 5 }] })
    expect((await api('DeleteNatGateway', { vpcId, natId })).body).toMatchObject({
      code: 5100,
      codeDesc: 'ActionLocked',
    })
    clock.advance(2_000)
    expect((await api('DescribeVpcTaskResult', { taskId })).body).toMatchObject({ data: { status: 0 } })
    expect((await api('DescribeNatGateway')).body).toMatchObject({ totalCount: 0, data: [] })
    expect(await routesIn(api)).toEqual([])
    expect((await api('DeleteNatGateway', { vpcId, natId })).body).toEqual({
      code: 5000,
      message:
        'Invalid NAT gateway. The NAT gateway does not exist. Please verify that you have entered resource information correctly.',
      codeDesc: 'InvalidNatGatewayId.NotFound',
    })
  })

  test('stay when the task of their deletion fails', async () => {
    const { api, natId, clock, control } = await withNat()
    clock.advance(2_000)
    const { taskId } = await good<Task>(api('DeleteNatGateway', { vpcId, natId }))
    await control('PATCH', `/resources/${taskId}`, { state: 'FAILED' })
    expect((await api('DescribeVpcTaskResult', { taskId })).body).toEqual({
      ...success,
      data: { status: 1, output: { errorCode: 6000, errorMsg: 'The task failed' } },
    })
    expect((await api('DescribeNatGateway')).body).toMatchObject({ data: [{ productionStatus: 1 }] })
  })

  test('can fail to be made, and are no next hop then', async () => {
    const { api, natId, billId, control } = await withNat()
    await control('PATCH', `/resources/${natId}`, { state: 'FAILED', set: { errorCode: 7 } })
    expect((await api('QueryNatGatewayProductionStatus', { billId })).body).toMatchObject({
      data: { status: 1, errorCode: '7' },
    })
    expect((await api('DescribeNatGateway')).body).toMatchObject({ data: [{ productionStatus: 2 }] })
    const routeSet = [{ destinationCidrBlock: '0.0.0.0/0', nextType: 8, nextHub: natId }]
    expect((await api('CreateRoute', { ...EXAMPLE, routeSet })).body).toMatchObject({
      codeDesc: 'InvalidRouteNextHub.NotFound',
    })
  })

  test.each<[string, object, object]>([
    ['an unknown VPC', { vpcId: 'vpc-zzzzzzzz' }, NO_VPC],
    ['an empty name', { natName: '' }, { code: 4000, codeDesc: 'InvalidNatGatewayName' }],
    ['a long name', { natName: 'x'.repeat(26) }, { code: 4000, codeDesc: 'InvalidNatGatewayName' }],
    [
      'another size',
      { maxConcurrent: 5 },
      { code: 4000, message: 'Request failed. Parameter [maxConcurrent] is invalid.' },
    ],
    [
      'no address',
      { autoAllocEipNum: 0 },
      { code: 4000, message: 'Request failed. Parameter [assignedEipSet.0] cannot be empty.' },
    ],
    ['too many addresses', { autoAllocEipNum: 11 }, { code: 4000, codeDesc: 'InvalidParameter' }],
  ])('refuse %s', async (_, wrong, expected) => {
    const { api } = setup()
    expect((await api('CreateNatGateway', { ...NAT, ...wrong })).body).toMatchObject(expected)
  })

  test('are renamed and given another bandwidth', async () => {
    const { api, other, natId, clock } = await withNat()
    const shown = async () => {
      const { data } = await good<{ data: { natName: string; bandwidth: number }[] }>(api('DescribeNatGateway'))
      return data.map(({ natName, bandwidth }) => [natName, bandwidth])
    }
    // the number that DescribeNatGateway tells names the VPC as well
    const answer = await api('ModifyNatGateway', { vpcId: 99, natId, natName: 'new' })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect(await shown()).toEqual([['new', 100]])
    expect((await api('ModifyNatGateway', { vpcId, natId, bandwidth: 500 })).body).toEqual(success)
    expect((await api('ModifyNatGateway', { vpcId, natId, natName: 'new' })).body).toEqual(success)
    expect(await shown()).toEqual([['new', 500]])

    clock.advance(2_000)
    await good(api('CreateNatGateway', { ...NAT, natName: 'taken' }))
    const refusals = [
      await api('ModifyNatGateway', { vpcId, natId, natName: 'taken' }),
      await api('ModifyNatGateway', { vpcId, natId, natName: '' }),
      await api('ModifyNatGateway', { vpcId, natId, bandwidth: 'x' }),
      await api('ModifyNatGateway', { vpcId, natId: 'nat-zzzzzzzz', natName: 'x' }),
      await other('ModifyNatGateway', { vpcId, natId, natName: 'x' }),
    ]
    expect(refusals.map(({ body }) => body)).toEqual([
      { code: 5100, message: 'The NAT gateway name is in use in the VPC.', codeDesc: 'InvalidNatGateway.InUse' },
      {
        code: 4000,
        message: 'Invalid NAT gateway name. It must have 1 to 25 characters.',
        codeDesc: 'InvalidNatGatewayName',
      },
      { code: 4000, message: 'Request failed. Parameter [bandwidth] is invalid.', codeDesc: 'InvalidParameter' },
      {
        code: 5000,
        message:
          'Invalid NAT gateway. The NAT gateway does not exist. Please verify that you have entered resource information correctly.',
        codeDesc: 'InvalidNatGatewayId.NotFound',
      },
      {
        code: 5000,
        message:
          'Invalid VPC. VPC resource does not exist. Please verify that you have entered resource information correctly.',
        codeDesc: 'InvalidVpc.NotFound',
      },
    ])
    await good(api('DeleteNatGateway', { vpcId, natId }))
    expect((await api('ModifyNatGateway', { vpcId, natId, natName: 'late' })).body).toMatchObject({
      code: 5100,
      codeDesc: 'ActionLocked',
    })
    expect(await shown()).toEqual([
      ['taken', 100],
      ['new', 500],
    ])
  })

  test('take their size in connections, or in units of ten thousand', async () => {
    const { api } = setup()
    await good(api('CreateNatGateway', { ...NAT, maxConcurrent: 300 }))
    expect((await api('DescribeNatGateway')).body).toMatchObject({ data: [{ maxConcurrent: 3_000_000 }] })
  })

  test('have a name of their own in their VPC', async () => {
    const { api } = await withNat()
    expect((await api('CreateNatGateway', NAT)).body).toEqual({
      code: 5100,
      message: 'The NAT gateway name is in use in the VPC.',
      codeDesc: 'InvalidNatGateway.InUse',
    })
    expect((await api('DescribeNatGateway')).body).toMatchObject({ totalCount: 1 })
    const { unVpcId } = await createVpc(api, 'b', '172.16.0.0/16')
    expect((await api('CreateNatGateway', { ...NAT, vpcId: unVpcId })).body).toMatchObject(success)
  })

  test('are three in a VPC at most; an unknown bill is refused', async () => {
    const { api, other } = setup()
    const bills = []
    for (let n = 1; n <= 3; n++) bills.push(await good<Made>(api('CreateNatGateway', { ...NAT, natName: `n${n}` })))
    expect((await api('CreateNatGateway', NAT)).body).toMatchObject({ code: 5100, codeDesc: 'NatGatewayLimitExceeded' })
    const { billId } = bills[0]!
    expect((await other('QueryNatGatewayProductionStatus', { billId })).body).toMatchObject({ code: 4000 })
    expect((await api('DescribeNatGateway', { natName: 'x' })).body).toMatchObject({ totalCount: 0 })
    expect((await api('DescribeNatGateway', { vpcId, limit: 1 })).body).toMatchObject({ totalCount: 3, data: [{}] })
    const { body } = await api('DescribeNatGateway', { orderField: 'natId', orderDirection: 'asc' })
    const ids = (body as { data: { natId: string }[] }).data.map(({ natId }) => natId)
    expect(ids).toEqual(ids.toSorted())
  })
})

describe('VPN gateways', () => {
  test('come from the seed and from fixtures', async () => {
    const { api } = setup()
    const answer = await api('DescribeVpnGw')
    expect(answer.text).toBe(
      '{"code":0,"message":"","codeDesc":"Success","totalCount":1,"data":[{"vpcId":"gz_vpc_99","unVpcId":"vpc-amhnnao5","vpnGwId":548,"unVpnGwId":"vpngw-dystbrkv","vpnGwName":"example-vpn","bandwidth":5,"vpnGwStatus":6,"vpnGwAddress":"203.0.113.1","dealId":"","isAutoRenewals":0,"expireTime":"2027-01-01 08:00:00","createTime":"2026-01-01 08:00:00"}]}',
    )
    for (const found of [
      { vpnGwId: '548' },
      { vpnGwId: 'vpngw-dystbrkv', vpcId },
      { vpnGwName: 'vpn', orderField: 'vpnGwName' },
    ])
      expect((await api('DescribeVpnGw', found)).text).toBe(answer.text)
    for (const missing of [{ vpnGwId: '1' }, { vpcId: 'vpc-zzzzzzzz' }, { vpnGwName: 'z' }])
      expect((await api('DescribeVpnGw', missing)).body).toMatchObject({ totalCount: 0, data: [] })
  })
})

describe('Direct Connect gateways', () => {
  const create = { vpcId, directConnectGatewayName: 'dc' }

  test('are made, listed, routed to and deleted by a task', async () => {
    const { api, clock } = setup()
    const answer = await api('CreateDirectConnectGateway', create)
    expect(answer.text).toMatch(
      /^\{"code":0,"message":"","codeDesc":"Success","data":\{"directConnectGatewayId":"dcg-[0-9a-z]{8}"\}\}$/,
    )
    const { directConnectGatewayId: id } = (answer.body as { data: { directConnectGatewayId: string } }).data
    const list = await api('DescribeDirectConnectGateway', { directConnectGatewayId: id })
    expect(list.text).toBe(
      `{"code":0,"message":"","codeDesc":"Success","totalCount":1,"data":[{"vpcId":"gz_vpc_99","unVpcId":"vpc-amhnnao5","directConnectGatewayName":"dc","directConnectGatewayId":"${id}","type":0,"snatNum":0,"dnatNum":0,"snaptNum":0,"dnaptNum":0,"createTime":"2026-01-01 08:00:00"}]}`,
    )
    await good(
      api('CreateRoute', { ...EXAMPLE, routeSet: [{ destinationCidrBlock: '9.0.0.0/8', nextType: 3, nextHub: id }] }),
    )
    const one = { vpcId, directConnectGatewayId: id }
    const { taskId } = await good<Task>(api('DeleteDirectConnectGateway', one))
    expect((await api('DeleteDirectConnectGateway', one)).body).toMatchObject({ codeDesc: 'ActionLocked' })
    expect(await routesIn(api)).toHaveLength(1)
    clock.advance(2_000)
    expect((await api('DescribeVpcTaskResult', { taskId })).body).toMatchObject({ data: { status: 0 } })
    expect(await routesIn(api)).toEqual([])
    expect((await api('DeleteDirectConnectGateway', one)).body).toEqual({
      code: 5000,
      message:
        'Invalid Direct Connect gateway. The Direct Connect gateway does not exist. Please verify that you have entered resource information correctly.',
      codeDesc: 'InvalidDirectConnectGateway.NotFound',
    })
  })

  test.each<[string, object, object]>([
    ['an unknown VPC', { vpcId: 'vpc-zzzzzzzz' }, NO_VPC],
    ['an empty name', { directConnectGatewayName: '' }, { code: 4000, codeDesc: 'InvalidDirectConnectGatewayName' }],
    ['another type', { type: 2 }, { code: 4000, codeDesc: 'InvalidParameter' }],
    ['a second one of the type', {}, { code: 5100, codeDesc: 'DirectConnectGatewayLimitExceeded' }],
  ])('refuse %s', async (_, wrong, expected) => {
    const { api } = setup()
    await good(api('CreateDirectConnectGateway', create))
    expect((await api('CreateDirectConnectGateway', { ...create, ...wrong })).body).toMatchObject(expected)
  })
})

describe('DescribeVpcLimit', () => {
  test('tells the quotas asked for', async () => {
    const { api } = setup({ settings: { tencent: { subnetQuota: 7 } } })
    const all = await api('DescribeVpcLimit', { type: [0, 1, 2, 3, 4, 20, 55] })
    expect(all.text).toBe(
      '{"code":0,"message":"","codeDesc":"Success","data":{"limit":{"0":5,"1":7,"2":10,"3":50,"4":10,"20":10,"55":3}}}',
    )
    expect((await api('DescribeVpcLimit', { type: [1, 99] })).body).toEqual({ ...success, data: { limit: { 1: 7 } } })
    expect((await api('DescribeVpcLimit')).body).toMatchObject({
      code: 4000,
      message: 'Request failed. Parameter [type.0] cannot be empty.',
    })
  })
})

test('two fresh worlds of one seed are alike', async () => {
  const ids = async () => (await createVpc(setup().api, 'a', '10.0.0.0/16')).unVpcId
  expect(await ids()).toBe(await ids())
})

describe('gateways that are unknown', () => {
  const asked = [
    ['DescribeNatGateway', { natId: 'nat-zzzzzzzz' }, 'InvalidNatGatewayId.NotFound'],
    ['DescribeVpnGw', { vpnGwId: 'vpngw-zzzzzzzz' }, 'InvalidVpnGw.NotFound'],
    ['DescribeDirectConnectGateway', { directConnectGatewayId: 'dcg-zzzz' }, 'InvalidDirectConnectGateway.NotFound'],
    ['DescribeVpnGw', { vpcId: 'vpc-zzzzzzzz' }, 'InvalidVpc.NotFound'],
    ['DescribeNatGateway', { vpcId: 'vpc-zzzzzzzz' }, 'InvalidVpc.NotFound'],
  ] as const

  test.each(asked)(
    'are not listed by %s %o, or refused where the setting says so',
    async (action, filter, codeDesc) => {
      expect((await setup().api(action, filter)).body).toEqual({ ...success, totalCount: 0, data: [] })
      const { api } = setup({ settings: { tencent: { unknownIds: 'refuse' } } })
      expect((await api(action, filter)).body).toMatchObject({ code: 5000, codeDesc })
      expect((await api(action)).body).toMatchObject(success)
    },
  )
})
