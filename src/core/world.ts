import { Clock, type ClockSetting } from './clock.ts'
import { Ids } from './ids.ts'
import { type Entry, Journal } from './journal.ts'
import type { Provider } from './provider.ts'
import { RateBook, type RateMode } from './rates.ts'
import { type Settings, resolveSettings } from './settings.ts'
import { Store } from './store.ts'

export interface WorldOptions {
  readonly name?: string | undefined
  readonly seed?: number | undefined
  readonly clock?: ClockSetting | undefined
  readonly auth?: AuthMode | undefined
  readonly rateLimits?: RateMode | undefined
  /** Switches per provider; what is not given has its default. */
  readonly settings?: Readonly<Record<string, Settings>> | undefined
  /** Records per provider, loaded over the default ones. */
  readonly fixtures?: Readonly<Record<string, unknown>> | undefined
  /** Starts without the providers' default records. */
  readonly empty?: boolean | undefined
  /** Told of each request once it is answered. */
  readonly onEntry?: ((entry: Entry) => void) | undefined
}

/** `lax` accepts every well-formed credential, `strict` only known ones. */
export type AuthMode = 'lax' | 'strict'

/** All state of one isolated tenant of the emulator: tables, clock, seeded ids, rate windows, switches and journal. */
export class World extends Store {
  readonly name: string
  readonly options: WorldOptions
  readonly ids: Ids
  readonly auth: AuthMode
  readonly rates: RateBook
  readonly journal: Journal
  readonly #settings: Map<string, Settings>

  constructor(providers: readonly Provider[], options: WorldOptions = {}) {
    super(
      new Clock(options.clock),
      providers.flatMap((provider) => [...provider.tables]),
    )
    this.name = options.name ?? 'default'
    this.options = options
    this.auth = options.auth ?? 'lax'
    this.journal = new Journal(options.onEntry)
    this.ids = new Ids(options.seed ?? 1, this.name)
    this.rates = new RateBook(options.rateLimits ?? 'report')
    this.#settings = new Map(
      providers.map(({ name, settings }) => [name, resolveSettings(name, settings, options.settings?.[name])]),
    )
    for (const provider of providers) {
      if (!options.empty) this.transact((tx) => provider.seed(tx), 'seed')
      const records = options.fixtures?.[provider.name]
      if (records !== undefined) this.transact((tx) => provider.load(tx, records), 'seed')
    }
  }

  settings<S extends Settings>(provider: string): S {
    return this.#settings.get(provider) as S
  }
}
