import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, createEmulator } from '../../../src/index.ts'
import type { NamespaceAnswer } from '../../control/setup.ts'
import { rebased, recordings } from '../../contract/golden.ts'
import { Dice } from '../../crash/work.ts'
import { START } from '../../helpers/setup.ts'
import { type Sent, type Wire, portOf, wireOf } from '../../helpers/socket.ts'
import { type Asked, type Client, HOST, clients, fixtures } from './load/clients.ts'
import { BEGIN, type Cluster, startCluster } from './cluster.ts'

const REQUESTS = 1_000

let cluster: Cluster
let alone: Emulator
let turn = 0

const inMemory = (options: EmulatorOptions = {}): Emulator =>
  createEmulator({ clock: { mode: 'virtual', start: START }, ...options })

beforeAll(async () => {
  cluster = await startCluster({ nodes: 1 })
  alone = inMemory()
})
afterAll(() => cluster.stop())

/** Asks one replica after the other. */
const ofCluster = (url: string, sent?: Sent): Promise<Wire> =>
  wireOf(cluster.replicas[turn++ % cluster.replicas.length]!.port, url, sent)

const ofOne = async (url: string, sent?: Sent): Promise<Wire> => wireOf(await portOf(alone), url, sent)

const control = (path: string): string => `http://${HOST}/_peertwin${path}`

test.each(recordings)('$provider $name: $golden.title', async ({ provider, golden }) => {
  const { text: state } = await wireOf(
    await portOf(inMemory({ providers: [provider], ...golden.options })),
    control('/state'),
  )
  const put = await ofCluster(control('/state'), { method: 'PUT', body: state })
  expect(put.status, put.text).toBe(200)
  const origin = golden.base.replace('https:', 'http:')
  for (const step of golden.steps) {
    if ('advance' in step) {
      await ofCluster(control('/clock/advance'), { method: 'POST', body: JSON.stringify({ by: step.advance }) })
      continue
    }
    const { method, path, headers } = step.send
    const body = typeof step.send.body === 'object' ? JSON.stringify(step.send.body) : (step.send.body as string)
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = { method, headers: { ...type, ...golden.headers, ...headers }, body }
    const { status, lines, text } = await ofCluster(path.startsWith('/') ? origin + path : path, sent)
    expect({ status, headers: lines, body: text }, `${method} ${path}`).toEqual(
      rebased(step.expect, golden.base, origin),
    )
  }
})

interface Place {
  readonly name: string
  readonly clients: readonly Client[]
  readonly ids: string[]
}

const json = { 'content-type': 'application/json' }

/** Something that a client may send, as it should be or not. */
const anything = (dice: Dice, { name, clients, ids }: Place, n: number): Asked => {
  const client = dice.of(clients)
  const id = dice.of([...ids.slice(-20), 'nothing', '%00'])
  const own = `/_peertwin/namespaces/${name}`
  const asked = dice.of<() => Asked>([
    () => client.create(`n${n}`, n),
    () => client.create(`n${dice.below(n + 1)}`, n),
    () => client.create('', n),
    () => client.get(id),
    () => client.get(id),
    () => client.list(),
    () => client.remove(id),
    () => ({ method: 'POST', path: `${own}/clock/advance`, headers: json, body: `{"by":"${dice.below(3_000)}ms"}` }),
    () => ({ method: 'GET', path: `${own}/state`, headers: {} }),
    () => ({ method: 'PUT', path: `${own}/snapshots/s${dice.below(2)}`, headers: {} }),
    () => ({ method: 'POST', path: `${own}/snapshots/s${dice.below(9)}/restore`, headers: {} }),
  ])()
  const cut = dice.below(12)
  if (cut === 0) return { ...asked, headers: {} }
  if (cut === 1 && asked.body !== undefined) return { ...asked, body: asked.body.slice(0, -3) }
  if (cut === 2) return { ...asked, method: dice.of(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) }
  return asked
}

/** The time in the answers of the control API is that of the wall. */
const withoutDate = (asked: Asked, { lines, ...rest }: Wire): Wire => ({
  ...rest,
  lines: asked.path.startsWith('/_peertwin') ? lines.filter((line) => !line.startsWith('Date: ')) : lines,
})

test(`${REQUESTS} requests of all kinds get the bytes that one process in memory gives`, async () => {
  expect(Date.parse(BEGIN)).toBe(START)
  const dice = new Dice('replay', 1)
  const both = async ({ path, ...sent }: Asked): Promise<Wire> => {
    const url = `http://${HOST}${path}`
    const [given, expected] = [await ofCluster(url, sent), await ofOne(url, sent)]
    const asked = { path, ...sent }
    expect(withoutDate(asked, given), JSON.stringify(asked)).toEqual(withoutDate(asked, expected))
    return given
  }
  await both({ method: 'POST', path: '/_peertwin/reset', headers: {} })
  const places: Place[] = []
  for (const name of ['one', 'two', 'three']) {
    const body = JSON.stringify({ name, fixtures })
    const made = await both({ method: 'POST', path: '/_peertwin/namespaces', headers: json, body })
    const { credentials } = JSON.parse(made.text) as NamespaceAnswer
    const own = Object.entries(clients).map(([kind, client]) => client(credentials[kind]!))
    places.push({ name, clients: own, ids: [] })
  }
  const statuses = new Map<number, number>()
  for (let n = 0; n < REQUESTS; n++) {
    const place = dice.of(places)
    const { status, text } = await both(anything(dice, place, n))
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const id = /"(?:id|uuid|uniqVpcId)" ?: ?"([^"]+)"/.exec(text)?.[1]
    if (id !== undefined && status < 300) place.ids.push(id)
  }
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 202, 204, 400, 401, 404]))
})
