import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { blue, clientAt, good, red } from './client.mjs'
import { WORLD, openEmulator, startEmulator } from './emulator.mjs'

const SUCCESS = { code: 0, message: '', codeDesc: 'Success' }
const HUB = { vpcId: 'vpc-gateways', routeTableId: 'rtb-gateways' }
const VPN = { destinationCidrBlock: '121.0.23.51/16', nextType: 1, nextHub: 'vpngw-suite001' }

let emulator
let asRed
let asBlue

before(async () => {
  emulator = await openEmulator()
  asRed = clientAt(emulator.url, red)
  asBlue = clientAt(emulator.url, blue)
})
beforeEach(() => emulator.reset())
after(() => emulator?.stop())

const createVpc = (as, vpcName, cidrBlock, more = {}) => good(as('CreateVpc', { vpcName, cidrBlock, ...more }))

const routesOf = async (as, routeTableId, more = {}) => {
  const { data } = await good(as('DescribeRouteTable', { routeTableId, ...more }))
  return data[0].routeSet.map(({ destinationCidrBlock, nextType, unNextHub }) => [
    destinationCidrBlock,
    nextType,
    unNextHub,
  ])
}
const LOCAL = ['Local', 2, 'Local']

const stateOf = async (as, peeringConnectionId, more = {}) =>
  (await good(as('DescribeVpcPeeringConnections', { peeringConnectionId, ...more }))).data[0]?.state

/** Asks every emulated second until the task has ended; returns what the statuses were and the output. */
const waitFor = async (as, taskId) => {
  const seen = []
  for (let tries = 0; tries < 30; tries++) {
    const { data } = await good(as('DescribeVpcTaskResult', { taskId }))
    seen.push(data.status)
    if (data.status !== 2) return { seen, output: data.output }
    await emulator.advance('1s')
  }
  return assert.fail('the task never ended')
}

test('two accounts peer their VPCs, route to each other in batches, and clean up', async () => {
  const a = await createVpc(asRed, 'a', '172.16.0.0/16')
  const b = await createVpc(asBlue, 'b', '192.168.0.0/16')
  assert.match(a.vpcId, /^gz_vpc_\d+$/)
  assert.match(a.uniqVpcId, /^vpc-[0-9a-z]{8}$/)

  const { peeringConnectionId: pcx } = await good(
    asRed('CreateVpcPeeringConnection', {
      vpcId: a.uniqVpcId,
      peerVpcId: b.uniqVpcId,
      peerUin: blue.uin,
      peeringConnectionName: 'red-blue',
    }),
  )
  assert.deepEqual([await stateOf(asRed, pcx), await stateOf(asBlue, pcx)], [0, 0])
  assert.equal((await asRed('AcceptVpcPeeringConnection', { peeringConnectionId: pcx })).code, 5100)
  assert.deepEqual(await asBlue('AcceptVpcPeeringConnection', { peeringConnectionId: pcx }), SUCCESS)
  assert.deepEqual([await stateOf(asRed, pcx), await stateOf(asBlue, pcx)], [1, 1])

  const { unRouteTableId } = await good(
    asRed('CreateRouteTable', { vpcId: a.uniqVpcId, routeTableName: 'to-blue', routeSet: [] }),
  )
  const { data } = await good(
    asRed('CreateDirectConnectGateway', { vpcId: a.uniqVpcId, directConnectGatewayName: 'dc' }),
  )
  const dcg = data.directConnectGatewayId
  const { billId, natGatewayId: nat } = await good(
    asRed('CreateNatGateway', { natName: 'n', vpcId: a.uniqVpcId, maxConcurrent: 1000000, autoAllocEipNum: 1 }),
  )
  await emulator.advance('2s')
  assert.equal((await good(asRed('QueryNatGatewayProductionStatus', { billId }))).data.status, 0)

  const table = { vpcId: a.uniqVpcId, routeTableId: unRouteTableId }
  const routeSet = [
    { destinationCidrBlock: '192.168.0.0/16', nextType: 4, nextHub: pcx },
    { destinationCidrBlock: '10.9.8.7/8', nextType: 3, nextHub: dcg },
    { destinationCidrBlock: '0.0.0.0/0', nextType: 8, nextHub: nat },
  ]
  assert.deepEqual(await asRed('CreateRoute', { ...table, routeSet }), SUCCESS)
  assert.deepEqual(await routesOf(asRed, unRouteTableId), [
    LOCAL,
    ['192.168.0.0/16', 4, pcx],
    ['10.0.0.0/8', 3, dcg],
    ['0.0.0.0/0', 8, nat],
  ])

  assert.deepEqual(await asRed('DeleteRoute', { ...table, routeSet: routeSet.slice(1, 2) }), SUCCESS)
  assert.deepEqual(await asBlue('DeleteVpcPeeringConnection', { peeringConnectionId: pcx }), SUCCESS)
  assert.equal(await stateOf(asRed, pcx), undefined)
  const tasks = [
    await good(asRed('DeleteNatGateway', { vpcId: a.uniqVpcId, natId: nat })),
    await good(asRed('DeleteDirectConnectGateway', { vpcId: a.uniqVpcId, directConnectGatewayId: dcg })),
  ]
  assert.deepEqual((await waitFor(asRed, tasks[0].taskId)).seen, [2, 2, 0])
  assert.deepEqual((await waitFor(asRed, tasks[1].taskId)).seen, [0])
  assert.deepEqual(await routesOf(asRed, unRouteTableId), [LOCAL])

  assert.equal((await asRed('DeleteVpc', { vpcId: a.uniqVpcId })).codeDesc, 'InvalidVpc.CannotDelete')
  assert.deepEqual(await asRed('DeleteRouteTable', table), SUCCESS)
  assert.deepEqual(await asRed('DeleteVpc', { vpcId: a.vpcId }), SUCCESS)
  assert.deepEqual(await asBlue('DeleteVpc', { vpcId: b.uniqVpcId }), SUCCESS)
  assert.equal((await good(asRed('DescribeVpcEx', { vpcId: a.uniqVpcId, limit: 100 }))).totalCount, 0)
})

test('two regions peer through tasks', async () => {
  const a = await createVpc(asRed, 'a', '172.16.0.0/16')
  const b = await createVpc(asBlue, 'b', '192.168.0.0/16', { Region: 'ap-shanghai' })
  const create = await good(
    asRed('CreateVpcPeeringConnectionEx', {
      vpcId: a.uniqVpcId,
      peerVpcId: b.uniqVpcId,
      peerUin: blue.uin,
      peerRegion: 'sh',
      bandwidth: 100,
      peeringConnectionName: 'far',
    }),
  )
  const made = await waitFor(asRed, create.taskId)
  assert.deepEqual(made.seen, [2, 2, 0])
  const one = { peeringConnectionId: made.output.uniqVpcPeerId }
  assert.equal(await stateOf(asRed, one.peeringConnectionId), 0)
  const accept = await good(asBlue('AcceptVpcPeeringConnectionEx', { ...one, Region: 'sh' }))
  assert.deepEqual(await waitFor(asBlue, accept.taskId), { seen: [2, 2, 0], output: { errorCode: 0, errorMsg: '' } })
  assert.equal(await stateOf(asBlue, one.peeringConnectionId, { Region: 'sh' }), 1)
  const remove = await good(asRed('DeleteVpcPeeringConnectionEx', one))
  await waitFor(asRed, remove.taskId)
  assert.equal(await stateOf(asRed, one.peeringConnectionId), undefined)
})

test('each of the seven errors of CreateRoute', async () => {
  const create = (route = {}, place = {}) =>
    asRed('CreateRoute', { ...HUB, ...place, routeSet: [{ ...VPN, ...route }] })
  assert.deepEqual(await create(), SUCCESS)
  const errors = [
    await create({}, { vpcId: 'vpc-zzzzzzzz' }),
    await create({}, { routeTableId: 'rtb-zzzzzzzz' }),
    await create({ destinationCidrBlock: '10.0.9.0/24' }),
    await create(),
    await create({ nextType: 2 }),
    await create({ destinationCidrBlock: '9.0.0.0/8', nextHub: 'vpngw-00000000' }),
    await asRed('CreateRoute', {
      ...HUB,
      routeSet: Array.from({ length: 50 }, (_, n) => ({ ...VPN, destinationCidrBlock: `20.${n}.0.0/16` })),
    }),
  ]
  assert.deepEqual(
    errors.map(({ code, codeDesc }) => [code, codeDesc]),
    [
      [5000, 'InvalidVpc.NotFound'],
      [28004, 'InvalidRouteTableId.NotFound'],
      [4000, 'InvalidDestinationCidr'],
      [5100, 'RouteAlreadyExists'],
      [4000, 'InvalidRouteNextType'],
      [5000, 'InvalidRouteNextHub.NotFound'],
      [5100, 'RouteLimitExceeded'],
    ],
  )
  assert.deepEqual(await routesOf(asRed, HUB.routeTableId), [LOCAL, ['121.0.0.0/16', 1, 'vpngw-suite001']])
  assert.deepEqual(await asRed('DeleteRoute', { ...HUB, routeSet: [VPN] }), SUCCESS)
  assert.deepEqual(await routesOf(asRed, HUB.routeTableId), [LOCAL])
})

test('every way in which the SDK signs', async () => {
  for (const options of [
    { method: 'GET' },
    { signatureMethod: 'sha256' },
    { method: 'GET', signatureMethod: 'sha256' },
  ]) {
    const as = clientAt(emulator.url, red, options)
    const { data } = await good(as('DescribeVpcEx', { vpcId: HUB.vpcId, _odd_name: 'a_b', odd_name: '1', empty: '' }))
    assert.equal(data[0].unVpcId, HUB.vpcId)
  }
  const [{ request }] = (await emulator.journal()).slice(-1)
  assert.match(request.target, /SignatureMethod=HmacSHA256/)
  assert.match(request.target, /Signature=\*\*\*/)
})

test('the SDK speaks to its own hosts through a proxy, which has no module of another name', async () => {
  const proxy = await startEmulator('--proxy', '--fixtures', WORLD)
  process.env['HTTPS_PROXY'] = proxy.url
  try {
    // the options of the SDK's own readme: no address of the emulator among them
    const options = { protocol: 'https', host: undefined, serviceType: 'vpc', strictSSL: false }
    const as = clientAt(proxy.url, red, options)
    assert.equal((await good(as('DescribeVpcEx', { vpcName: '@home', test_2: '@test2' }))).totalCount, 0)
    const inModule = (serviceType) => clientAt(proxy.url, red, { ...options, serviceType })
    const refused = [
      await as('DescribeVpcEx', { Region: 'unkown' }),
      await inModule('cvm')('DescribeInstances', { Region: 'unkown' }),
      await inModule('unkown')('DescribeInstances', { Region: 'unkown' }),
    ]
    assert.deepEqual(
      refused.map(({ code }) => code),
      [4000, 6100, 4000],
    )
  } finally {
    delete process.env['HTTPS_PROXY']
    await proxy.stop()
  }
})

test('a bad signature, an expired timestamp and an unknown action are refused', async () => {
  const forged = clientAt(emulator.url, { ...red, secretKey: 'guess' })
  assert.deepEqual(await forged('DescribeVpcEx'), {
    code: 4100,
    message: 'Authentication failed. Please refer to the Authentication section in the document.',
    codeDesc: 'AuthFailure',
  })
  const Timestamp = Math.floor(Date.now() / 1000) - 3 * 3600
  assert.deepEqual(await asRed('DescribeVpcEx', { Timestamp }), {
    code: 4200,
    message: 'The request has expired.',
    codeDesc: 'RequestExpired',
  })
  assert.deepEqual(await asRed('DescribeNothing'), {
    code: 6100,
    message: 'The API DescribeNothing is not supported in this version.',
    codeDesc: 'InvalidAction',
  })
})
