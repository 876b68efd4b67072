import { describe, expect, test } from 'vitest'
import { type Api, TABLE, VPC, VPN, answering, good, refusing, refusingWith, setup } from './setup.ts'

const CREATED = '2026-01-01 08:00:00'
const vpcShown = (more: object) => ({
  VpcName: 'v',
  VpcId: expect.stringMatching(/^vpc-[0-9a-z]{8}$/),
  CidrBlock: '10.1.0.0/16',
  IsDefault: false,
  EnableMulticast: false,
  CreatedTime: CREATED,
  DnsServerSet: ['183.60.83.19', '183.60.82.98'],
  DomainName: '',
  DhcpOptionsId: '',
  EnableDhcp: true,
  Ipv6CidrBlock: '',
  TagSet: [],
  AssistantCidrSet: [],
  EnableRouteVpcPublish: false,
  Ipv6CidrBlockSet: [],
  EnableRouteVpcPublishIpv6: false,
  StackType: '',
  ...more,
})
const subnetShown = (more: object) => ({
  VpcId: VPC,
  SubnetId: expect.stringMatching(/^subnet-[0-9a-z]{8}$/),
  SubnetName: 's',
  CidrBlock: '10.0.1.0/24',
  IsDefault: false,
  EnableBroadcast: false,
  Zone: 'ap-guangzhou-3',
  RouteTableId: TABLE,
  CreatedTime: CREATED,
  AvailableIpAddressCount: 253,
  Ipv6CidrBlock: '',
  NetworkAclId: '',
  IsRemoteVpcSnat: false,
  TotalIpAddressCount: 256,
  TagSet: [],
  CdcId: '',
  IsCdcSubnet: 0,
  StackType: '',
  ...more,
})

const createVpc = async (api: Api, more: object = {}, region?: string): Promise<string> => {
  const input = { VpcName: 'v', CidrBlock: '10.1.0.0/16', ...more }
  return (await good<{ Vpc: { VpcId: string } }>(api('CreateVpc', input, region))).Vpc.VpcId
}
const createSubnet = async (api: Api, more: object = {}): Promise<string> => {
  const input = { VpcId: VPC, SubnetName: 's', CidrBlock: '10.0.1.0/24', Zone: 'ap-guangzhou-3', ...more }
  return (await good<{ Subnet: { SubnetId: string } }>(api('CreateSubnet', input))).Subnet.SubnetId
}

/** What a list shows of its rows under one member. */
const shown = async (api: Api, action: string, input: object, set: string, member: string) => {
  const answer = await good<Record<string, Record<string, unknown>[]>>(api(action, input))
  return answer[set]!.map((row) => row[member])
}
const vpcNames = (api: Api, ...Filters: object[]) => shown(api, 'DescribeVpcs', { Filters }, 'VpcSet', 'VpcName')
const subnetNames = (api: Api, ...Filters: object[]) =>
  shown(api, 'DescribeSubnets', { Filters }, 'SubnetSet', 'SubnetName')
const filter = (Name: string, ...Values: string[]) => ({ Name, Values })

describe('a VPC', () => {
  test('is made with every choice, changed, listed and deleted', async () => {
    const { api } = setup()
    const Tags = [{ Key: 'city', Value: 'shanghai' }]
    const chosen = {
      EnableMulticast: 'true',
      DnsServers: ['10.1.0.2'],
      DomainName: 'd.test',
      EnableRouteVpcPublish: true,
    }
    const made = await api('CreateVpc', { VpcName: 'v', CidrBlock: '10.1.0.0/16', ...chosen, Tags })
    const whole = vpcShown({
      EnableMulticast: true,
      DnsServerSet: ['10.1.0.2'],
      DomainName: 'd.test',
      EnableRouteVpcPublish: true,
      TagSet: Tags,
    })
    expect(made).toEqual(answering({ Vpc: whole }))
    const { VpcId } = (made.body as { Response: { Vpc: { VpcId: string } } }).Response.Vpc
    const changes = { VpcName: 'w', EnableMulticast: 'false', DnsServers: ['10.1.0.3', '10.1.0.4'] }
    expect(await api('ModifyVpcAttribute', { VpcId, ...changes })).toEqual(answering({}))
    expect(await api('DescribeVpcs', { VpcIds: [VpcId] })).toEqual(
      answering({
        TotalCount: 1,
        VpcSet: [{ ...whole, VpcId, VpcName: 'w', EnableMulticast: false, DnsServerSet: ['10.1.0.3', '10.1.0.4'] }],
      }),
    )
    expect(await api('DeleteVpc', { VpcId })).toEqual(answering({}))
    expect(await api('DeleteVpc', { VpcId })).toEqual(refusingWith('ResourceNotFound'))
    expect(await api('DescribeVpcs', { VpcIds: [VpcId] })).toEqual(refusingWith('ResourceNotFound'))
    expect(await api('DescribeVpcs', { Filters: [filter('vpc-id', VpcId)] })).toEqual(
      answering({ TotalCount: 0, VpcSet: [] }),
    )
  })

  test.each<[string, object, string]>([
    ['no name', { VpcName: undefined }, 'MissingParameter'],
    ['a name of 61 characters', { VpcName: 'x'.repeat(61) }, 'InvalidParameterValue.TooLong'],
    ['no block', { CidrBlock: undefined }, 'MissingParameter'],
    ['a malformed block', { CidrBlock: '10.0.0.0' }, 'InvalidParameterValue.Malformed'],
    ['host bits', { CidrBlock: '10.0.0.1/16' }, 'InvalidParameterValue.Malformed'],
    ['a public block', { CidrBlock: '11.0.0.0/16' }, 'InvalidParameterValue'],
    ['a mask of 11', { CidrBlock: '10.0.0.0/11' }, 'InvalidParameterValue'],
    ['a mask of 29', { CidrBlock: '10.0.0.0/29' }, 'InvalidParameterValue'],
    [
      'five resolvers',
      { DnsServers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4', '1.1.1.5'] },
      'InvalidParameterValue.LimitExceeded',
    ],
    ['an unknown member', { Vpcname: 'v' }, 'UnknownParameter'],
    ['another type', { VpcName: 7 }, 'InvalidParameter'],
    ['a word that is no truth value', { EnableMulticast: 'yes' }, 'InvalidParameter'],
    [
      'a repeated tag',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      'InvalidParameterValue.TagDuplicateKey',
    ],
    ['a reserved tag', { Tags: [{ Key: 'qcloud:x', Value: '1' }] }, 'UnsupportedOperation.TagSystemReservedTagKey'],
    ['a long tag', { Tags: [{ Key: 'k'.repeat(128), Value: '1' }] }, 'InvalidParameterValue.TagInvalidKeyLen'],
    ['a long tag value', { Tags: [{ Key: 'k', Value: 'v'.repeat(256) }] }, 'InvalidParameterValue.TagInvalidVal'],
    [
      '51 tags',
      { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' })) },
      'LimitExceeded.TagKeyPerResourceExceeded',
    ],
  ])('is not made with %s', async (_, more, code) => {
    const { api, emulator } = setup()
    const { rev } = emulator.world.commits
    expect(await api('CreateVpc', { VpcName: 'v', CidrBlock: '10.1.0.0/16', ...more })).toEqual(refusingWith(code))
    expect(emulator.world.commits.rev).toBe(rev)
  })

  test('may be wider than in v2, and share its name', async () => {
    const { api } = setup()
    await createVpc(api, { CidrBlock: '10.16.0.0/12' })
    await createVpc(api)
    expect(await vpcNames(api, filter('vpc-name', 'v'))).toEqual(['v', 'v', 'pan-vpc25'])
    const { api: narrow } = setup({ settings: { tencent: { vpcRange: 'documented' } } })
    await createVpc(narrow, { CidrBlock: '10.1.0.0/16' })
    expect(await narrow('CreateVpc', { VpcName: 'v', CidrBlock: '10.16.0.0/16' })).toEqual(
      refusing('InvalidParameterValue', 'Invalid VPC CIDR block.'),
    )
  })

  test('is refused behind the quota, and not deleted while it holds something', async () => {
    const { api } = setup({ settings: { tencent: { vpcQuota: 1 } } })
    expect(await api('CreateVpc', { VpcName: 'v', CidrBlock: '10.1.0.0/16' })).toEqual(refusingWith('LimitExceeded'))
    expect(await api('DeleteVpc', { VpcId: VPC })).toEqual(refusingWith('ResourceInUse'))
    await createVpc(api, {}, 'ap-shanghai')
  })

  test.each<[string, object, string]>([
    ['Ids and Filters', { VpcIds: [VPC], Filters: [filter('vpc-name', 'v')] }, 'InvalidParameter.Coexist'],
    ['an unknown filter', { Filters: [filter('name', 'v')] }, 'InvalidParameter.FilterInvalidKey'],
    ['a filter that is no object', { Filters: ['vpc-name'] }, 'InvalidParameter.FilterNotDict'],
    [
      'values that are no list',
      { Filters: [{ Name: 'vpc-name', Values: 'v' }] },
      'InvalidParameter.FilterValuesNotList',
    ],
    ['a malformed id', { VpcIds: ['vpc-1'] }, 'InvalidParameterValue.Malformed'],
    ['101 ids', { VpcIds: Array.from({ length: 101 }, () => VPC) }, 'InvalidParameterValue.LimitExceeded'],
    ['a page of none', { Limit: '0' }, 'InvalidParameterValue.Range'],
    ['a page of 101', { Limit: 101 }, 'InvalidParameterValue.Range'],
    ['an offset before the start', { Offset: -1 }, 'InvalidParameterValue.Range'],
    ['an offset in words', { Offset: 'two' }, 'InvalidParameter'],
  ])('is not listed by %s', async (_, input, code) => {
    expect(await setup().api('DescribeVpcs', input)).toEqual(refusingWith(code))
  })

  test('is found by every filter', async () => {
    const { api } = setup()
    await createVpc(api, { VpcName: 'a', CidrBlock: '10.1.0.0/16', Tags: [{ Key: 'k', Value: '1' }] })
    await createVpc(api, { VpcName: 'b', CidrBlock: '10.2.0.0/16', Tags: [{ Key: 'k', Value: '2' }] })
    expect(await vpcNames(api)).toEqual(['b', 'a', 'pan-vpc25'])
    expect(await vpcNames(api, filter('vpc-name', 'vpc', 'a'))).toEqual(['a', 'pan-vpc25'])
    expect(await vpcNames(api, filter('cidr-block', '10.1.0.0', '10.2.0.0/16'))).toEqual(['b', 'a'])
    expect(await vpcNames(api, filter('tag-key', 'k'), filter('vpc-name', 'b'))).toEqual(['b'])
    expect(await vpcNames(api, filter('tag:k', '1'))).toEqual(['a'])
    expect(await vpcNames(api, filter('is-default', 'true'))).toEqual([])
    expect(await vpcNames(api, filter('is-default', 'false'), filter('vpc-id', VPC))).toEqual(['pan-vpc25'])
    expect(await vpcNames(api, filter('isp-type', 'BGP'))).toEqual([])
  })

  test('is listed in pages, with numbers or digits', async () => {
    const { api } = setup({ settings: { tencent: { vpcQuota: 50 } } })
    for (let n = 0; n < 22; n++) await createVpc(api, { VpcName: `v${n}` })
    const page = (input: object) => shown(api, 'DescribeVpcs', input, 'VpcSet', 'VpcName')
    expect((await page({})).length).toBe(20)
    expect(await page({ Offset: '20' })).toEqual(['v1', 'v0', 'pan-vpc25'].slice(0))
    expect(await page({ Offset: 1, Limit: 2 })).toEqual(['v20', 'v19'])
    expect(await page({ Offset: '1', Limit: '2' })).toEqual(['v20', 'v19'])
  })

  test('belongs to its account and region', async () => {
    const { api, other } = setup()
    const VpcId = await createVpc(api)
    for (const answer of [other('DeleteVpc', { VpcId }), api('DeleteVpc', { VpcId }, 'ap-shanghai')])
      expect(await answer).toEqual(refusingWith('ResourceNotFound'))
  })
})

describe('a subnet', () => {
  test('is made, changed, listed and deleted', async () => {
    const { api } = setup()
    const made = await api('CreateSubnet', {
      VpcId: VPC,
      SubnetName: 's',
      CidrBlock: '10.0.1.0/24',
      Zone: 'ap-guangzhou-3',
      Tags: [{ Key: 'k', Value: 'v' }],
    })
    const TagSet = [{ Key: 'k', Value: 'v' }]
    expect(made).toEqual(answering({ Subnet: subnetShown({ TagSet }) }))
    const { SubnetId } = (made.body as { Response: { Subnet: { SubnetId: string } } }).Response.Subnet
    const change = { SubnetId, SubnetName: 't', EnableBroadcast: 'true' }
    expect(await api('ModifySubnetAttribute', change)).toEqual(answering({}))
    expect(await api('DescribeSubnets', { SubnetIds: [SubnetId] })).toEqual(
      answering({
        TotalCount: 1,
        SubnetSet: [subnetShown({ SubnetId, TagSet, SubnetName: 't', EnableBroadcast: true })],
      }),
    )
    expect(await api('DeleteSubnet', { SubnetId })).toEqual(answering({}))
    expect(await api('DeleteSubnet', { SubnetId })).toEqual(refusingWith('ResourceNotFound'))
    expect(await api('ModifySubnetAttribute', change)).toEqual(refusingWith('ResourceNotFound'))
    expect(await api('DescribeSubnets', { SubnetIds: [SubnetId] })).toEqual(refusingWith('ResourceNotFound'))
  })

  test.each<[string, object, string]>([
    ['an unknown VPC', { VpcId: 'vpc-00000000' }, 'ResourceNotFound'],
    ['an unknown zone', { Zone: 'ap-guangzhou-x' }, 'InvalidParameterValue'],
    ['a malformed block', { CidrBlock: 'x' }, 'InvalidParameterValue.Malformed'],
    ['a block outside the VPC', { CidrBlock: '10.9.0.0/24' }, 'InvalidParameterValue.SubnetRange'],
    ['a mask of 29', { CidrBlock: '10.0.1.0/29' }, 'InvalidParameterValue.SubnetRange'],
    ['the block of another', { CidrBlock: '10.0.2.128/25' }, 'InvalidParameterValue.SubnetConflict'],
    ['a long name', { SubnetName: 'x'.repeat(61) }, 'InvalidParameterValue.TooLong'],
  ])('is not made with %s', async (_, more, code) => {
    const { api } = setup()
    await createSubnet(api, { CidrBlock: '10.0.2.0/24' })
    const input = { VpcId: VPC, SubnetName: 's', CidrBlock: '10.0.1.0/24', Zone: 'ap-guangzhou-3', ...more }
    expect(await api('CreateSubnet', input)).toEqual(refusingWith(code))
    expect(await subnetNames(api)).toEqual(['s'])
  })

  test('is made in batches that succeed or fail as a whole', async () => {
    const { api } = setup()
    const { RouteTable } = await good<{ RouteTable: { RouteTableId: string } }>(
      api('CreateRouteTable', { VpcId: VPC, RouteTableName: 't' }),
    )
    const { RouteTableId } = RouteTable
    const of = (SubnetName: string, CidrBlock: string, more = {}) => ({
      SubnetName,
      CidrBlock,
      Zone: 'ap-guangzhou-3',
      ...more,
    })
    const Subnets = [of('a', '10.0.1.0/24'), of('b', '10.0.2.0/24', { RouteTableId })]
    expect(await api('CreateSubnets', { VpcId: VPC, Subnets, Tags: [{ Key: 'k', Value: 'v' }] })).toEqual(
      answering({
        SubnetSet: [
          subnetShown({ SubnetName: 'a', TagSet: [{ Key: 'k', Value: 'v' }] }),
          subnetShown({ SubnetName: 'b', TagSet: [{ Key: 'k', Value: 'v' }], CidrBlock: '10.0.2.0/24', RouteTableId }),
        ],
      }),
    )
    const more = [of('c', '10.0.3.0/24'), of('d', '10.0.3.0/24')]
    expect(await api('CreateSubnets', { VpcId: VPC, Subnets: more })).toEqual(
      refusingWith('InvalidParameterValue.SubnetConflict'),
    )
    expect(await subnetNames(api)).toEqual(['b', 'a'])
  })

  test('is found by every filter, and by tokens', async () => {
    const { api } = setup()
    await createSubnet(api, { SubnetName: 'a' })
    await createSubnet(api, {
      SubnetName: 'ab',
      CidrBlock: '10.0.2.0/24',
      Zone: 'ap-guangzhou-4',
      Tags: [{ Key: 'k', Value: 'v' }],
    })
    expect(await subnetNames(api, filter('subnet-name', 'a'))).toEqual(['a'])
    expect(await subnetNames(api, filter('vpc-id', VPC), filter('zone', 'ap-guangzhou-4'))).toEqual(['ab'])
    expect(await subnetNames(api, filter('cidr-block', '10.0.1.0'))).toEqual(['a'])
    expect(await subnetNames(api, filter('tag:k', 'v'))).toEqual(['ab'])
    expect(await subnetNames(api, filter('is-cdc-subnet', '0'), filter('is-remote-vpc-snat', 'false'))).toEqual([
      'ab',
      'a',
    ])
    expect(await subnetNames(api, filter('cdc-id', 'cluster-x'))).toEqual([])
    const first = await good(api('DescribeSubnets', { MaxResults: 1 }))
    expect(first).toMatchObject({ TotalCount: 2, SubnetSet: [{ SubnetName: 'ab' }], NextToken: '1' })
    const last = await good(api('DescribeSubnets', { MaxResults: 1, NextToken: '1' }))
    expect(last).toMatchObject({ SubnetSet: [{ SubnetName: 'a' }], NextToken: '' })
  })
})

describe('a route table', () => {
  const tableShown = (more: object) => ({
    VpcId: VPC,
    RouteTableId: expect.stringMatching(/^rtb-[0-9a-z]{8}$/),
    RouteTableName: 't',
    AssociationSet: [],
    RouteSet: [],
    Main: false,
    CreatedTime: CREATED,
    TagSet: [],
    LocalCidrForCcn: [{ Cidr: '10.0.0.0/16', PublishedToVbc: false }],
    ...more,
  })
  const createTable = async (api: Api, more: object = {}): Promise<string> => {
    const input = { VpcId: VPC, RouteTableName: 't', ...more }
    return (await good<{ RouteTable: { RouteTableId: string } }>(api('CreateRouteTable', input))).RouteTable
      .RouteTableId
  }

  test('is made, renamed, joined by a subnet, listed and deleted', async () => {
    const { api } = setup()
    const made = await api('CreateRouteTable', { VpcId: VPC, RouteTableName: 't', Tags: [{ Key: 'k', Value: 'v' }] })
    const TagSet = [{ Key: 'k', Value: 'v' }]
    expect(made).toEqual(answering({ RouteTable: tableShown({ TagSet }) }))
    const { RouteTableId } = (made.body as { Response: { RouteTable: { RouteTableId: string } } }).Response.RouteTable
    const SubnetId = await createSubnet(api)
    expect(await api('ReplaceRouteTableAssociation', { RouteTableId, SubnetId })).toEqual(answering({}))
    expect(await api('ModifyRouteTableAttribute', { RouteTableId, RouteTableName: 'u' })).toEqual(answering({}))
    expect(await api('DescribeRouteTables', { RouteTableIds: [RouteTableId], NeedRouterInfo: false })).toEqual(
      answering({
        TotalCount: 1,
        RouteTableSet: [
          tableShown({ TagSet, RouteTableId, RouteTableName: 'u', AssociationSet: [{ SubnetId, RouteTableId }] }),
        ],
      }),
    )
    expect(await api('DeleteRouteTable', { RouteTableId })).toEqual(
      refusingWith('UnsupportedOperation.DelRouteWithSubnet'),
    )
    await good(api('DeleteSubnet', { SubnetId }))
    expect(await api('DeleteRouteTable', { RouteTableId })).toEqual(answering({}))
    for (const action of ['DeleteRouteTable', 'ModifyRouteTableAttribute', 'ReplaceRouteTableAssociation']) {
      const more = action.startsWith('M') ? { RouteTableName: 'u' } : action.startsWith('R') ? { SubnetId } : {}
      expect(await api(action, { RouteTableId, ...more })).toEqual(refusingWith('ResourceNotFound'))
    }
    expect(await api('DescribeRouteTables', { RouteTableIds: [RouteTableId] })).toEqual(
      refusingWith('ResourceNotFound'),
    )
  })

  test('that is the default one stays', async () => {
    expect(await setup().api('DeleteRouteTable', { RouteTableId: TABLE })).toEqual(
      refusingWith('UnsupportedOperation.NotSupportDeleteDefaultRouteTable'),
    )
  })

  test('takes no subnet of another VPC', async () => {
    const { api } = setup()
    const SubnetId = await createSubnet(api)
    const RouteTableId = await createTable(api, { VpcId: await createVpc(api) })
    expect(await api('ReplaceRouteTableAssociation', { RouteTableId, SubnetId })).toEqual(
      refusingWith('UnsupportedOperation.VpcMismatch'),
    )
  })

  test.each<[string, object, string]>([
    ['a long name', { RouteTableName: 'x'.repeat(61) }, 'InvalidParameterValue.TooLong'],
    ['an unknown VPC', { VpcId: 'vpc-00000000' }, 'ResourceNotFound'],
  ])('is not made with %s', async (_, more, code) => {
    expect(await setup().api('CreateRouteTable', { VpcId: VPC, RouteTableName: 't', ...more })).toEqual(
      refusingWith(code),
    )
  })

  test('is refused behind the quota', async () => {
    const { api } = setup({ settings: { tencent: { routeTableQuota: 1 } } })
    expect(await api('CreateRouteTable', { VpcId: VPC, RouteTableName: 't' })).toEqual(refusingWith('LimitExceeded'))
  })

  test('is found by every filter', async () => {
    const { api } = setup()
    const RouteTableId = await createTable(api, { Tags: [{ Key: 'k', Value: 'v' }] })
    const route = (GatewayType: string, GatewayId: string, n: number) => ({
      DestinationCidrBlock: `9.${n}.0.0/16`,
      GatewayType,
      GatewayId,
    })
    const Routes = [route('VPN', VPN, 1), route('EIP', '0', 2)]
    await good(api('CreateRoutes', { RouteTableId, Routes }))
    const ids = (...Filters: object[]) =>
      shown(api, 'DescribeRouteTables', { Filters }, 'RouteTableSet', 'RouteTableId')
    expect(await ids()).toEqual([RouteTableId, TABLE])
    expect(await ids(filter('association.main', 'true'), filter('vpc-id', VPC))).toEqual([TABLE])
    expect(await ids(filter('route-table-name', 't', 'u'))).toEqual([RouteTableId])
    expect(await ids(filter('route-table-id', TABLE))).toEqual([TABLE])
    expect(await ids(filter('tag-key', 'k'))).toEqual([RouteTableId])
    expect(await ids(filter('tag:k', 'w'))).toEqual([])
    expect(await ids(filter('visible', 'true'))).toEqual([RouteTableId, TABLE])
    const hop = filter('next-hop-type', 'EIP')
    const Filters = [hop, filter('route-table-id', RouteTableId), filter('vpc-id', VPC)]
    expect(await good(api('DescribeRouteTables', { Filters }))).toMatchObject({
      TotalCount: 1,
      RouteTableSet: [{ RouteSet: [{ GatewayType: 'EIP', GatewayId: '0' }] }],
    })
    expect(await api('DescribeRouteTables', { Filters: [hop] })).toEqual(
      refusingWith('InvalidParameter.FilterMissParameter'),
    )
    const both = { RouteTableIds: [TABLE], Filters: [filter('vpc-id', VPC)] }
    expect(await api('DescribeRouteTables', both)).toEqual(refusingWith('InvalidParameter.Coexist'))
  })
})
