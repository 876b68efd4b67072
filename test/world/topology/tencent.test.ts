import { describe, expect, test } from 'vitest'
import { reachIn, refusalOf, waysOf } from './setup.ts'

const accounts = [{ uin: 123456789, appId: '1250000000' }]
const vpcs = [
  { id: 'vpc-00000001', name: 'one', cidrBlock: '10.7.0.0/16', routeTableId: 'rtb-00000001' },
  { id: 'vpc-00000003', name: 'two', cidrBlock: '10.8.0.0/16', routeTableId: 'rtb-00000003' },
].map((vpc) => ({ ...vpc, uin: 123456789 }))
const subnets = [
  { vpcId: 'one', subnetName: 'front', cidrBlock: '10.7.1.0/24', zoneId: 'ap-guangzhou-3' },
  { vpcId: 'two', subnetName: 'back', cidrBlock: '10.8.1.0/24', zoneId: 'ap-guangzhou-3' },
]
const peering = { id: 'pcx-00000001', name: 'p', vpcId: 'one', peerVpcId: 'two', state: 'ACTIVE' }
const route = (table: string, destinationCidrBlock: string, nextHub = 'p', nextType = 4) => ({
  routeTableId: `rtb-0000000${table}`,
  destinationCidrBlock,
  nextType,
  nextHub,
})
const both = [route('1', '10.8.0.0/16'), route('3', '10.7.0.0/16')]
const asked = (fixtures: object) =>
  reachIn(
    'tencent',
    { accounts, vpcs, subnets, peerings: [peering], routes: both, ...fixtures },
    { inactivePeering: 'accept' },
  )

describe('Tencent', () => {
  test('reaches where both ends have a route', async () => {
    const answer = await asked({})('front', 'two')
    expect(answer.reaches).toBe(true)
    expect(waysOf(answer)[0]).toEqual([
      'subnet front: of one',
      'table default: 10.8.0.0/16 goes to the peering p',
      'peering p: is ACTIVE',
      'network two: 10.8.0.0/16',
    ])
  })

  test.each([
    ['there', [both[1]], 'the table default has no route to 10.8.1.0/24'],
    ['back', [both[0]], 'the table default has no route to 10.7.1.0/24'],
  ])('a route is missing on the way %s', async (way, routes, text) => {
    expect(refusalOf(await asked({ routes })('one', 'two'))).toEqual([way, 'no_route', text, 'documented'])
  })

  test('a route that is switched off takes no traffic', async () => {
    const off = { ...both[1]!, enabled: false }
    expect(refusalOf(await asked({ routes: [both[0]!, off] })('one', 'two'))).toEqual([
      'back',
      'no_route',
      'the table default has no route to 10.7.1.0/24 that is enabled',
      'documented',
    ])
    const more = route('3', '10.7.0.0/20')
    expect((await asked({ routes: [both[0]!, off, more] })('one', 'two')).reaches).toBe(true)
  })

  test.each([
    ['PENDING', 'The peering waits for the receiver.'],
    ['EXPIRED', 'Nobody accepted the peering for seven days.'],
    ['REJECTED', 'The receiver has rejected the peering.'],
    ['FAILED', 'The peering could not be created.'],
  ])('a peering in state %s carries nothing, whatever the routes', async (state, says) => {
    expect(refusalOf(await asked({ peerings: [{ ...peering, state }] })('one', 'two'))).toEqual([
      'there',
      'peering_state',
      `the peering p is ${state}: ${says}`,
      'documented',
    ])
  })

  test('a route through a gateway leads out', async () => {
    const gateways = [
      { id: 'vpngw-00000001', kind: 'vpn', vpcId: 'one', name: 'office', address: '203.0.113.9', bandwidth: 5 },
    ]
    const ask = asked({ gateways, routes: [route('1', '10.8.0.0/16', 'office', 1), both[1]!] })
    expect(refusalOf(await ask('one', 'two'))?.slice(0, 3)).toEqual([
      'there',
      'leads_out',
      '10.8.1.0/24 goes to the gateway vpngw-00000001, beyond which nothing is known',
    ])
  })

  test('without a peering there is no way, and none through a third VPC', async () => {
    expect(refusalOf(await asked({ peerings: [], routes: [] })('one', 'two'))?.[1]).toBe('no_peering')
    const third = { id: 'vpc-00000005', name: 'three', cidrBlock: '10.9.0.0/16', uin: 123456789 }
    const more = { id: 'pcx-00000002', name: 'q', vpcId: 'two', peerVpcId: 'three', state: 'ACTIVE' }
    expect(refusalOf(await asked({ vpcs: [...vpcs, third], peerings: [peering, more] })('one', 'three'))).toEqual([
      'there',
      'not_transitive',
      'one and three are both peered with two, and with each other they are not',
      'documented',
    ])
  })
})
