import { machineClock, pause, wallNow } from '../core/clock.ts'
import type { ControlApp } from '../control/context.ts'
import { anchored, type NamespacesOptions } from '../namespaces/initial-worlds.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import type { Registry } from '../namespaces/registry.ts'
import type { Part } from '../scenario/library/editions.ts'
import type { ScenarioLibrary } from '../scenario/library/library.ts'
import type { Gateway } from '../server/gateway.ts'
import { type Clients, type Home, keepTrouble } from '../server/home.ts'
import { KeepError } from '../world/commits.ts'
import { noteName, readName } from '../world/judge.ts'
import type { Provider } from '../world/provider.ts'
import type { Entry } from '../log/entries.ts'
import { agreementOf, refuseOthers } from './agreement.ts'
import { Directory } from './directory.ts'
import { type Engine, EngineAway } from './engine/engine.ts'
import { type Common, SharedNamespaces } from './namespaces.ts'
import type { ClusterOptions, Served } from './options.ts'
import type { PeerPort, Peers } from './peers/peers.ts'
import { Placement } from './placement.ts'
import { type ClusterPlaces, OUT_OF_TOUCH } from './places.ts'
import { getSnapshot, putSnapshot, snapshotOfDefault, worldOfDefault } from './snapshots.ts'
import { Units } from './units.ts'

const SWEEP = 5_000
const STRAGGLERS = 500

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
  #placement!: Placement
  #cancelSweep = (): void => {}

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
    this.#placement = placement
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
      if (begun) takeParts(library, entries, whole)
    })
    begun = true
    await this.#directory.change(() => this.#given())
    this.#sweepLater()
  }

  trouble(): string | null {
    const { engine } = this.#ways
    if (this.places.isLeaving) return 'This replica is about to end: it hands over what it holds.'
    return keepTrouble(engine.trouble ?? (this.#directory?.isCurrent() ? null : OUT_OF_TOUCH))
  }

  /** Throws a KeepError where nobody knows whether it was kept. */
  async changeLibrary(_: ScenarioLibrary, edit: () => readonly Part[]): Promise<void> {
    await this.#directory!.change(() => edit().map(([name, value]) => ({ k: 'part', name, value })))
  }

  async close(clients: Clients): Promise<void> {
    const { engine, peers, port } = this.#ways
    this.places.isLeaving = true
    this.#cancelSweep()
    try {
      const turnedAway = clients.turnAway()
      await engine.session.leave()
      await this.#units.release()
      // who looked before that where something is may be about to come here
      if (engine.sessions().size > 1) await pause(STRAGGLERS)
      await turnedAway
    } finally {
      await clients.stop()
      await port.close()
      this.#directory?.stop()
      peers.close()
      await engine.close()
    }
  }

  /** Ends namespaces whose time is over, also those that nobody asks for any more. */
  #sweepLater(): void {
    this.#cancelSweep = (this.options.wall ?? machineClock).timer(SWEEP, () => {
      void this.#sweep().finally(() => {
        if (!this.places.isLeaving) this.#sweepLater()
      })
    })
  }

  async #sweep(): Promise<void> {
    if (!this.#directory!.isCurrent()) return
    for (const namespace of this.#namespaces.overdue())
      await this.#placement.hold(namespace).catch((error: unknown) => {
        // whoever asks for it hears of it as well
        if (!(error instanceof EngineAway || error instanceof KeepError)) console.error(error)
      })
    this.#namespaces.overdue()
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

const takeParts = (library: ScenarioLibrary, entries: readonly Entry[], whole: boolean): void => {
  const parts = entries.filter((entry) => entry.k === 'part').map(({ name, value }): Part => [name, value])
  const there = new Set(parts.map(([name]) => name))
  const known = Array.from(library.entries.keys(), (name) => noteName('scenario', name))
  if (whole) for (const name of known) if (!there.has(name)) library.take([name, null])
  // texts come before what names them, also where they are older
  for (const wanted of [true, false])
    for (const part of parts) if ((readName(part[0])[0] === 'edition') === wanted) library.take(part)
}
