import { setTimeout } from 'node:timers/promises'
import type { Dice } from '../../crash/work.ts'
import type { Cluster } from './cluster.ts'

/** Longer than a session lives without a sign, and than others wait for one. */
const BEYOND_A_SESSION_MS = 20_000
/** Long enough for the engine to choose another leader. */
const BEYOND_A_LEADER_MS = 8_000
const DOWN_MS = 3_000

/** Something bad that happens to one replica or node, and ends. */
export type Fault = (cluster: Cluster, n: number) => Promise<void>

/** By name, in the order in which they come. */
export const faults: Readonly<Record<string, Fault>> = {
  async 'kill a replica'({ replicas }, n) {
    await replicas[n]!.signal('SIGKILL')
    await setTimeout(DOWN_MS)
    replicas[n]!.start()
  },
  async 'kill a node'({ nats }, n) {
    await nats.nodes[n]!.kill()
    await setTimeout(DOWN_MS)
    nats.nodes[n]!.start()
  },
  async 'stop a replica for longer than its session'({ replicas }, n) {
    await replicas[n]!.signal('SIGSTOP')
    await setTimeout(BEYOND_A_SESSION_MS)
    await replicas[n]!.signal('SIGCONT')
  },
  async 'end a replica in order'({ replicas }, n) {
    const code = await replicas[n]!.signal('SIGTERM')
    if (code !== 0) throw new Error(`exit ${code}: ${replicas[n]!.stderr}`)
    replicas[n]!.start()
  },
  async 'cut a replica off from the engine'({ cables }, n) {
    for (const cable of cables[n]!) cable.cut()
    await setTimeout(BEYOND_A_SESSION_MS)
    for (const cable of cables[n]!) cable.mend()
  },
  async 'stop a node'({ nats }, n) {
    await nats.nodes[n]!.kill('SIGSTOP')
    await setTimeout(BEYOND_A_LEADER_MS)
    await nats.nodes[n]!.kill('SIGCONT')
  },
  async 'cut everybody off from a node'({ cables }, n) {
    for (const ways of cables) ways[n]!.cut()
    await setTimeout(BEYOND_A_LEADER_MS)
    for (const ways of cables) ways[n]!.mend()
  },
}

/** Lets one bad thing happen after the other, all of them so many times; the cluster has its peace back after each. */
export const trouble = async (
  cluster: Cluster,
  dice: Dice,
  rounds: number,
  told: (line: string) => void,
): Promise<void> => {
  for (let round = 0; round < rounds; round++) {
    for (const [name, fault] of Object.entries(faults)) {
      const n = dice.below(cluster.replicas.length)
      told(`${name}: ${n}`)
      await fault(cluster, n)
      await cluster.ready()
    }
  }
}
