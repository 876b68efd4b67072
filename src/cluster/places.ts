import type { ControlApp } from '../control/context.ts'
import type { HttpApp } from '../http/api.ts'
import type { Exchange } from '../http/exchange.ts'
import type { NamespacesOptions } from '../namespaces/initial-worlds.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import type { Gateway, ListenerOptions, Places } from '../server/gateway.ts'
import type { ProviderApps } from '../server/provider-apps.ts'
import { KeepError } from '../world/commits.ts'
import type { Provider } from '../world/provider.ts'
import type { World } from '../world/world.ts'
import type { SharedNamespaces } from './namespaces.ts'
import { type PeerService, type Peers, isForwarded } from './peers/peers.ts'
import type { Placement } from './placement.ts'
import { unavailableWorld } from './unavailable-world.ts'
import type { Units } from './units.ts'

/** What answers here. */
export interface Answering {
  readonly apps: ProviderApps
  readonly gateway: Gateway
  readonly control: ControlApp
  readonly namespaces: SharedNamespaces
  readonly units: Units
  readonly placement: Placement
  readonly options: NamespacesOptions
  /** Of this replica, at its beginning. */
  readonly session: string
  /** Whether this replica knows at this moment which namespaces there are. */
  isCurrent(): boolean
}

/** Stands for an answer that another replica has to give. */
const DECLINED = new Response(null, { status: 421 })
/** Why a replica cannot say which namespaces there are. */
export const OUT_OF_TOUCH = 'this replica has lost touch with the others'

/** Has requests answered where their namespaces are. */
export class ClusterPlaces implements Places {
  /** It takes nothing more. */
  isLeaving = false
  readonly #peers: Peers
  /** Calls that came in elsewhere. */
  readonly #passedOn = new WeakSet<Request>()
  #answering: Answering | undefined
  /** Stands for the worlds of requests that nobody can place. */
  #nowhere: World | undefined

  constructor(peers: Peers) {
    this.#peers = peers
  }

  /** Answers from now on. */
  serve(answering: Answering): void {
    this.#answering = answering
    const { apps, options, session } = answering
    this.#nowhere = unavailableWorld(apps.providers, { ...options, name: `unavailable/${session}` })
  }

  /** What this replica does for the others. */
  readonly service: PeerService = {
    holds: (unit) => {
      const namespace = this.#answering?.isCurrent() ? this.#answering.namespaces.byUnit(unit) : undefined
      if (!namespace) return false
      return this.isHere(namespace) || (!this.isLeaving && this.#answering!.placement.hold(namespace))
    },
    serve: (exchange, listener) => this.#answering!.gateway(exchange, listener),
    call: async (request, own) => {
      this.#passedOn.add(request)
      const answer = await this.#answering!.control(request, own)
      return answer.status === DECLINED.status ? null : answer
    },
  }

  isCurrent(): boolean {
    return this.#answering!.isCurrent()
  }

  isHere(namespace: Namespace): boolean {
    return this.#answering!.units.serves(namespace)
  }

  async answerElsewhere(
    exchange: Exchange,
    listener: ListenerOptions,
    about: { provider: Provider<HttpApp>; namespace: Namespace; again: () => void | Promise<void> },
  ): Promise<void> {
    if (isForwarded(exchange)) return exchange.decline()
    try {
      const passed = await this.#answering!.placement.at(about.namespace, (to) =>
        this.#peers.forward(exchange, listener, to),
      )
      if (!passed) await about.again()
    } catch (error) {
      if (!(error instanceof KeepError)) throw error
      await this.#refuse(exchange, about.provider)
    }
  }

  refuse(exchange: Exchange, provider: Provider<HttpApp>): void | Promise<void> {
    if (isForwarded(exchange)) return exchange.decline()
    return this.#refuse(exchange, provider)
  }

  check(): void {
    if (!this.isCurrent()) throw new KeepError(OUT_OF_TOUCH)
  }

  async callElsewhere(request: Request, namespace: Namespace, own: string | undefined): Promise<Response | undefined> {
    if (this.isHere(namespace)) return undefined
    if (this.#passedOn.has(request)) return DECLINED.clone()
    const passed = await this.#answering!.placement.at(namespace, (to) => this.#peers.call(copyOf(request), own, to))
    return passed?.answer
  }

  /** Answers that the provider is away, in its own words. */
  async #refuse(exchange: Exchange, provider: Provider<HttpApp>): Promise<void> {
    await (await this.#answering!.apps.of(provider)).serve(exchange, this.#nowhere!)
  }
}

/** Who takes a call may give it back after its body was read. */
const copyOf = (request: Request): Request =>
  request.body === null ? request : new Request(request.clone(), { signal: request.signal })
