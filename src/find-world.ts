import type { IncomingMessage } from 'node:http'
import type { Parts, Provider } from './core/provider.ts'
import type { World } from './core/world.ts'
import type { Env, Received } from './http/call.ts'
import { receiveBody } from './http/receive.ts'
import type { Worlds } from './worlds.ts'

/** Names the namespace of a request that neither its credential nor its listener gives away. */
export const NAMESPACE_HEADER = 'x-peertwin-namespace'

/** The world of a request, and its body where that had to be read to find it. */
export interface Found {
  readonly world: World
  readonly received: Received
}

const utf8 = new TextDecoder()

/**
 * The world of a request: by its credential, else by the listener it came in on, else by its header, else `default`.
 * Throws, or rejects with, a NamespaceError when what it names is not there.
 */
export const findWorld = (
  worlds: Worlds,
  provider: Provider<Env>,
  request: Request,
  incoming: IncomingMessage | undefined,
  listener: string | undefined,
): World | Promise<Found> => {
  const header = incoming ? incoming.headers[NAMESPACE_HEADER] : request.headers.get(NAMESPACE_HEADER)
  const name = listener ?? (typeof header === 'string' ? header : undefined)
  const otherwise = (): World => (name === undefined ? worlds.default : worlds.named(name).world)
  if (!worlds.hasCredentials(provider)) return otherwise()

  const parts = partsOf(request, incoming)
  if (provider.credentials?.inBody?.(parts) !== true) return worlds.byCredential(provider, parts)?.world ?? otherwise()
  return receiveBody(request, incoming).then((received) => {
    const body = received.body === null ? undefined : utf8.decode(received.body)
    return { world: worlds.byCredential(provider, { ...parts, body })?.world ?? otherwise(), received }
  })
}

const partsOf = (request: Request, incoming: IncomingMessage | undefined): Parts => {
  if (!incoming) {
    const { url, method, headers } = request
    return {
      method,
      target: url.slice(url.indexOf('/', url.indexOf('//') + 2)),
      header: (name) => headers.get(name) ?? undefined,
    }
  }
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    header(name) {
      const value = incoming.headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
  }
}
