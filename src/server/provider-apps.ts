import type { Provider } from '../world/provider.ts'
import type { HttpApp } from '../http/api.ts'

/** The served providers, with their HTTP sides: each loaded and built once, on its first use. */
export class ProviderApps {
  readonly providers: readonly Provider<HttpApp>[]
  readonly #built = new Map<string, HttpApp>()
  readonly #building = new Map<string, Promise<HttpApp>>()

  constructor(providers: readonly Provider<HttpApp>[]) {
    this.providers = providers
  }

  /** The app of a provider, at once when it has been used before. */
  of(provider: Provider<HttpApp>): HttpApp | Promise<HttpApp> {
    return this.#built.get(provider.name) ?? this.#build(provider)
  }

  #build(provider: Provider<HttpApp>): Promise<HttpApp> {
    let building = this.#building.get(provider.name)
    if (!building) {
      building = provider.createApp().then((app) => {
        this.#built.set(provider.name, app)
        return app
      })
      this.#building.set(provider.name, building)
    }
    return building
  }
}
