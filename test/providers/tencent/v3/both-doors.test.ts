import { describe, expect, test } from 'vitest'
import { peerings } from '../../../../src/providers/tencent/records/peerings.ts'
import { routeTables, routes, subnets, vpcs } from '../../../../src/providers/tencent/records/networks.ts'
import { good as goodV2 } from '../setup.ts'
import { FIRST, SECOND, answering, good, refusingWith, setup } from './setup.ts'

const open = () => setup({ settings: { tencent: { exampleVpc: false } } })
type Bench = ReturnType<typeof open>

const CIDR = { own: '10.1.0.0/16', peer: '172.16.0.0/16', subnet: '10.1.1.0/24', out: '172.16.5.0/24' }

/** What both APIs can make: two networks of two accounts, joined, with a subnet, a table and a route through the peering. */
const viaV2 = async ({ v2 }: Bench): Promise<void> => {
  const make = async (api: typeof v2.api, vpcName: string, cidrBlock: string) =>
    (await goodV2<{ uniqVpcId: string }>(api('CreateVpc', { vpcName, cidrBlock }))).uniqVpcId
  const own = await make(v2.api, 'own', CIDR.own)
  const peer = await make(v2.other, 'peer', CIDR.peer)
  const subnetSet = [{ subnetName: 's', cidrBlock: CIDR.subnet, zoneId: 'ap-guangzhou-3' }]
  const { subnetSet: made } = await goodV2<{ subnetSet: [{ unSubnetId: string }] }>(
    v2.api('CreateSubnet', { vpcId: own, subnetSet }),
  )
  const { unRouteTableId } = await goodV2<{ unRouteTableId: string }>(
    v2.api('CreateRouteTable', { vpcId: own, routeTableName: 't' }),
  )
  const table = { vpcId: own, routeTableId: unRouteTableId }
  await goodV2(v2.api('AssociateRouteTable', { ...table, subnetId: made[0].unSubnetId }))
  const ends = { vpcId: own, peerVpcId: peer, peerUin: SECOND.uin, peeringConnectionName: 'p' }
  const { peeringConnectionId } = await goodV2<{ peeringConnectionId: string }>(
    v2.api('CreateVpcPeeringConnection', ends),
  )
  await goodV2(v2.other('AcceptVpcPeeringConnection', { peeringConnectionId }))
  const route = { destinationCidrBlock: CIDR.out, nextType: 4, nextHub: peeringConnectionId }
  await goodV2(v2.api('CreateRoute', { ...table, routeSet: [route] }))
}

const viaV3 = async ({ api, other }: Bench): Promise<void> => {
  const make = async (as: typeof api, VpcName: string, CidrBlock: string) =>
    (await good<{ Vpc: { VpcId: string } }>(as('CreateVpc', { VpcName, CidrBlock }))).Vpc.VpcId
  const VpcId = await make(api, 'own', CIDR.own)
  const peer = await make(other, 'peer', CIDR.peer)
  const { Subnet } = await good<{ Subnet: { SubnetId: string } }>(
    api('CreateSubnet', { VpcId, SubnetName: 's', CidrBlock: CIDR.subnet, Zone: 'ap-guangzhou-3' }),
  )
  const { RouteTable } = await good<{ RouteTable: { RouteTableId: string } }>(
    api('CreateRouteTable', { VpcId, RouteTableName: 't' }),
  )
  const { RouteTableId } = RouteTable
  await good(api('ReplaceRouteTableAssociation', { RouteTableId, SubnetId: Subnet.SubnetId }))
  const { PeeringConnectionId } = await good<{ PeeringConnectionId: string }>(
    api('CreateVpcPeeringConnection', {
      SourceVpcId: VpcId,
      DestinationVpcId: peer,
      DestinationUin: String(SECOND.uin),
      DestinationRegion: 'ap-guangzhou',
      PeeringConnectionName: 'p',
    }),
  )
  await good(other('AcceptVpcPeeringConnection', { PeeringConnectionId }))
  const route = { DestinationCidrBlock: CIDR.out, GatewayType: 'PEERCONNECTION', GatewayId: PeeringConnectionId }
  await good(api('CreateRoutes', { RouteTableId, Routes: [route] }))
}

const rowsOf = ({ emulator }: Bench) =>
  emulator.world.transact((tx) =>
    [vpcs, subnets, routeTables, routes, peerings].map((def) => [...tx.table(def as typeof vpcs).all()]),
  )

const ids = async ({ api }: Bench) => {
  const { RouteTableSet } = await good<{
    RouteTableSet: { RouteTableId: string; VpcId: string; RouteSet: { GatewayId: string }[] }[]
  }>(api('DescribeRouteTables', { Filters: [{ Name: 'route-table-name', Values: ['t'] }] }))
  const { RouteTableId, VpcId, RouteSet } = RouteTableSet[0]!
  return { RouteTableId, VpcId, GatewayId: RouteSet[0]!.GatewayId }
}

describe('the same network', () => {
  test('is the same rows, whichever API makes it', async () => {
    const [old, later] = [open(), open()]
    await viaV2(old)
    await viaV3(later)
    expect(rowsOf(later)).toEqual(rowsOf(old))
  })

  test.each<[string, (bench: Bench) => Promise<void>]>([
    ['v2', viaV2],
    ['3.0', viaV3],
  ])('made through %s is read through both', async (_, make) => {
    const bench = open()
    await make(bench)
    const { RouteTableId, VpcId, GatewayId } = await ids(bench)
    const { data } = await goodV2<{ data: object[] }>(
      bench.v2.api('DescribeRouteTable', { routeTableId: RouteTableId }),
    )
    expect(data).toMatchObject([
      {
        unVpcId: VpcId,
        unRouteTableId: RouteTableId,
        routeTableName: 't',
        subnetNum: 1,
        routeSet: [{ unNextHub: 'Local' }, { destinationCidrBlock: CIDR.out, nextType: 4, unNextHub: GatewayId }],
      },
    ])
    expect(await good(bench.api('DescribeRouteTables', { RouteTableIds: [RouteTableId] }))).toMatchObject({
      RouteTableSet: [
        {
          VpcId,
          RouteTableName: 't',
          AssociationSet: [{ RouteTableId }],
          RouteSet: [{ DestinationCidrBlock: CIDR.out, GatewayType: 'PEERCONNECTION', Enabled: true }],
        },
      ],
    })
    expect(await goodV2(bench.v2.other('DescribeVpcPeeringConnections'))).toMatchObject({
      data: [{ peeringConnectionId: GatewayId, state: 1, uin: FIRST.uin, peerUin: SECOND.uin }],
    })
    expect(await good(bench.other('DescribeVpcPeeringConnections'))).toMatchObject({
      PeerConnectionSet: [
        { PeeringConnectionId: GatewayId, State: 'ACTIVE', SourceUin: FIRST.uin, DestinationUin: SECOND.uin },
      ],
    })
  })

  test('that one API takes apart is gone from the other', async () => {
    const bench = open()
    await viaV3(bench)
    const { GatewayId, RouteTableId } = await ids(bench)
    await goodV2(bench.v2.other('DeleteVpcPeeringConnection', { peeringConnectionId: GatewayId }))
    expect(await bench.api('DeleteVpcPeeringConnection', { PeeringConnectionId: GatewayId })).toEqual(
      refusingWith('ResourceNotFound'),
    )
    expect(await bench.api('DescribeRoutes')).toEqual(answering({ RouteSet: [], TotalCount: 0 }))
    await good(
      bench.api('CreateRoutes', {
        RouteTableId,
        Routes: [{ DestinationCidrBlock: '9.0.0.0/8', GatewayType: 'EIP', GatewayId: '0' }],
      }),
    )
    // v2 has no number for such a hop
    expect(await goodV2(bench.v2.api('DescribeRoutes', { routeTableId: RouteTableId }))).toMatchObject({
      data: { totalNum: 1 },
    })
  })
})
