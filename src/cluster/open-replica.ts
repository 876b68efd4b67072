import { ConfigError } from '../core/config.ts'
import type { ClusterOptions, Served } from './options.ts'
import { ClusterPlaces } from './places.ts'
import { Replica } from './replica.ts'

/** Joins a cluster. Rejects with a ConfigError of one line that says what to do. */
export const openReplica = async (cluster: ClusterOptions, served: Served): Promise<Replica> => {
  const [{ openEngine }, { openPeerPort }, { createPeers }] = await Promise.all([
    import('./engine/open-engine.ts'),
    import('./peers/port.ts'),
    import('./peers/forwarding.ts'),
  ])
  const { host, port: wanted } = readPeer(cluster.peer ?? '127.0.0.1:0')
  const peers = createPeers(cluster.secret)
  const places = new ClusterPlaces(peers)
  const port = await openPeerPort(places.service, { host, port: wanted, secret: cluster.secret }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new ConfigError(`--cluster-peer ${cluster.peer}: ${refusal(error)}`)
    },
  )
  const warn = (note: string): void => void process.stderr.write(`peertwin: ${note}\n`)
  const closing: (() => Promise<void>)[] = [() => port.close()]
  try {
    const engine = await openEngine({ ...cluster, address: `${bracketed(host)}:${port.port}`, warn })
    closing.push(() => engine.close())
    return await Replica.agree(cluster, served, { engine, peers, port, places })
  } catch (error) {
    await Promise.allSettled(closing.map((close) => close()))
    throw error
  }
}

const readPeer = (text: string): { host: string; port: number } => {
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)
  if (!parts || Number(parts[3]) > 65_535)
    throw new ConfigError(`--cluster-peer takes host:port, such as 10.0.0.7:4581, not '${text}'`)
  return { host: parts[1] ?? parts[2]!, port: Number(parts[3]) }
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

const refusal = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'EADDRINUSE'
    ? 'the port is in use'
    : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
      ? 'this machine has no such address'
      : message
