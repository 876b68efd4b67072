import { type Nats, freePorts, startNats } from '../nats.ts'
import { type Alter, type Cable, layCable } from './cable.ts'
import { Replica } from './replica.ts'

/** When the emulated time begins. */
export const BEGIN = '2026-01-01T00:00:00Z'

/** Three replicas on an engine of three nodes. Each replica reaches each node over a cable of its own. */
export interface Cluster {
  readonly nats: Nats
  readonly replicas: readonly Replica[]
  /** By replica, its ways to the nodes. */
  readonly cables: readonly (readonly Cable[])[]
  /** Waits until every node and every replica says that it is ready. */
  ready(): Promise<void>
  stop(): Promise<void>
}

export interface ClusterOptions {
  readonly replicas?: number
  readonly nodes?: 1 | 3
  readonly args?: readonly string[]
  /** Changes what replicas tell the engine. */
  readonly alter?: Alter
}

/** Starts a cluster and waits until it is ready. */
export const startCluster = async (options: ClusterOptions = {}): Promise<Cluster> => {
  const { replicas = 3, nodes = 3, args = [], alter } = options
  const nats = await startNats({ nodes })
  const ports = await freePorts(replicas)
  const made = Array.from({ length: replicas }, async (_, n) => {
    const cables = await Promise.all(nats.urls.map((url) => layCable(Number(new URL(url).port), alter)))
    const engine = cables.map((cable) => `nats://127.0.0.1:${cable.port}`).join(',')
    const cluster = ['--cluster', engine, '--cluster-name', 'proof', '--cluster-copies', String(nodes)]
    const clock = ['--time', 'virtual', '--start', BEGIN]
    const replica = new Replica(ports[n]!, [...clock, ...cluster, '--cluster-secret', 'between them', ...args])
    return { replica, cables }
  })
  const parts = await Promise.all(made)
  const cluster: Cluster = {
    nats,
    replicas: parts.map(({ replica }) => replica),
    cables: parts.map(({ cables }) => cables),
    async ready() {
      await nats.ready()
      await Promise.all(cluster.replicas.map((replica) => replica.ready()))
    },
    async stop() {
      await Promise.all(cluster.replicas.map((replica) => replica.signal('SIGKILL')))
      for (const cable of cluster.cables.flat()) cable.close()
      await nats.stop()
    },
  }
  for (const replica of cluster.replicas) replica.start()
  try {
    await cluster.ready()
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return cluster
}
