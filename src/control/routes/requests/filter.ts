import { METHODS } from 'node:http'
import { nearest } from '../../../core/nearest.ts'
import type { Provider } from '../../../world/provider.ts'
import type { JournalEntry } from '../../../world/request-journal.ts'
import { invalid } from '../../refusal.ts'

/** What the journal calls requests that the proxy refused. */
const PROXY = 'proxy'

/** What of a filter names things that there may not be. */
interface NamedParts {
  readonly provider?: string | undefined
  readonly method?: string | undefined
}

/**
 * A filter with its method as it is sent. Throws a Refusal for a provider or method that there is not, because such a filter
 * finds nothing whatever happened.
 */
export const checkedFilter = <F extends NamedParts>(filter: F, providers: readonly Provider[]): F => {
  const { provider, method } = filter
  const served = [...providers.map(({ name }) => name), PROXY]
  if (provider !== undefined && !served.includes(provider))
    throw invalid(`provider: no provider '${provider}' is served${nearest(provider, served)}`)
  if (method === undefined) return filter
  if (!METHODS.includes(method.toUpperCase()))
    throw invalid(`method: there is no method '${method}'${nearest(method, METHODS)}`)
  return { ...filter, method: method.toUpperCase() }
}

/** Whether a request is of the operation, which may be named with its provider or without. Throws a Refusal for none. */
export const operationTest = (op: string | undefined, providers: readonly Provider[]) => {
  if (op === undefined) return () => true
  const known = providers.flatMap(({ name, endpoints }) => Object.keys(endpoints).map((one) => [name, one] as const))
  const fitting = known.filter(([name, one]) => one === op || `${name}/${one}` === op).map(([name]) => name)
  if (fitting.length === 0) {
    const names = op.includes('/') ? known.map((pair) => pair.join('/')) : [...new Set(known.map(([, one]) => one))]
    throw invalid(`op: there is no operation '${op}'${nearest(op, names)}`)
  }
  const own = op.slice(op.indexOf('/') + 1)
  return (entry: Pick<JournalEntry, 'provider' | 'op'>): boolean =>
    (entry.op === own || entry.op === op) && fitting.includes(entry.provider)
}
