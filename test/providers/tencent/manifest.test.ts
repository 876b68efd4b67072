import { expect, test } from 'vitest'
import { facts } from '../../../src/providers/tencent/facts.ts'
import { explained } from '../../helpers/facts.ts'
import { sendOver } from '../../helpers/socket.ts'
import { clientsOf as clientsOfV3, headersOf } from './v3/setup.ts'
import {
  type Api,
  EXAMPLE,
  EXAMPLE_ROUTE,
  FIRST,
  PATH,
  SECOND,
  commonOf,
  createVpc,
  good,
  setup,
  signed,
} from './setup.ts'

test('each fact explains an answer', async () => {
  const { api, other, post, control, emulator } = setup()
  const { shown, noted } = explained(emulator)
  const ask: Api = (...request) => noted(api(...request))
  const route = (more: object = {}) => ask('CreateRoute', { ...EXAMPLE, routeSet: [{ ...EXAMPLE_ROUTE, ...more }] })

  await route()
  await route()
  await route({ destinationCidrBlock: '10.0.9.0/24' })
  await route({ destinationCidrBlock: '9.0.0.0/8', nextHub: 'vpngw-00000000' })
  await ask('CreateRoute', { ...EXAMPLE, routeTableId: 'rtb-zzzzzzzz', routeSet: [EXAMPLE_ROUTE] })

  const a = await createVpc(api, 'a', '172.16.0.0/16')
  const b = await createVpc(other, 'b', '192.168.0.0/16')
  await ask('DescribeSubnet', { vpcId: 'vpc-zzzzzzzz', subnetId: 'subnet-zzzzzzzz' })
  await ask('CreateVpc', { vpcName: 'a', cidrBlock: '192.168.0.0/24' })
  await ask('CreateVpc', { vpcName: 'c', cidrBlock: '192.168.0.1/24' })
  await ask('CreateVpc', { vpcName: 'c', cidrBlock: '11.0.0.0/24' })
  const peering = { vpcId: a.unVpcId, peerVpcId: b.unVpcId, peerUin: SECOND.uin, peeringConnectionName: 'p' }
  const { peeringConnectionId } = await good<{ peeringConnectionId: string }>(
    api('CreateVpcPeeringConnection', peering),
  )
  await ask('CreateVpcPeeringConnection', peering)
  await ask('CreateVpcPeeringConnection', { ...peering, peeringConnectionName: 'q' })
  await ask('AcceptVpcPeeringConnection', { peeringConnectionId })
  await route({ destinationCidrBlock: '9.0.0.0/8', nextType: 4, nextHub: peeringConnectionId })

  const far = await createVpc(other, 'far', '192.168.0.0/16', 'sh')
  const spare = await createVpc(api, 'spare', '10.0.0.0/24')
  const { taskId } = await good<{ taskId: number }>(
    api('CreateVpcPeeringConnectionEx', {
      vpcId: spare.unVpcId,
      peerVpcId: far.unVpcId,
      peerUin: SECOND.uin,
      peeringConnectionName: 'far',
      peerRegion: 'sh',
      bandwidth: 10,
    }),
  )
  await control('POST', '/clock/advance', { by: '2s' })
  const { data } = await good<{ data: { output: { uniqVpcPeerId: string } } }>(api('DescribeVpcTaskResult', { taskId }))
  const remove = { peeringConnectionId: data.output.uniqVpcPeerId }
  await good(api('DeleteVpcPeeringConnectionEx', remove))
  await ask('DeleteVpcPeeringConnectionEx', remove)
  const nat = { vpcId: a.unVpcId, natName: 'n', maxConcurrent: 100, autoAllocEipNum: 1 }
  await ask('CreateNatGateway', nat)
  await ask('CreateNatGateway', nat)
  await ask('DescribeVpcTaskResult', { taskId: 1 })
  await ask('DescribeVpcTaskResult')
  await ask('DescribeNothing')
  await noted(post(commonOf(FIRST, 'DescribeVpcEx')))
  const body = new URLSearchParams(commonOf(FIRST, 'DescribeInstances'))
  await noted(sendOver(emulator, `http://unkown.api.qcloud.com${PATH}`, { method: 'POST', body }))
  await noted(post(signed('POST', { ...commonOf(FIRST, 'DescribeVpcEx'), Timestamp: '1465185768' }, FIRST.secretKey)))

  const later = clientsOfV3(emulator)
  const answered = (action: string, input?: object) => noted(later.api(action, input))
  await answered('DeleteVpc', { VpcId: 'vpc-00000000' })
  await answered('DescribeVpc')
  await answered('DescribeVpcs', { Name: 'x' })
  await answered('DescribeVpcs', { Limit: 0 })
  await answered('DescribeVpcs', { Filters: [{ Name: 'x', Values: [] }] })
  await answered('DescribeVpcs', { VpcIds: [EXAMPLE.vpcId], Filters: [{ Name: 'vpc-name', Values: [] }] })
  await answered('DescribeVpcPeeringConnections')
  await answered('DeleteRouteTable', { RouteTableId: EXAMPLE.routeTableId })
  const near = await createVpc(api, 'near', '10.200.0.0/16')
  const inside = { SourceVpcId: EXAMPLE.vpcId, DestinationVpcId: near.unVpcId, PeeringConnectionName: 'n' }
  const own = { DestinationUin: String(FIRST.uin), DestinationRegion: 'ap-guangzhou' }
  const { body: joined } = await later.api('CreateVpcPeeringConnection', { ...inside, ...own })
  const { PeeringConnectionId: GatewayId } = (joined as { Response: { PeeringConnectionId: string } }).Response
  const via = (DestinationCidrBlock: string) => ({ DestinationCidrBlock, GatewayType: 'PEERCONNECTION', GatewayId })
  for (const block of ['10.201.0.0/16', '10.200.0.0/16'])
    await answered('CreateRoutes', { RouteTableId: EXAMPLE.routeTableId, Routes: [via(block)] })
  const { body: table } = await later.api('CreateRouteTable', { VpcId: EXAMPLE.vpcId, RouteTableName: 't' })
  const { RouteTableId } = (table as { Response: { RouteTable: { RouteTableId: string } } }).Response.RouteTable
  const subnet = { SubnetName: 's', Zone: 'ap-guangzhou-1', CidrBlock: '10.0.1.0/24', RouteTableId }
  await later.api('CreateSubnets', { VpcId: EXAMPLE.vpcId, Subnets: [subnet] })
  await answered('DeleteRouteTable', { RouteTableId })
  const forged = { ...FIRST, secretKey: 'x' }
  await noted(later.send({ body: '{}', headers: headersOf(forged, 'DescribeVpcs', '{}') }))
  await noted(later.send({ body: '{}', headers: headersOf(FIRST, 'DescribeVpcs', '{}', { timestamp: 1 }) }))

  expect(facts.filter(({ says }) => !shown.includes(says))).toEqual([])
})

const { emulator: itself } = setup()
const clientsAt = (base: string) => itself.guide('tencent', base).clients.map(({ client }) => client)

test('a client that speaks https alone is told of at https bases alone', () => {
  const later = [
    'Terraform tencentcloud',
    'tccli',
    ...['python', 'go', 'nodejs'].map((name) => `tencentcloud-sdk-${name}`),
  ]
  expect(clientsAt('http://127.0.0.1:4580')).toEqual([
    ...later,
    'qcloudapi-sdk (Node)',
    'the second account, for peerings between two',
  ])
  expect(clientsAt('https://vpc.api.qcloud.com')).toEqual([
    ...later,
    'qcloudapi-sdk (Node)',
    'the second account, for peerings between two',
    'dbdd4us/qcloudapi-sdk-go',
  ])
  expect(itself.guide('tencent', 'https://vpc.api.qcloud.com').clients.at(-1)!.lines.slice(0, 3)).toEqual([
    'export QCloudVpcAPIHost=vpc.api.qcloud.com',
    'export QCloudVpcAPIPath=/v2/index.php',
    'export QCloudVpcAPIRegion=ap-guangzhou',
  ])
})
