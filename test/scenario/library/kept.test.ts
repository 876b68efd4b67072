import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, createEmulator, folderLog, openEmulator } from '../../../src/index.ts'
import { loadZod } from '../../../src/core/schema.ts'
import { providers as registry } from '../../../src/providers/index.ts'
import type { FaultDocument, ScenarioDocument } from '../../../src/scenario/document/schema.ts'
import { compileScenario } from '../../../src/scenario/rules/compile.ts'
import { ScenarioLibrary } from '../../../src/scenario/library/library.ts'
import { activeIn } from '../../../src/scenario/run/activation.ts'
import { type Client, START, clientOf } from '../../helpers/setup.ts'
import { BASE, TOKEN, createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { vocabulary } from '../setup.ts'

const names = await vocabulary()
await loadZod()

const parents: string[] = []
const open: Emulator[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
  for (const parent of parents.splice(0)) rmSync(parent, { recursive: true, force: true })
})

const freshFolder = (): string => {
  const parent = mkdtempSync(join(tmpdir(), 'peertwin-kept-'))
  parents.push(parent)
  return join(parent, 'state')
}

/** The folder as a process leaves it that is killed now. */
const killed = (folder: string): string => {
  const copy = freshFolder()
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('lock') })
  return copy
}

interface Running {
  readonly folder: string
  readonly emulator: Emulator
  readonly library: ScenarioLibrary
  readonly api: Client
  readonly control: Client
}

const begin = (folder: string, library = new ScenarioLibrary(names, registry)): Running => {
  const emulator = createEmulator({
    providers: ['digitalocean'],
    clock: { mode: 'virtual', start: START },
    settings: { digitalocean: { defaultVpcs: false } },
    log: folderLog(folder),
    scenarios: library,
  })
  open.push(emulator)
  const api = clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  return { folder, emulator, library, api, control: clientOf(emulator, 'http://localhost/_peertwin') }
}

const restarted = ({ folder }: Running, library?: ScenarioLibrary): Running => begin(killed(folder), library)

const stateOf = async ({ api }: Running, id: string): Promise<string> =>
  ((await api('GET', `/v2/vpc_peerings/${id}`)).body as { vpc_peering: { status: string } }).vpc_peering.status

const labelIn = async ({ control }: Running, namespace = 'default'): Promise<unknown> => {
  const { body } = await control('GET', `/namespaces/${namespace}/scenarios`)
  return (body as { active: { label: string } | null }).active?.label ?? null
}

const PEERING = 'lifecycles:\n  digitalocean/vpc_peering:\n'
const play = async (running: Running, text: string, activation: object = {}): Promise<void> => {
  const { control } = running
  const put = await control('PUT', '/scenarios/live', `name: live\n${text}`, { 'content-type': 'text/plain' })
  expect(put.status).toBe(200)
  expect((await control('POST', '/scenarios/live/activate', activation)).status).toBe(200)
}

describe('after a kill', () => {
  test('a resource that two of three reads have seen needs one more', async () => {
    const first = begin(freshFolder())
    await play(first, `${PEERING}    - { id: up, from: PROVISIONING, afterReads: 3, to: ACTIVE }\n`)
    const { id } = await createPeering(first.api, 'p', ...(await twoVpcs(first.api)).ids)
    expect([await stateOf(first, id), await stateOf(first, id)]).toEqual(['PROVISIONING', 'PROVISIONING'])
    const second = restarted(first)
    expect([await stateOf(second, id), await stateOf(second, id)]).toEqual(['PROVISIONING', 'ACTIVE'])
  })

  test('a fault goes on with its calls, and tells its hits', async () => {
    const first = begin(freshFolder())
    await play(
      first,
      'faults: [{ id: f, match: { op: digitalocean/vpcs.list }, calls: 2-3, effect: { error: internal } }]\n',
    )
    const list = async ({ api }: Running): Promise<number> => (await api('GET', '/v2/vpcs')).status
    expect([await list(first), await list(first)]).toEqual([200, 500])
    const told = (await first.control('GET', '/faults')).body
    const second = restarted(first)
    expect((await second.control('GET', '/faults')).body).toEqual(told)
    expect([await list(second), await list(second)]).toEqual([500, 200])
  })

  test('single faults stay without a scenario, in their order, and deleted ones stay away', async () => {
    const first = begin(freshFolder())
    const { control } = first
    for (const id of ['a', 'b', 'c'])
      await control('POST', '/faults', { id, match: { op: 'digitalocean/vpcs.list' }, effect: { error: 'internal' } })
    await first.api('GET', '/v2/vpcs')
    await control('DELETE', '/faults/a')
    const told = (await control('GET', '/faults')).body
    const second = restarted(first)
    expect((await second.control('GET', '/faults')).body).toEqual(told)
    await second.control('DELETE', '/faults')
    expect((await restarted(second).control('GET', '/faults')).body).toEqual({ faults: [] })
  })

  test('resources keep the rules of the version under which they entered their state', async () => {
    const first = begin(freshFolder())
    await play(first, `${PEERING}    - { id: up, from: PROVISIONING, afterReads: 2, to: ACTIVE }\n`)
    const { id } = await createPeering(first.api, 'p', ...(await twoVpcs(first.api)).ids)
    const text = `name: live\n${PEERING}    - { id: up, from: PROVISIONING, afterReads: 9, to: ERROR }\n`
    await first.control('PUT', '/scenarios/live', text, { 'content-type': 'text/plain' })
    expect(await stateOf(first, id)).toBe('PROVISIONING')
    const second = restarted(first)
    expect(await labelIn(second)).toBe('live@2 seed 1')
    expect([await stateOf(second, id), await stateOf(second, id)]).toEqual(['PROVISIONING', 'ACTIVE'])
    const shown = (await second.control('GET', '/scenarios/live')).body
    expect(shown).toMatchObject({ name: 'live', version: 2, file: null, error: null })
  })

  test('each namespace has its own, with variant and seed; what was ended stays ended, also after a reset', async () => {
    const first = begin(freshFolder())
    await play(first, 'variants:\n  other: {}\n', { variant: 'other', seed: 7 })
    await first.control('POST', '/namespaces', { name: 'plain' })
    await first.control('POST', '/namespaces', { name: 'ended' })
    await first.control('POST', '/namespaces/ended/scenarios/live/activate', {})
    await first.control('POST', '/namespaces/ended/scenarios/deactivate')
    const second = restarted(first)
    for (const again of [second, restarted(second)]) {
      expect(await labelIn(again)).toBe('live:other@1 seed 7')
      expect(await labelIn(again, 'plain')).toBeNull()
      expect(await labelIn(again, 'ended')).toBeNull()
      await again.control('POST', '/reset?keep=scenario')
      expect(await labelIn(again)).toBe('live:other@1 seed 7')
    }
  })

  test('a deleted scenario is gone, and goes on where it is active', async () => {
    const first = begin(freshFolder())
    await play(first, '')
    await first.control('POST', '/namespaces', { name: 'other' })
    await first.control('POST', '/namespaces/other/scenarios/live/activate', {})
    await first.control('DELETE', '/scenarios/live')
    const second = restarted(first)
    expect((await second.control('GET', '/scenarios')).body).toEqual({ active: null, scenarios: [] })
    expect(await labelIn(second, 'other')).toBe('live@1 seed 1')
  })

  test('a jump that has happened does not happen again', async () => {
    const first = begin(freshFolder())
    const jump = 'variants:\n  late: { advance: { before: digitalocean/vpcs.list, by: 1h } }\n'
    await play(first, jump, { variant: 'late' })
    await first.api('GET', '/v2/vpcs')
    const second = restarted(first)
    await second.api('GET', '/v2/vpcs')
    expect(second.emulator.world.clock.now()).toBe(START + 3_600_000)
  })
})

test('windows of a scenario go on after an orderly end', async () => {
  const first = begin(freshFolder())
  await play(first, 'limits: [{ match: { op: digitalocean/vpcs.list }, window: 1h, max: 2 }]\n')
  await first.api('GET', '/v2/vpcs')
  await first.emulator.close()
  const second = begin(first.folder)
  expect([(await second.api('GET', '/v2/vpcs')).status, (await second.api('GET', '/v2/vpcs')).status]).toEqual([
    200, 429,
  ])
})

describe('the scenario of a start', () => {
  const starting = async (text: string): Promise<ScenarioLibrary> => {
    const library = new ScenarioLibrary(names, registry)
    library.keep(await library.read(text, 'live.yaml'), 'live.yaml')
    library.startWith('live')
    return library
  }
  const fault = (error: string) =>
    `name: live\nfaults: [{ id: f, match: { op: digitalocean/vpcs.list }, calls: 2, effect: { error: ${error} } }]\n`

  test('goes on when it is the same, as a new version when its file has changed, and without being named', async () => {
    const first = begin(freshFolder(), await starting(fault('internal')))
    expect((await first.api('GET', '/v2/vpcs')).status).toBe(200)
    const labels = []
    for (const text of [fault('internal'), fault('conflict')]) {
      const again = restarted(first, await starting(text))
      labels.push([await labelIn(again), (await again.api('GET', '/v2/vpcs')).status])
    }
    const unnamed = restarted(first)
    labels.push([await labelIn(unnamed), (await unnamed.api('GET', '/v2/vpcs')).status])
    expect(labels).toEqual([
      ['live@1 seed 1', 500],
      ['live@2 seed 1', 409],
      ['live@1 seed 1', 500],
    ])
  })

  test('gives way to what was chosen for `default` since, until a start names another one', async () => {
    const first = begin(freshFolder(), await starting(fault('internal')))
    await first.control('POST', '/scenarios/deactivate')
    const second = restarted(first, await starting(fault('internal')))
    expect(await labelIn(second)).toBeNull()
    const other = await starting('name: live\nvariants: { v: {} }\n')
    other.startWith('live', 'v')
    expect(await labelIn(restarted(second, other))).toBe('live:v@1 seed 1')
  })
})

test('an emulator without the library says how to be built; openEmulator brings it along', async () => {
  const first = begin(freshFolder())
  await first.control('POST', '/faults', {
    id: 'a',
    match: { op: 'digitalocean/vpcs.list' },
    effect: { error: 'internal' },
  })
  const folder = killed(first.folder)
  const options = { providers: ['digitalocean'], log: folderLog(folder) }
  expect(() => createEmulator(options)).toThrow('build the emulator with openEmulator()')
  const emulator = await openEmulator(options)
  open.push(emulator)
  expect(activeIn(emulator.world)!.faults.isSingle('a')).toBe(true)
})

type Step =
  | 'list'
  | 'create'
  | 'get'
  | 'rename'
  | 'delete'
  | 'second'
  | 'version'
  | 'fault'
  | 'drop'
  | 'off'
  | 'on'
  | 'restore'

/** What a client notices of some steps, apart from the numbers and ids of requests. */
const transcript = async (
  [one, other]: readonly [ScenarioDocument, ScenarioDocument],
  fault: FaultDocument,
  steps: readonly Step[],
  kill: boolean,
): Promise<string[]> => {
  let running = begin(freshFolder())
  running.library.keep(one, null)
  running.library.active.activate(running.emulator.world, { name: one.name })
  const lines: string[] = []
  let [made, last] = [0, 'none']
  const say = async (method: string, path: string, body?: unknown): Promise<string> => {
    const { status, headers, text } = await running.api(method, path, body)
    const plain = text.replace(/"request_id":"[^"]+"/, '')
    lines.push([method, path, status, headers['x-peertwin-fault'], plain].join(' '))
    return /"id":"([0-9a-f]{8}-[^"]+)"/.exec(text)?.[1] ?? 'none'
  }
  for (const step of steps) {
    const { library, emulator, control } = running
    const { world } = emulator
    if (step === 'list') await say('GET', '/v2/vpc_peerings')
    else if (step === 'get') await say('GET', `/v2/vpc_peerings/${last}`)
    else if (step === 'rename') await say('PATCH', `/v2/vpc_peerings/${last}`, { name: `r${made}` })
    else if (step === 'delete') await say('DELETE', `/v2/vpc_peerings/${last}`)
    else if (step === 'second') world.clock.advance(1_000)
    else if (step === 'version') library.keep(other, null)
    else if (step === 'fault') library.active.putFault(world, fault)
    else if (step === 'drop') library.active.dropFaults(world)
    else if (step === 'off') library.active.deactivate(world)
    else if (step === 'on') library.active.activate(world, { name: one.name, seed: made })
    else if (step === 'restore') {
      await control('PUT', '/snapshots/s')
      await control('POST', '/snapshots/s/restore')
    } else {
      made++
      const pair = []
      for (const name of ['a', 'b'])
        pair.push(await say('POST', '/v2/vpcs', { name: `${name}${made}`, region: 'nyc3' }))
      last = await say('POST', '/v2/vpc_peerings', { name: `p${made}`, vpc_ids: pair })
    }
    if (kill) running = restarted(running)
    lines.push((await running.control('GET', '/faults')).text.replaceAll(/"request":\d+/g, ''))
    lines.push((await running.control('GET', '/scenarios')).text)
  }
  return lines
}

const transition = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c'),
    from: fc.constantFrom('PROVISIONING', 'ACTIVE', 'DELETING'),
    to: fc.constant('ERROR'),
    any: fc.constantFrom(
      [{ afterReads: 2 }],
      [{ after: '2s' }, { afterReads: 3 }],
      [{ after: { uniform: ['1s', '4s'] as [string, string] } }],
      [{ on: 'call:digitalocean/vpc_peerings.list' }],
    ),
    weight: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: ['id', 'from', 'to', 'any'] },
)
const fault = fc.record(
  {
    id: fc.constantFrom('f', 'g', 'h'),
    match: fc.constantFrom({ op: 'digitalocean/vpc_peerings.list' }, { op: 'digitalocean/vpc_peerings.get' }, {}),
    calls: fc.constantFrom<FaultDocument['calls']>('2-3', 'every 2', [1, 4], 'all'),
    per: fc.constantFrom('route' as const, 'resource' as const),
    chance: fc.constantFrom(0.5, 1),
    effect: fc.constantFrom({ error: 'rate_limited' }, { status: 503 }),
  },
  { requiredKeys: ['id', 'match', 'effect'] },
)
const unique = { selector: ({ id }: { id: string }) => id, maxLength: 3 }
const document = fc
  .record({
    name: fc.constant('random'),
    lifecycles: fc.record({ 'digitalocean/vpc_peering': fc.uniqueArray(transition, unique) }),
    faults: fc.uniqueArray(fault, unique),
  })
  .filter((one) => compileScenario(one as unknown as ScenarioDocument, names).mistakes.length === 0)
const STEPS = [
  'create',
  'get',
  'list',
  'rename',
  'delete',
  'second',
  'version',
  'fault',
  'drop',
  'off',
  'on',
  'restore',
] as const

test('whatever happens, a kill after each step changes nothing that a client notices', async () => {
  const steps = fc.array(fc.constantFrom<Step>('create', 'get', 'list', 'get', ...STEPS), {
    minLength: 3,
    maxLength: 10,
  })
  await fc.assert(
    fc.asyncProperty(fc.tuple(document, document), fault, steps, async (documents, single, list) => {
      const pair = documents as unknown as [ScenarioDocument, ScenarioDocument]
      const [kept, whole] = [await transcript(pair, single, list, true), await transcript(pair, single, list, false)]
      await Promise.all(open.splice(0).map((emulator) => emulator.close()))
      expect(kept).toEqual(whole)
    }),
    { numRuns: 25, seed: 14 },
  )
})
