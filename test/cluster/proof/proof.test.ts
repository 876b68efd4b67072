import { expect, test } from 'vitest'
import { Dice } from '../../crash/work.ts'
import { Balancer } from './balancer.ts'
import { BEGIN, startCluster } from './cluster.ts'
import { trouble } from './faults.ts'
import { History } from './history.ts'
import { Load } from './load.ts'

/** How often each bad thing happens; once takes about one and a half minutes. */
const ROUNDS = process.env['PEERTWIN_CLUSTER'] === 'long' ? 12 : 1
const SEED = Number(process.env['PEERTWIN_CLUSTER_SEED'] ?? 1)

test('three replicas answer as one process would, whatever happens to them and to their engine', async () => {
  const told = (line: string): void => void process.stderr.write(`${line}\n`)
  const cluster = await startCluster({ args: ['--set', 'confluent.peeringQuota=0'] })
  const balancer = new Balancer(
    cluster.replicas.map(({ port }) => port),
    4_000,
  )
  const history = new History()
  const load = new Load({ balancer, history, seed: SEED, namespaces: 50, hands: 32, perSecond: 100 })
  try {
    await load.begin()
    load.run()
    await trouble(cluster, new Dice('faults', SEED), ROUNDS, (line) => told(`${line} ${JSON.stringify(load.tally)}`))
    await load.stop()
    await load.look()
    const verdict = history.check(Date.parse(BEGIN) / 1000)
    told(JSON.stringify({ ...load.tally, ...verdict }))
    expect(history.surprises).toEqual([])
    expect(verdict).toMatchObject({ namespaces: 50, illegal: [], undecided: [] })
  } finally {
    balancer.close()
    await cluster.stop()
  }
})
