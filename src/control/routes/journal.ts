import { schema } from '../../core/schema.ts'
import { WARNINGS } from '../client-warnings.ts'
import { explain, unmatched } from '../explain.ts'
import { findRequests, requestView } from '../journal.ts'
import { invalid } from '../refusal.ts'
import { type Route, route } from '../route.ts'
import { FindRequests, ListRequests } from '../schemas.ts'

const Headers = schema((z) => z.array(z.array(z.string()).length(2).describe('name and value')))
const Request = schema((z) =>
  z.strictObject({
    n: z.int(),
    at: z.string(),
    provider: z.string(),
    op: z.string().nullable(),
    credential: z.string().nullable(),
    request: z.strictObject({
      method: z.string(),
      target: z.string(),
      headers: Headers(),
      body: z.string().nullable(),
    }),
    response: z.strictObject({ status: z.int(), headers: Headers(), body: z.string() }),
    took_ms: z.number(),
    rule: z.strictObject({ kind: z.enum(['fault', 'problem', 'defect', 'scenario']), name: z.string() }).nullable(),
    scenario: z.string().nullable().describe('name, version and seed of what was active'),
    fault: z
      .strictObject({
        faults: z.array(z.string()),
        effect: z.string(),
        stage: z.enum(['before', 'after']),
        raw: z.boolean(),
        lost: z.int().optional(),
      })
      .nullable(),
    transitions: z.array(
      z.strictObject({ at: z.string(), type: z.string(), id: z.string(), from: z.string().nullable(), to: z.string() }),
    ),
    warnings: z.array(z.strictObject({ kind: z.enum(WARNINGS), detail: z.string() })),
    error: z.string().nullable(),
  }),
)
const Requests = schema((z) =>
  z.strictObject({ seen: z.int().describe('requests so far, forgotten ones included'), requests: z.array(Request()) }),
)
const Unmatched = schema((z) =>
  z.strictObject({ requests: z.array(Request().extend({ near_misses: z.array(z.string()) })) }),
)
const Count = schema((z) => z.strictObject({ count: z.int() }))
const Explanation = schema((z) =>
  z.strictObject({
    request: Request(),
    handled_by: z
      .strictObject({
        op: z.string(),
        route: z.string().nullable(),
        coverage: z.strictObject({ status: z.string(), rank: z.string(), note: z.string().nullable() }).nullable(),
      })
      .nullable(),
    answered_by: z.strictObject({
      kind: z.enum(['operation', 'fault', 'problem', 'defect', 'scenario']),
      name: z.string().nullable(),
      message: z.string().nullable(),
      detail: z.unknown(),
      raised_in: z.array(z.string()).describe('functions, innermost first'),
    }),
    facts: z.array(z.strictObject({ says: z.string(), evidence: z.enum(['documented', 'observed', 'inferred']) })),
    changes: z.array(
      z.strictObject({
        type: z.string(),
        id: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        changed: z.array(z.string()),
      }),
    ),
    near_misses: z.array(z.string()),
  }),
)

export const journalRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/requests',
    about: 'The newest requests, oldest first, with every secret masked.',
    scope: 'namespace',
    query: ListRequests,
    answer: Requests,
    run: ({ world, house, query }) => ({
      seen: world.journal.seen,
      requests: findRequests(world, house.apps.providers, query).map(requestView),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/requests',
    about: 'Forgets all requests; their numbers go on.',
    scope: 'namespace',
    status: 204,
    run: ({ world }) => world.journal.clear(),
  }),
  route({
    method: 'POST',
    path: '/requests/find',
    about: 'The requests that are like this.',
    scope: 'namespace',
    body: FindRequests,
    answer: Requests,
    run: ({ world, house, body }) => ({
      seen: world.journal.seen,
      requests: findRequests(world, house.apps.providers, body).map(requestView),
    }),
  }),
  route({
    method: 'POST',
    path: '/requests/count',
    about: 'How many requests are like this.',
    scope: 'namespace',
    body: FindRequests,
    answer: Count,
    run: ({ world, house, body }) => ({
      count: findRequests(world, house.apps.providers, { ...body, limit: Infinity }).length,
    }),
  }),
  route({
    method: 'GET',
    path: '/requests/unmatched',
    about: 'Requests that no operation answered, with the operations that come closest.',
    scope: 'namespace',
    answer: Unmatched,
    run: async ({ world, house }) => ({ requests: await unmatched(world, house.apps) }),
  }),
  route({
    method: 'GET',
    path: '/requests/:n/explain',
    params: { n: { type: 'integer', minimum: 1 } },
    about: 'Why a request was answered as it was, and what it changed.',
    scope: 'namespace',
    answer: Explanation,
    refusals: [404],
    run({ world, house, params }) {
      const n = Number(params['n'])
      if (!Number.isInteger(n)) throw invalid(`'${params['n']}' is no number of a request.`)
      return explain(world, house.apps, n)
    },
  }),
]
