import { afterEach, expect, test, vi } from 'vitest'
import { createEmulator, folderLog } from '../../../src/index.ts'
import { providers } from '../../../src/providers/index.ts'
import { ScenarioLibrary } from '../../../src/scenario/library/library.ts'
import type { NamespaceAnswer } from '../../control/setup.ts'
import { disk } from '../../helpers/disk.ts'
import { START, clientOf } from '../../helpers/setup.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { vocabulary } from '../../scenario/setup.ts'
import { freshFolder, killed } from '../setup.ts'

vi.mock('node:fs', async (original) => (await import('../../helpers/disk.ts')).onDisk(await original()))

afterEach(() => {
  disk.takes = Infinity
})

const ORIGIN = 'http://127.0.0.1:4580'
const names = await vocabulary()

const opened = (folder: string) => {
  const emulator = createEmulator({
    clock: { mode: 'virtual', start: START },
    wall: new FakeWall(),
    empty: true,
    log: folderLog(folder),
    scenarios: new ScenarioLibrary(names, providers),
  })
  return { emulator, ask: clientOf(emulator, ORIGIN) }
}

type Bench = ReturnType<typeof opened>

/** Everything that shows of what is kept, except for what counts refused requests as well: their numbers, ids and rates. */
const all = async ({ ask }: Bench): Promise<unknown> => {
  const { namespaces } = (await ask('GET', '/_peertwin/namespaces')).body as { namespaces: NamespaceAnswer[] }
  const seen: unknown[] = []
  for (const { name } of namespaces) {
    const own = `/_peertwin/namespaces/${name}`
    const { journal: _, rates: __, ids, ...state } = (await ask('GET', `${own}/state`)).body as Record<string, object>
    const { streams } = ids as { streams: object }
    const drawn = Object.entries(streams).filter(([stream]) => !/\/(?:request|cid)$/.test(stream))
    const views = ['snapshots', 'scenarios', 'faults'].map((view) => ask('GET', `${own}/${view}`))
    seen.push(name, state, drawn, ...(await Promise.all(views)).map(({ body }) => body))
  }
  return seen
}

const SCENARIO = `name: live
clock: { start: 2026-02-01T00:00:00Z }
faults: [{ id: f, match: { op: digitalocean/vpcs.list }, effect: { error: internal } }]
fixtures: { digitalocean: { vpcs: [{ name: given, region: nyc3, ip_range: 172.16.1.0/24 }] } }
`
const FAULT = { id: 'single', match: { op: 'digitalocean/vpcs.list' }, effect: { error: 'internal' } }
const VPC = { name: 'later', region: 'nyc3', ip_range: '172.16.9.0/24' }

type Step = (bench: Bench, credentials: NamespaceAnswer['credentials']) => ReturnType<Bench['ask']>

const control =
  (method: string, path: string, body?: unknown, type?: string): Step =>
  ({ ask }) =>
    ask(method, `/_peertwin${path}`, body, type ? { 'content-type': type } : {})

const steps: Readonly<Record<string, Step>> = {
  'a token': ({ ask }, { huawei }) => {
    const { user, domain, password, project_id: id } = huawei!
    const identity = { methods: ['password'], password: { user: { name: user, domain: { name: domain }, password } } }
    return ask('POST', '/v3/auth/tokens', { auth: { identity, scope: { project: { id } } } })
  },
  'another token': ({ ask }, { upcloud }) =>
    ask(
      'POST',
      '/1.3/account/tokens',
      { name: 't', expires_at: '2026-06-01T00:00:00Z' },
      { authorization: `Basic ${btoa(`${upcloud!['username']}:${upcloud!['password']}`)}` },
    ),
  'a session': ({ ask }, { confluent }) =>
    ask('POST', '/api/sessions', { email: confluent!['email'], password: confluent!['password'] }),
  'a resource': ({ ask }, { digitalocean }) =>
    ask('POST', '/v2/vpcs', { name: 'v', region: 'nyc3' }, { authorization: `Bearer ${digitalocean!['token']}` }),
  fixtures: control('POST', '/namespaces/one/fixtures', { digitalocean: { vpcs: [VPC] } }),
  'a snapshot': control('PUT', '/namespaces/one/snapshots/s'),
  'a move of the clock': control('POST', '/namespaces/one/clock/advance', { by: '10s' }),
  'a scenario': control('PUT', '/scenarios/live', SCENARIO, 'text/plain'),
  'its activation': control('POST', '/namespaces/one/scenarios/live/activate', {}),
  'another version': control('PUT', '/scenarios/live', SCENARIO.replace('internal', 'conflict'), 'text/plain'),
  'a fault': control('POST', '/namespaces/one/faults', FAULT),
  'a changed fault': control('PATCH', '/namespaces/one/faults/single', { enabled: false }),
  'no faults': control('DELETE', '/namespaces/one/faults'),
  'the end of a scenario': control('POST', '/namespaces/one/scenarios/deactivate'),
  'an activation from the beginning': control('POST', '/namespaces/one/scenarios/live/activate', { restart: true }),
  'a restore': control('POST', '/namespaces/one/snapshots/s/restore'),
  'a fork': control('POST', '/namespaces/one/snapshots/s/fork', { name: 'fork' }),
  'a reset': control('POST', '/namespaces/one/reset'),
  'a namespace': control('POST', '/namespaces', { name: 'two', fixtures: { digitalocean: { vpcs: [VPC] } } }),
  'a world': async (bench, credentials) => {
    const { body } = await control('GET', '/namespaces/fork/state')(bench, credentials)
    return control('PUT', '/namespaces/two/state', body)(bench, credentials)
  },
  'no snapshot': control('DELETE', '/namespaces/one/snapshots/s'),
  'no scenario': control('DELETE', '/scenarios/live'),
  'no namespace': control('DELETE', '/namespaces/fork'),
}

test('whichever line of whatever happens is the first that the disk refuses, nothing has happened', async () => {
  const folder = freshFolder()
  const bench = opened(folder)
  const made = await bench.ask('POST', '/_peertwin/namespaces', { name: 'one' })
  const { credentials } = made.body as NamespaceAnswer
  for (const [name, step] of Object.entries(steps)) {
    const before = await all(bench)
    for (let lines = 0; ; lines++) {
      disk.takes = lines
      const { status, text } = await step(bench, credentials)
      disk.takes = Infinity
      if (status < 300) break
      expect([name, lines, status, text]).toEqual([name, lines, expect.toSatisfy((code) => code >= 500), text])
      expect([name, lines, await all(bench)]).toEqual([name, lines, before])
    }
    const after = await all(bench)
    expect([name, after]).not.toEqual([name, before])
    const again = opened(killed(folder))
    expect([name, await all(again)]).toEqual([name, after])
    await again.emulator.close()
  }
  await bench.emulator.close()
})
