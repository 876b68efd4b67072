import { describe, expect, test } from 'vitest'
import { reachIn, refusalOf, waysOf } from './setup.ts'

const vpcs = [
  { name: 'hub', cidr: '192.168.0.0/16' },
  { name: 'partner', cidr: '10.20.0.0/16', tenant: 'domain-b' },
]
const subnets = [
  { vpc_id: 'hub', name: 'front', cidr: '192.168.1.0/24' },
  { vpc_id: 'partner', name: 'back', cidr: '10.20.1.0/24' },
]
const peering = { name: 'hub-partner', request_vpc_id: 'hub', accept_vpc_id: 'partner' }
const there = { vpc_id: 'hub', destination: '10.20.0.0/16', nexthop: 'hub-partner' }
const back = { vpc_id: 'partner', destination: '192.168.0.0/16', nexthop: 'hub-partner' }
const whole = { vpcs, subnets, peerings: [peering], routes: [there, back] }

const asked = (fixtures: object, settings?: object) => reachIn('huawei', { ...whole, ...fixtures }, settings)

describe('Huawei', () => {
  test('reaches where both tables have a route', async () => {
    const answer = await asked({})('front', 'partner')
    expect(answer.reaches).toBe(true)
    expect(waysOf(answer)).toEqual([
      [
        'subnet front: of hub',
        'table rtb-hub: 10.20.0.0/16 goes to the peering hub-partner',
        'peering hub-partner: is ACTIVE',
        'network partner: 10.20.0.0/16',
      ],
      [
        'network partner: 10.20.0.0/16',
        'table rtb-partner: 192.168.0.0/16 goes to the peering hub-partner',
        'peering hub-partner: is ACTIVE',
        'subnet front: of hub',
      ],
    ])
  })

  test('the way back needs its own route', async () => {
    expect(refusalOf(await asked({ routes: [there] })('192.168.1.4', '10.20.1.9'))).toEqual([
      'back',
      'no_route',
      'the table rtb-partner has no route to 192.168.1.4',
      'documented',
    ])
    expect(refusalOf(await asked({ routes: [back] })('hub', 'partner'))).toEqual([
      'there',
      'no_route',
      'the table rtb-hub has no route to 10.20.1.0/24',
      'documented',
    ])
  })

  test('a route to a part is not enough for the whole', async () => {
    const ask = asked({ routes: [{ ...there, destination: '10.20.1.0/25' }, back] })
    expect((await ask('front', '10.20.1.9')).reaches).toBe(true)
    expect(refusalOf(await ask('front', 'back'))).toEqual([
      'there',
      'no_route',
      'the table rtb-hub has no route to 10.20.1.128 to 10.20.1.255',
      'documented',
    ])
  })

  test('the table of the subnet counts, not that of the VPC', async () => {
    const ask = asked({
      routetables: [{ vpc_id: 'hub', name: 'custom' }],
      subnets: [...subnets, { vpc_id: 'hub', name: 'side', cidr: '192.168.2.0/24', routetable_id: 'custom' }],
    })
    expect((await ask('front', 'back')).reaches).toBe(true)
    expect(refusalOf(await ask('side', 'back'))?.[2]).toBe('the table custom has no route to 10.20.1.0/24')
    expect(refusalOf(await ask('hub', 'back'))?.[2]).toBe('the table custom has no route to 10.20.1.0/24')
  })

  test.each([
    ['PENDING_ACCEPTANCE', 'The peering waits for the other project to accept it.'],
    ['REJECTED', 'The other project has rejected the peering.'],
    ['EXPIRED', 'The request has expired.'],
  ])('a peering in state %s takes no effect', async (status, says) => {
    const ask = asked({ peerings: [{ ...peering, status }], routes: [] })
    expect(refusalOf(await ask('hub', 'partner'))).toEqual([
      'there',
      'peering_state',
      `the peering hub-partner is ${status}: ${says}`,
      'documented',
    ])
  })

  test('what overlaps a subnet stays in the VPC', async () => {
    const ask = asked({
      vpcs: [vpcs[0], { ...vpcs[1], cidr: '192.168.0.0/16' }],
      subnets: [subnets[0], { vpc_id: 'partner', name: 'back', cidr: '192.168.1.0/24' }],
      routes: [{ ...there, destination: '192.168.0.0/16' }, back].map(({ vpc_id, nexthop }) => ({
        vpc_id,
        destination: '192.168.0.0/16',
        nexthop,
      })),
    })
    expect(refusalOf(await ask('hub', 'partner'))).toEqual([
      'there',
      'overlap',
      '192.168.1.0/24 is also in hub, where it stays',
      'documented',
    ])
    await expect(ask('hub', '192.168.1.7')).rejects.toThrow(
      /^'192\.168\.1\.7' may be huawei subnet front \(.*\), huawei subnet back \(.*\): say an id, or NETWORK@ADDRESS$/,
    )
    expect(refusalOf(await ask('hub', 'partner@192.168.1.7'))?.[1]).toBe('overlap')
  })

  test('a route to anything else leads out', async () => {
    const ask = asked({
      routes: [{ vpc_id: 'hub', type: 'ecs', destination: '10.20.0.0/16', nexthop: 'server' }, back],
    })
    expect(refusalOf(await ask('hub', 'partner'))).toEqual([
      'there',
      'leads_out',
      '10.20.1.0/24 goes to the server server, beyond which nothing is known',
      'documented',
    ])
  })

  describe('a VPC between two others', () => {
    const third = {
      vpcs: [...vpcs, { name: 'third', cidr: '10.30.0.0/16' }],
      peerings: [peering, { name: 'hub-third', request_vpc_id: 'hub', accept_vpc_id: 'third' }],
    }
    const [over, back_] = [
      { vpc_id: 'partner', destination: '10.30.0.0/16', nexthop: 'hub-partner' },
      { vpc_id: 'third', destination: '10.20.0.0/16', nexthop: 'hub-third' },
    ]
    const onward = { vpc_id: 'hub', destination: '10.30.0.0/16', nexthop: 'hub-third' }

    test('passes on what its table has routes for', async () => {
      const answer = await asked({ ...third, routes: [there, back, over, back_, onward] })('partner', 'third')
      expect(answer.reaches).toBe(true)
      expect(waysOf(answer)[0]).toEqual([
        'network partner: 10.20.0.0/16',
        'table rtb-partner: 10.30.0.0/16 goes to the peering hub-partner',
        'peering hub-partner: is ACTIVE',
        'network hub: passes it on',
        'table rtb-hub: 10.30.0.0/16 goes to the peering hub-third',
        'peering hub-third: is ACTIVE',
        'network third: 10.30.0.0/16',
      ])
    })

    test.each([
      ['its own side', [there, back, back_, onward], 'there', 'rtb-partner', '10.30.0.0/16'],
      ['the one between', [there, back, over, back_], 'there', 'rtb-hub', '10.30.0.0/16'],
      ['the other side', [there, back, over, onward], 'back', 'rtb-third', '10.20.1.0/24'],
    ])('needs a route at %s', async (_, routes, way, table, target) => {
      expect(refusalOf(await asked({ ...third, routes })('partner', 'third'))).toEqual([
        way,
        'no_route',
        `the table ${table} has no route to ${target}`,
        'documented',
      ])
    })

    test('sends nothing round in circles', async () => {
      const circle = { ...onward, nexthop: 'hub-partner' }
      expect(
        refusalOf(await asked({ ...third, routes: [over, circle, back_] })('partner', 'third'))?.slice(0, 3),
      ).toEqual(['there', 'no_route', 'what is for third goes round in circles, and comes back to partner'])
    })
  })

  test('without a peering there is no way', async () => {
    expect(refusalOf(await asked({ peerings: [], routes: [] })('hub', 'partner'))?.[1]).toBe('no_peering')
  })

  test('addresses of one family do not reach the other', async () => {
    const dual = [{ ...subnets[0], ipv6_enable: true }, subnets[1]]
    const ask = asked({ subnets: dual })
    expect((await ask('hub', 'partner')).reaches).toBe(true)
    const [, v6] = (await ask.topology()).subnets.find(({ name }) => name === 'front')!.ranges
    expect(refusalOf(await ask(v6!, 'partner'))).toEqual([
      'there',
      'family',
      'hub and partner have no address family in common',
      'documented',
    ])
  })
})
