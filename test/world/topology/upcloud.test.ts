import { describe, expect, test } from 'vitest'
import { reachIn, refusalOf, waysOf } from './setup.ts'

const uuid = (n: number, of = '03'): string => `${of}000000-0000-4000-8000-00000000000${n}`
const router = (n: number) => ({ uuid: uuid(n, '04'), name: `router-${n}` })
const network = (n: number, on: number | null = n, address = `10.0.${n}.0/24`) => ({
  uuid: uuid(n),
  name: `net-${n}`,
  zone: 'fi-hel1',
  address,
  ...(on !== null && { router: uuid(on, '04') }),
})
const peering = (from: number, to: number, configured_status = 'active') => ({
  name: `${from}-to-${to}`,
  network: uuid(from),
  peer_network: uuid(to),
  configured_status,
})
const routers = [router(1), router(2), router(3)]

const asked = (networks: object[], network_peerings: object[] = [], more: object = {}) =>
  reachIn('upcloud', { routers, networks, network_peerings, ...more }, { provisioningMs: 0 })

describe('UpCloud', () => {
  test('reaches over two peerings, one from each side', async () => {
    const answer = await asked([network(1), network(2)], [peering(1, 2), peering(2, 1)])('net-1', 'net-2')
    expect(answer.reaches).toBe(true)
    expect(waysOf(answer)).toEqual([
      [
        'network net-1: 10.0.1.0/24',
        'table net-1: 10.0.2.0/24 goes to the peering 1-to-2',
        'peering 1-to-2: is active',
        'network net-2: 10.0.2.0/24',
      ],
      [
        'network net-2: 10.0.2.0/24',
        'table net-2: 10.0.1.0/24 goes to the peering 2-to-1',
        'peering 2-to-1: is active',
        'network net-1: 10.0.1.0/24',
      ],
    ])
  })

  test('reaches over a router of both', async () => {
    const answer = await asked([network(1), network(2, 1)])('net-1', '10.0.2.7')
    expect(answer.reaches).toBe(true)
    expect(waysOf(answer)[0]).toEqual([
      'network net-1: 10.0.1.0/24',
      'table net-1: 10.0.2.0/24 goes to the router router-1',
      'router router-1: joins its networks',
      'network net-2: 10.0.2.0/24',
    ])
  })

  test.each<[string, object[], object[], unknown[]]>([
    [
      'one side alone',
      [network(1), network(2)],
      [peering(1, 2)],
      [
        'peering_state',
        'the peering 1-to-2 is pending-peer: The other side has not made its peering yet: it has to be made from both directions.',
        'documented',
      ],
    ],
    [
      'the other side alone',
      [network(1), network(2)],
      [peering(2, 1)],
      [
        'peering_state',
        'the peering 2-to-1 is pending-peer: The other side has not made its peering yet: it has to be made from both directions.',
        'documented',
      ],
    ],
    [
      'this side disabled',
      [network(1), network(2)],
      [peering(1, 2, 'disabled'), peering(2, 1)],
      ['peering_state', 'the peering 1-to-2 is disabled: This side is disabled.', 'documented'],
    ],
    [
      'the other side disabled',
      [network(1), network(2)],
      [peering(1, 2), peering(2, 1, 'disabled')],
      ['peering_state', 'the peering 1-to-2 is peer-disabled: The other side is disabled.', 'documented'],
    ],
    [
      'no router at the other side',
      [network(1), network(2, null)],
      [peering(1, 2), peering(2, 1)],
      ['no_router', 'the peering 1-to-2 is missing-peer-router: The peer network has no router.', 'documented'],
    ],
    ['no router at this side', [network(1, null), network(2)], [], ['no_router', 'net-1 has no router', 'documented']],
    ['no peering', [network(1), network(2)], [], ['no_peering', 'nothing joins net-1 and net-2', 'documented']],
    [
      'a peer of a peer',
      [network(1), network(2), network(3)],
      [peering(1, 3), peering(3, 1), peering(2, 3), peering(3, 2)],
      ['not_transitive', 'net-1 and net-2 are both peered with net-3, and with each other they are not', 'inferred'],
    ],
  ])('refuses with %s', async (_, networks, peerings, refusal) => {
    expect(refusalOf(await asked(networks, peerings)('net-1', 'net-2'))).toEqual(['there', ...refusal])
  })

  test('overlapping subnets are not joined', async () => {
    const ask = asked([network(1), network(2, 2, '10.0.1.128/25')], [peering(1, 2), peering(2, 1)])
    const refusal = refusalOf(await ask('net-1', 'net-2'))
    expect(refusal).toEqual(['there', 'overlap', '10.0.1.128/25 is also in net-1, where it stays', 'documented'])
  })

  test('a static route leads to a server', async () => {
    const withRoute = { ...router(1), static_routes: [{ name: 'r', nexthop: '10.0.1.9', route: '10.0.2.0/24' }] }
    const ask = asked([network(1), network(2)], [], { routers: [withRoute, router(2)] })
    expect(refusalOf(await ask('net-1', 'net-2'))).toEqual([
      'there',
      'leads_out',
      '10.0.2.0/24 goes to the server 10.0.1.9, beyond which nothing is known',
      'documented',
    ])
  })

  test('families do not mix', async () => {
    const v6 = { ...network(2, 1), address: undefined, ip_networks: [{ address: 'fd00:1::/64', family: 'IPv6' }] }
    expect(refusalOf(await asked([network(1), v6])('net-1', 'net-2'))).toEqual([
      'there',
      'family',
      'net-1 and net-2 have no address family in common',
      'documented',
    ])
  })
})
