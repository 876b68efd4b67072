import { Failure } from '../../../core/problem.ts'
import { schema } from '../../../core/schema.ts'
import type { Masking } from '../../../http/masking.ts'
import { type Endpoint, type Fact, type Provider, coverageOf } from '../../../world/provider.ts'
import type { JournalEntry } from '../../../world/request-journal.ts'
import type { Row } from '../../../world/table.ts'
import type { World } from '../../../world/world.ts'
import { invalid, notFound } from '../../refusal.ts'
import { type Route, route } from '../../route.ts'
import { annotate } from './annotate.ts'
import { nearMisses } from './unmatched.ts'
import { RULES, RequestAnswer, requestView, ruleOf } from './view.ts'

export const Explanation = schema((z) =>
  z.strictObject({
    request: RequestAnswer(),
    handled_by: z
      .strictObject({
        op: z.string(),
        route: z.string().nullable(),
        coverage: z.strictObject({ status: z.string(), rank: z.string(), note: z.string().nullable() }).nullable(),
      })
      .nullable(),
    answered_by: z.strictObject({
      kind: z.enum(['operation', ...RULES]),
      name: z.string().nullable(),
      message: z.string().nullable(),
      detail: z.unknown(),
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

/** Why a request was answered as it was: route, rule, the documented facts behind it, and what it changed. */
const explain = async (world: World, providers: readonly Provider[], n: number) => {
  const annotated = annotate(world, providers).find(({ entry }) => entry.n === n)
  if (!annotated) throw notFound(`The journal has no request ${n}; it keeps the newest ${world.journal.size}.`)
  const { entry, masking } = annotated
  const provider = providers.find(({ name }) => name === entry.provider)
  const endpoint = entry.op === null ? undefined : provider?.endpoints[entry.op]
  return {
    request: requestView(annotated),
    handled_by:
      entry.op === null
        ? null
        : {
            op: entry.op,
            route: endpoint ? routeOf(endpoint) : null,
            coverage: endpoint ? { note: null, ...coverageOf(endpoint), rank: endpoint.rank } : null,
          },
    answered_by: ruleView(entry, masking),
    facts: factsFor(entry, (await provider?.facts?.()) ?? []),
    changes: changesOf(world, n, masking),
    near_misses: entry.op === null ? nearMisses(entry, providers) : [],
  }
}

const routeOf = ({ method, path }: Endpoint): string => `${method} ${path}`

const ruleView = (entry: JournalEntry, masking: Masking) => {
  const { refused } = entry
  return {
    ...(ruleOf(entry) ?? { kind: 'operation', name: entry.op }),
    message: refused instanceof Error ? refused.message : null,
    detail: refused instanceof Failure ? masked(refused.detail, masking) : null,
  }
}

const factsFor = (entry: JournalEntry, facts: readonly Fact[]) => {
  const { op, status } = entry
  const names = [entry.problem, ruleOf(entry)?.name]
  return facts
    .filter(
      (fact) =>
        (fact.ops === undefined || (op !== null && fact.ops.includes(op))) &&
        (fact.status === undefined ? fact.problem !== undefined || status < 400 : fact.status === status) &&
        (fact.problem === undefined || names.includes(fact.problem)),
    )
    .map(({ says, evidence }) => ({ says, evidence }))
}

/** The rows that a request changed, before and after, and the fields in which they differ. */
const changesOf = (world: World, n: number, masking: Masking) =>
  [...world.commits.changes]
    .filter(({ cause }) => cause === n)
    .map(({ type, id, before, after }) => ({
      type,
      id,
      before: before ? masked(before, masking) : null,
      after: after ? masked(after, masking) : null,
      changed: before && after ? differing(before, after) : [],
    }))

const differing = (before: Row, after: Row): string[] => {
  const [a, b] = [before, after] as unknown as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key])
}

const masked = (value: object, masking: Masking): unknown => JSON.parse(masking.json(JSON.stringify(value)))

export const explainRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/requests/:n/explain',
    params: { n: { type: 'integer', minimum: 1 } },
    about: 'Why a request was answered as it was, and what it changed.',
    scope: 'namespace',
    answer: Explanation,
    refusals: [404],
    run({ world, context, params }) {
      const n = Number(params['n'])
      if (!Number.isInteger(n)) throw invalid(`'${params['n']}' is no number of a request.`)
      return explain(world, context.providers, n)
    },
  }),
]
