import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider, ProviderApp } from '../world/provider.ts'
import type { World } from '../world/world.ts'
import { memoizeLast } from '../core/memo.ts'
import { worldOf } from '../namespaces/find-world.ts'
import type { Env } from '../http/call.ts'
import { problemJson } from '../http/problem-json.ts'
import { type Received, receiveWeb } from '../http/exchange.ts'
import { GONE_CLIENT } from '../http/sending.ts'
import { NamespaceError, type Namespaces } from '../namespaces/namespaces.ts'

/** What a listener of its own is for. */
export interface ListenerOptions {
  /** It serves this provider alone. */
  readonly provider?: string
  /** Its requests belong to this namespace, unless their credential says otherwise. */
  readonly namespace?: string
  /** Whether the control API answers on it: also (default), not, or nothing else. */
  readonly control?: 'also' | 'not' | 'only'
}

/** The Node objects behind a request, its body once it was read, and the door it came in through, where it is a special one. */
export interface Origin {
  readonly incoming?: IncomingMessage
  readonly outgoing?: ServerResponse
  readonly received?: Received
  readonly listener?: ListenerOptions | undefined
}

type Answering = Response | Promise<Response>

export type Gateway = (request: Request, origin?: Origin) => Answering

export const CONTROL = '/_peertwin'

/** The providers' apps, each loaded and built once, on its first use. */
export class Apps {
  readonly providers: readonly Provider<Env>[]
  readonly #built = new Map<string, ProviderApp<Env>>()
  readonly #building = new Map<string, Promise<ProviderApp<Env>>>()

  constructor(providers: readonly Provider<Env>[]) {
    this.providers = providers
  }

  /** The app of a provider, at once when it has been used before. */
  of(provider: Provider<Env>): ProviderApp<Env> | Promise<ProviderApp<Env>> {
    return this.#built.get(provider.name) ?? this.#build(provider)
  }

  #build(provider: Provider<Env>): Promise<ProviderApp<Env>> {
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

/** Picks the app for a request: the emulator's own API, then by listener, by host name, and by path. */
export const createGateway = (apps: Apps, namespaces: Namespaces, control: Gateway): Gateway => {
  const byName = new Map(apps.providers.map((provider) => [provider.name, provider]))
  const byHost = new Map(
    apps.providers.flatMap((provider) =>
      [`${provider.name}.localhost`, ...provider.hosts].map((host) => [host, provider]),
    ),
  )
  const claims = apps.providers
    .flatMap((provider) => provider.claims.map((prefix) => ({ prefix, provider })))
    .sort((a, b) => b.prefix.length - a.prefix.length)

  const ofAuthority = memoizeLast((authority: string) => byHost.get(hostOf(authority)))
  const pick = (authority: string, path: string): Provider<Env> | undefined =>
    ofAuthority(authority) ?? claims.find(({ prefix }) => under(prefix, path))?.provider

  const serve = (provider: Provider<Env>, request: Request, origin: Origin, received: Received): Answering => {
    const { incoming, outgoing, listener: door } = origin
    let world: World
    try {
      world = worldOf(namespaces, provider, request, incoming, received, door?.namespace)
    } catch (error) {
      if (error instanceof NamespaceError) return refuseNamespace(error)
      throw error
    }
    const env: Env = incoming && outgoing ? { world, received, incoming, outgoing } : { world, received }
    const app = apps.of(provider)
    return app instanceof Promise ? app.then(({ fetch }) => fetch(request, env)) : app.fetch(request, env)
  }

  return (request, origin = {}) => {
    const { authority, path } = locate(request.url)
    const { listener: door, received } = origin
    if (under(CONTROL, path) && door?.control !== 'not') return control(request, origin)
    if (door?.control === 'only') return notHere(path)
    const provider = door?.provider === undefined ? pick(authority, path) : byName.get(door.provider)
    if (!provider) return unclaimed(path, claims)
    if (received) return serve(provider, request, origin, received)
    return receiveWeb(request, origin.incoming).then(
      (body) => serve(provider, request, origin, body),
      () => GONE_CLIENT,
    )
  }
}

const refuseNamespace = ({ reason, message }: NamespaceError): Response =>
  problemJson(reason === 'gone' ? 410 : 400, 'No such namespace', message)

const notHere = (path: string): Response =>
  problemJson(404, 'Not here', `This listener serves the control API under ${CONTROL} alone, not ${path}.`)

const under = (prefix: string, path: string): boolean =>
  path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')

/** The host name in an authority, without its port. */
const hostOf = (authority: string): string => authority.replace(/:\d*$/, '').toLowerCase()

/** Authority and path of an absolute URL; repeated slashes at the start of the path count as one. */
const locate = (url: string): { authority: string; path: string } => {
  const start = url.indexOf('//') + 2
  let pathStart = url.indexOf('/', start)
  if (pathStart < 0) pathStart = url.length
  const authority = url.slice(start, pathStart)
  while (url[pathStart + 1] === '/') pathStart++
  const query = url.indexOf('?', pathStart)
  return { authority, path: url.slice(pathStart, query < 0 ? undefined : query) }
}

const unclaimed = (path: string, claims: readonly { prefix: string; provider: Provider<Env> }[]): Response => {
  const prefixes = Object.fromEntries(claims.map(({ prefix, provider }) => [prefix, provider.name]))
  return problemJson(404, 'No provider answers here', `No provider claims ${path}.`, {
    prefixes: { ...prefixes, [CONTROL]: 'the emulator itself' },
  })
}
