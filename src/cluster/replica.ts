import { machineClock, wallNow } from '../core/clock.ts'
import { ConfigError } from '../core/config.ts'
import type { ControlApp } from '../control/context.ts'
import { anchored, type NamespacesOptions } from '../namespaces/initial-worlds.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import type { Registry } from '../namespaces/registry.ts'
import type { Part } from '../scenario/library/editions.ts'
import type { ScenarioLibrary } from '../scenario/library/library.ts'
import type { Gateway } from '../server/gateway.ts'
import type { Home } from '../server/home.ts'
import type { Provider } from '../world/provider.ts'
import type { Entry } from '../log/entries.ts'
import { agreementOf, refuseOthers } from './agreement.ts'
import { Directory } from './directory.ts'
import type { Engine } from './engine/engine.ts'
import { type Common, SharedNamespaces } from './namespaces.ts'
import type { ClusterOptions, Served } from './options.ts'
import type { PeerPort, Peers } from './peers/peers.ts'
import { Placement } from './placement.ts'
import { ClusterPlaces } from './places.ts'
import { getSnapshot, putSnapshot, snapshotOfDefault, worldOfDefault } from './snapshots.ts'
import { Units } from './units.ts'

/** The ways of a replica to the engine and to the other replicas. */
export interface Ways {
  readonly engine: Engine
  readonly peers: Peers
  readonly port: PeerPort
  /** Has the port answer. */
  readonly places: ClusterPlaces
}

/** One of several processes that answer as one would: its worlds are held by one of them at a time, and kept in an engine. */
export class Replica implements Home {
  readonly places: ClusterPlaces
  /** The options of the replica with what the cluster has agreed on. */
  readonly options: NamespacesOptions
  readonly whenStored = null
  readonly #served: Served
  readonly #ways: Ways
  #directory: Directory | undefined
  #namespaces!: SharedNamespaces
  #units!: Units

  private constructor(served: Served, ways: Ways, options: NamespacesOptions) {
    this.#served = served
    this.#ways = ways
    this.options = options
    this.places = ways.places
  }

  /** Throws a ConfigError when the cluster was begun with other options. */
  static async agree(cluster: ClusterOptions, served: Served, ways: Ways): Promise<Replica> {
    const { options, apps, library } = served
    const own = agreementOf(apps.providers, options, library)
    const { anchor, ...agreed } = await ways.engine.agree({ ...own, anchor: wallNow() })
    refuseOthers(cluster.name, own, agreed)
    return new Replica(served, ways, { ...options, clock: anchored(options.clock, anchor) })
  }

  open(providers: readonly Provider[], options: NamespacesOptions): Registry {
    const { engine } = this.#ways
    let made = 0
    const look = () => ({ ...this.#served, places: this.places, namespace: this.#namespaces.default })
    const common: Common = {
      change: (decide) => this.#directory!.change(decide),
      unique: () => `${engine.session.id}-${++made}`,
      putSnapshot: (snapshot) => putSnapshot(engine, `from~${common.unique()}`, snapshot),
      snapshotOfDefault: (name) => snapshotOfDefault(look(), name),
      worldOfDefault: () => worldOfDefault(look()),
      holdFor: (namespace, work) => this.#units.holdFor(namespace, work),
      gone: (namespace, { unit, from }) => this.#forget(namespace, unit, from),
    }
    const namespaces = new SharedNamespaces(providers, options, common)
    this.#namespaces = namespaces
    this.#units = new Units({
      engine,
      namespaces,
      providers,
      wall: options.wall ?? machineClock,
      catchUp: () => this.#directory!.catchUp(),
      getSnapshot: (object) => getSnapshot(engine, object, providers),
    })
    return namespaces
  }

  serve(gateway: Gateway, control: ControlApp): void {
    const [engine, namespaces, units] = [this.#ways.engine, this.#namespaces, this.#units]
    const placement = new Placement({ engine, namespaces, units, isLeaving: () => this.places.isLeaving })
    const isCurrent = (): boolean => this.#directory?.isCurrent() ?? false
    const { session } = engine
    this.places.serve({
      ...this.#served,
      gateway,
      control,
      namespaces,
      units,
      placement,
      session: session.id,
      isCurrent,
    })
  }

  /** Follows what the others did before, and takes part. */
  async begin(): Promise<void> {
    const { apps, library } = this.#served
    const { engine, peers } = this.#ways
    watchPeers(engine, peers)
    let begun = false
    this.#directory = await Directory.follow(engine, apps.providers, (entries, whole) => {
      this.#namespaces.take(entries, whole)
      if (begun) takeParts(library, entries)
    })
    begun = true
    await this.#directory.change(() => this.#given())
  }

  trouble(): string | null {
    const { engine } = this.#ways
    if (engine.trouble !== null) return engine.trouble
    if (this.places.isLeaving) return 'this replica is about to end'
    return this.#directory?.isCurrent() ? null : 'this replica has lost touch with the others'
  }

  /** Throws a KeepError where nobody knows whether it was kept. */
  async changeLibrary(_: ScenarioLibrary, edit: () => readonly Part[]): Promise<void> {
    await this.#directory!.change(() => edit().map(([name, value]) => ({ k: 'part', name, value })))
  }

  async close(stop: () => Promise<void>): Promise<void> {
    const { engine, peers, port } = this.#ways
    this.places.isLeaving = true
    try {
      await engine.session.leave()
      await this.#units.release()
    } finally {
      await stop()
      await port.close()
      this.#directory?.stop()
      peers.close()
      await engine.close()
    }
  }

  /** What of the scenarios of the start the library does not have yet. */
  #given(): Entry[] {
    const entries: Entry[] = []
    const keep = (name: string, value: unknown): void => void entries.push({ k: 'part', name, value })
    this.#served.library.attach({ parts: this.#directory!.parts, notes: new Map(), keep })
    return entries
  }

  #forget(namespace: Namespace, unit: string, from: string | null): void {
    const { engine } = this.#ways
    const wasHere = this.#units.serves(namespace)
    this.#units.drop(namespace)
    void namespace.close()
    if (!wasHere) return
    // what stays behind when that fails takes room and is asked for by nobody
    void Promise.allSettled([engine.remove(unit), ...(from === null ? [] : [engine.removeObject(from)])])
  }
}

/** Gives up on replicas whose sessions are over, and lets go of those that leave. */
const watchPeers = (engine: Engine, peers: Peers): void => {
  let known: ReadonlySet<string> = new Set()
  const look = (): void => {
    const sessions = [...engine.sessions().values()]
    const present = new Set(sessions.map(({ address }) => address))
    for (const address of known) if (!present.has(address)) peers.drop(address, 'its session is over')
    for (const { address, leaving } of sessions) if (leaving) peers.release(address)
    known = present
  }
  engine.onSessions(look)
  look()
}

const takeParts = (library: ScenarioLibrary, entries: readonly Entry[]): void => {
  const parts = entries.filter((entry) => entry.k === 'part').map(({ name, value }): Part => [name, value])
  // texts come before what names them, also where they are older
  for (const wanted of [true, false])
    for (const part of parts) if (part[0].startsWith('["edition"') === wanted) library.take(part)
}

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
