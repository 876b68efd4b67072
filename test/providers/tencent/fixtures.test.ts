import { describe, expect, test } from 'vitest'
import { type ConfigError } from '../../../src/core/config.ts'
import { readConfigText } from '../../../src/core/input/config-file.ts'
import { EXAMPLE, EXAMPLE_ROUTE, SECOND, good, routesIn, setup, success } from './setup.ts'

const { vpcId } = EXAMPLE
const fixtures = {
  vpcs: [
    { id: 'vpc-00000001', oldId: 'gz_vpc_1', name: 'one', cidrBlock: '172.16.0.0/16', routeTableId: 'rtb-00000001' },
    { id: 'vpc-00000002', uin: SECOND.uin, region: 'ap-shanghai', name: 'two', cidrBlock: '192.168.0.0/16' },
  ],
  gateways: [{ id: 'nat-00000001', kind: 'nat', vpcId: 'gz_vpc_1', name: 'n', address: '203.0.113.9' }],
  peerings: [{ id: 'pcx-00000001', name: 'p', vpcId: 'gz_vpc_1', peerVpcId: 'vpc-00000002', state: 'PENDING' }],
}
const subnet = { vpcId, subnetName: 's', cidrBlock: '10.0.1.0/24', zoneId: 800_001 }
const route = { ...EXAMPLE_ROUTE, routeTableId: 'rtb-00000002' }
const table = { id: 'rtb-00000002', oldId: 'gz_rtb_2', vpcId, name: 'second' }

const start = (tencent: object) => setup({ fixtures: { tencent } })

describe('fixtures put', () => {
  test('VPCs, gateways and peerings', async () => {
    const { api, other } = start(fixtures)
    const routeSet = [{ destinationCidrBlock: '0.0.0.0/0', nextType: 8, nextHub: 'nat-00000001' }]
    const place = { vpcId: 'vpc-00000001', routeTableId: 'rtb-00000001' }
    expect((await api('CreateRoute', { ...place, routeSet })).body).toEqual(success)
    const { body } = await other('DescribeVpcPeeringConnections', {}, 'sh')
    expect(body).toMatchObject({ data: [{ peeringConnectionId: 'pcx-00000001', state: 0, peerRegion: 'sh' }] })
  })

  test('subnets with ids and tables of their own, and routes that lead to what others put', async () => {
    const ids = { id: 'subnet-00000001', oldId: 'gz_subnet_1', routeTableId: 'gz_rtb_2' }
    const { api } = start({ routes: [route], subnets: [{ ...subnet, ...ids }], routeTables: [table] })
    expect((await api('DescribeSubnetEx', { subnetId: 'gz_subnet_1' })).body).toMatchObject({
      totalCount: 1,
      data: [{ subnetId: 'gz_subnet_1', unSubnetId: 'subnet-00000001', unRouteTableId: 'rtb-00000002' }],
    })
    expect(await routesIn(api, 'rtb-00000002')).toEqual([
      {
        destinationCidrBlock: '121.0.0.0/16',
        nextType: 1,
        nextHub: '548',
        unNextHub: 'vpngw-dystbrkv',
        description: '',
      },
    ])
  })

  test('ids that are drawn from the seed where they are left out', async () => {
    const bare = {
      vpcs: [{ name: 'drawn', cidrBlock: '172.16.0.0/16' }],
      routeTables: [{ vpcId, name: 'second' }],
      subnets: [subnet],
      gateways: [
        { kind: 'vpn', vpcId, bandwidth: 50 },
        { kind: 'direct_connect', vpcId, name: 'dc' },
        { kind: 'nat', vpcId, name: 'n', bandwidth: 200 },
      ],
      peerings: [{ name: 'p', vpcId, peerVpcId: 'vpc-00000009' }],
    }
    const withPeer = { ...bare, vpcs: [...bare.vpcs, { id: 'vpc-00000009', name: 'peer', cidrBlock: '10.9.0.0/16' }] }
    const shownIn = async ({ api }: ReturnType<typeof start>) => {
      const list = async (action: string, member: string) => {
        const { data } = await good<{ data: Record<string, unknown>[] }>(api(action))
        return data.map((row) => row[member])
      }
      return {
        vpcs: await list('DescribeVpcEx', 'unVpcId'),
        tables: await list('DescribeRouteTable', 'unRouteTableId'),
        subnets: await list('DescribeSubnetEx', 'unSubnetId'),
        vpns: await list('DescribeVpnGw', 'vpnGwId'),
        bandwidths: [...(await list('DescribeVpnGw', 'bandwidth')), ...(await list('DescribeNatGateway', 'bandwidth'))],
        connects: await list('DescribeDirectConnectGateway', 'directConnectGatewayId'),
        nats: await list('DescribeNatGateway', 'natId'),
        peerings: await list('DescribeVpcPeeringConnections', 'peeringConnectionId'),
      }
    }
    const shown = await shownIn(start(withPeer))
    const like = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}-[0-9a-z]{8}$`)) as string
    expect(shown).toEqual({
      vpcs: ['vpc-00000009', like('vpc'), vpcId],
      tables: [like('rtb'), like('rtb'), like('rtb'), EXAMPLE.routeTableId],
      subnets: [like('subnet')],
      vpns: [expect.any(Number), 548],
      bandwidths: [50, 5, 200],
      connects: [like('dcg')],
      nats: [like('nat')],
      peerings: [like('pcx')],
    })
    expect(await shownIn(start(withPeer))).toEqual(shown)
  })

  test('records that refer to others by name', async () => {
    const { api } = start({
      vpcs: [{ name: 'drawn', cidrBlock: '172.16.0.0/16' }],
      routeTables: [{ vpcId: 'drawn', name: 'second' }],
      subnets: [{ ...subnet, vpcId: 'drawn', cidrBlock: '172.16.1.0/24', routeTableId: 'second' }],
      gateways: [{ kind: 'nat', vpcId: 'drawn', name: 'way-out' }],
      peerings: [{ name: 'p', vpcId: 'drawn', peerVpcId: 'pan-vpc25' }],
      routes: [
        { routeTableId: 'second', destinationCidrBlock: '0.0.0.0/0', nextType: 8, nextHub: 'way-out' },
        { routeTableId: 'second', destinationCidrBlock: '10.0.0.0/16', nextType: 4, nextHub: 'p' },
      ],
    })
    const { data } = await good<{ data: { unRouteTableId: string; subnetNum: number }[] }>(
      api('DescribeRouteTable', { routeTableName: 'second' }),
    )
    expect(data).toMatchObject([{ vpcName: 'drawn', subnetNum: 1 }])
    expect((await routesIn(api, data[0]!.unRouteTableId)).map(({ nextType }) => nextType)).toEqual([8, 4])
  })

  test('keys of accounts that are there already', async () => {
    const keys = [{ secretId: 'AKIDmore', secretKey: 'k', actions: ['DescribeVpcEx'] }]
    const { apiOf } = start({
      accounts: [
        { uin: SECOND.uin, appId: '1' },
        { uin: 5, appId: '2', keys },
      ],
    })
    const api = apiOf({ uin: 5, appId: '2', secretId: 'AKIDmore', secretKey: 'k' })
    expect((await api('DescribeVpcEx')).body).toEqual({ ...success, totalCount: 0, data: [] })
    expect((await api('DescribeRoutes')).body).toMatchObject({ code: 4101 })
  })
})

/** What is thrown for fixtures; undefined for good ones. */
const mistakeIn = (given: object): unknown => {
  try {
    setup({ fixtures: given as Record<string, unknown> })
    return undefined
  } catch (error) {
    return error
  }
}

describe('fixtures are refused for', () => {
  test.each<[string, object, string]>([
    ['an unknown list', { vpc: [] }, " has no 'vpc'; did you mean 'vpcs'?"],
    ['an unknown member', { subnets: [{ ...subnet, zone: 1 }] }, ".subnets.0 has no 'zone'; did you mean 'zoneId'?"],
    ['a wrong type', { vpcs: [{ name: 1, cidrBlock: '10.0.0.0/16' }] }, '.vpcs.0.name: expected text, not a number'],
    [
      'an id of another form',
      { vpcs: [{ id: 'vpc-1', name: 'v', cidrBlock: '10.0.0.0/16' }] },
      ".vpcs.0.id: expected text like /^vpc-[0-9a-z]{8}$/, not 'vpc-1'",
    ],
    [
      'an unknown region',
      { vpcs: [{ ...fixtures.vpcs[0], region: 'ap-guangzho' }] },
      ".vpcs.0.region: there is no region 'ap-guangzho'; did you mean 'ap-guangzhou'?",
    ],
    [
      'an unknown account',
      { vpcs: [{ ...fixtures.vpcs[0], uin: 909_619_401 }] },
      ".vpcs.0.uin: there is no account 909619401; did you mean '909619400'?",
    ],
    [
      'an unknown VPC',
      { gateways: [{ ...fixtures.gateways[0], vpcId: 'vpc-amhnnao6' }] },
      ".gateways.0.vpcId: there is no VPC 'vpc-amhnnao6'; did you mean 'vpc-amhnnao5'?",
    ],
    [
      'an unknown peer',
      { peerings: [{ name: 'p', vpcId, peerVpcId: 'gz_vpc_98' }] },
      ".peerings.0.peerVpcId: there is no VPC 'gz_vpc_98'; did you mean 'gz_vpc_99'?",
    ],
    [
      'an unknown route table',
      { routes: [{ ...route, routeTableId: 'rtb-4ahe1qy3' }] },
      ".routes.0.routeTableId: there is no route table 'rtb-4ahe1qy3'; did you mean 'rtb-4ahe1qy2'?",
    ],
    [
      'an unknown next hop',
      { routes: [{ ...route, routeTableId: EXAMPLE.routeTableId, nextHub: 'vpngw-dystbrkw' }] },
      ".routes.0.nextHub: there is no next hop 'vpngw-dystbrkw'; did you mean 'vpngw-dystbrkv'?",
    ],
    [
      'an unknown zone',
      { subnets: [{ ...subnet, zoneId: 'ap-guangzhou-12' }] },
      ".subnets.0.zoneId: there is no zone 'ap-guangzhou-12'; did you mean 'ap-guangzhou-1'?",
    ],
    [
      'an unknown action',
      { accounts: [{ uin: 1, appId: '1', keys: [{ secretId: 'a', secretKey: 'b', actions: ['CreateRoutez'] }] }] },
      ".accounts.0.keys.0.actions: there is no action 'CreateRoutez'; did you mean 'CreateRoute'?",
    ],
    [
      'a name that several have',
      { subnets: [{ ...subnet, routeTableId: 'default' }], vpcs: [{ name: 'v', cidrBlock: '10.9.0.0/16' }] },
      ".subnets.0.routeTableId: there is more than one route table 'default'; say which by its id",
    ],
    [
      'an id that is taken',
      { vpcs: [{ id: vpcId, name: 'v', cidrBlock: '10.9.0.0/16' }] },
      ".vpcs.0.id: another VPC has the id 'vpc-amhnnao5'",
    ],
    [
      'an old id that is taken',
      { vpcs: [fixtures.vpcs[0], { ...fixtures.vpcs[1], oldId: 'gz_vpc_1' }] },
      ".vpcs.1.oldId: another VPC has the id 'gz_vpc_1'",
    ],
    [
      'a device that is there twice',
      {
        devices: [
          { vpcId, address: '10.0.1.9' },
          { vpcId, address: '10.0.1.9' },
        ],
      },
      '.devices.1: there is a device 10.0.1.9 in the VPC already',
    ],
    [
      'what the service refuses of a subnet',
      { subnets: [{ ...subnet, cidrBlock: '9.0.0.0/24' }] },
      '.subnets.0: InvalidSubnetCidr: Invalid subnet CIDR block.',
    ],
    [
      'what the service refuses of a route',
      { routes: [{ ...route, routeTableId: EXAMPLE.routeTableId, nextType: 2 }] },
      '.routes.0: InvalidRouteNextType: (10001)routeSet.0.nextType is invalid',
    ],
  ])('%s', (_, tencent, message) => {
    expect(mistakeIn({ tencent })).toMatchObject({ name: 'ConfigError', message: `fixtures.tencent${message}` })
  })

  test('a mistake at the line of its member', async () => {
    const file = await readConfigText('tencent:\n  gateways:\n    - kind: nat\n      vpcId: vpc-1\n', 'records.yaml')
    expect(file.blame(mistakeIn(file.value as object) as ConfigError).message).toBe(
      "records.yaml:4:7: fixtures.tencent.gateways.0.vpcId: there is no VPC 'vpc-1'; it is one of vpc-amhnnao5, gz_vpc_99, pan-vpc25",
    )
  })
})
