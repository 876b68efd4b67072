import { expect, test } from 'vitest'
import { controlOf } from '../control/setup.ts'
import { createPeering, setup, ticking, twoVpcs } from '../providers/digitalocean/setup.ts'

/** An emulator with more due events than a request brings about at once. */
const crowded = async (peerings: number) => {
  const bench = setup()
  bench.emulator.world.planner = ticking
  const { ids } = await twoVpcs(bench.api)
  const { id } = await createPeering(bench.api, 'p', ...ids)
  bench.emulator.world.transact((tx) => {
    const table = tx.tableNamed('digitalocean/vpc_peering')!
    const { def } = table as unknown as { def: Parameters<typeof tx.create>[0] }
    for (let at = 0; at < peerings; at++)
      tx.create(def, Object.assign({}, table.get(id), { id: `p${at}`, state: 'ACTIVE' }) as never)
  })
  return bench
}

test('a request for which much is due lets others through, and then sees all of it done', async () => {
  const { emulator, api } = await crowded(600)
  const control = controlOf(emulator)
  await control('GET', '/health') // loads the control API
  emulator.world.clock.advance(100)
  const before = emulator.world.commits.rev
  const answered: string[] = []
  await Promise.all([
    api('GET', '/v2/vpcs').then(({ status }) => answered.push(`list ${status}`)),
    control('GET', '/health').then(({ status }) => answered.push(`health ${status}`)),
  ])
  expect(answered).toEqual(['health 200', 'list 200'])
  expect(emulator.world.commits.rev - before).toBe(601 * 100)
})

test.each([
  ['PUT', '/snapshots/s'],
  ['GET', '/state'],
  ['GET', '/resources?limit=1'],
])('%s %s lets others through as well', async (method, path) => {
  const { emulator } = await crowded(600)
  const control = controlOf(emulator)
  await control('GET', '/health')
  emulator.world.clock.advance(100)
  const before = emulator.world.commits.rev
  const answered: string[] = []
  await Promise.all([
    control(method, path).then(() => answered.push('call')),
    control('GET', '/health').then(() => answered.push('health')),
  ])
  expect(answered).toEqual(['health', 'call'])
  expect(emulator.world.commits.rev - before).toBe(601 * 100)
})

test('a request for which too much is due is answered with the machine that does not come to rest', async () => {
  const { emulator, api } = await crowded(600)
  emulator.world.clock.advance(10_000)
  const { status, body } = await api('GET', '/v2/vpcs')
  expect([status, body]).toEqual([
    500,
    {
      type: 'about:blank',
      title: 'Endless',
      status: 500,
      detail: expect.stringMatching(
        /^more than 1000000 events were due at once: next, digitalocean\/vpc_peering \S+ goes from (ACTIVE to ERROR|ERROR to ACTIVE) at 2026-01-01T00:00:01\.66\dZ$/,
      ) as unknown,
    },
  ])
}, 120_000)
