import { type ClockSetting, type Millis, type WallClock, machineClock } from '../core/clock.ts'
import type { Keeper } from './keeper.ts'
import type { Left } from './kept-entries.ts'
import { NamespaceEvents } from './namespace-events.ts'
import { type Snapshot, type ResumeOptions, World } from '../world/world.ts'

/** What of a namespace outlives a reset. */
export type Kept = 'clock' | 'ids' | 'journal' | 'scenario'

/** A snapshot under its name. */
export interface NamedSnapshot {
  readonly snapshot: Snapshot
  /** Emulated time at which it was taken. */
  readonly at: Millis
  readonly rows: number
}

/** What a namespace begins with, and again after each reset. */
export interface InitialWorld {
  readonly snapshot: () => Snapshot
  /** `own` for a namespace that shares its first rows with others and must not repeat their ids. */
  readonly ids: 'kept' | 'own'
  readonly clock?: ClockSetting | undefined
  /** The same with its clock set otherwise; undefined where it begins with a snapshot, whose time is a part of it. */
  readonly at?: ((clock: ClockSetting) => Snapshot) | undefined
}

export interface NamespaceListener {
  readonly url: string
  close(): Promise<void>
}

/** What a namespace begins with, or goes on from, and where it is kept. */
export interface NamespaceHold {
  readonly initial: InitialWorld
  /** Where it stood in an earlier run, in place of the initial world. */
  readonly resumeFrom?: Left | undefined
  /** The snapshots that it had then. */
  readonly snapshots?: (() => Map<string, NamedSnapshot>) | undefined
  /** Has its first world remember what the process before told of its requests. */
  readonly recall?: ((world: World) => void) | undefined
  /** Keeps what happens to it. */
  readonly keeper: Pick<Keeper, 'follow' | 'world' | 'snapshot'>
}

export interface NamespaceInit {
  readonly ttl?: Millis | null
  readonly usedAt?: Millis
  readonly onEntry?: ResumeOptions['onEntry']
  readonly journalLimits?: ResumeOptions['journalLimits']
  readonly maxEvents?: ResumeOptions['maxEvents']
  readonly prepare?: ResumeOptions['prepare']
  /** Makes a new world know the credentials of its namespace; `restored` says whether it had another life before. */
  readonly installCredentials?: (namespace: Namespace, world: World, restored: boolean) => void
  readonly wall?: WallClock | undefined
}

const NO_SNAPSHOTS: ReadonlyMap<string, NamedSnapshot> = new Map()

/** One isolated tenant: its present world, its initial one, and its snapshots. */
export class Namespace {
  readonly name: string
  /** Wall milliseconds without use after which it is deleted; null for never. */
  readonly ttl: Millis | null
  /** When it was last used, on the wall clock. */
  usedAt: Millis
  /** The listener that belongs to it alone. */
  listener: NamespaceListener | null = null
  readonly #init: NamespaceInit
  #hold: NamespaceHold | null
  #snapshots: Map<string, NamedSnapshot> | undefined
  #events: NamespaceEvents | undefined
  #world: World | undefined

  /** Without a hold its world is in another process. */
  constructor(name: string, init: NamespaceInit, hold: NamespaceHold | null) {
    this.name = name
    this.ttl = init.ttl ?? null
    this.usedAt = init.usedAt ?? 0
    this.#init = init
    this.#hold = hold
  }

  /** Whether its world is in this process. */
  get isHeld(): boolean {
    return this.#hold !== null
  }

  /** Takes it over from another process. */
  hold(hold: NamespaceHold): void {
    this.#hold = hold
  }

  /** Leaves it to another process: streams end, and nothing of it stays. */
  letGo(): void {
    this.#events?.end()
    this.#hold = null
    this.#events = this.#world = this.#snapshots = undefined
  }

  /** The present world. It is made when somebody comes: a namespace that nobody uses costs next to nothing. */
  get world(): World {
    return this.#world ?? this.#first()
  }

  /** The present world, where somebody came already. */
  get worldIfMade(): World | undefined {
    return this.#world
  }

  /** Where an earlier run left it, until somebody comes. */
  get left(): Left | undefined {
    return this.#world ? undefined : this.#hold?.resumeFrom
  }

  /** What happens in it, for whoever watches. */
  get events(): NamespaceEvents {
    return (this.#events ??= new NamespaceEvents(this.world, this.#init.wall ?? machineClock))
  }

  /** Ends its streams and closes its listener. */
  async close(): Promise<void> {
    this.#events?.end()
    await this.listener?.close()
  }

  get snapshots(): ReadonlyMap<string, NamedSnapshot> {
    return (this.#snapshots ??= this.#held.snapshots?.()) ?? NO_SNAPSHOTS
  }

  /** Back to the initial world. The old one stays in place when the new one cannot be built. */
  reset(keep: ReadonlySet<Kept> = new Set()): World {
    return this.#enter(this.#initialWorld(keep))
  }

  /**
   * Begins anew with its clock set otherwise, and with what is done first. The old world stays in place when that throws;
   * undefined, and nothing happens, where the initial world has a time of its own.
   */
  restart(clock: ClockSetting, first: (world: World) => void): World | undefined {
    const { at, ids } = this.#held.initial
    if (!at) return undefined
    const world = World.resume(at(clock), {
      name: this.name,
      ids,
      rates: ids === 'own' ? 'reset' : 'kept',
      journal: ids === 'own' ? 0 : undefined,
      clock: { ...this.#held.initial.clock, ...clock },
      ...this.#hooks,
    })
    this.#init.installCredentials?.(this, world, false)
    first(world)
    return this.#enter(world)
  }

  /** Goes on from a snapshot: its rows, clock, ids, rate windows and request numbers. The journal starts empty. */
  restore(snapshot: Snapshot): World {
    return this.#enter(this.#resume(snapshot))
  }

  saveSnapshot(name: string, snapshot: Snapshot = this.world.snapshot()): NamedSnapshot {
    const named = namedSnapshot(snapshot)
    this.#held.keeper.snapshot(this, name, snapshot)
    this.#snapshots = new Map(this.snapshots).set(name, named)
    return named
  }

  deleteSnapshot(name: string): boolean {
    if (!this.snapshots.has(name)) return false
    this.#held.keeper.snapshot(this, name, null)
    return this.#snapshots!.delete(name)
  }

  /** Where an earlier run left it, or the initial world. */
  #first(): World {
    const kept = this.#held.resumeFrom
    if (!kept) return this.#enter(this.#initialWorld(new Set()))
    const { prepare, ...hooks } = this.#hooks
    const world = World.resume(kept.snapshot(), {
      name: this.name,
      ...hooks,
      prepare: (fresh) => {
        this.#held.keeper.follow(this, fresh)
        this.#held.recall?.(fresh)
        prepare?.(fresh, kept.notes)
      },
    })
    this.#init.installCredentials?.(this, world, true)
    this.#world = world
    this.#events?.attach(world)
    return world
  }

  #initialWorld(keep: ReadonlySet<Kept>): World {
    const { ids, clock } = this.#held.initial
    const snapshot = this.#held.initial.snapshot()
    const old = keep.size > 0 ? this.world : undefined
    const sameClock = old && keep.has('clock')
    const world = World.resume(sameClock ? { ...snapshot, clock: old.clock.state } : snapshot, {
      name: this.name,
      ids: old && keep.has('ids') ? old.ids.state : ids,
      rates: ids === 'own' ? 'reset' : 'kept',
      journal: old && keep.has('journal') ? old.journal : ids === 'own' ? 0 : undefined,
      clock: sameClock ? undefined : clock,
      ...this.#hooks,
    })
    this.#init.installCredentials?.(this, world, false)
    return world
  }

  get #held(): NamespaceHold {
    if (!this.#hold) throw new Error(`the namespace '${this.name}' is held elsewhere`)
    return this.#hold
  }

  get #hooks(): ResumeOptions {
    const { onEntry, journalLimits, maxEvents, prepare } = this.#init
    return { onEntry, journalLimits, maxEvents, prepare }
  }

  #resume(snapshot: Snapshot): World {
    const world = World.resume(snapshot, { name: this.name, ...this.#hooks })
    this.#init.installCredentials?.(this, world, true)
    return world
  }

  #enter(world: World): World {
    this.#held.keeper.world(this, world)
    this.#world = world
    this.#events?.attach(world)
    return world
  }
}

/** A snapshot with what is told of it. */
export const namedSnapshot = (snapshot: Snapshot): NamedSnapshot => {
  let rows = 0
  for (const table of snapshot.tables.tables.values()) rows += table.size
  return { snapshot, at: snapshot.clock.now, rows }
}
