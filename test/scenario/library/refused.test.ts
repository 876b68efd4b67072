import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { type Emulator, createEmulator, folderLog, openEmulator } from '../../../src/index.ts'
import { loadZod } from '../../../src/core/schema.ts'
import { providers as registry } from '../../../src/providers/index.ts'
import { ScenarioLibrary } from '../../../src/scenario/library/library.ts'
import { disk } from '../../helpers/disk.ts'
import { START, clientOf } from '../../helpers/setup.ts'
import { BASE, TOKEN } from '../../providers/digitalocean/setup.ts'
import { vocabulary } from '../setup.ts'

vi.mock('node:fs', async (original) => (await import('../../helpers/disk.ts')).onDisk(await original()))

await loadZod()
const parent = mkdtempSync(join(tmpdir(), 'peertwin-refused-'))
let emulator: Emulator

afterEach(async () => {
  disk.room = Infinity
  await emulator.close()
  rmSync(parent, { recursive: true })
})

test('what cannot be kept of scenarios has not happened, and what is counted meanwhile is kept once there is room', async () => {
  const options = { clock: { mode: 'virtual', start: START }, log: folderLog(join(parent, 'state')) } as const
  emulator = createEmulator({ ...options, scenarios: new ScenarioLibrary(await vocabulary(), registry) })
  const api = clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  const control = clientOf(emulator, 'http://localhost/_peertwin')
  const text = (after: string): string =>
    `name: live
clock: { start: 2027-01-01T00:00:00Z }
fixtures: { digitalocean: { vpcs: [{ name: ${after}, region: nyc3, ip_range: 10.77.0.0/16 }] } }
faults: [{ id: f, match: { op: digitalocean/vpcs.list }, calls: 2-3, effect: { error: internal } }]`
  await control('PUT', '/scenarios/live', text('one'), { 'content-type': 'text/plain' })
  const single = { id: 's', match: { op: 'digitalocean/account.get' }, effect: { error: 'internal' } }
  const told = async (): Promise<unknown[]> => [
    (await control('GET', '/scenarios')).body,
    (await control('GET', '/scenarios/live')).body,
    (await control('GET', '/faults')).body,
    emulator.world.clock.now(),
    (({ clock, tables }) => ({ clock, tables }))((await control('GET', '/state')).body as Record<string, unknown>),
  ]
  const attempts = async (...calls: [string, string, unknown?][]): Promise<void> => {
    const before = await told()
    disk.room = 0
    for (const [method, path, body] of calls)
      expect([path, (await control(method, path, body, { 'content-type': 'application/json' })).status]).toEqual([
        path,
        503,
      ])
    disk.room = Infinity
    expect(await told()).toEqual(before)
  }

  await attempts(
    ['PUT', '/scenarios/live', text('two')],
    ['DELETE', '/scenarios/live'],
    ['POST', '/scenarios/live/activate', {}],
    ['POST', '/faults', single],
  )
  expect((await control('POST', '/scenarios/live/activate', {})).status).toBe(200)
  await control('POST', '/faults', single)
  await attempts(
    ['PUT', '/scenarios/live', text('two')],
    ['POST', '/scenarios/live/activate', { seed: 8 }],
    ['POST', '/scenarios/deactivate'],
    ['POST', '/reset'],
    ['PATCH', '/faults/f', { enabled: false }],
    ['DELETE', '/faults/s'],
    ['DELETE', '/faults'],
  )

  disk.room = 0
  const list = async (): Promise<number> => (await api('GET', '/v2/vpcs')).status
  expect([await list(), await list()]).toEqual([200, 500])
  disk.room = Infinity
  await api('GET', '/v2/account')
  emulator.world.journal.next()
  await emulator.close()
  emulator = await openEmulator(options)
  expect((await clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })('GET', '/v2/vpcs')).status).toBe(500)
  expect((await clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })('GET', '/v2/vpcs')).status).toBe(200)
})
