import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { Dice } from '../../crash/work.ts'
import { Balancer } from './load/balancer.ts'
import { BEGIN, type Cluster, startCluster } from './cluster.ts'
import { faults, trouble } from './faults.ts'
import { History } from './history.ts'
import { clients } from './load/clients.ts'
import { Load } from './load/load.ts'

/** How often each bad thing happens; once takes about one and a half minutes. */
const ROUNDS = process.env['PEERTWIN_CLUSTER'] === 'long' ? 12 : 1
const FAULTS = Object.keys(faults).length * ROUNDS
const BEGIN_S = Date.parse(BEGIN) / 1000
const UNLIMITED = ['--set', 'confluent.peeringQuota=0', '--set', 'tencent.vpcQuota=1000']
/** All that clients do, as {@link History.answered} tells it. */
const EVERYTHING = [
  'advance',
  ...Object.keys(clients).flatMap((kind) => ['create', 'get', 'list', 'delete'].map((act) => `${act} ${kind}`)),
]
const SEED = Number(process.env['PEERTWIN_CLUSTER_SEED'] ?? 1)

const PATIENT = { timeout: 60_000 }

const told = (line: string): void => void process.stderr.write(`${line}\n`)

/** Clients of a cluster, with what they saw. */
const clientsOf = (
  cluster: Cluster,
  namespaces: number,
): { history: History; load: Load; close: () => Promise<void> } => {
  const balancer = new Balancer(
    cluster.replicas.map(({ port }) => port),
    3_000,
  )
  const history = new History()
  const load = new Load({ balancer, history, seed: SEED, namespaces, hands: 64, perSecond: 100 })
  const close = (): Promise<void> => {
    balancer.close()
    return cluster.stop()
  }
  return { history, load, close }
}

test('three replicas answer as one process would, whatever happens to them and to their engine', async () => {
  const cluster = await startCluster({ args: UNLIMITED })
  const { history, load, close } = clientsOf(cluster, 50)
  try {
    await load.begin()
    load.run()
    await trouble(cluster, new Dice('faults', SEED), ROUNDS, (line) => {
      told(`${line} ${JSON.stringify(load.requests.tally)}`)
      load.change()
    })
    await load.stop()
    await load.end()
    await load.look()
    const verdict = history.check(BEGIN_S)
    told(JSON.stringify({ ...load.requests.tally, ends: load.ends, ...verdict }))
    expect(history.surprises).toEqual([])
    expect(load.ends).toBeGreaterThan(0)
    expect([...history.answered].toSorted()).toEqual(EVERYTHING.toSorted())
    expect(verdict).toMatchObject({ namespaces: 50 + FAULTS, illegal: [], undecided: [] })
  } finally {
    await close()
  }
})

test('a rolling restart under load answers every request', async () => {
  const cluster = await startCluster({ nodes: 1, args: UNLIMITED })
  const { history, load, close } = clientsOf(cluster, 9)
  try {
    await load.begin()
    load.run()
    for (const replica of cluster.replicas) {
      const { answered } = load.requests.tally
      await vi.waitUntil(() => load.requests.tally.answered > answered + 200, PATIENT)
      expect(await replica.signal('SIGTERM'), replica.stderr).toBe(0)
      replica.start()
      await cluster.ready()
    }
    await load.stop()
    await load.look()
    expect([load.requests.tally.lost, ...load.requests.why]).toEqual([0])
    expect(history.surprises).toEqual([])
    expect([...history.answered].toSorted()).toEqual(EVERYTHING.toSorted())
    expect(history.check(BEGIN_S)).toMatchObject({ namespaces: 9, illegal: [], undecided: [] })
  } finally {
    await close()
  }
})

const COMPARED = 'Nats-Expected-Last-Subject-Sequence'

test('the checker finds out when records are not compared with what stands there', async () => {
  let compares = true
  const alter = async (data: Buffer): Promise<Buffer> => {
    if (compares) return data
    await setTimeout(100) // so that two replicas want the same namespace before they hear of each other
    return Buffer.from(data.toString('latin1').replaceAll(COMPARED, COMPARED.replace('N', 'X')), 'latin1')
  }
  const cluster = await startCluster({ nodes: 1, args: UNLIMITED, alter })
  const { history, load, close } = clientsOf(cluster, 9)
  try {
    await load.begin()
    load.run()
    compares = false
    await cluster.replicas[0]!.signal('SIGTERM') // both others want what it had
    await vi.waitUntil(() => load.requests.tally.answered > 600, PATIENT)
    await load.stop()
    expect(history.check(BEGIN_S).illegal).not.toEqual([])
  } finally {
    await close()
  }
})
