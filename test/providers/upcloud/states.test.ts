import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import type { Client } from '../../helpers/setup.ts'
import {
  type Peering,
  bare,
  createNetwork,
  createPeering,
  createRouter,
  getPeering,
  patchPeering,
  setup,
  stateOf,
  twoNetworks,
  twoSides,
} from './setup.ts'

const states = async (api: Client, ...peerings: Peering[]): Promise<string[]> =>
  Promise.all(peerings.map((peering) => stateOf(api, peering)))

const active = async () => {
  const bench = setup(bare())
  const sides = await twoSides(bench.api)
  bench.clock.advance(2_000)
  return { ...bench, ...sides }
}

const setRouter = async (api: Client, network: string, router: string | null): Promise<void> => {
  const { status } = await api('PUT', `/1.3/network/${network}`, { network: { router } })
  expect(status).toBe(200)
}

describe('the state of a peering', () => {
  test('is pending-peer until the other side is defined, then provisioning, then active on both sides', async () => {
    const { api, clock } = setup(bare())
    const { a, b } = await twoNetworks(api)
    const ab = await createPeering(api, 'a-b', a.uuid, b.uuid)
    expect(ab.state).toBe('pending-peer')
    expect(ab.peer_network).toEqual({ uuid: b.uuid })
    const ba = await createPeering(api, 'b-a', b.uuid, a.uuid)
    expect(ba.state).toBe('provisioning')
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'provisioning'])
    clock.advance(1_999)
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'provisioning'])
    clock.advance(1)
    expect(await states(api, ab, ba)).toEqual(['active', 'active'])
    expect((await getPeering(api, ab.uuid)).peer_network).toEqual({
      ip_networks: { ip_network: [{ address: '172.18.222.0/24', family: 'IPv4' }] },
      uuid: b.uuid,
    })
  })

  test('goes down over provisioning when an active side is disabled, and comes back when it is enabled', async () => {
    const { api, clock, ab, ba } = await active()
    const { body } = await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    expect(body).toMatchObject({ network_peering: { configured_status: 'disabled', state: 'provisioning' } })
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'peer-disabled'])
    clock.advance(1_999)
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'peer-disabled'])
    clock.advance(1)
    expect(await states(api, ab, ba)).toEqual(['disabled', 'peer-disabled'])
    await patchPeering(api, ab.uuid, { configured_status: 'active' })
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'provisioning'])
    clock.advance(2_000)
    expect(await states(api, ab, ba)).toEqual(['active', 'active'])
  })

  test('turns round on the way down', async () => {
    const { api, clock, ab, ba } = await active()
    await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    clock.advance(1_000)
    await patchPeering(api, ab.uuid, { configured_status: 'active' })
    clock.advance(1_999)
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'provisioning'])
    clock.advance(1)
    expect(await states(api, ab, ba)).toEqual(['active', 'active'])
  })

  test('is disabled at once from any state but active', async () => {
    const { api } = setup(bare())
    const { ab } = await twoSides(api)
    const { body } = await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    expect(body).toMatchObject({ network_peering: { configured_status: 'disabled', state: 'disabled' } })
  })

  test('is disabled from the start when so configured, and the other side sees it', async () => {
    const { api } = setup(bare())
    const { a, b } = await twoNetworks(api)
    const ab = await createPeering(api, 'a-b', a.uuid, b.uuid)
    const ba = await createPeering(api, 'b-a', b.uuid, a.uuid, { configured_status: 'disabled' })
    expect(ba.state).toBe('disabled')
    expect(await states(api, ab, ba)).toEqual(['peer-disabled', 'disabled'])
  })

  test('falls back while a router is detached on either side, and recovers', async () => {
    const { api, clock, a, b, r1, r2, ab, ba } = await active()
    await setRouter(api, a.uuid, null)
    expect(await states(api, ab, ba)).toEqual(['missing-local-router', 'missing-peer-router'])
    await setRouter(api, b.uuid, '')
    expect(await states(api, ab, ba)).toEqual(['missing-local-router', 'missing-local-router'])
    await setRouter(api, a.uuid, r1.uuid)
    expect(await states(api, ab, ba)).toEqual(['missing-peer-router', 'missing-local-router'])
    await setRouter(api, b.uuid, r2.uuid)
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'provisioning'])
    clock.advance(2_000)
    expect(await states(api, ab, ba)).toEqual(['active', 'active'])
  })

  test('stays active when a network moves to another router', async () => {
    const { api, a, ab, ba } = await active()
    const other = await createRouter(api, 'r3')
    await setRouter(api, a.uuid, other.uuid)
    expect(await states(api, ab, ba)).toEqual(['active', 'active'])
  })

  test('does not come up when a router goes away on the way', async () => {
    const { api, clock } = setup(bare())
    const { a, ab, ba } = await twoSides(api)
    clock.advance(1_000)
    await setRouter(api, a.uuid, null)
    clock.advance(10_000)
    expect(await states(api, ab, ba)).toEqual(['missing-local-router', 'missing-peer-router'])
  })

  test('is pending-peer again, without the subnets of the peer, when the other side is deleted', async () => {
    const { api, clock, b, ab, ba } = await active()
    await patchPeering(api, ba.uuid, { configured_status: 'disabled' })
    clock.advance(2_000)
    expect((await getPeering(api, ab.uuid)).peer_network).toHaveProperty('ip_networks')
    expect((await api('DELETE', `/1.3/network-peering/${ba.uuid}`)).status).toBe(204)
    const left = await getPeering(api, ab.uuid)
    expect(left.state).toBe('pending-peer')
    expect(left.peer_network).toEqual({ uuid: b.uuid })
  })

  test('is deleted-peer-network when the peer network is gone', async () => {
    const { api } = setup(bare())
    const { a, b } = await twoNetworks(api)
    const ab = await createPeering(api, 'a-b', a.uuid, b.uuid)
    expect((await api('DELETE', `/1.3/network/${b.uuid}`)).status).toBe(204)
    expect(await stateOf(api, ab)).toBe('deleted-peer-network')
  })

  test('is conflict-subnet on both sides when subnets overlap, which creation lets pass', async () => {
    const { api } = setup(bare())
    const router = await createRouter(api, 'r')
    const a = await createNetwork(api, 'a', '10.0.0.0/16', { router: router.uuid })
    const c = await createNetwork(api, 'c', '10.0.5.0/24', { router: router.uuid })
    const ac = await createPeering(api, 'a-c', a.uuid, c.uuid)
    const ca = await createPeering(api, 'c-a', c.uuid, a.uuid)
    expect(await states(api, ac, ca)).toEqual(['conflict-subnet', 'conflict-subnet'])
  })

  test('stays in error, once put there, until a client configures the peering again', async () => {
    const { api, clock, emulator, a, r1, ab, ba } = await active()
    await force(emulator, ab.uuid, 'error')
    await setRouter(api, a.uuid, null)
    await setRouter(api, a.uuid, r1.uuid)
    await patchPeering(api, ab.uuid, { name: 'still' })
    expect(await stateOf(api, ab)).toBe('error')
    await patchPeering(api, ab.uuid, { configured_status: 'active' })
    expect(await states(api, ab, ba)).toEqual(['provisioning', 'provisioning'])
    clock.advance(2_000)
    expect(await states(api, ab, ba)).toEqual(['active', 'active'])
    await force(emulator, ab.uuid, 'error')
    await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    expect(await states(api, ab, ba)).toEqual(['disabled', 'peer-disabled'])
  })

  test('names and labels leave it alone', async () => {
    const { api, ab } = await active()
    const { body } = await patchPeering(api, ab.uuid, { name: 'n2', labels: [{ key: 'env', value: 'x' }] })
    expect(body).toMatchObject({ network_peering: { state: 'active', name: 'n2' } })
  })

  test('takes the times of the settings, of which zero is one', async () => {
    const { api } = setup(bare({ provisioningMs: 0, disableMs: 0 }))
    const { ab, ba } = await twoSides(api)
    expect(ba.state).toBe('provisioning')
    expect(await states(api, ab, ba)).toEqual(['active', 'active'])
    await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    expect(await states(api, ab, ba)).toEqual(['disabled', 'peer-disabled'])
  })
})
