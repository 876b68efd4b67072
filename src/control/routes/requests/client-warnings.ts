import { headerIn } from '../../../core/lists.ts'
import type { Millis } from '../../../core/clock.ts'
import { type JournalEntry, type Unread, bodyText } from '../../../world/request-journal.ts'
import type { Provider } from '../../../world/provider.ts'
import { formFields, queryFields, treeOf } from '../../../http/fields.ts'
import { unknownKeys } from './unknown-keys.ts'

export const WARNINGS = [
  'unknown_field',
  'unknown_parameter',
  'missing_header',
  'deprecated',
  'limit_used_up',
  'retry_after_ignored',
] as const

/** Something about a request that the provider let pass and its client should not rely on. */
export interface Warning {
  readonly kind: (typeof WARNINGS)[number]
  readonly detail: string
}

interface Wait {
  readonly n: number
  readonly at: Millis
  readonly started: Millis
  readonly ms: Millis
}

/** What clients do that providers let pass. Entries must come in their order. */
export class ClientWarnings {
  readonly #providers: ReadonlyMap<string, Pick<Provider, 'endpoints' | 'recommends'>>
  readonly #waits = new Map<string, Wait>()

  constructor(providers: readonly Pick<Provider, 'name' | 'endpoints' | 'recommends'>[]) {
    this.#providers = new Map(providers.map((provider) => [provider.name, provider]))
  }

  /** What is to be said about a request. */
  check(entry: JournalEntry): Warning[] {
    const warnings: Warning[] = []
    const warn = (kind: Warning['kind'], detail: string): void => void warnings.push({ kind, detail })
    const provider = this.#providers.get(entry.provider)

    if (entry.status < 400 && entry.refused === undefined) {
      const { fields, parameters } = unreadOf(entry)
      for (const path of fields) warn('unknown_field', `${entry.op} does not know the member ${path}.`)
      for (const name of parameters) warn('unknown_parameter', `${entry.op} does not look at the parameter ${name}.`)
    }
    const sent = namesOf(entry.requestHeaders)
    if (!sent.has('user-agent')) warn('missing_header', 'No User-Agent says which client this is.')
    if (entry.requestBody?.length && !sent.has('content-type'))
      warn('missing_header', 'No Content-Type says what the body is.')
    for (const name of provider?.recommends ?? [])
      if (!sent.has(name)) warn('missing_header', `${entry.provider} asks for the header ${name}.`)

    const deprecated = entry.op === null ? undefined : provider?.endpoints[entry.op]?.deprecated
    if (deprecated !== undefined) warn('deprecated', `${entry.op} is deprecated: ${deprecated}`)
    if (entry.exhausted) warn('limit_used_up', 'Nothing is left of a documented rate limit.')
    this.#checkWait(entry, warn)
    return warnings
  }

  // a client may wait on its own clock, or have the emulated one moved in place of waiting
  #checkWait(entry: JournalEntry, warn: (kind: Warning['kind'], detail: string) => void): void {
    const who = `${entry.provider} ${entry.credential}`
    const wait = this.#waits.get(who)
    if (wait) {
      const waited = Math.max(entry.at - wait.at, entry.started - wait.started)
      if (waited < wait.ms)
        warn(
          'retry_after_ignored',
          `Request ${wait.n} was told to wait ${wait.ms / 1000} s; this came after ${waited} ms.`,
        )
      this.#waits.delete(who)
    }
    const ms = waitOf(headerIn(entry.responseHeaders, 'retry-after') ?? '', entry.at)
    if (ms > 0) this.#waits.set(who, { n: entry.n, at: entry.at, started: entry.started, ms })
  }
}

/** How long a `Retry-After` asks to wait: seconds or a date (RFC 9110, section 10.2.3); 0 for what is neither. */
const waitOf = (text: string, now: Millis): Millis => {
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? 0 : date - now
}

const namesOf = (headers: readonly string[]): Set<string> =>
  new Set(headers.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()))

/** What a request sent that its operation does not look at. */
export const unreadOf = (entry: JournalEntry): Unread =>
  entry.unread ?? { fields: fieldsOf(entry), parameters: parametersOf(entry) }

/** Members of the body that the schema of the operation does not know. */
const fieldsOf = ({ shape, asked, requestHeaders, requestBody }: JournalEntry): string[] =>
  shape && asked && requestBody ? unknownKeys(valueOf(bodyText(requestBody), requestHeaders), shape()) : []

// some services read JSON whatever the content type says
const valueOf = (body: string, headers: readonly string[]): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return treeOf(formFields(headerIn(headers, 'content-type') ?? '', () => body))
  }
}

/** Parameters of the query that the operation did not look at, or that its schema does not know where it looked at all. */
const parametersOf = ({ op, target, asked, shape }: JournalEntry): string[] => {
  const query = target.indexOf('?')
  if (op === null || query < 0) return []
  if (!asked) return shape ? unknownKeys(treeOf(queryFields(target.slice(query))), shape()) : []
  const names = new Set(new URLSearchParams(target.slice(query + 1)).keys())
  return [...names].filter((name) => !asked.includes(name))
}
