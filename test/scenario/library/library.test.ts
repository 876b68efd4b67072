import { describe, expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { providers as registry } from '../../../src/providers/index.ts'
import { activeIn } from '../../../src/scenario/run/activation.ts'
import { ScenarioLibrary } from '../../../src/scenario/library/library.ts'
import { START, clientOf } from '../../helpers/setup.ts'
import { BASE, TOKEN, createPeering, createVpc, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { S, vocabulary } from '../setup.ts'

const rules = (after: string, more = ''): string =>
  `name: live\nlifecycles:\n  digitalocean/vpc_peering:\n    - { id: up, from: PROVISIONING, after: ${after}, to: ACTIVE }\n${more}`

const setup = async () => {
  const library = new ScenarioLibrary(await vocabulary(), registry)
  const emulator = createEmulator({ clock: { mode: 'virtual', start: START }, scenarios: library })
  const api = clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  const state = async (id: string): Promise<string> =>
    ((await api('GET', `/v2/vpc_peerings/${id}`)).body as { vpc_peering: { status: string } }).vpc_peering.status
  return { library, emulator, api, state, pass: (ms: number) => emulator.world.clock.advance(ms) }
}

describe('a new version', () => {
  test('timers that run keep the version they started with, new resources use the new one, and the journal names it', async () => {
    const { library, emulator, api, state, pass } = await setup()
    library.keep(await library.read(rules('10s'), 'live.yaml'), null)
    library.active.activate(emulator.world, { name: 'live' })
    const { ids } = await twoVpcs(api)
    const old = await createPeering(api, 'old', ...ids)
    library.keep(await library.read(rules('60s'), 'live.yaml'), null)
    const fresh = await createPeering(api, 'fresh', ids[0]!, (await createVpc(api, 'c')).id)
    pass(10 * S)
    expect([await state(old.id), await state(fresh.id)]).toEqual(['ACTIVE', 'PROVISIONING'])
    pass(50 * S)
    expect(await state(fresh.id)).toBe('ACTIVE')
    const labels = new Set(Array.from(emulator.world.journal.entries(), ({ scenario }) => scenario))
    expect([...labels]).toEqual(['live@1 seed 1', 'live@2 seed 1'])
  })

  test('a state entered before the scenario keeps its timer, and other causes hold for it', async () => {
    const { library, emulator, api, state, pass } = await setup()
    const { id } = await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
    library.keep(
      await library.read(rules('1h', '    - { id: seen, from: ACTIVE, afterReads: 1, to: ERROR }\n'), 'live.yaml'),
      null,
    )
    library.active.activate(emulator.world, { name: 'live' })
    pass(2 * S)
    expect([await state(id), await state(id)]).toEqual(['ACTIVE', 'ERROR'])
  })

  test('counters of faults go on', async () => {
    const { library, emulator, api } = await setup()
    const fault = (error: string) =>
      `name: live\nfaults: [{ id: f, match: { op: digitalocean/vpcs.list }, calls: 2, effect: { error: ${error} } }]`
    library.keep(await library.read(fault('internal'), 'live.yaml'), null)
    library.active.activate(emulator.world, { name: 'live' })
    expect((await api('GET', '/v2/vpcs')).status).toBe(200)
    library.keep(await library.read(fault('conflict'), 'live.yaml'), null)
    expect((await api('GET', '/v2/vpcs')).status).toBe(409)
    expect(activeIn(emulator.world)!.faults.countOf('f').hits).toBe(1)
  })
})

describe('activation', () => {
  const given = (name: string): string =>
    `name: live
seed: 9
clock: { mode: virtual, start: 2027-01-01T00:00:00Z }
fixtures:
  digitalocean:
    vpcs: [{ id: 5a4981aa-9653-4bd1-bef5-d6bff52042e4, name: ${name}, region: nyc3, ip_range: 10.77.0.0/16 }]
`

  test('moves the clock and loads the records into the world as it stands', async () => {
    const { library, emulator, api } = await setup()
    library.keep(await library.read(given('given'), 'live.yaml'), null)
    const active = library.active.activate(emulator.world, { name: 'live', seed: 4 })
    expect([active.label, emulator.world.clock.now()]).toEqual(['live@1 seed 4', Date.parse('2027-01-01')])
    const { status, body } = await api('GET', '/v2/vpcs/5a4981aa-9653-4bd1-bef5-d6bff52042e4')
    expect({ status, body }).toMatchObject({ status: 200, body: { vpc: { name: 'given', ip_range: '10.77.0.0/16' } } })
  })

  test('leaves the world as it was when a record cannot be loaded', async () => {
    const { library, emulator, api } = await setup()
    const text = `${given('given')}  confluent: { environments: [{ id: env-abc123, display_name: given }] }\n`
    library.keep(await library.read(text, 'live.yaml'), null)
    const active = library.active.activate(emulator.world, { name: 'live' })
    await api('DELETE', '/v2/vpcs/5a4981aa-9653-4bd1-bef5-d6bff52042e4')
    const { tables, ...before } = emulator.world.snapshot()
    expect(() => library.active.activate(emulator.world, { name: 'live', seed: 5 })).toThrow(
      'fixtures.confluent.environments.0.id: env-abc123 is already there',
    )
    expect(activeIn(emulator.world)).toBe(active)
    expect(emulator.world.snapshot()).toMatchObject({ ...before, tables: { rev: tables.rev } })
  })
})
