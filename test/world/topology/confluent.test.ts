import { describe, expect, test } from 'vitest'
import { reachIn, refusalOf, waysOf } from './setup.ts'

const network = (display_name: string, cidr: string, cloud = 'AWS', region = 'us-east-1') => ({
  spec: { cloud, region, connection_types: ['PEERING'], cidr, display_name },
})
const aws = (vpc: string, routes: string[], phase = 'READY', of = 'hub') => ({
  network: of,
  spec: {
    display_name: `to-${vpc}`,
    cloud: { kind: 'AwsPeering', account: '012345678901', vpc, routes, customer_region: 'us-west-2' },
  },
  status: { phase },
})
const asked = (peerings: object[], networks: object[] = [network('hub', '10.1.0.0/16')]) =>
  reachIn('confluent', { networks, peerings })

describe('Confluent', () => {
  test('reaches what a peering announces', async () => {
    const ask = asked([aws('vpc-1', ['10.108.16.0/21', '10.108.32.0/21'])])
    const answer = await ask('vpc-1', 'hub')
    expect(answer.reaches).toBe(true)
    expect(waysOf(answer)).toEqual([
      ['network vpc-1: 10.108.16.0/21, 10.108.32.0/21', 'peering to-vpc-1: is READY', 'network hub: 10.1.0.0/16'],
      [
        'network hub: 10.1.0.0/16',
        'table hub: 10.108.16.0/21 goes to the peering to-vpc-1',
        'peering to-vpc-1: is READY',
        'network vpc-1: 10.108.16.0/21, 10.108.32.0/21',
      ],
    ])
    expect((await ask('hub', '10.108.17.5')).reaches).toBe(true)
  })

  test('an address that no route names hears no answer', async () => {
    const ask = asked([aws('vpc-1', ['10.108.16.0/21'])])
    const text = 'the peering to-vpc-1 does not name 10.200.0.5'
    expect(refusalOf(await ask('vpc-1@10.200.0.5', 'hub'))).toEqual(['back', 'not_announced', text, 'documented'])
    expect(refusalOf(await ask('hub', 'vpc-1@10.200.0.5'))).toEqual(['there', 'not_announced', text, 'documented'])
  })

  test.each([
    ['PROVISIONING', 'The peering is being provisioned.'],
    ['PENDING_ACCEPT', 'The peering waits for the customer.'],
    ['FAILED', 'The peering is in a failed state.'],
    ['DISCONNECTED', 'The customer has cut the peering in their own cloud.'],
    ['DEPROVISIONING', 'The peering is being removed.'],
  ])('in phase %s nothing passes, from either side', async (phase, says) => {
    const ask = asked([aws('vpc-1', ['10.108.16.0/21'], phase)])
    const refusal = ['there', 'peering_state', `the peering to-vpc-1 is ${phase}: ${says}`, 'documented']
    expect(refusalOf(await ask('vpc-1', 'hub'))).toEqual(refusal)
    expect(refusalOf(await ask('hub', 'vpc-1'))).toEqual(refusal)
  })

  test('without a peering there is no way, and no way through a customer', async () => {
    const networks = [network('hub', '10.1.0.0/16'), network('other', '10.2.0.0/16')]
    const shared = ['10.108.16.0/21']
    expect(refusalOf(await asked([aws('vpc-1', shared)], networks)('other', 'vpc-1'))?.[1]).toBe('no_peering')
    const both = [aws('vpc-1', shared), aws('vpc-1', shared, 'READY', 'other')]
    expect(refusalOf(await asked(both, networks)('hub', 'other'))).toEqual([
      'there',
      'not_transitive',
      'hub and other are both peered with vpc-1, and with each other they are not',
      'documented',
    ])
  })

  test('what overlaps the network stays in it', async () => {
    const ask = asked([aws('vpc-1', ['10.1.3.0/24'])])
    expect(refusalOf(await ask('hub', 'vpc-1'))).toEqual([
      'there',
      'overlap',
      '10.1.3.0/24 is also in hub, where it stays',
      'documented',
    ])
  })

  test('a customer in another cloud announces all that it has', async () => {
    const cloud = { kind: 'GcpPeering', project: 'p', vpc_network: 'v', import_custom_routes: true }
    const ask = asked(
      [{ network: 'hub', spec: { display_name: 'to-v', cloud }, status: { phase: 'READY' } }],
      [network('hub', '10.1.0.0/16', 'GCP', 'us-central1')],
    )
    expect((await ask('hub', 'v')).reaches).toBe(true)
    expect((await ask('p/v', '10.1.2.3')).reaches).toBe(true)
    expect((await ask('v@10.3.3.3', 'hub')).reaches).toBe(true)
  })

  test('peerings are of IPv4', async () => {
    const ask = asked([aws('vpc-1', ['10.108.16.0/21'])])
    expect(refusalOf(await ask('hub', 'vpc-1@fd00::1'))?.[1]).toBe('family')
  })
})
