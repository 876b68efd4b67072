import { iso } from '../../core/clock.ts'
import { nearest } from '../../core/nearest.ts'
import type { Transition } from '../../world/commits.ts'
import type { JournalEntry } from '../../world/request-journal.ts'
import type { Provider } from '../../world/provider.ts'
import { schema } from '../../core/schema.ts'
import { EVENT_TYPES, type Render } from '../../namespaces/namespace-events.ts'
import { Masking } from '../../http/masking.ts'
import { ClientWarnings } from './requests/client-warnings.ts'
import { ruleOf } from './requests/view.ts'
import { invalid } from '../refusal.ts'
import { type Route, route } from '../route.ts'

const WatchEvents = schema((z) =>
  z.strictObject({
    types: z.string().optional().describe('kinds of events, separated by commas (default: all)'),
    last_event_id: z.coerce.number().int().min(0).optional().describe('as the header Last-Event-ID'),
  }),
)
const Stream = schema((z) => z.string())

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/events',
    about: `Server-sent events: ${EVENT_TYPES.join(', ')}. Resumes with Last-Event-ID; \`gap\` tells how many were missed.`,
    scope: 'namespace',
    query: WatchEvents,
    answer: Stream,
    contentType: 'text/event-stream',
    run({ namespace, context, query, request }) {
      const types = readTypes(query.types)
      const last = query.last_event_id ?? Number(request.headers.get('last-event-id') ?? Number.NaN)
      const stream = namespace.events.stream(
        renderer(context.providers),
        types,
        Number.isInteger(last) && last >= 0 ? last : undefined,
      )
      return new Response(stream, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      })
    },
  }),
]

const readTypes = (text: string | undefined): ReadonlySet<string> | undefined => {
  if (text === undefined) return undefined
  const types = text.split(',').filter((type) => type !== '')
  for (const type of types)
    if (!EVENT_TYPES.some((known) => known === type))
      throw invalid(`There is no event '${type}'${nearest(type, EVENT_TYPES)}`)
  return new Set(types)
}

const renderer = (providers: readonly Provider[]): Render => {
  const warnings = new ClientWarnings(providers)
  const masking = new Masking(providers)
  return ({ type, data }) => {
    if (type === 'request')
      return JSON.stringify({
        ...entryView(data as JournalEntry, masking),
        warnings: warnings.check(data as JournalEntry),
      })
    if (type === 'limit' || type === 'fault') return JSON.stringify(entryView(data as JournalEntry, masking))
    if (type === 'transition') {
      const { at, ...move } = data as Transition
      return JSON.stringify({ at: iso(at), ...move })
    }
    if (type === 'clock') return JSON.stringify({ ...data, now: iso((data as { now: number }).now) })
    return JSON.stringify(data)
  }
}

const entryView = (entry: JournalEntry, masking: Masking) => ({
  n: entry.n,
  at: iso(entry.at),
  provider: entry.provider,
  op: entry.op,
  method: entry.method,
  target: masking.target(entry.target),
  status: entry.status,
  credential: entry.credential,
  took_ms: entry.took / 1000,
  rule: ruleOf(entry),
})
