import { connect } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { expect, test, vi } from 'vitest'
import { hasServer, startNats } from './nats.ts'

test.skipIf(!hasServer)(
  'an engine of three nodes keeps streams in three copies, and a node that was killed comes back',
  async () => {
    const nats = await startNats({ nodes: 3 })
    const connection = await connect({ servers: [...nats.urls] })
    try {
      const { streams } = await jetstreamManager(connection)
      const { config } = await streams.add({ name: 'a', subjects: ['a.*'], num_replicas: 3 })
      expect(config.num_replicas).toBe(3)
      const [node] = nats.nodes
      await node!.kill()
      node!.start()
      await nats.ready()
      // nobody answers for a stream while it has no leader
      const { cluster } = await vi.waitFor(() => streams.info('a'), { timeout: 60_000 })
      expect(cluster!.replicas).toHaveLength(2)
    } finally {
      await connection.close()
      await nats.stop()
    }
  },
)
