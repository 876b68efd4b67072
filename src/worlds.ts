import { wallNow } from './core/clock.ts'
import type { Provider } from './core/provider.ts'
import { World, type WorldOptions } from './core/world.ts'
import type { Env } from './http/call.ts'

/** The namespaces of one emulator; `default` always exists. */
export class Worlds {
  readonly #providers: readonly Provider<Env>[]
  readonly #options: WorldOptions
  readonly #worlds = new Map<string, World>()

  constructor(providers: readonly Provider<Env>[], options: WorldOptions) {
    this.#providers = providers
    const { clock } = options
    // a virtual clock without a start begins at the wall time once, and there again after every reset
    const start = clock?.mode === 'virtual' && clock.now === undefined ? { ...clock, now: wallNow() } : clock
    this.#options = { ...options, clock: start }
    this.#worlds.set('default', this.#create({ ...this.#options, name: 'default' }))
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
    return world
  }

  #create(options: WorldOptions): World {
    return World.create(this.#providers, options)
  }
}
