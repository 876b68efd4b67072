import { iso } from '../core/clock.ts'
import type { Entry } from '../core/journal.ts'
import { stackOf } from '../core/problem.ts'
import type { World } from '../core/world.ts'
import { maskBody, maskHeader, maskTarget } from '../http/mask.ts'

const BODY_SHOWN = 64 * 1024
const utf8 = new TextDecoder()

const headersView = (headers: readonly string[]): [string, string][] => {
  const list: [string, string][] = []
  for (let i = 0; i < headers.length; i += 2) list.push([headers[i]!, maskHeader(headers[i]!, headers[i + 1]!)])
  return list
}

const cut = (text: string): string => (text.length > BODY_SHOWN ? `${text.slice(0, BODY_SHOWN)}…` : text)

/** A journal entry for people and programs, with every secret masked. */
export const requestView = (entry: Entry) => ({
  n: entry.n,
  at: iso(entry.at),
  provider: entry.provider,
  op: entry.op,
  credential: entry.credential,
  request: {
    method: entry.method,
    target: maskTarget(entry.target),
    headers: headersView(entry.requestHeaders),
    body: entry.requestBody === null ? null : cut(maskBody(utf8.decode(entry.requestBody))),
  },
  response: {
    status: entry.status,
    headers: headersView(entry.responseHeaders),
    body: cut(maskBody(entry.responseBody)),
  },
  took_ms: Math.round(entry.took * 1000) / 1000,
  error: entry.error === undefined ? null : stackOf(entry.error),
})

interface Filter {
  readonly provider?: string | undefined
  readonly op?: string | undefined
  readonly method?: string | undefined
  readonly status?: number | undefined
  readonly after: number
  readonly limit: number
}

/** The newest requests that fit, oldest first. */
export const listRequests = (world: World, filter: Filter) => {
  const fits = (entry: Entry): boolean =>
    entry.n > filter.after &&
    (filter.provider === undefined || entry.provider === filter.provider) &&
    (filter.op === undefined || entry.op === filter.op) &&
    (filter.method === undefined || entry.method === filter.method) &&
    (filter.status === undefined || entry.status === filter.status)
  const found = [...world.journal.entries()].filter(fits).slice(-filter.limit)
  return { seen: world.journal.seen, requests: found.map(requestView) }
}
