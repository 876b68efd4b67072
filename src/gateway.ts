import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider, ProviderApp } from './core/provider.ts'
import type { Env } from './http/call.ts'
import { problemJson } from './http/problem-json.ts'
import type { Worlds } from './worlds.ts'

/** The Node objects behind a request, and the provider of the listener it came in on, where there is one. */
export interface Origin {
  readonly incoming?: IncomingMessage
  readonly outgoing?: ServerResponse
  readonly listener?: string
}

export type Gateway = (request: Request, origin?: Origin) => Response | Promise<Response>

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
export const createGateway = (apps: Apps, worlds: Worlds, control: Gateway): Gateway => {
  const byName = new Map(apps.providers.map((provider) => [provider.name, provider]))
  const byHost = new Map(
    apps.providers.flatMap((provider) =>
      [`${provider.name}.localhost`, ...provider.hosts].map((host) => [host, provider]),
    ),
  )
  const claims = apps.providers
    .flatMap((provider) => provider.claims.map((prefix) => ({ prefix, provider })))
    .sort((a, b) => b.prefix.length - a.prefix.length)

  const pick = (host: string, path: string): Provider<Env> | undefined =>
    byHost.get(host) ?? claims.find(({ prefix }) => under(prefix, path))?.provider

  return (request, origin = {}) => {
    const { host, path } = locate(request.url)
    if (under(CONTROL, path)) return control(request, origin)
    const provider = origin.listener === undefined ? pick(host, path) : byName.get(origin.listener)
    if (!provider) return unclaimed(path, claims)
    const { incoming, outgoing } = origin
    const env: Env = incoming && outgoing ? { world: worlds.default, incoming, outgoing } : { world: worlds.default }
    const app = apps.of(provider)
    return app instanceof Promise ? app.then(({ fetch }) => fetch(request, env)) : app.fetch(request, env)
  }
}

const under = (prefix: string, path: string): boolean =>
  path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')

/** Host name without port, and path, of an absolute URL; repeated slashes at the start of the path count as one. */
const locate = (url: string): { host: string; path: string } => {
  const hostStart = url.indexOf('//') + 2
  let pathStart = url.indexOf('/', hostStart)
  if (pathStart < 0) pathStart = url.length
  const hostEnd = url.lastIndexOf(':', pathStart)
  const host = url
    .slice(hostStart, hostEnd > hostStart && url[pathStart - 1] !== ']' ? hostEnd : pathStart)
    .toLowerCase()
  while (url[pathStart + 1] === '/') pathStart++
  const query = url.indexOf('?', pathStart)
  return { host, path: url.slice(pathStart, query < 0 ? undefined : query) }
}

const unclaimed = (path: string, claims: readonly { prefix: string; provider: Provider<Env> }[]): Response => {
  const prefixes = Object.fromEntries(claims.map(({ prefix, provider }) => [prefix, provider.name]))
  return problemJson(404, 'No provider answers here', `No provider claims ${path}.`, {
    prefixes: { ...prefixes, [CONTROL]: 'the emulator itself' },
  })
}
