import { describe, expect, test } from 'vitest'
import { type Api, EXAMPLE, EXAMPLE_ROUTE, createVpc, good, headers, routesIn, setup, success } from './setup.ts'

const bare = (settings: Record<string, string | number | boolean> = {}) =>
  setup({ settings: { tencent: { exampleVpc: false, ...settings } } })

const notFound = (what: string, codeDesc: string) => ({
  code: 5000,
  message: `Invalid ${what} does not exist. Please verify that you have entered resource information correctly.`,
  codeDesc,
})
const NO_VPC = notFound('VPC. VPC resource', 'InvalidVpc.NotFound')
const NO_SUBNET = notFound('subnet. Subnet resource', 'InvalidSubnet.NotFound')
const NO_TABLE = {
  code: 28_004,
  message:
    'Invalid routing table. The routing table ID does not exist. Please verify that you have entered resource information correctly.',
  codeDesc: 'InvalidRouteTableId.NotFound',
}
const limit = (codeDesc: string, what: string, max: number) => ({
  code: 5100,
  message: `The upper limit of number of ${what} (${max}) has been exceeded. Please contact customer service for more resources.`,
  codeDesc,
})
const empty = '{"code":0,"message":"","codeDesc":"Success","totalCount":0,"data":[]}'

const names = async (
  api: Api,
  action: string,
  member: string,
  parameters: object,
  region?: string,
): Promise<unknown[]> =>
  (await good<{ data: Record<string, unknown>[] }>(api(action, parameters, region))).data.map((row) => row[member])

describe('CreateVpc', () => {
  test('answers both spellings of the new id and the default route table', async () => {
    const { api } = bare()
    const answer = await api('CreateVpc', { vpcName: 'wiki', cidrBlock: '192.168.0.0/16' })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toMatch(
      /^\{"code":0,"message":"","codeDesc":"Success","vpcId":"gz_vpc_\d+","uniqVpcId":"(vpc-[0-9a-z]{8})","unVpcId":"\1","vpcCreateTime":"2026-01-01 08:00:00","routeTableSet":\[\{"routeTableId":"gz_rtb_\d+","routeTableType":1,"routeTableName":"default"\}\]\}$/,
    )
  })

  test('makes subnets along, all or nothing', async () => {
    const { api } = bare()
    const subnetSet = [{ subnetName: 'wikitest', cidrBlock: '192.168.1.0/24', zoneId: 800_001 }]
    const answer = await api('CreateVpc', { vpcName: 'wiki', cidrBlock: '192.168.0.0/16', subnetSet })
    expect(answer.text).toMatch(
      /"vpcCreateTime":"2026-01-01 08:00:00","subnetSet":\[\{"subnetId":"gz_subnet_\d+","unSubnetId":"subnet-[0-9a-z]{8}","routeTableId":"(gz_rtb_\d+)","subnetName":"wikitest","cidrBlock":"192\.168\.1\.0\\\/24","zoneId":800001\}\],"routeTableSet":\[\{"routeTableId":"\1"/,
    )
    const bad = [...subnetSet, { subnetName: 'x', cidrBlock: '10.0.0.0/24', zoneId: 800_001 }]
    const refused = await api('CreateVpc', { vpcName: 'second', cidrBlock: '192.168.0.0/16', subnetSet: bad })
    expect(refused.body).toEqual({
      code: 4000,
      message: 'Invalid subnet CIDR block.',
      codeDesc: 'InvalidSubnetCidr',
    })
    expect(await names(api, 'DescribeVpcEx', 'vpcName', {})).toEqual(['wiki'])
  })

  const badCidr = { code: 4000, message: 'Invalid VPC CIDR block.', codeDesc: 'InvalidVpcCidr' }
  test.each<[string, object, object]>([
    [
      'a long name',
      { vpcName: 'x'.repeat(61) },
      { code: 4000, message: 'Invalid VPC name. It must have 1 to 60 characters.', codeDesc: 'InvalidVpcName' },
    ],
    ['a block outside the ranges', { cidrBlock: '11.0.0.0/16' }, badCidr],
    ['a block beside a range', { cidrBlock: '172.32.0.0/16' }, badCidr],
    ['a block of another private range', { cidrBlock: '100.64.0.0/16' }, badCidr],
    ['a wide block', { cidrBlock: '10.0.0.0/15' }, badCidr],
    ['a narrow block', { cidrBlock: '10.0.0.0/29' }, badCidr],
    ['host bits', { cidrBlock: '10.0.0.1/24' }, badCidr],
    ['no block', { cidrBlock: 'x' }, badCidr],
    [
      'a taken name',
      { vpcName: 'taken' },
      { code: 5100, message: 'The VPC name is in use.', codeDesc: 'InvalidVpcName.InUse' },
    ],
  ])('refuses %s (B15)', async (_, wrong, expected) => {
    const { api } = bare()
    await createVpc(api, 'taken', '10.0.0.0/16')
    const answer = await api('CreateVpc', { vpcName: 'v', cidrBlock: '10.0.0.0/16', ...wrong })
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual(expected)
  })

  test('refuses the sixth VPC of a region, and counts each region and account for itself (B15)', async () => {
    const { api, other } = bare()
    for (let n = 1; n <= 5; n++) await createVpc(api, `v${n}`, '10.0.0.0/16')
    const sixth = { vpcName: 'v6', cidrBlock: '10.0.0.0/16' }
    expect((await api('CreateVpc', sixth)).body).toEqual(limit('VpcLimitExceeded', 'VPCs', 5))
    expect((await api('CreateVpc', sixth, 'sh')).body).toMatchObject(success)
    expect((await other('CreateVpc', sixth)).body).toMatchObject(success)
  })

  test('takes any private range with a mask of 16 to 28, or the three documented blocks alone', async () => {
    const ranges = ['10.6.0.0/16', '10.100.25.0/24', '172.31.255.240/28', '192.168.0.0/16']
    const wide = bare({ vpcQuota: 4 })
    const narrow = bare({ vpcRange: 'documented' })
    const refusals: unknown[] = []
    for (const cidrBlock of ranges) {
      await createVpc(wide.api, cidrBlock, cidrBlock)
      refusals.push((await narrow.api('CreateVpc', { vpcName: cidrBlock, cidrBlock })).body)
    }
    expect(refusals).toEqual([badCidr, badCidr, badCidr, expect.objectContaining(success)])
    expect(await names(wide.api, 'DescribeVpcEx', 'cidrBlock', { orderDirection: 'asc' })).toEqual(ranges)
    expect(await names(narrow.api, 'DescribeVpcEx', 'cidrBlock', {})).toEqual(['192.168.0.0/16'])
  })

  test('takes a VPC for the number in its old id, too', async () => {
    const { api } = setup()
    const known = (await api('DescribeVpcEx', { vpcId: EXAMPLE.vpcId })).body
    expect((await api('DescribeVpcEx', { vpcId: 99 })).body).toEqual(known)
    expect((await api('DescribeVpcEx', { vpcId: 99 }, 'sh')).body).toMatchObject({ totalCount: 0 })
  })

  test('reaches the region szsycft under both of its names', async () => {
    const { api } = bare()
    const { vpcId } = await createVpc(api, 'far', '10.6.0.0/16', 'ap-shenzhen-sycft')
    expect(vpcId).toMatch(/^szsycft_vpc_\d+$/)
    expect(await names(api, 'DescribeVpcEx', 'vpcName', {}, 'szsycft')).toEqual(['far'])
  })
})

describe('DescribeVpcEx', () => {
  test('shows a VPC with what lies in it', async () => {
    const { api } = setup()
    const answer = await api('DescribeVpcEx', { vpcId: EXAMPLE.vpcId })
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toBe(
      '{"code":0,"message":"","codeDesc":"Success","totalCount":1,"data":[{"vpcId":"gz_vpc_99","unVpcId":"vpc-amhnnao5","vpcName":"pan-vpc25","cidrBlock":"10.0.0.0\\/16","subnetNum":0,"routeTableNum":1,"vpnGwNum":1,"vpcPeerNum":0,"sflowNum":0,"vpcDeviceNum":0,"classicLinkNum":0,"vpgNum":0,"natNum":0,"createTime":"2026-01-01 08:00:00","isDefault":false,"isMulticast":false}]}',
    )
    expect((await api('DescribeVpcEx', { vpcId: 'gz_vpc_99' })).text).toBe(answer.text)
    const old = await api('DescribeVpcs', { vpcId: 'gz_vpc_99' })
    expect(old.body).toEqual({ ...success, ...(answer.body as { data: object[] }).data[0] })
    expect((await api('DescribeVpcs', { vpcId: 'gz_vpc_0' })).body).toEqual(NO_VPC)
  })

  test.each<[object, string[]]>([
    [{}, ['c', 'aa', 'b']],
    [{ orderDirection: 'asc' }, ['b', 'aa', 'c']],
    [{ orderField: 'vpcName', orderDirection: 'asc' }, ['aa', 'b', 'c']],
    [{ orderField: 'vpcName' }, ['c', 'b', 'aa']],
    [{ vpcName: 'a' }, ['aa']],
    [{ offset: 1, limit: 1 }, ['aa']],
    [{ limit: 0 }, []],
  ])('lists %j, newest first unless told otherwise', async (parameters, expected) => {
    const { api } = bare()
    for (const name of ['b', 'aa', 'c']) await createVpc(api, name, '10.0.0.0/16')
    expect(await names(api, 'DescribeVpcEx', 'vpcName', parameters)).toEqual(expected)
  })

  test('is empty for an unknown id, or refuses it when the setting says so', async () => {
    expect((await bare().api('DescribeVpcEx', { vpcId: 'vpc-zzzzzzzz' })).text).toBe(empty)
    const { api } = bare({ unknownIds: 'refuse' })
    expect((await api('DescribeVpcEx', { vpcId: 'vpc-zzzzzzzz' })).body).toEqual(NO_VPC)
  })
})

describe('ModifyVpcAttribute and DeleteVpc', () => {
  test('rename and delete', async () => {
    const { api } = bare()
    const { unVpcId: vpcId } = await createVpc(api, 'a', '10.0.0.0/16')
    await createVpc(api, 'b', '10.0.0.0/16')
    expect((await api('ModifyVpcAttribute', { vpcId, vpcName: 'c' })).text).toBe(
      '{"code":0,"message":"","codeDesc":"Success"}',
    )
    expect((await api('ModifyVpcAttribute', { vpcId, vpcName: 'x'.repeat(61) })).body).toMatchObject({
      codeDesc: 'InvalidVpcName',
    })
    expect((await api('ModifyVpcAttribute', { vpcId, vpcName: 'b' })).body).toMatchObject({
      codeDesc: 'InvalidVpcName.InUse',
    })
    expect(await names(api, 'DescribeVpcEx', 'vpcName', {})).toEqual(['b', 'c'])
    expect((await api('DeleteVpc', { vpcId })).text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect((await api('DeleteVpc', { vpcId })).body).toEqual(NO_VPC)
    expect((await api('ModifyVpcAttribute', { vpcId, vpcName: 'd' })).body).toEqual(NO_VPC)
    expect((await api('DescribeRouteTable', { vpcId })).text).toBe(empty)
  })

  test('a VPC that holds something cannot be deleted', async () => {
    const inUse = {
      code: 5100,
      message: 'The VPC cannot be deleted: it still has resources.',
      codeDesc: 'InvalidVpc.CannotDelete',
    }
    const { api } = setup()
    expect((await api('DeleteVpc', { vpcId: EXAMPLE.vpcId })).body).toEqual(inUse) // gateways
    const { unVpcId: vpcId } = await createVpc(api, 'a', '10.0.0.0/16')
    const { routeTableId } = await good<{ routeTableId: string }>(
      api('CreateRouteTable', { vpcId, routeTableName: 'second' }),
    )
    expect((await api('DeleteVpc', { vpcId })).body).toEqual(inUse)
    await good(api('DeleteRouteTable', { vpcId, routeTableId }))
    const subnetSet = [{ subnetName: 's', cidrBlock: '10.0.1.0/24', zoneId: 800_001 }]
    const made = await good<{ subnetSet: { subnetId: string }[] }>(api('CreateSubnet', { vpcId, subnetSet }))
    expect((await api('DeleteVpc', { vpcId })).body).toEqual(inUse)
    await good(api('DeleteSubnet', { vpcId, subnetId: made.subnetSet[0]!.subnetId }))
    expect((await api('DeleteVpc', { vpcId })).body).toEqual(success)
  })
})

describe('subnets', () => {
  const vpcOf = async (settings = {}) => {
    const bench = bare(settings)
    const vpc = await createVpc(bench.api, 'v', '10.0.0.0/16')
    const vpcId = vpc.unVpcId
    const create = (...subnetSet: object[]) => bench.api('CreateSubnet', { vpcId, subnetSet })
    return { ...bench, vpc, vpcId, create }
  }
  const subnet = (cidrBlock: string, subnetName = 's', zoneId: string | number = 800_001) => ({
    subnetName,
    cidrBlock,
    zoneId,
  })

  test('are made in a batch, without the new id of their table', async () => {
    const { create, vpc } = await vpcOf()
    const answer = await create(subnet('10.0.1.0/24', 'one'), subnet('10.0.2.0/24', 'two', 'ap-guangzhou-3'))
    const table = vpc.routeTableSet[0]!.routeTableId
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toMatch(
      new RegExp(
        `^\\{"code":0,"message":"","codeDesc":"Success","subnetSet":\\[\\{"subnetId":"gz_subnet_\\d+","unSubnetId":"subnet-[0-9a-z]{8}","routeTableId":"${table}","unRouteTableId":null,"subnetName":"one","cidrBlock":"10\\.0\\.1\\.0\\\\/24","zoneId":800001,"zone":"ap-guangzhou-2"\\},\\{.*"subnetName":"two".*"zoneId":100003,"zone":"ap-guangzhou-3"\\}\\]\\}$`,
      ),
    )
  })

  test.each<[string, object, object]>([
    [
      'a long name',
      subnet('10.0.1.0/24', 'x'.repeat(61)),
      { code: 4000, message: 'Invalid subnet name. It must have 1 to 60 characters.', codeDesc: 'InvalidSubnetName' },
    ],
    [
      'a block outside the VPC',
      subnet('10.1.0.0/24'),
      { code: 4000, message: 'Invalid subnet CIDR block.', codeDesc: 'InvalidSubnetCidr' },
    ],
    [
      'a narrow block',
      subnet('10.0.1.0/29'),
      { code: 4000, message: 'Invalid subnet CIDR block.', codeDesc: 'InvalidSubnetCidr' },
    ],
    [
      'a block that overlaps',
      subnet('10.0.9.128/25'),
      {
        code: 5100,
        message: 'The subnet CIDR block conflicts with that of another subnet.',
        codeDesc: 'InvalidSubnet.Conflict',
      },
    ],
    [
      'a zone of another region',
      subnet('10.0.1.0/24', 's', 'ap-shanghai-1'),
      notFound('zone. The zone', 'InvalidZone.NotFound'),
    ],
    [
      'a zone number of no zone',
      subnet('10.0.1.0/24', 's', 100_000),
      notFound('zone. The zone', 'InvalidZone.NotFound'),
    ],
  ])('refuse %s', async (_, wrong, expected) => {
    const { api, create } = await vpcOf()
    await good(create(subnet('10.0.9.0/24', 'there')))
    expect((await create(subnet('10.0.8.0/24'), wrong)).body).toEqual(expected)
    expect(await names(api, 'DescribeSubnetEx', 'subnetName', {})).toEqual(['there'])
  })

  test('are ten in a VPC at most, and need a VPC', async () => {
    const { api, create } = await vpcOf()
    const eleven = Array.from({ length: 11 }, (_, n) => subnet(`10.0.${n}.0/24`))
    expect((await create(...eleven)).body).toEqual(limit('SubnetLimitExceeded', 'subnets', 10))
    expect((await create(...eleven.slice(1))).body).toMatchObject(success)
    const nowhere = { vpcId: 'vpc-zzzzzzzz', subnetSet: [subnet('10.0.1.0/24')] }
    expect((await api('CreateSubnet', nowhere)).body).toEqual(NO_VPC)
    expect((await api('CreateSubnet', { vpcId: 'vpc-zzzzzzzz' })).body).toMatchObject({
      message: 'Request failed. Parameter [subnetSet.0.subnetName] cannot be empty.',
    })
  })

  const one = async () => {
    const bench = await vpcOf()
    const { subnetSet } = await good<{ subnetSet: { subnetId: string; unSubnetId: string }[] }>(
      bench.create(subnet('10.0.200.0/25', 'tttt')),
    )
    return { ...bench, oldId: subnetSet[0]!.subnetId, subnetId: subnetSet[0]!.unSubnetId }
  }

  test('are described flat, and in lists under either id', async () => {
    const { api, vpc, vpcId, subnetId, oldId } = await one()
    const table = vpc.routeTableSet[0]!.routeTableId
    const flat = await api('DescribeSubnet', { vpcId, subnetId })
    expect(flat.text).toBe(
      `{"code":0,"message":"","codeDesc":"Success","subnetId":"${oldId}","subnetName":"tttt","subnetCreateTime":"2026-01-01 08:00:00","routeTableId":"${table}","cidrBlock":"10.0.200.0\\/25","zoneId":800001,"totalIPNum":125,"availableIPNum":125}`,
    )
    const list = await api('DescribeSubnetEx', { subnetId: oldId })
    const rtb = (
      await good<{ data: { unRouteTableId: string }[] }>(api('DescribeRouteTable', { routeTableId: table, limit: 1 }))
    ).data[0]!.unRouteTableId
    const start = `{"code":0,"message":"","codeDesc":"Success","totalCount":1,"data":[{"vpcId":"${vpc.vpcId}","unVpcId":"${vpcId}","vpcName":"v","vpcCidrBlock":"10.0.0.0\\/16","subnetId":"${oldId}","unSubnetId":"${subnetId}","subnetName":"tttt","subnetCreateTime":"2026-01-01 08:00:00","routeTableId":"${table}","unRouteTableId":"${rtb}","routeTableName":"default","cidrBlock":"10.0.200.0\\/25","zoneId":800001,"zone":"ap-guangzhou-2","vpcDevices":0`
    const end = ',"totalIPNum":125,"availableIPNum":125,"broadcast":false,"isDefault":false,"rtbNum":1}]}'
    expect(list.text).toBe(`${start},"networkAclId":0${end}`)
    expect((await api('DescribeSubnetEx', { getAclIdFlag: 1 })).text).toBe(list.text)
    expect((await api('DescribeSubnetEx', { getAclIdFlag: 0 })).text).toBe(start + end)
  })

  test('are filtered by VPC, name and zone', async () => {
    const { api, create, vpcId } = await vpcOf()
    await good(create(subnet('10.0.1.0/24', 'b'), subnet('10.0.2.0/24', 'ab', 100_003), subnet('10.0.3.0/24', 'c')))
    const list = (parameters: object) => names(api, 'DescribeSubnetEx', 'subnetName', parameters)
    expect(await list({})).toEqual(['c', 'ab', 'b'])
    expect(await list({ orderField: 'subnetName', orderDirection: 'asc' })).toEqual(['ab', 'b', 'c'])
    expect(await list({ vpcId, subnetName: 'b' })).toEqual(['ab', 'b'])
    expect(await list({ zoneIds: 800_001 })).toEqual(['c', 'b'])
    expect(await list({ zoneIds: ['100003', 'ap-guangzhou-2'] })).toEqual(['c', 'ab', 'b'])
    expect(await list({ vpcId: 'vpc-zzzzzzzz' })).toEqual([])
    expect(await list({ subnetId: 'subnet-zzzzzzzz' })).toEqual([])
    const strict = bare({ unknownIds: 'refuse' })
    expect((await strict.api('DescribeSubnetEx', { vpcId: 'vpc-zzzzzzzz' })).body).toEqual(NO_VPC)
    expect((await strict.api('DescribeSubnetEx', { subnetId: 'subnet-zzzzzzzz' })).body).toEqual(NO_SUBNET)
  })

  test('are renamed and deleted, and then unknown to every action', async () => {
    const { api, vpcId, subnetId } = await one()
    const rename = (subnetName: string) => api('ModifySubnetAttribute', { vpcId, subnetId, subnetName })
    expect((await rename('new')).text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect((await rename('x'.repeat(61))).body).toMatchObject({ code: 4000, codeDesc: 'InvalidSubnetName' })
    expect(await names(api, 'DescribeSubnetEx', 'subnetName', {})).toEqual(['new'])
    expect((await api('DeleteSubnet', { vpcId: 'vpc-zzzzzzzz', subnetId })).body).toEqual(NO_VPC)
    expect((await api('DeleteSubnet', { vpcId, subnetId })).body).toEqual(success)
    for (const action of ['DeleteSubnet', 'DescribeSubnet'])
      expect((await api(action, { vpcId, subnetId })).body).toEqual(NO_SUBNET)
    expect((await rename('again')).body).toEqual(NO_SUBNET)
  })

  test('are missed before their VPC is by DescribeSubnet, and after it by the others', async () => {
    const { api, other, vpcId, subnetId } = await one()
    await good(api('DeleteSubnet', { vpcId, subnetId }))
    await good(api('DeleteVpc', { vpcId }))
    const gone = await api('DescribeSubnet', { vpcId, subnetId })
    expect(gone.status).toBe(200)
    expect(gone.headers).toEqual(headers)
    expect(gone.body).toEqual(NO_SUBNET)
    expect((await api('DeleteSubnet', { vpcId, subnetId })).body).toEqual(NO_VPC)
    expect((await other('DescribeSubnet', { vpcId: EXAMPLE.vpcId, subnetId })).body).toEqual(NO_SUBNET)
  })

  test('are found in their own VPC alone', async () => {
    const { api, vpcId, subnetId } = await one()
    const { unVpcId } = await createVpc(api, 'other', '192.168.0.0/16')
    expect((await api('DescribeSubnet', { vpcId: 'vpc-zzzzzzzz', subnetId })).body).toEqual(NO_VPC)
    expect((await api('DescribeSubnet', { vpcId: unVpcId, subnetId })).body).toEqual(NO_SUBNET)
    expect((await api('DescribeSubnet', { vpcId, subnetId }, 'sh')).body).toEqual(NO_SUBNET)
  })

  test('cannot be deleted while a server of the fixtures lives in them', async () => {
    const { api } = setup({ fixtures: { tencent: { devices: [{ vpcId: EXAMPLE.vpcId, address: '10.0.1.9' }] } } })
    const { vpcId } = EXAMPLE
    const { subnetSet } = await good<{ subnetSet: { unSubnetId: string }[] }>(
      api('CreateSubnet', { vpcId, subnetSet: [subnet('10.0.1.0/24')] }),
    )
    const subnetId = subnetSet[0]!.unSubnetId
    expect((await api('DeleteSubnet', { vpcId, subnetId })).body).toEqual({
      code: 5100,
      message: 'The subnet cannot be deleted: it still has resources.',
      codeDesc: 'InvalidSubnet.CannotDelete',
    })
    expect((await api('DescribeSubnet', { vpcId, subnetId })).body).toMatchObject({
      totalIPNum: 253,
      availableIPNum: 252,
    })
    const route = { destinationCidrBlock: '8.0.0.0/8', nextType: 9, nextHub: '10.0.1.8' }
    expect((await api('CreateRoute', { ...EXAMPLE, routeSet: [route] })).body).toMatchObject({
      codeDesc: 'InvalidRouteNextHub.NotFound',
    })
    expect((await api('CreateRoute', { ...EXAMPLE, routeSet: [{ ...route, nextHub: '10.0.1.9' }] })).body).toEqual(
      success,
    )
  })
})

describe('route tables', () => {
  const { vpcId } = EXAMPLE
  const create = (api: Api, parameters: object = {}) =>
    api('CreateRouteTable', { vpcId, routeTableName: 'tttt111', ...parameters })
  interface Table {
    readonly routeTableId: string
    readonly unRouteTableId: string
  }

  test('echo the routes that they were made with, host bits and all, but list them masked', async () => {
    const { api } = setup()
    const routeSet = [EXAMPLE_ROUTE, { ...EXAMPLE_ROUTE, destinationCidrBlock: '8.0.0.0/8', description: 'eight' }]
    const answer = await create(api, { routeSet })
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toMatch(
      /^\{"code":0,"message":"","codeDesc":"Success","routeTableId":"gz_rtb_\d+","unRouteTableId":"rtb-[0-9a-z]{8}","routeTableSet":\[\{"destinationCidrBlock":"121\.0\.23\.51\\\/16","nextType":1,"nextHub":"vpngw-dystbrkv"\},\{"destinationCidrBlock":"8\.0\.0\.0\\\/8","nextType":1,"nextHub":"vpngw-dystbrkv","description":"eight"\}\]\}$/,
    )
    const { unRouteTableId } = answer.body as Table
    expect(await routesIn(api, unRouteTableId)).toMatchObject([
      { destinationCidrBlock: '121.0.0.0/16', description: '' },
      { destinationCidrBlock: '8.0.0.0/8', description: 'eight' },
    ])
    expect((await create(api)).text).toMatch(/"routeTableSet":\[\]\}$/)
  })

  const badName = {
    code: 4000,
    message: 'Invalid routing table name. It must have 1 to 60 characters.',
    codeDesc: 'InvalidRouteTableName',
  }
  test.each<[string, object, object]>([
    ['an empty name', { routeTableName: '' }, badName],
    ['a long name', { routeTableName: 'x'.repeat(61) }, badName],
    ['an unknown VPC', { vpcId: 'vpc-zzzzzzzz' }, NO_VPC],
    [
      'a bad route',
      { routeSet: [{ ...EXAMPLE_ROUTE, nextType: 2 }] },
      { code: 4000, message: '(10001)routeSet.0.nextType is invalid', codeDesc: 'InvalidRouteNextType' },
    ],
    ['a route twice', { routeSet: [EXAMPLE_ROUTE, EXAMPLE_ROUTE] }, { code: 5100, codeDesc: 'RouteAlreadyExists' }],
  ])('refuse %s', async (_, wrong, expected) => {
    const { api } = setup()
    expect((await create(api, wrong)).body).toMatchObject(expected)
    expect(await names(api, 'DescribeRouteTable', 'routeTableName', {})).toEqual(['default'])
  })

  test('are ten in a VPC at most, the default one included', async () => {
    const { api } = setup()
    for (let n = 2; n <= 10; n++) await good(create(api))
    expect((await create(api)).body).toEqual(limit('RouteTableLimitExceeded', 'routing tables', 10))
  })

  test.each<[object, string[]]>([
    [{}, ['c', 'aa', 'b', 'default']],
    [{ vpcId, orderDirection: 'asc' }, ['default', 'b', 'aa', 'c']],
    [{ orderField: 'routeTableName', orderDirection: 'asc' }, ['aa', 'b', 'c', 'default']],
    [{ routeTableName: 'a' }, ['aa', 'default']],
    [{ offset: 1, limit: 2 }, ['aa', 'b']],
    [{ vpcId: 'vpc-zzzzzzzz' }, []],
    [{ routeTableId: 'rtb-zzzzzzzz' }, []],
    [{ vpcId: 'vpc-zzzzzzzz', routeTableId: EXAMPLE.routeTableId }, []],
  ])('are listed by %j', async (parameters, expected) => {
    const { api } = setup()
    for (const routeTableName of ['b', 'aa', 'c']) await good(create(api, { routeTableName }))
    expect(await names(api, 'DescribeRouteTable', 'routeTableName', parameters)).toEqual(expected)
  })

  test('come fifty at a time at most, twenty by default', async () => {
    const { api } = setup({ settings: { tencent: { routeTableQuota: 60 } } })
    for (let n = 2; n <= 55; n++) await good(create(api))
    const shown = async (parameters: object) => names(api, 'DescribeRouteTable', 'unRouteTableId', parameters)
    expect(await shown({ limit: 100 })).toHaveLength(50)
    expect(await shown({})).toHaveLength(20)
    expect(await shown({ offset: 50, limit: 100 })).toHaveLength(5)
  })

  test('that are unknown are refused when the setting says so', async () => {
    const { api } = setup({ settings: { tencent: { unknownIds: 'refuse' } } })
    expect((await api('DescribeRouteTable', { vpcId: 'vpc-zzzzzzzz' })).body).toEqual(NO_VPC)
    expect((await api('DescribeRouteTable', { routeTableId: 'rtb-zzzzzzzz' })).body).toEqual(NO_TABLE)
  })

  test('are given another name and other routes', async () => {
    const { api } = setup()
    await good(api('CreateRoute', { ...EXAMPLE, routeSet: [EXAMPLE_ROUTE] }))
    const modify = (parameters: object) => api('ModifyRouteTableAttribute', { ...EXAMPLE, ...parameters })
    expect((await modify({ routeTableName: 'new' })).text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect(await routesIn(api)).toHaveLength(1)
    const routeSet = [{ ...EXAMPLE_ROUTE, destinationCidrBlock: '9.0.0.0/8' }]
    expect((await modify({ routeSet })).body).toEqual(success)
    expect((await routesIn(api)).map((route) => route.destinationCidrBlock)).toEqual(['9.0.0.0/8'])
    expect((await modify({ routeSet: [...routeSet, ...routeSet] })).body).toMatchObject({
      codeDesc: 'RouteAlreadyExists',
    })
    expect((await routesIn(api)).map((route) => route.destinationCidrBlock)).toEqual(['9.0.0.0/8'])
    expect((await modify({ routeTableName: '' })).body).toEqual(badName)
    expect((await modify({ routeTableId: 'rtb-zzzzzzzz' })).body).toEqual(NO_TABLE)
    const rename = { ...EXAMPLE, routeTableName: 'newer' }
    expect((await api('ModifyVPCRouteTable', rename)).body).toEqual(success)
    expect((await api('ModifyVPCRouteTable', { ...rename, routeTableName: 'x'.repeat(61) })).body).toEqual(badName)
    expect(await names(api, 'DescribeRouteTable', 'routeTableName', {})).toEqual(['newer'])
  })

  test('take eight public gateways for one destination, not nine', async () => {
    const gateways = Array.from({ length: 9 }, (_, n) => ({ id: `ins-0000000${n}`, kind: 'public', vpcId }))
    const { api } = setup({ fixtures: { tencent: { gateways } } })
    const routeSet = gateways.map(({ id }) => ({ destinationCidrBlock: '0.0.0.0/0', nextType: 0, nextHub: id }))
    const modify = (count: number) =>
      api('ModifyRouteTableAttribute', { ...EXAMPLE, routeSet: routeSet.slice(0, count) })
    expect((await modify(8)).body).toEqual(success)
    expect((await modify(9)).body).toEqual(
      limit('InvalidRoute.NextHubLimitExceeded', 'public gateways for one network segment', 8),
    )
    expect(await routesIn(api)).toHaveLength(8)
  })

  test('serve subnets, which keep them from being deleted, as being the default does', async () => {
    const { api } = setup()
    const cannot = {
      code: 5100,
      message: 'The routing table cannot be deleted: it is the default one, or subnets use it.',
      codeDesc: 'InvalidRouteTableId.CannotDelete',
    }
    expect((await api('DeleteRouteTable', EXAMPLE)).body).toEqual(cannot)
    const { unRouteTableId: routeTableId } = await good<Table>(create(api))
    const subnetSet = ['10.0.1.0/24', '10.0.2.0/24'].map((cidrBlock) => ({
      subnetName: 's',
      cidrBlock,
      zoneId: 'ap-guangzhou-1',
    }))
    const made = await good<{ subnetSet: { subnetId: string; unSubnetId: string }[] }>(
      api('CreateSubnet', { vpcId, subnetSet }),
    )
    const [first, second] = made.subnetSet
    const associate = (subnetId: unknown, table = routeTableId) =>
      api('AssociateRouteTable', { vpcId, subnetId, routeTableId: table })
    expect((await associate(first!.unSubnetId)).text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect((await associate([first!.subnetId, second!.subnetId])).body).toEqual(success)
    expect((await associate('subnet-zzzzzzzz')).body).toEqual(NO_SUBNET)
    expect((await associate(first!.unSubnetId, 'rtb-zzzzzzzz')).body).toEqual(NO_TABLE)
    expect((await associate('')).body).toMatchObject({ code: 4000, codeDesc: 'InvalidParameter' })
    expect((await api('DeleteRouteTable', { vpcId, routeTableId })).body).toEqual(cannot)
    expect(await names(api, 'DescribeRouteTable', 'subnetNum', {})).toEqual([2, 0])
    await good(associate([first!.subnetId, second!.subnetId], EXAMPLE.routeTableId))
    expect((await api('DeleteRouteTable', { vpcId, routeTableId })).body).toEqual(success)
    expect((await api('DeleteRouteTable', { vpcId, routeTableId })).body).toEqual(NO_TABLE)
  })
})

describe('DescribeRoutes', () => {
  const local = '{"destinationCidrBlock":"Local","nextType":2,"nextHub":"Local","unNextHub":"Local"}'

  test('counts the Local route along with the match (B14)', async () => {
    const { api } = setup()
    await good(api('CreateRoute', { ...EXAMPLE, routeSet: [EXAMPLE_ROUTE] }))
    const ask = async (parameters: object) => (await api('DescribeRoutes', { ...EXAMPLE, ...parameters })).text
    const one = `{"code":0,"message":"","codeDesc":"Success","data":{"totalNum":2,"data":[${local},{"destinationCidrBlock":"121.0.0.0\\/16","nextType":1,"nextHub":"548","unNextHub":"vpngw-dystbrkv"}]}}`
    const none = `{"code":0,"message":"","codeDesc":"Success","data":{"totalNum":1,"data":[${local}]}}`
    expect(await ask(EXAMPLE_ROUTE)).toBe(one)
    expect(await ask({ destinationCidrBlock: '121.0.0.0/16' })).toBe(one)
    expect(await ask({ nextHub: '548', nextType: 1 })).toBe(one)
    expect(await ask({})).toBe(one)
    for (const other of [
      { destinationCidrBlock: '9.0.0.0/8' },
      { destinationCidrBlock: 'x' },
      { nextType: 4 },
      { nextHub: 'vpngw-00000000' },
      { routeTableId: 'rtb-zzzzzzzz' },
      { vpcId: 'vpc-zzzzzzzz' },
    ])
      expect(await ask(other)).toBe(none)
  })
})
