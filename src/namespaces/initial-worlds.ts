import { type ClockSetting, type Millis, type WallClock, machineClock } from '../core/clock.ts'
import type { Kept } from '../world/judge.ts'
import type { JournalLimits } from '../world/request-journal.ts'
import type { Provider } from '../world/provider.ts'
import { resolveSettings } from '../core/settings.ts'
import { type Snapshot, World, type WorldOptions } from '../world/world.ts'
import type { InitialWorld } from './namespace.ts'

export interface NamespacesOptions extends Omit<WorldOptions, 'name'> {
  /** Namespaces besides `default`; default 10,000. */
  readonly maxNamespaces?: number | undefined
  /** How many due events one call lets happen before it ends with an error; default 1,000,000. */
  readonly maxEvents?: number | undefined
  /** Told of each namespace that was deleted or has expired. */
  readonly onGone?: ((name: string) => void) | undefined
  /** What a time-to-live and the heartbeat of an event stream go by; default the machine's own clock. */
  readonly wall?: WallClock | undefined
  /** Told of the things of the emulator as a whole that were kept by name, with how to keep more, before there is a world. */
  readonly onKept?: ((kept: Kept) => void) | undefined
  /** How much each namespace's journal keeps; default 1,000 requests and 32 MiB. */
  readonly journal?: JournalLimits | undefined
}

/** How a namespace differs from what the emulator was started with. */
export interface NamespaceOptions extends Pick<
  WorldOptions,
  'seed' | 'clock' | 'auth' | 'rateLimits' | 'settings' | 'fixtures' | 'empty'
> {
  /** Chosen when absent. */
  readonly name?: string | undefined
  /** Wall milliseconds without use after which it is deleted. */
  readonly ttl?: Millis | undefined
  /** A snapshot to begin with. */
  readonly from?: Snapshot | undefined
}

/** Makes the initial worlds of namespaces, from what the emulator was started with and what each asks for. */
export class InitialWorlds {
  /** That of `default`. */
  readonly forDefault: InitialWorld
  readonly #providers: readonly Provider[]
  readonly #options: NamespacesOptions
  readonly #wall: WallClock

  constructor(providers: readonly Provider[], options: NamespacesOptions) {
    this.#providers = providers
    this.#wall = options.wall ?? machineClock
    this.#options = { ...options, clock: anchored(options.clock, this.#wall.now()) }
    this.forDefault = this.#fresh({ ...this.#options, name: 'default' })
  }

  /** That of another namespace, which was made at a wall time. Throws a ConfigError for wrong options. */
  forNamespace(name: string, options: NamespaceOptions, madeAt = this.#wall.now()): InitialWorld {
    const { from, seed, clock, settings, fixtures, empty, auth, rateLimits } = options
    const modes = { ...(auth && { auth }), ...(rateLimits && { rateLimits }) }
    if (from) {
      const ids = seed === undefined ? from.ids : { seed: [seed], streams: {} }
      const snapshot = { ...from, ...modes, ids }
      return { snapshot: () => snapshot, ids: 'own', clock: clock && { start: from.clock.now, ...clock } }
    }
    const base = this.#options
    const clocked = clock ? anchored({ ...base.clock, ...clock }, madeAt) : base.clock
    const shared = this.forDefault.snapshot()
    // the default records are shared as long as nothing that was asked for makes them differ
    if ((seed ?? settings ?? fixtures ?? empty ?? clock?.start) === undefined && shared.tables.due.length === 0) {
      const snapshot = { ...shared, ...modes }
      const at = (clock: ClockSetting): Snapshot => ({ ...this.forDefault.at!(clock), ...modes })
      return { snapshot: () => snapshot, ids: 'own', clock: clocked, at }
    }
    return this.#fresh({
      ...base,
      ...modes,
      name,
      clock: clocked,
      seed: seed ?? base.seed,
      empty: empty ?? base.empty,
      settings: merged(base.settings, settings),
      fixtures: { ...base.fixtures, ...fixtures },
    })
  }

  /** A snapshot of an earlier run: its rows, ids and time; who may ask and how providers behave is for this run to say. */
  withOptions(found: Snapshot): Snapshot {
    const { auth = found.auth, rateLimits = found.rateLimits, settings: given = {} } = this.#options
    const settings = this.#providers.map(
      ({ name, settings: defs }) =>
        [name, resolveSettings(name, defs, { ...found.settings.get(name), ...given[name] })] as const,
    )
    return { ...found, auth, rateLimits, settings: new Map(settings) }
  }

  // plans of default records count from the present of a running clock, so those are made anew each time
  #fresh(options: WorldOptions): InitialWorld {
    const make = (more: WorldOptions = {}): Snapshot =>
      World.create(this.#providers, { ...options, ...more }).snapshot()
    const at = (clock: ClockSetting): Snapshot => make({ clock: { ...options.clock, ...clock } })
    const first = make()
    const runs = options.clock?.start === undefined && first.tables.due.length > 0
    return { snapshot: runs ? () => make() : () => first, ids: 'kept', clock: options.clock, at }
  }
}

/** A virtual clock without a start begins at a wall time once, and there again after every reset. */
export const anchored = (clock: ClockSetting | undefined, at: Millis): ClockSetting | undefined =>
  clock?.mode === 'virtual' && clock.start === undefined ? { ...clock, start: at } : clock

const merged = (base: WorldOptions['settings'] = {}, given: WorldOptions['settings'] = {}): WorldOptions['settings'] =>
  Object.fromEntries(
    [...Object.keys(base), ...Object.keys(given)].map((name) => [name, { ...base[name], ...given[name] }]),
  )
