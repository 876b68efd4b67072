import { bodyText } from '../world/request-journal.ts'
import type { Parts, Provider } from '../world/provider.ts'
import type { World } from '../world/world.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Namespaces } from './namespaces.ts'

/** Names the namespace of a request that neither its credential nor its listener gives away. */
export const NAMESPACE_HEADER = 'x-peertwin-namespace'

/**
 * The world of a request: by its credential, else by the listener it came in on, else by its header, else `default`.
 * Throws a NamespaceError when what it names is not there.
 */
export const worldOf = (
  namespaces: Namespaces,
  provider: Provider,
  exchange: Exchange,
  listener: string | undefined,
): World => {
  const name = listener ?? exchange.header(NAMESPACE_HEADER)
  if (namespaces.hasCredentials(provider)) {
    const owner = namespaces.byCredential(provider, partsOf(exchange))
    if (owner) return owner.world
  }
  return name === undefined ? namespaces.default.world : namespaces.named(name).world
}

/** The parts of an exchange in which a credential can be. */
export const partsOf = (exchange: Exchange): Parts => ({
  method: exchange.method,
  target: exchange.target,
  header: (name) => exchange.header(name),
  body: () => bodyText(exchange.body),
})
