import { rowOf, rowsOf } from '../../helpers/rows.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import * as registry from '../../../src/providers/index.ts'
import { engineOf } from '../../../src/scenario/run/activation.ts'
import { ScenarioLibrary } from '../../../src/scenario/run/library.ts'
import { type Reload, watchScenarios } from '../../../src/scenario/run/watch.ts'
import { START, clientOf } from '../../helpers/setup.ts'
import { BASE, TOKEN, createPeering, createVpc, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { S, play, vocabulary } from '../setup.ts'

const rules = (after: string, more = ''): string =>
  `name: live\nlifecycles:\n  digitalocean/vpc_peering:\n    - { id: up, from: PROVISIONING, after: ${after}, to: ACTIVE }\n${more}`

const setup = async () => {
  const library = new ScenarioLibrary(await vocabulary(), Object.values(registry))
  const emulator = createEmulator({ clock: { mode: 'virtual', now: START }, scenarios: library })
  const api = clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  const state = async (id: string): Promise<string> =>
    ((await api('GET', `/v2/vpc_peerings/${id}`)).body as { vpc_peering: { status: string } }).vpc_peering.status
  return { library, emulator, api, state, pass: (ms: number) => emulator.world.clock.advance(ms) }
}

describe('a new version', () => {
  test('timers that run keep the version they started with, new resources use the new one, and the journal names it', async () => {
    const { library, emulator, api, state, pass } = await setup()
    library.keep(await library.read(rules('10s'), 'live.yaml'), null)
    library.activate(emulator.world, { name: 'live' })
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
    library.activate(emulator.world, { name: 'live' })
    pass(2 * S)
    expect([await state(id), await state(id)]).toEqual(['ACTIVE', 'ERROR'])
  })

  test('counters of faults go on', async () => {
    const { library, emulator, api } = await setup()
    const fault = (error: string) =>
      `name: live\nfaults: [{ id: f, match: { op: digitalocean/vpcs.list }, calls: 2, effect: { error: ${error} } }]`
    library.keep(await library.read(fault('internal'), 'live.yaml'), null)
    library.activate(emulator.world, { name: 'live' })
    expect((await api('GET', '/v2/vpcs')).status).toBe(200)
    library.keep(await library.read(fault('conflict'), 'live.yaml'), null)
    expect((await api('GET', '/v2/vpcs')).status).toBe(409)
    expect(engineOf(emulator.world)!.faults.countOf('f').hits).toBe(1)
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
    const engine = library.activate(emulator.world, { name: 'live', seed: 4 })
    expect([engine.label, emulator.world.clock.now()]).toEqual(['live@1 seed 4', Date.parse('2027-01-01')])
    const { status, body } = await api('GET', '/v2/vpcs/5a4981aa-9653-4bd1-bef5-d6bff52042e4')
    expect({ status, body }).toMatchObject({ status: 200, body: { vpc: { name: 'given', ip_range: '10.77.0.0/16' } } })
  })

  test('leaves the world as it was when a record cannot be loaded', async () => {
    const { library, emulator, api } = await setup()
    const text = `${given('given')}  confluent: { environments: [{ id: env-abc123, display_name: given }] }\n`
    library.keep(await library.read(text, 'live.yaml'), null)
    const engine = library.activate(emulator.world, { name: 'live' })
    await api('DELETE', '/v2/vpcs/5a4981aa-9653-4bd1-bef5-d6bff52042e4')
    const { tables, ...before } = emulator.world.snapshot()
    expect(() => library.activate(emulator.world, { name: 'live', seed: 5 })).toThrow(
      'fixtures.confluent.environments: env-abc123 is already there',
    )
    expect(engineOf(emulator.world)).toBe(engine)
    expect(emulator.world.snapshot()).toMatchObject({ ...before, tables: { rev: tables.rev } })
  })
})

describe('watched files', () => {
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close()
  })

  test('an edit is taken over, and a broken one leaves the version before and says why', async () => {
    const { library, emulator } = await setup()
    const folder = await mkdtemp(join(tmpdir(), 'peertwin-'))
    open.push(() => rm(folder, { recursive: true }))
    const file = join(folder, 'live.yaml')
    await writeFile(file, rules('10s'))
    library.keep(await library.readFiles([file]), file)
    library.activate(emulator.world, { name: 'live' })
    let told: (reload: Reload) => void = () => {}
    const watcher = await watchScenarios([file], library, 'live', (reload) => told(reload))
    open.push(() => watcher.close())
    const edit = async (text: string): Promise<Reload> => {
      const next = new Promise<Reload>((resolve) => (told = resolve))
      await writeFile(file, text)
      return next
    }
    expect(await edit(rules('20s'))).toEqual({ file, version: 2, error: null })
    expect(engineOf(emulator.world)).toMatchObject({ version: 2, label: 'live@2 seed 1' })
    const broken = await edit(rules('20s').replace('ACTIVE', 'ACTVE'))
    expect(broken).toMatchObject({ file, version: null })
    expect(broken.error).toBe(
      `${file}:4:49: there is no state of digitalocean/vpc_peering 'ACTVE'; did you mean 'ACTIVE'?`,
    )
    expect(library.entries.get('live')).toMatchObject({ version: 2, error: broken.error })
    expect(engineOf(emulator.world)!.version).toBe(2)
    expect(await edit(rules('30s'))).toEqual({ file, version: 3, error: null })
    expect(library.entries.get('live')!.error).toBeNull()
  })

  test('several files play as one, later rules over earlier ones', async () => {
    const { library } = await setup()
    const folder = await mkdtemp(join(tmpdir(), 'peertwin-'))
    open.push(() => rm(folder, { recursive: true }))
    const files = [join(folder, 'a.yaml'), join(folder, 'b.yaml')]
    await writeFile(files[0]!, rules('10s'))
    await writeFile(files[1]!, rules('20s').replace('live', 'more'))
    const { name, lifecycles } = await library.readFiles(files)
    expect(name).toBe('live+more')
    expect(lifecycles!['digitalocean/vpc_peering']).toEqual([
      { id: 'up', from: 'PROVISIONING', after: '20s', to: 'ACTIVE' },
    ])
  })
})

describe('a unit of work that is taken back', () => {
  test('takes the rules of the state back as well', async () => {
    const { api, emulator, pass } = await play(
      rules('10s', '    - { id: gone, from: DELETING, hold: true }\n').replace(
        'to: ACTIVE }',
        'to: ACTIVE }\n    - { id: named, from: ACTIVE, on: digitalocean/vpc_peerings.update, to: ERROR }',
      ),
    )
    const { id } = await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
    const peering = () => rowOf(emulator.world, 'digitalocean/vpc_peering', id)
    expect(() =>
      emulator.world.transact((tx) => {
        const table = tx.tableNamed('digitalocean/vpc_peering')!
        tx.enter(table.def as never, table.get(id) as never, 'DELETING' as never)
        throw new Error('no')
      }),
    ).toThrow('no')
    pass(10 * S)
    expect(peering()).toMatchObject({ state: 'ACTIVE' })
    await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'q' })
    expect(peering()).toMatchObject({ state: 'ERROR' })
  })
})

describe('causes between resources', () => {
  test('a resource follows another one that it mentions, and no stranger', async () => {
    const { api, emulator, pass } = await play(
      `lifecycles:
  digitalocean/vpc_peering:
    - { id: echo, from: ACTIVE, on: { resource: digitalocean/vpc_peering, enters: DELETING, related: false }, after: 5s, to: ERROR }`,
    )
    const { a, ids } = await twoVpcs(api)
    const one = await createPeering(api, 'one', ...ids)
    const two = await createPeering(api, 'two', a.id, (await createVpc(api, 'c')).id)
    pass(2 * S)
    await api('DELETE', `/v2/vpc_peerings/${one.id}`)
    pass(5 * S)
    expect(rowOf(emulator.world, 'digitalocean/vpc_peering', two.id)).toMatchObject({ state: 'ERROR' })
  })
  test('weight: one of several is chosen on entry, and the others are disarmed', async () => {
    const { api, emulator, pass } = await play(
      `lifecycles:
  digitalocean/vpc_peering:
    - { id: good, from: PROVISIONING, weight: 1, after: 9s, to: ACTIVE }
    - { id: bad, from: PROVISIONING, weight: 1, after: 3s, to: ERROR }`,
    )
    const hub = await createVpc(api, 'hub')
    for (let n = 0; n < 20; n++) await createPeering(api, `p${n}`, hub.id, (await createVpc(api, `s${n}`)).id)
    pass(9 * S)
    const rows = rowsOf(emulator.world, 'digitalocean/vpc_peering')
    const states = rows.map((row) => (row as unknown as { state: string }).state)
    expect(states.filter((state) => state === 'ACTIVE').length).toBeGreaterThan(4)
    expect(states.filter((state) => state === 'ERROR').length).toBeGreaterThan(4)
  })
})
