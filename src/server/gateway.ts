import type { Provider } from '../world/provider.ts'
import { EndlessError } from '../world/lifecycle.ts'
import type { World } from '../world/world.ts'
import { CONTROL, type ControlApp, type ControlPlaces } from '../control/context.ts'
import { memoizeLast } from '../core/memo.ts'
import type { HttpApp } from '../http/api.ts'
import type { Exchange, WireAnswer } from '../http/exchange.ts'
import { NOSNIFF, problemJson } from '../http/problem-json.ts'
import { hostOf, providerHosts } from './hosts.ts'
import type { ProviderApps } from './provider-apps.ts'
import { namespaceOf, partsOf } from '../namespaces/find-namespace.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import { NamespaceError } from '../namespaces/namespace-error.ts'
import type { Registry } from '../namespaces/registry.ts'

/** What a listener of its own is for. */
export interface ListenerOptions {
  /** It serves this provider alone. */
  readonly provider?: string
  /** Its requests belong to this namespace, unless their credential says otherwise. */
  readonly namespace?: string
  /** Whether the control API answers on it: also (default), not, or nothing else. */
  readonly control?: 'also' | 'not' | 'only'
}

/** Where the worlds are that this process shares with others. */
export interface Places extends ControlPlaces {
  /** Whether this process knows at this moment which namespaces there are. */
  isCurrent(): boolean
  /** Whether a namespace may be served here at this moment. */
  isHere(namespace: Namespace): boolean
  /** Has an exchange answered in the place where its namespace is; `again` looks anew where that is. */
  answerElsewhere(
    exchange: Exchange,
    listener: ListenerOptions,
    about: {
      readonly provider: Provider<HttpApp>
      readonly namespace: Namespace
      readonly again: () => void | Promise<void>
    },
  ): void | Promise<void>
  /** Has an exchange answered that nobody can place at present. */
  refuse(exchange: Exchange, provider: Provider<HttpApp>): void | Promise<void>
}

/** Has an exchange answered. */
export type Gateway = (exchange: Exchange, listener?: ListenerOptions) => void

/** Picks who answers a request: the emulator's own API, then by listener, by host name, and by path, or at `/` by what the request carries. */
export const createGateway = (
  apps: ProviderApps,
  namespaces: Registry,
  control: ControlApp,
  places: Places | null = null,
): Gateway => {
  const byName = new Map(apps.providers.map((provider) => [provider.name, provider]))
  const byHost = providerHosts(apps.providers)
  const claims = apps.providers
    .flatMap((provider) => provider.claims.map((prefix) => ({ prefix, provider })))
    .sort((a, b) => b.prefix.length - a.prefix.length)

  const ofAuthority = memoizeLast((authority: string) => byHost.of(hostOf(authority)))
  const ofPath = (path: string): Provider<HttpApp> | undefined =>
    claims.find(({ prefix }) => under(prefix, path))?.provider

  const atRoot = apps.providers.filter(({ recognises }) => recognises !== undefined)
  /** Whose request for `/` it is; its body is there. */
  const recognise = (exchange: Exchange): Provider<HttpApp> | undefined => {
    const parts = partsOf(exchange)
    return atRoot.find((provider) => provider.recognises!(parts)) ?? ofPath('/')
  }

  /** Whether a person opens the emulator in a browser: a page is wanted, and no provider knows who asks. */
  const isLookedAt = (exchange: Exchange): boolean => {
    const { method, query } = exchange
    if ((method !== 'GET' && method !== 'HEAD') || query !== '' || !exchange.header('accept')?.includes('text/html'))
      return false
    const parts = partsOf(exchange)
    return !apps.providers.some(({ credentials }) => credentials?.identify(parts) !== undefined)
  }

  const serve = (provider: Provider<HttpApp>, exchange: Exchange, listener: ListenerOptions): void | Promise<void> => {
    if (places !== null && !places.isCurrent()) return places.refuse(exchange, provider)
    let namespace: Namespace
    try {
      namespace = namespaceOf(namespaces, provider, exchange, listener.namespace)
    } catch (error) {
      if (error instanceof NamespaceError) return exchange.answer(refuseNamespace(error))
      throw error
    }
    if (places !== null && !places.isHere(namespace)) {
      const again = (): void | Promise<void> => serve(provider, exchange, listener)
      return places.answerElsewhere(exchange, listener, { provider, namespace, again })
    }
    const { world } = namespace
    if (world.isBehind) return serveLater(provider, exchange, world)
    const app = apps.of(provider)
    return app instanceof Promise ? app.then((built) => built.serve(exchange, world)) : app.serve(exchange, world)
  }

  /** Lets others through while what is due happens. */
  const serveLater = async (provider: Provider<HttpApp>, exchange: Exchange, world: World): Promise<void> => {
    try {
      await world.catchUpInSlices()
    } catch (error) {
      if (error instanceof EndlessError) return exchange.answer(problemJson(500, 'Endless', error.message))
      throw error
    }
    await (await apps.of(provider)).serve(exchange, world)
  }

  const route = (exchange: Exchange, listener: ListenerOptions): void | Promise<void> => {
    const path = rooted(exchange.path)
    if (under(CONTROL, path) && listener.control !== 'not')
      return exchange.answerBy((request) => control(request, listener.namespace))
    if (listener.control === 'only') return exchange.answer(notHere(path))
    const named = listener.provider === undefined ? ofAuthority(exchange.authority) : byName.get(listener.provider)
    if (named === undefined && path === '/' && listener.control !== 'not' && isLookedAt(exchange))
      return exchange.answerBy((request) => control(request, listener.namespace))
    const isRoot = named === undefined && path === '/' && atRoot.length > 0
    const provider = named ?? (isRoot ? undefined : ofPath(path))
    if (!provider && !isRoot) return exchange.answer(unclaimed(path, claims))
    return exchange.receive(() =>
      supervise(exchange, () => {
        const own = provider ?? recognise(exchange)
        return own ? serve(own, exchange, listener) : exchange.answer(unclaimed(path, claims))
      }),
    )
  }

  return (exchange, listener = {}) => supervise(exchange, () => route(exchange, listener))
}

/** Does work that answers an exchange. What it throws is told on stderr, and the client gets a bare 500. */
export const supervise = (exchange: Exchange, work: () => void | Promise<void>): void => {
  const crashed = (error: unknown): void => {
    console.error(error)
    if (exchange.answered) void exchange.abort({ kind: 'close' }, CRASHED)
    else exchange.answer(CRASHED)
  }
  try {
    work()?.catch(crashed)
  } catch (error) {
    crashed(error)
  }
}

const CRASH = 'Internal Server Error'
const CRASHED: WireAnswer = {
  status: 500,
  headers: ['Content-Type', 'text/plain;charset=UTF-8', 'Content-Length', String(CRASH.length), ...NOSNIFF],
  body: CRASH,
}

/** The answer to a request for a namespace that is not there. */
export const refuseNamespace = ({ reason, message }: NamespaceError): WireAnswer =>
  problemJson(reason === 'gone' ? 410 : 400, 'No such namespace', message)

const notHere = (path: string): WireAnswer =>
  problemJson(404, 'Not here', `This listener serves the control API under ${CONTROL} alone, not ${path}.`)

const under = (prefix: string, path: string): boolean =>
  path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')

/** A path whose repeated slashes at the start count as one. */
const rooted = (path: string): string => {
  let start = 0
  while (path[start + 1] === '/') start++
  return start === 0 ? path : path.slice(start)
}

const unclaimed = (path: string, claims: readonly { prefix: string; provider: Provider<HttpApp> }[]): WireAnswer => {
  const prefixes = Object.fromEntries(claims.map(({ prefix, provider }) => [prefix, provider.name]))
  return problemJson(404, 'No provider answers here', `No provider claims ${path}.`, {
    prefixes: { ...prefixes, [CONTROL]: 'the emulator itself' },
  })
}
