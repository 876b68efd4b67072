import type { z as Zod } from 'zod'
import { globTest } from '../../../scenario/document/glob.ts'
import { type Infer, schema } from '../../../core/schema.ts'
import type { Provider } from '../../../world/provider.ts'
import { bodyText } from '../../../world/request-journal.ts'
import type { World } from '../../../world/world.ts'
import { type Route, route } from '../../route.ts'
import { type AnnotatedEntry, annotate } from './annotate.ts'
import { WARNINGS } from './client-warnings.ts'
import { checkedFilter, operationTest } from './filter.ts'
import { RequestAnswer, requestView } from './view.ts'

const common = (z: typeof Zod) => ({
  provider: z.string().optional(),
  op: z.string().optional().describe('with or without its provider: `vpcs.list`, `provider/vpcs.list`'),
  method: z.string().optional(),
})
const AFTER = 'the first requests behind this number, in place of the newest'
const ListRequests = schema((z) =>
  z.strictObject({
    ...common(z),
    status: z.coerce.number().int().optional(),
    after: z.coerce.number().int().min(0).optional().describe(AFTER),
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  }),
)
/** What requests must be like; all that is given must fit. */
export const RequestFilter = schema((z) =>
  z.strictObject({
    ...common(z),
    status: z
      .union([z.int(), z.string().regex(/^[1-5]xx$/, 'expected a status such as 404, or a class such as 4xx')])
      .optional()
      .describe('a status, or a class of them such as 4xx'),
    credential: z.string().optional().describe('as the journal shows it'),
    target: z.string().max(16_384).optional().describe('path and query; * stands for anything'),
    body: z.string().optional().describe('text that the body contains'),
    warning: z.enum(WARNINGS).optional().describe('kind of a warning that the request got'),
    after: z.int().min(0).optional().describe(AFTER),
    limit: z.int().min(1).max(10_000).default(1_000),
  }),
)
const RequestList = schema((z) =>
  z.strictObject({
    seen: z.int().describe('requests so far, forgotten ones included'),
    requests: z.array(RequestAnswer()),
    next: z.int().nullable().describe('`after` of the next page; null when this is the last'),
  }),
)
const Count = schema((z) =>
  z.strictObject({
    count: z.int(),
    unknown: z.int().describe('requests that the journal has forgotten, and that may have been like this'),
  }),
)

/** All requests that fit, oldest first. */
const findRequests = (
  world: World,
  providers: readonly Provider[],
  filter: Omit<Infer<typeof RequestFilter>, 'limit'>,
): AnnotatedEntry[] => {
  const {
    provider,
    op,
    method,
    status,
    credential,
    target,
    body,
    warning,
    after = 0,
  } = checkedFilter(filter, providers)
  const path = target === undefined ? undefined : globTest(target, '*')
  const isOp = operationTest(op, providers)
  return annotate(world, providers).filter(
    ({ entry, warnings }) =>
      entry.n > after &&
      (provider === undefined || entry.provider === provider) &&
      isOp(entry) &&
      (method === undefined || entry.method === method) &&
      (status === undefined || fits(entry.status, status)) &&
      (credential === undefined || entry.credential === credential) &&
      (path === undefined || path(entry.target)) &&
      (body === undefined || (entry.requestBody !== null && bodyText(entry.requestBody).includes(body))) &&
      (warning === undefined || warnings.some(({ kind }) => kind === warning)),
  )
}

/** How many requests fit, the forgotten ones included, of which operation and status are known. */
const countRequests = (world: World, providers: readonly Provider[], filter: Infer<typeof RequestFilter>) => {
  const { provider, op, status, method, credential, target, body, warning, after = 0 } = filter
  const remembered = findRequests(world, providers, filter).length
  const isOp = operationTest(op, providers)
  let [count, unknown] = [remembered, 0]
  const closer = [method, credential, target, body, warning].some((one) => one !== undefined) || after > 0
  for (const counted of world.journal.tally.counts()) {
    if (provider !== undefined && counted.provider !== provider) continue
    if (!isOp(counted) || (status !== undefined && !fits(counted.status, status))) continue
    if (closer) unknown += counted.count
    else count += counted.count
  }
  return { count, unknown }
}

const fits = (status: number, wanted: number | string): boolean =>
  typeof wanted === 'number' ? status === wanted : String(status)[0] === wanted[0]

/** A page of them: the first ones behind a number, else the newest. */
const pageView = (world: World, found: readonly AnnotatedEntry[], { after, limit }: Page) => {
  const page = after === undefined ? found.slice(-limit) : found.slice(0, limit)
  const isLast = after === undefined || page.length === found.length
  return {
    seen: world.journal.seen,
    requests: page.map(requestView),
    next: isLast ? null : page.at(-1)!.entry.n,
  }
}

type Page = Pick<Infer<typeof RequestFilter>, 'after' | 'limit'>

export const journalRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/requests',
    about: 'The newest requests, or those behind one, oldest first, with every secret masked.',
    scope: 'namespace',
    query: ListRequests,
    answer: RequestList,
    run: ({ world, context, query }) => pageView(world, findRequests(world, context.providers, query), query),
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
    body: RequestFilter,
    answer: RequestList,
    run: ({ world, context, body }) => pageView(world, findRequests(world, context.providers, body), body),
  }),
  route({
    method: 'POST',
    path: '/requests/count',
    about: 'How many requests are like this.',
    scope: 'namespace',
    body: RequestFilter,
    answer: Count,
    run: ({ world, context, body }) => countRequests(world, context.providers, body),
  }),
]
