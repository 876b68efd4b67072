import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Client } from '../../helpers/setup.ts'
import {
  type Network,
  type Peering,
  bare,
  createNetwork,
  createRouter,
  patchPeering,
  peeringBody,
  setup,
} from './setup.ts'

// the first two overlap
const ADDRESSES = ['10.0.0.0/16', '10.0.5.0/24', '10.7.0.0/24']
const end = fc.nat(ADDRESSES.length - 1)
const status = fc.constantFrom('active', 'disabled')
const command = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), from: end, to: end, status }),
  fc.record({ kind: fc.constant('configure' as const), from: end, to: end, status }),
  fc.record({ kind: fc.constant('delete' as const), from: end, to: end }),
  fc.record({ kind: fc.constant('route' as const), at: end, attached: fc.boolean() }),
  fc.record({ kind: fc.constant('drop' as const), at: end }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(500, 1_999, 2_000, 5_000) }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

const listed = async (api: Client): Promise<Peering[]> =>
  ((await api('GET', '/1.3/network-peering')).body as { network_peerings: { network_peering: Peering[] } })
    .network_peerings.network_peering
const networksOf = async (api: Client): Promise<Map<string, Network>> => {
  const { body } = await api('GET', '/1.3/network')
  return new Map((body as { networks: { network: Network[] } }).networks.network.map((row) => [row.uuid, row]))
}

/** The states that the documentation of peerings allows, from what a client sees. */
const allowed = (peering: Peering, all: readonly Peering[], networks: Map<string, Network>): string[] => {
  const { network, peer_network: peer } = peering
  if (peering.configured_status === 'disabled') return ['disabled', 'provisioning']
  if (!networks.has(peer.uuid)) return ['deleted-peer-network']
  if (!networks.get(network.uuid)?.['router']) return ['missing-local-router']
  const other = all.find((one) => one.network.uuid === peer.uuid && one.peer_network.uuid === network.uuid)
  if (!other) return ['pending-peer']
  if (other.configured_status === 'disabled') return ['peer-disabled']
  if (!networks.get(peer.uuid)?.['router']) return ['missing-peer-router']
  const overlap = [network.uuid, peer.uuid].every((uuid) => networks.get(uuid)!['name'] !== '2')
  return overlap ? ['conflict-subnet'] : ['provisioning', 'active']
}

test('whatever happens, each state follows from both sides', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
      const { api, clock } = setup(bare())
      const router = await createRouter(api, 'r')
      const networks: string[] = []
      for (const [at, address] of ADDRESSES.entries())
        networks.push((await createNetwork(api, String(at), address, { router: router.uuid })).uuid)
      const find = async (from: number, to: number): Promise<string> =>
        (await listed(api)).find((one) => one.network.uuid === networks[from] && one.peer_network.uuid === networks[to])
          ?.uuid ?? 'none'
      const run = async (one: Command): Promise<number> => {
        switch (one.kind) {
          case 'create': {
            const more = { configured_status: one.status }
            const body = peeringBody('p', networks[one.from]!, networks[one.to]!, more)
            return (await api('POST', '/1.3/network-peering', body)).status
          }
          case 'configure':
            return (await patchPeering(api, await find(one.from, one.to), { configured_status: one.status })).status
          case 'delete':
            return (await api('DELETE', `/1.3/network-peering/${await find(one.from, one.to)}`)).status
          case 'route':
            return (
              await api('PUT', `/1.3/network/${networks[one.at]}`, {
                network: { router: one.attached ? router.uuid : null },
              })
            ).status
          case 'drop':
            return (await api('DELETE', `/1.3/network/${networks[one.at]}`)).status
          case 'wait':
            clock.advance(one.ms)
            return 200
        }
      }
      for (const one of commands) {
        expect([200, 201, 204, 400, 404, 409]).toContain(await run(one))
        const [all, seen] = [await listed(api), await networksOf(api)]
        for (const peering of all) expect(allowed(peering, all, seen), JSON.stringify(one)).toContain(peering.state)
        for (const { peer_network: peer, network } of all)
          expect('ip_networks' in peer).toBe(
            all.some((back) => back.network.uuid === peer.uuid && back.peer_network.uuid === network.uuid),
          )
      }
      clock.advance(2_000)
      expect((await listed(api)).filter(({ state }) => state === 'provisioning')).toEqual([])
    }),
    { numRuns: 60, seed: 8 },
  )
})
