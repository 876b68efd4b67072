import assert from 'node:assert/strict'
import { after, before, beforeEach, mock, test } from 'node:test'
import sdk from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import { blue, red } from './client.mjs'
import { openEmulator } from './emulator.mjs'

const { Client } = sdk.vpc.v20170312
const VPC = 'vpc-gateways'
const TABLE = 'rtb-gateways'
const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let emulator
let asRed
let asBlue

/** What an account can ask for: actions of API 3.0, as the SDK has them. */
const api3At = (
  url,
  { secretId, secretKey },
  { region = 'ap-guangzhou', method = 'POST', sign = 'TC3-HMAC-SHA256' } = {},
) => {
  const { host, protocol } = new URL(url)
  const client = new Client({
    credential: { secretId, secretKey },
    region,
    profile: {
      signMethod: sign,
      language: 'en-US',
      httpProfile: { endpoint: host, protocol: `${protocol}//`, reqMethod: method },
    },
  })
  return (action, input = {}) => client[action](input)
}

before(async () => {
  emulator = await openEmulator()
  asRed = api3At(emulator.url, red)
  asBlue = api3At(emulator.url, blue)
})
beforeEach(() => emulator.reset())
after(() => emulator?.stop())

const refused = (code, answer) =>
  assert.rejects(answer, (error) => {
    assert.equal(error.code, code)
    assert.match(error.requestId, REQUEST_ID)
    assert.ok(error.message)
    return true
  })

const routesOf = async (table) =>
  (await asRed('DescribeRouteTables', { RouteTableIds: [table] })).RouteTableSet[0].RouteSet

test('API 3.0: a network, with routes that are replaced, disabled and deleted', async () => {
  const { Vpc } = await asRed('CreateVpc', { VpcName: 'v', CidrBlock: '172.16.0.0/16' })
  const { VpcId } = Vpc
  const { Subnet } = await asRed('CreateSubnet', {
    VpcId,
    SubnetName: 's',
    CidrBlock: '172.16.1.0/24',
    Zone: 'ap-guangzhou-3',
  })
  const { RouteTable } = await asRed('CreateRouteTable', { VpcId, RouteTableName: 't' })
  const { RouteTableId } = RouteTable
  await asRed('ReplaceRouteTableAssociation', { RouteTableId, SubnetId: Subnet.SubnetId })
  const route = { DestinationCidrBlock: '0.0.0.0/0', GatewayType: 'EIP', GatewayId: '0' }
  const { RouteTableSet } = await asRed('CreateRoutes', { RouteTableId, Routes: [route] })
  const [{ RouteId, RouteItemId, Enabled }] = RouteTableSet[0].RouteSet
  assert.equal(Enabled, true)
  const Routes = [{ RouteItemId, ...route, DestinationCidrBlock: '9.0.0.0/8' }]
  const { OldRouteSet, NewRouteSet } = await asRed('ReplaceRoutes', { RouteTableId, Routes })
  assert.deepEqual([OldRouteSet[0].RouteId, NewRouteSet[0].DestinationCidrBlock], [RouteId, '9.0.0.0/8'])
  await asRed('DisableRoutes', { RouteTableId, RouteIds: [RouteId] })
  assert.deepEqual(
    (await routesOf(RouteTableId)).map((one) => one.Enabled),
    [false],
  )
  await asRed('DeleteRoutes', { RouteTableId, Routes: [{ RouteId }] })
  assert.deepEqual(await routesOf(RouteTableId), [])
  await asRed('DeleteSubnet', { SubnetId: Subnet.SubnetId })
  await asRed('DeleteRouteTable', { RouteTableId })
  await asRed('DeleteVpc', { VpcId })
  await refused('ResourceNotFound', asRed('DeleteVpc', { VpcId }))
})

test('API 3.0: peerings that the other account accepts and rejects', async () => {
  for (const [verb, State] of [
    ['Accept', 'ACTIVE'],
    ['Reject', 'REJECTED'],
  ]) {
    const { Vpc } = await asBlue('CreateVpc', { VpcName: 'b', CidrBlock: '172.16.0.0/16' })
    const { PeeringConnectionId } = await asRed('CreateVpcPeeringConnection', {
      SourceVpcId: VPC,
      DestinationVpcId: Vpc.VpcId,
      DestinationUin: String(blue.uin),
      DestinationRegion: 'ap-guangzhou',
      PeeringConnectionName: 'p',
    })
    await refused(
      'UnsupportedOperation.VpcPeerPurviewError',
      asRed('AcceptVpcPeeringConnection', { PeeringConnectionId }),
    )
    await asBlue(`${verb}VpcPeeringConnection`, { PeeringConnectionId })
    const { PeerConnectionSet } = await asRed('DescribeVpcPeeringConnections', {
      PeeringConnectionIds: [PeeringConnectionId],
    })
    assert.deepEqual(
      PeerConnectionSet.map((one) => [one.State, one.DestinationUin]),
      [[State, blue.uin]],
    )
    await asRed('DeleteVpcPeeringConnection', { PeeringConnectionId })
    await asBlue('DeleteVpc', { VpcId: Vpc.VpcId })
  }
})

test('API 3.0: forty-five networks in pages and by filters', async () => {
  const inHongkong = api3At(emulator.url, red, { region: 'ap-hongkong' })
  const names = []
  for (let total = Infinity; names.length < total;) {
    const { VpcSet, TotalCount } = await inHongkong('DescribeVpcs', { Offset: String(names.length), Limit: '20' })
    names.push(...VpcSet.map(({ VpcName }) => VpcName))
    total = TotalCount
  }
  assert.deepEqual([names.length, new Set(names).size, names[0]], [45, 45, 'page-45'])
  const Filters = [
    { Name: 'vpc-name', Values: ['page-1'] },
    { Name: 'cidr-block', Values: ['10.10.0.0', '10.19.0.0/16', '10.20.0.0/16'] },
  ]
  const { VpcSet } = await inHongkong('DescribeVpcs', { Filters })
  assert.deepEqual(
    VpcSet.map(({ VpcName }) => VpcName),
    ['page-19', 'page-10'],
  )
})

test('API 3.0: every way to sign, and every refusal as an exception', async () => {
  for (const method of ['GET', 'POST'])
    for (const sign of ['TC3-HMAC-SHA256', 'HmacSHA1', 'HmacSHA256']) {
      const Filters = [{ Name: 'vpc-name', Values: ['gate'] }]
      const { TotalCount } = await api3At(emulator.url, red, { method, sign })('DescribeVpcs', { Filters })
      assert.equal(TotalCount, 1)
      const forged = api3At(emulator.url, { ...red, secretKey: 'x' }, { method, sign })
      await refused('AuthFailure.SignatureFailure', forged('DescribeVpcs'))
    }
  const Filters = [{ Name: 'vpc-name', Values: ['x'] }]
  await refused('ResourceInUse', asRed('DeleteVpc', { VpcId: VPC }))
  await refused('ResourceNotFound', asRed('DeleteRouteTable', { RouteTableId: 'rtb-00000000' }))
  await refused('InvalidParameter.Coexist', asRed('DescribeVpcs', { VpcIds: [VPC], Filters }))
  await refused('InvalidParameterValue.Malformed', asRed('DeleteVpc', { VpcId: 'x' }))
  await refused('MissingParameter', asRed('CreateVpc', { VpcName: 'v' }))
  await refused(
    'UnsupportedOperation.NotSupportDeleteDefaultRouteTable',
    asRed('DeleteRouteTable', { RouteTableId: TABLE }),
  )
  await refused('UnsupportedRegion', api3At(emulator.url, red, { region: 'mars' })('DescribeVpcs'))
})

test('API 3.0: a clock that is late, and throttling that passes', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() - 301_000 })
  try {
    await refused('AuthFailure.SignatureExpire', asRed('DescribeVpcs'))
  } finally {
    mock.timers.reset()
  }
  const effect = { error: 'RequestLimitExceeded' }
  await emulator.fault({ id: 'busy', match: { op: 'tencent/v3.DescribeVpcs' }, calls: '1-2', effect })
  for (let n = 0; n < 2; n++) await refused('RequestLimitExceeded', asRed('DescribeVpcs'))
  assert.equal((await asRed('DescribeVpcs')).TotalCount, 1)
})
