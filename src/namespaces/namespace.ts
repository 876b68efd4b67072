import type { ClockSetting, Millis } from '../core/clock.ts'
import { EventStream } from './event-stream.ts'
import { type Snapshot, type ResumeOptions, World } from '../world/world.ts'

/** What of a namespace outlives a reset. */
export type Kept = 'clock' | 'ids' | 'journal' | 'scenario'

/** A world saved under a name. */
export interface NamedSnapshot {
  readonly frozen: Snapshot
  /** Emulated time at which it was taken. */
  readonly at: Millis
  readonly rows: number
}

/** Where a namespace begins, and begins again after each reset. */
export interface InitialWorld {
  readonly frozen: () => Snapshot
  /** `own` for a namespace that shares its first rows with others and must not repeat their ids. */
  readonly ids: 'kept' | 'own'
  readonly clock?: ClockSetting | undefined
}

export interface Port {
  readonly url: string
  close(): Promise<void>
}

/** Puts into a fresh world what must always be there, such as its credentials, and listens to what it does. */
export type OnNewWorld = (namespace: Namespace, world: World, restored: boolean) => void

export interface NamespaceInit {
  readonly ttl?: Millis | null
  readonly usedAt?: Millis
  readonly onEntry?: ResumeOptions['onEntry']
  readonly journalLimits?: ResumeOptions['journalLimits']
  readonly prepare?: ResumeOptions['prepare']
  /** Where to go on from, in place of the beginning. */
  readonly found?: Snapshot | undefined
  /** Told of each world that takes the place of the one before it. */
  readonly onWorld?: ((world: World) => void) | undefined
}

/** One isolated tenant: the present world, where it began, and what was saved of it on the way. */
export class Namespace {
  readonly name: string
  /** Wall milliseconds without use after which it is deleted; null for never. */
  readonly ttl: Millis | null
  /** When it was last used, on the wall clock. */
  usedAt: Millis
  /** The listener that belongs to it alone. */
  port: Port | null = null
  /** The keys that lead to it, with their providers. */
  readonly keys: (readonly [provider: string, key: string])[] = []
  readonly #beginning: InitialWorld
  readonly #furnish: OnNewWorld
  readonly #init: NamespaceInit
  #snapshots: Map<string, NamedSnapshot> | undefined
  #events: EventStream | undefined
  #world: World | undefined

  constructor(name: string, beginning: InitialWorld, furnish: OnNewWorld, init: NamespaceInit = {}) {
    this.name = name
    this.ttl = init.ttl ?? null
    this.usedAt = init.usedAt ?? 0
    this.#beginning = beginning
    this.#furnish = furnish
    this.#init = init
    if (init.found) this.#enter(this.#resume(init.found))
  }

  /** The present world. It is made when somebody comes: a namespace that nobody uses costs next to nothing. */
  get world(): World {
    return this.#world ?? this.#enter(this.#begin(new Set()))
  }

  /** The present world, where somebody came already. */
  get present(): World | undefined {
    return this.#world
  }

  /** What happens in it, for whoever watches. */
  get events(): EventStream {
    return (this.#events ??= new EventStream(this.world))
  }

  /** Ends its streams and closes its listener. */
  async close(): Promise<void> {
    this.#events?.end()
    await this.port?.close()
  }

  get snapshots(): ReadonlyMap<string, NamedSnapshot> {
    return (this.#snapshots ??= new Map())
  }

  /** Back to the beginning. The old world stays in place when the new one cannot be built. */
  reset(keep: ReadonlySet<Kept> = new Set()): World {
    return this.#enter(this.#begin(keep))
  }

  /** Goes on from a saved moment: its rows, clock, ids, rate windows and request numbers. The journal starts empty. */
  restore(frozen: Snapshot): World {
    return this.#enter(this.#resume(frozen))
  }

  save(name: string, frozen: Snapshot = this.world.snapshot()): NamedSnapshot {
    let rows = 0
    for (const table of frozen.tables.tables.values()) rows += table.size
    const saved = { frozen, at: frozen.clock.now, rows }
    this.#snapshots = new Map(this.#snapshots).set(name, saved)
    return saved
  }

  forget(name: string): boolean {
    return this.#snapshots?.delete(name) ?? false
  }

  #begin(keep: ReadonlySet<Kept>): World {
    const { ids, clock } = this.#beginning
    const frozen = this.#beginning.frozen()
    const old = keep.size > 0 ? this.world : undefined
    const sameClock = old && keep.has('clock')
    const world = World.resume(sameClock ? { ...frozen, clock: old.clock.state } : frozen, {
      name: this.name,
      ids: old && keep.has('ids') ? old.ids.state : ids,
      rates: ids === 'own' ? 'reset' : 'kept',
      journal: old && keep.has('journal') ? old.journal : ids === 'own' ? 0 : undefined,
      clock: sameClock ? undefined : clock,
      ...this.#hooks,
    })
    this.#furnish(this, world, false)
    return world
  }

  get #hooks(): ResumeOptions {
    const { onEntry, journalLimits, prepare } = this.#init
    return { onEntry, journalLimits, prepare }
  }

  #resume(frozen: Snapshot): World {
    const world = World.resume(frozen, { name: this.name, ...this.#hooks })
    this.#furnish(this, world, true)
    return world
  }

  #enter(world: World): World {
    this.#init.onWorld?.(world)
    this.#world = world
    this.#events?.attach(world)
    return world
  }
}
