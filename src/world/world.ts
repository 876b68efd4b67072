import { type FrozenTables, noTables } from './frozen-tables.ts'
import { Clock, type ClockSetting, type ClockState, type Millis, turn } from '../core/clock.ts'
import { Ids, type IdsState } from '../core/ids.ts'
import { type JournalEntry, RequestJournal, type JournalLimits } from './request-journal.ts'
import { type Judge, Notes } from './judge.ts'
import type { Provider } from './provider.ts'
import { RateBook, type RateMode, type RatesState } from './rates.ts'
import { MOST_EVENTS } from './lifecycle.ts'
import { resolveSettings, type Settings } from '../core/settings.ts'
import { loadRecords } from './fixtures/loading.ts'
import { type Cause, Commits } from './commits.ts'
import { Store } from './store.ts'
import type { Planner, Tx } from './unit-of-work.ts'

export interface WorldOptions {
  /** Default `default`. Ids and chance depend on it. */
  readonly name?: string | undefined
  /** Default 1. The same seed and requests give the same ids and chances. */
  readonly seed?: number | undefined
  /** Default: `real`, from the present on. */
  readonly clock?: ClockSetting | undefined
  /** Default `lax`. */
  readonly auth?: AuthMode | undefined
  /** Default `report`. */
  readonly rateLimits?: RateMode | undefined
  /** Switches per provider; what is not given has its default. */
  readonly settings?: Readonly<Record<string, Settings>> | undefined
  /** Records per provider, loaded over the default ones. */
  readonly fixtures?: Readonly<Record<string, unknown>> | undefined
  /** Starts without the providers' default records. */
  readonly empty?: boolean | undefined
  /** Runs before any record is made: here a scenario takes its place. */
  readonly prepare?: Prepare | undefined
  /** Told of each request once it is answered. */
  readonly onEntry?: ((entry: JournalEntry, world: World) => void) | undefined
}

/** A world at one instant: nothing of it changes any more. */
export interface Snapshot {
  readonly tables: FrozenTables
  readonly clock: ClockState
  readonly ids: IdsState
  readonly auth: AuthMode
  readonly rateLimits: RateMode
  readonly rates: RatesState
  readonly settings: ReadonlyMap<string, Settings>
  /** The number of the last request. */
  readonly journal: number
}

/** `lax` accepts every well-formed credential, `strict` only known ones. */
export type AuthMode = 'lax' | 'strict'

/** What a resumed world does not take over from its snapshot. */
export interface ResumeOptions {
  readonly name?: string | undefined
  /** `own` starts fresh streams under the world's own name, so that a sibling's ids never repeat; default `kept`. */
  readonly ids?: 'kept' | 'own' | IdsState | undefined
  /** Default `kept`: the windows go on, so that their headers come back byte by byte. */
  readonly rates?: 'kept' | 'reset' | undefined
  /** Default: where the clock stood; see {@link Clock.resume}. */
  readonly clock?: ClockSetting | undefined
  /** The number of the last request, or a journal to go on with; default the number that it had. */
  readonly journal?: number | RequestJournal | undefined
  readonly journalLimits?: JournalLimits | undefined
  /** How many due events one call lets happen; default 1,000,000. */
  readonly maxEvents?: number | undefined
  readonly onEntry?: ((entry: JournalEntry, world: World) => void) | undefined
  /** Runs before anything happens: here a scenario takes its place, with the notes that it left in an earlier run. */
  readonly prepare?: Prepare | undefined
}

/** Makes a world ready, with the notes of an earlier run where there was one. */
export type Prepare = (world: World, notes?: ReadonlyMap<string, unknown>) => void

/** All state of one isolated tenant of the emulator: tables, clock, seeded ids, rate windows, switches and journals. */
export class World {
  readonly name: string
  readonly auth: AuthMode
  readonly clock: Clock
  readonly ids: Ids
  readonly rates: RateBook
  readonly journal: RequestJournal
  /** What its units of work did, and who is told of it. */
  readonly commits: Commits
  /** Set by an active scenario to have a say in each request. */
  judge: Judge | null = null
  /** What it knows beyond its rows. */
  readonly notes = new Notes()
  /**
   * Told of each credential that a provider gives out at run time, so that requests made with it find this world. To be called in
   * the unit of work that makes it: when it throws, nothing of that has happened.
   */
  onIssue: ((provider: string, key: string) => void) | null = null
  /** The tables that it is kept as a difference from: those that it went on from, which it may share with others, or theirs. */
  readonly base: FrozenTables
  readonly #settings: Snapshot['settings']
  readonly #store: Store

  private constructor(clock: Clock, snapshot: Snapshot, resume: ResumeOptions) {
    this.clock = clock
    this.name = resume.name ?? 'default'
    this.auth = snapshot.auth
    const { ids = 'kept', journal = snapshot.journal, onEntry } = resume
    this.journal = typeof journal === 'number' ? new RequestJournal(undefined, journal, resume.journalLimits) : journal
    this.journal.listener = onEntry && ((entry) => onEntry(entry, this))
    this.ids =
      ids === 'own' ? new Ids(snapshot.ids.seed[0] ?? 1, this.name) : Ids.resume(ids === 'kept' ? snapshot.ids : ids)
    this.rates = new RateBook(snapshot.rateLimits, resume.rates === 'reset' ? undefined : snapshot.rates)
    const { tables: frozen, settings } = snapshot
    this.base = frozen.base ?? frozen
    this.#settings = settings
    this.commits = new Commits(frozen.rev)
    this.#store = new Store({ clock, ids: this.ids, settings, commits: this.commits, frozen })
    this.#store.due.most = resume.maxEvents ?? MOST_EVENTS
  }

  /** A world with the providers' default records and the given ones. Throws a ConfigError for a wrong setting or record. */
  static create(providers: readonly Provider[], options: WorldOptions = {}): World {
    const clock = new Clock(options.clock)
    const name = options.name ?? 'default'
    const settings = providers.map(
      ({ name: own, settings: defs }) => [own, resolveSettings(own, defs, options.settings?.[own])] as const,
    )
    const snapshot: Snapshot = {
      clock: clock.state,
      ids: { seed: [options.seed ?? 1, name], streams: {} },
      auth: options.auth ?? 'lax',
      rateLimits: options.rateLimits ?? 'report',
      rates: {},
      settings: new Map(settings),
      journal: 0,
      tables: noTables(providers.flatMap((provider) => [...provider.tables])),
    }
    const world = new World(clock, snapshot, { name, onEntry: options.onEntry })
    options.prepare?.(world)
    for (const provider of providers) {
      if (!options.empty) world.transact((tx) => provider.seed(tx), 'seed')
      const records = options.fixtures?.[provider.name]
      if (records !== undefined) world.transact((tx) => loadRecords(tx, provider, records), 'seed')
    }
    return world
  }

  /** A world that goes on from a snapshot and shares its rows until it changes them. */
  static resume(snapshot: Snapshot, resume: ResumeOptions = {}): World {
    const clock = resume.clock ? new Clock(resume.clock) : Clock.resume(snapshot.clock)
    const world = new World(clock, snapshot, resume)
    resume.prepare?.(world)
    return world
  }

  /** The world at this moment, to be resumed as often as wanted; costs no copy of any row. Journal and commits are not in it. */
  snapshot(): Snapshot {
    this.catchUp()
    return this.standing()
  }

  /** As {@link snapshot}, without what is due by now and has not happened yet. */
  standing(): Snapshot {
    return { tables: this.#store.freeze(), ...this.head() }
  }

  /** Where everything but its tables stands. */
  head(): Omit<Snapshot, 'tables'> {
    return {
      clock: this.clock.state,
      ids: this.ids.state,
      auth: this.auth,
      rateLimits: this.rates.mode,
      rates: this.rates.state,
      settings: this.#settings,
      journal: this.journal.seen,
    }
  }

  /**
   * Runs one synchronous unit of work at an instant, the present unless told otherwise: every event due by then happens
   * first, then the work commits all of its changes or, when it throws, none. There is no other way to the tables.
   */
  transact<R>(work: (tx: Tx) => R, cause: Cause = 'control', at: Millis = this.clock.now()): R {
    return this.#store.transact(work, cause, at)
  }

  /** Applies what is due by now, or so many events of it. Returns how many happened. Throws an EndlessError for too many. */
  catchUp(most?: number): number {
    return this.#store.catchUp(most)
  }

  /**
   * Applies what is due by now in slices, between which others are let through; with a horizon the clock jumps on from event
   * to event until nothing is due by then. Returns how many events happened. Rejects with an EndlessError for more than `most`.
   */
  async catchUpInSlices(horizon = -Infinity, most = this.#store.due.most): Promise<number> {
    for (let happened = 0, slice = SLICE; ;) {
      const [now, few] = [this.clock.now(), Math.min(slice, most - happened)]
      const did = few > 0 ? this.catchUp(few) : 0
      const due = this.nextDue()
      happened += did
      if (due === null || due > Math.max(now, horizon)) return happened
      if (did < few && due <= now) return happened // what cannot be kept waits
      this.#store.due.bound(happened, most)
      if (due > this.clock.now()) this.clock.moveTo(due)
      slice -= did
      if (slice > 0) continue
      await turn()
      slice = SLICE
    }
  }

  /** When the next event is due, or null when nothing is planned. */
  nextDue(): Millis | null {
    return this.#store.nextDue()
  }

  /** Whether so much is due that others are to be let through meanwhile. */
  get isBehind(): boolean {
    return this.dueEvents > FEW && this.nextDue()! <= this.clock.now()
  }

  /** How many due events wait, overtaken ones included. */
  get dueEvents(): number {
    return this.#store.due.length
  }

  /** How many rows each table has. */
  sizes(): Iterable<readonly [table: string, rows: number]> {
    return this.#store.live.sizes()
  }

  /** Set by a scenario to change what machines plan. */
  get planner(): Planner | null {
    return this.#store.planner
  }

  set planner(planner: Planner | null) {
    this.#store.planner = planner
  }

  /** The switches of a provider. */
  settings<S extends Settings>(provider: string): S {
    return this.#settings.get(provider) as S
  }
}

// some milliseconds, and enough for a circle to be seen as one
const SLICE = 1_200
// as many due events as one call may bring about at once
const FEW = 500
