import { rowsOf } from '../../helpers/rows.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { activate } from '../../../src/scenario/run/activation.ts'
import { compileScenario } from '../../../src/scenario/rules/compile.ts'
import type { ScenarioDocument, TransitionDocument } from '../../../src/scenario/document/schema.ts'
import { loadZod } from '../../../src/core/schema.ts'
import { START, clientOf } from '../../helpers/setup.ts'
import { BASE, TOKEN } from '../../providers/digitalocean/setup.ts'
import { vocabulary } from '../setup.ts'

type Step = 'list' | 'create' | 'get' | 'rename' | 'delete' | 'second' | 'minute'

const names = await vocabulary()
await loadZod()

const compiled = (document: ScenarioDocument) => {
  const { scenario, mistakes } = compileScenario(document, names)
  if (mistakes[0]) throw mistakes[0]
  return scenario
}

/** Everything that a client could notice of some steps. */
const transcript = async (document: ScenarioDocument, seed: number, steps: readonly Step[]): Promise<string> => {
  const emulator = createEmulator({
    providers: ['digitalocean'],
    seed,
    clock: { mode: 'virtual', start: START },
    settings: { digitalocean: { defaultVpcs: false } },
    prepare: (world) => void activate(world, compiled(document)),
  })
  const api = clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  const lines: string[] = []
  const ids: string[] = []
  const say = async (method: string, path: string, body?: unknown): Promise<void> => {
    try {
      const { status, headers, text } = await api(method, path, body)
      lines.push(JSON.stringify([method, path, status, headers, text]))
      const id = /"id":"([0-9a-f]{8}-[^"]+)"/.exec(text)?.[1]
      if (method === 'POST' && id !== undefined && status < 300) ids.push(id)
    } catch (error) {
      lines.push(JSON.stringify([method, path, (error as Error).message]))
    }
  }
  const at = (): string => `/v2/vpc_peerings/${ids.at(-1) ?? 'none'}`
  let made = 0
  for (const step of steps) {
    if (step === 'list') await say('GET', '/v2/vpc_peerings')
    else if (step === 'get') await say('GET', at())
    else if (step === 'rename') await say('PATCH', at(), { name: `r${made}` })
    else if (step === 'delete') await say('DELETE', at())
    else if (step === 'second') emulator.world.clock.advance(1_000)
    else if (step === 'minute') emulator.world.clock.advance(60_000)
    else {
      made++
      await say('POST', '/v2/vpcs', { name: `a${made}`, region: 'nyc3' })
      const a = ids.pop()
      await say('POST', '/v2/vpcs', { name: `b${made}`, region: 'nyc3' })
      const b = ids.pop()
      await say('POST', '/v2/vpc_peerings', { name: `p${made}`, vpc_ids: [a, b] })
    }
  }
  emulator.world.catchUp()
  lines.push(...Array.from(emulator.world.commits.transitions, (move) => JSON.stringify(move)))
  return lines.join('\n')
}

const steps = fc.array(fc.constantFrom<Step>('list', 'create', 'get', 'rename', 'delete', 'second', 'minute'), {
  minLength: 2,
  maxLength: 10,
})
const delay = fc.constantFrom<NonNullable<TransitionDocument['after']>>(
  '3s',
  { uniform: ['1s', '9s'] },
  { normal: { mean: '5s', sd: '2s' } },
  { lognormal: { median: '4s', p95: '20s', max: '2m' } },
  { oneOf: ['1s', '30s'] },
  { sequence: ['1s', '2s', '45s'] },
)
const transition = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  from: fc.constantFrom('PROVISIONING', 'DELETING'),
  to: fc.constantFrom('ACTIVE', 'ERROR'),
  after: delay,
  weight: fc.integer({ min: 1, max: 9 }),
})
const fault = fc.record({
  id: fc.constantFrom('f', 'g', 'h'),
  match: fc.constantFrom(
    { op: 'digitalocean/vpc_peerings.list' },
    { op: 'digitalocean/vpc_peerings.get' },
    { provider: 'digitalocean' },
  ),
  chance: fc.constantFrom(0.2, 0.5),
  stage: fc.constantFrom('before' as const, 'after' as const),
  effect: fc.constantFrom<{ error?: string; reset?: true; corruptJson?: true; stale?: string; status?: number }>(
    { error: 'rate_limited' },
    { reset: true },
    { corruptJson: true },
    { stale: '2s' },
    { status: 503 },
  ),
})
const unique = { selector: ({ id }: { id: string }) => id, maxLength: 3 }
const scenario = fc.record({
  name: fc.constant('random'),
  lifecycles: fc.record({ 'digitalocean/vpc_peering': fc.uniqueArray(transition, unique) }),
  faults: fc.uniqueArray(fault, unique),
})

describe('replay', () => {
  test('one seed gives the same bytes, a thousand times over', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.integer({ min: 0, max: 1e6 }), steps, async (document, seed, list) => {
        expect(await transcript(document, seed, list)).toBe(await transcript(document, seed, list))
      }),
      { numRuns: 1_000, seed: 9 },
    )
  })

  test('another seed gives other draws', async () => {
    const document: ScenarioDocument = {
      name: 'one',
      lifecycles: {
        'digitalocean/vpc_peering': [{ id: 'a', from: 'PROVISIONING', to: 'ACTIVE', after: { uniform: ['1s', '1h'] } }],
      },
    }
    const dues = await Promise.all(
      [1, 2, 3].map(async (seed) => /"due":"?(\d+)/.exec(await dueOf(document, seed))?.[0] ?? seed),
    )
    expect(new Set(dues).size).toBe(3)
  })
})

const dueOf = async (document: ScenarioDocument, seed: number): Promise<string> => {
  const emulator = createEmulator({
    providers: ['digitalocean'],
    seed,
    clock: { mode: 'virtual', start: START },
    prepare: (world) => void activate(world, compiled(document)),
  })
  const api = clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
  const made = async (name: string) =>
    ((await api('POST', '/v2/vpcs', { name, region: 'nyc3' })).body as { vpc: { id: string } }).vpc.id
  await api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: [await made('a'), await made('b')] })
  return JSON.stringify(rowsOf(emulator.world, 'digitalocean/vpc_peering'))
}

describe('addressed draws', () => {
  const base: ScenarioDocument = {
    name: 'base',
    lifecycles: {
      'digitalocean/vpc_peering': [
        { id: 'quick', from: 'PROVISIONING', to: 'ACTIVE', weight: 3, after: { uniform: ['1s', '50s'] } },
        {
          id: 'broken',
          from: 'PROVISIONING',
          to: 'ERROR',
          weight: 1,
          after: { lognormal: { median: '4s', p95: '20s' } },
        },
      ],
    },
    faults: [
      { id: 'flaky', match: { op: 'digitalocean/vpc_peerings.list' }, chance: 0.4, effect: { error: 'unavailable' } },
    ],
  }
  const script: Step[] = [
    'create',
    'list',
    'second',
    'create',
    'list',
    'list',
    'minute',
    'create',
    'list',
    'minute',
    'list',
  ]

  test('an unrelated rule shifts none', async () => {
    const plain = await transcript(base, 7, script)
    const unrelated = fc.record({
      faults: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom('x', 'y', 'z'),
          match: fc.constantFrom({ op: 'digitalocean/regions.list' }, { op: 'digitalocean/account.get' }),
          chance: fc.constantFrom(0.1, 0.9),
          effect: fc.constant({ error: 'internal' }),
        }),
        unique,
      ),
      rules: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom('u', 'v', 'w'),
          from: fc.constantFrom('ERROR', 'DELETING', 'ACTIVE'),
          to: fc.constant('DELETING'),
          after: fc.constant('99h' as const),
          weight: fc.integer({ min: 1, max: 5 }),
        }),
        unique,
      ),
      before: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(unrelated, async ({ faults, rules, before }) => {
        const own = base.lifecycles!['digitalocean/vpc_peering']!
        const more: ScenarioDocument = {
          ...base,
          faults: before ? [...faults, ...base.faults!] : [...base.faults!, ...faults],
          lifecycles: { 'digitalocean/vpc_peering': before ? [...rules, ...own] : [...own, ...rules] },
        }
        expect(await transcript(more, 7, script)).toBe(plain)
      }),
      { numRuns: 60, seed: 10 },
    )
  })

  test('a further weighted rule can only win a draw, never hand it to another', async () => {
    const outcomes = async (document: ScenarioDocument): Promise<string[]> => {
      const text = await transcript(document, 11, Array<Step>(8).fill('create').concat('minute', 'minute'))
      return text.split('\n').flatMap((line) => /^\{.*"from":"PROVISIONING","to":"(\w+)"/.exec(line)?.[1] ?? [])
    }
    const third: TransitionDocument = { id: 'third', from: 'PROVISIONING', to: 'DELETING', weight: 2, after: '3s' }
    const plain = await outcomes(base)
    const more = await outcomes({
      ...base,
      lifecycles: { 'digitalocean/vpc_peering': [...base.lifecycles!['digitalocean/vpc_peering']!, third] },
    })
    expect(plain).toHaveLength(8)
    expect(more).toContain('DELETING')
    const sorted = (list: readonly string[]): Record<string, number> =>
      Object.fromEntries(['ACTIVE', 'ERROR'].map((state) => [state, list.filter((one) => one === state).length]))
    expect(sorted(more)['ACTIVE']!).toBeLessThanOrEqual(sorted(plain)['ACTIVE']!)
    expect(sorted(more)['ERROR']!).toBeLessThanOrEqual(sorted(plain)['ERROR']!)
  })
})
