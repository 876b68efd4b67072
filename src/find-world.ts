import type { IncomingMessage } from 'node:http'
import type { Parts, Provider } from './core/provider.ts'
import type { World } from './core/world.ts'
import type { Env } from './http/call.ts'
import type { Received } from './http/receive.ts'
import type { Worlds } from './worlds.ts'

/** Names the namespace of a request that neither its credential nor its listener gives away. */
export const NAMESPACE_HEADER = 'x-peertwin-namespace'

const utf8 = new TextDecoder()

/**
 * The world of a request: by its credential, else by the listener it came in on, else by its header, else `default`.
 * Throws a NamespaceError when what it names is not there.
 */
export const findWorld = (
  worlds: Worlds,
  provider: Provider<Env>,
  request: Request,
  incoming: IncomingMessage | undefined,
  received: Received,
  listener: string | undefined,
): World => {
  const header = incoming ? incoming.headers[NAMESPACE_HEADER] : request.headers.get(NAMESPACE_HEADER)
  const name = listener ?? (typeof header === 'string' ? header : undefined)
  if (worlds.hasCredentials(provider)) {
    const owner = worlds.byCredential(provider, partsOf(request, incoming, received))
    if (owner) return owner.world
  }
  return name === undefined ? worlds.default : worlds.named(name).world
}

const partsOf = (request: Request, incoming: IncomingMessage | undefined, received: Received): Parts => {
  const body = (): string => (received.body ? utf8.decode(received.body) : '')
  if (!incoming) {
    const { url, method, headers } = request
    return {
      method,
      target: url.slice(url.indexOf('/', url.indexOf('//') + 2)),
      header: (name) => headers.get(name) ?? undefined,
      body,
    }
  }
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    header(name) {
      const value = incoming.headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
    body,
  }
}
