import type { IncomingMessage } from 'node:http'
import { bodyText } from '../world/request-journal.ts'
import type { Parts, Provider } from '../world/provider.ts'
import type { World } from '../world/world.ts'
import type { Env } from '../http/call.ts'
import { type Received, headerOf, targetIn } from '../http/exchange.ts'
import type { Namespaces } from './namespaces.ts'

/** Names the namespace of a request that neither its credential nor its listener gives away. */
export const NAMESPACE_HEADER = 'x-peertwin-namespace'

/**
 * The world of a request: by its credential, else by the listener it came in on, else by its header, else `default`.
 * Throws a NamespaceError when what it names is not there.
 */
export const worldOf = (
  namespaces: Namespaces,
  provider: Provider<Env>,
  request: Request,
  incoming: IncomingMessage | undefined,
  received: Received,
  listener: string | undefined,
): World => {
  const header = incoming ? incoming.headers[NAMESPACE_HEADER] : request.headers.get(NAMESPACE_HEADER)
  const name = listener ?? (typeof header === 'string' ? header : undefined)
  if (namespaces.hasCredentials(provider)) {
    const owner = namespaces.byCredential(provider, partsOf(request, incoming, received))
    if (owner) return owner.world
  }
  return name === undefined ? namespaces.default.world : namespaces.named(name).world
}

const partsOf = (request: Request, incoming: IncomingMessage | undefined, received: Received): Parts => {
  const body = (): string => bodyText(received.body)
  if (!incoming) {
    const { url, method, headers } = request
    return {
      method,
      target: targetIn(url),
      header: (name) => headers.get(name) ?? undefined,
      body,
    }
  }
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    header: (name) => headerOf(incoming, name),
    body,
  }
}
