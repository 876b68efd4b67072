import type { HttpApp } from '../http/api.ts'
import type { Exchange } from '../http/exchange.ts'
import type { ProviderApps } from '../server/provider-apps.ts'
import { KeepError } from '../world/commits.ts'
import type { Judge } from '../world/judge.ts'
import type { Provider } from '../world/provider.ts'
import type { SharedNamespaces } from './namespaces.ts'

/** Says in the words of providers that they are away. */
export class Refusals {
  readonly #apps: ProviderApps
  readonly #namespaces: SharedNamespaces

  constructor(apps: ProviderApps, namespaces: SharedNamespaces) {
    this.#apps = apps
    this.#namespaces = namespaces
  }

  /** Answers that the provider is unavailable: a world of its own, in which nothing happens, has the say. */
  async answer(exchange: Exchange, provider: Provider<HttpApp>, reason: string): Promise<void> {
    const world = this.#namespaces.shown
    world.judge = refusing(reason)
    await (await this.#apps.of(provider)).serve(exchange, world)
  }
}

const refusing = (reason: string): Judge => ({
  label: '',
  arriving() {
    throw new KeepError(reason)
  },
  judge: () => null,
  heard() {},
  answering() {},
})
