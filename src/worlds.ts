import { wallNow } from './core/clock.ts'
import type { LogFile } from './core/log-file.ts'
import type { Provider } from './core/provider.ts'
import { resolveSettings } from './core/settings.ts'
import { type Frozen, World, type WorldOptions } from './core/world.ts'
import type { Env } from './http/call.ts'

/** The namespaces of one emulator; `default` always exists. */
export class Worlds {
  readonly #providers: readonly Provider<Env>[]
  readonly #options: WorldOptions
  readonly #worlds = new Map<string, World>()
  readonly #log: LogFile | undefined

  /** With a log, the default namespace goes on from what the log found and is kept there. */
  constructor(providers: readonly Provider<Env>[], options: WorldOptions, log?: LogFile) {
    this.#providers = providers
    this.#log = log
    const { clock } = options
    // a virtual clock without a start begins at the wall time once, and there again after every reset
    const start = clock?.mode === 'virtual' && clock.now === undefined ? { ...clock, now: wallNow() } : clock
    this.#options = { ...options, clock: start }
    const world = log?.found ? this.#resume(log.found) : this.#create({ ...this.#options, name: 'default' })
    this.#worlds.set('default', world)
    log?.attach(world)
  }

  get default(): World {
    return this.#worlds.get('default')!
  }

  get(name: string): World | undefined {
    return this.#worlds.get(name)
  }

  /** Puts a namespace back to its beginning. The old world stays in place when the new one cannot be built. */
  reset(name: string): World {
    const world = this.#create({ ...this.#options, name })
    this.#worlds.set(name, world)
    if (name === 'default') this.#log?.attach(world)
    return world
  }

  // rows, ids and time are state; who may ask and how the providers behave is for the options of this run to say
  #resume(found: Frozen): World {
    const { auth = found.auth, rateLimits = found.rateLimits, settings: given = {}, onEntry } = this.#options
    const settings = this.#providers.map(
      ({ name, settings: defs }) =>
        [name, resolveSettings(name, defs, { ...found.settings.get(name), ...given[name] })] as const,
    )
    return World.resume({ ...found, auth, rateLimits, settings: new Map(settings) }, { name: 'default', onEntry })
  }

  #create(options: WorldOptions): World {
    return World.create(this.#providers, options)
  }
}
