import { bodyText } from '../world/request-journal.ts'
import type { Parts, Provider } from '../world/provider.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Namespace } from './namespace.ts'
import type { Registry } from './registry.ts'

/** Names the namespace of a request that neither its credential nor its listener gives away. */
export const NAMESPACE_HEADER = 'x-peertwin-namespace'

/**
 * The namespace of a request: by its credential, else by the listener it came in on, else by its header, else `default`.
 * Throws a NamespaceError when what it names is not there.
 */
export const namespaceOf = (
  namespaces: Registry,
  provider: Provider,
  exchange: Exchange,
  listener: string | undefined,
): Namespace => {
  const name = listener ?? exchange.header(NAMESPACE_HEADER)
  if (namespaces.hasCredentials(provider)) {
    const owner = namespaces.byCredential(provider, partsOf(exchange))
    if (owner) return owner
  }
  return name === undefined ? namespaces.default : namespaces.named(name)
}

/** The parts of an exchange in which a credential can be. */
export const partsOf = (exchange: Exchange): Parts => ({
  method: exchange.method,
  target: exchange.target,
  header: (name) => exchange.header(name),
  body: () => bodyText(exchange.body),
})
