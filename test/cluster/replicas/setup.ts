import { afterAll } from 'vitest'
import { assemble, choose, emptyLibrary } from '../../../src/assemble.ts'
import { TIMING, type Timing } from '../../../src/cluster/engine/engine.ts'
import { SharedEngine } from '../../../src/cluster/engine/open-engine.ts'
import { createPeers } from '../../../src/cluster/peers/forwarding.ts'
import { openPeerPort } from '../../../src/cluster/peers/port.ts'
import { ClusterPlaces } from '../../../src/cluster/places.ts'
import { Replica as ReplicaHome } from '../../../src/cluster/replica.ts'
import { loadZod } from '../../../src/core/schema.ts'
import type { Emulator, EmulatorOptions } from '../../../src/emulator.ts'
import { ProviderApps } from '../../../src/server/provider-apps.ts'
import { START } from '../../helpers/setup.ts'
import { FakeStore, FakeStreams, NAMES } from '../engine/fake.ts'

const open = new Set<Emulator>()
const SECRET = 'secret of the test'
const CLOCK = { mode: 'virtual', start: START } as const

afterAll(async () => {
  await Promise.all([...open].map((emulator) => emulator.close()))
})

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- what it should be is asserted
  readonly body: any
}

/** A replica with short ways to ask it. */
export interface Replica {
  readonly emulator: Emulator
  /** Calls the control API. */
  control(method: string, path: string, body?: unknown): Promise<Answer>
  /** Asks a provider, in the namespace of a credential or a header. */
  ask(method: string, path: string, body?: unknown, more?: Readonly<Record<string, string>>): Promise<Answer>
}

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** The ways to ask an emulator, which is closed at the end. */
export const asking = (emulator: Emulator): Replica => {
  open.add(emulator)
  const send = async (url: string, method: string, body: unknown, headers: Readonly<Record<string, string>>) => {
    const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    return read(await emulator.fetch(new Request(url, { method, headers: { ...type, ...headers }, ...payload })))
  }
  return {
    emulator,
    control: (method, path, body) => send(`http://localhost/_peertwin${path}`, method, body, {}),
    ask: (method, path, body, more = {}) =>
      send(`http://api.digitalocean.com${path}`, method, body, { authorization: 'Bearer x', ...more }),
  }
}

/** A cluster in this process alone, whose replicas can be cut off from it. */
export const fakeCluster = (timing: Partial<Timing> = {}) => {
  const store = new FakeStore()
  return async (more: EmulatorOptions = {}): Promise<Replica & { readonly streams: FakeStreams }> => {
    await loadZod()
    const options = { clock: CLOCK, ...more }
    const [peers, streams, apps] = [createPeers(SECRET), new FakeStreams(store), new ProviderApps(choose(undefined))]
    streams.largest = 1_000_000
    const places = new ClusterPlaces(peers)
    const port = await openPeerPort(places.service, { host: '127.0.0.1', port: 0, secret: SECRET })
    const settings = { servers: [], name: 'fake', address: `127.0.0.1:${port.port}`, warn: () => {}, timing }
    const engine = new SharedEngine(streams, NAMES, { ...settings, timing: { ...TIMING, ...timing } }, async () => {})
    await engine.join()
    const library = await emptyLibrary(apps)
    const served = { apps, library, options, token: undefined }
    const home = await ReplicaHome.agree({ servers: [], name: 'fake', secret: SECRET }, served, {
      engine,
      peers,
      port,
      places,
    })
    const emulator = assemble({ ...options, ...home.options, scenarios: library }, home)
    await home.begin()
    return { ...asking(emulator), streams }
  }
}

/** Ends a replica in order. */
export const end = async ({ emulator }: Replica): Promise<void> => {
  open.delete(emulator)
  await emulator.close()
}
