import { type Millis, iso } from '../../../core/clock.ts'
import { type Infer, schema } from '../../../core/schema.ts'
import type { Transition } from '../../../world/commits.ts'
import type { Stateful } from '../../../world/lifecycle.ts'
import type { Row, TableDef } from '../../../world/table.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import type { World } from '../../../world/world.ts'
import { Refusal, notFound } from '../../refusal.ts'
import { type Route, route } from '../../route.ts'
import { OneType } from '../../schemas.ts'

const ListResources = schema((z) =>
  z.strictObject({
    provider: z.string().optional(),
    type: z.string().optional(),
    state: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
    after: z.string().optional(),
  }),
)
export const Resource = schema((z) =>
  z.strictObject({
    id: z.string(),
    type: z.string().describe('`provider/kind`'),
    state: z.string().nullable().describe('null for a kind without states, and once it is gone'),
    since: z.string().nullable(),
    due: z.string().nullable().describe('when the state ends by itself'),
    next: z.string().nullable().describe('the state after it; `$gone` for none'),
  }),
)
const Resources = schema((z) =>
  z.strictObject({
    resources: z.array(Resource()),
    next: z.string().nullable().describe('`after` of the next page; null when this is the last'),
  }),
)
export const Timeline = schema((z) =>
  Resource().extend({
    transitions: z.array(
      z.strictObject({
        at: z.string(),
        from: z.string().nullable(),
        to: z.string(),
        cause: z.union([z.string(), z.int()]).describe('`time`, `control`, `seed`, or the number of a request'),
      }),
    ),
  }),
)

const instant = (at: Millis | null): string | null => (at === null ? null : iso(at))

export const resourceView = (type: string, row: Row) => {
  const { state = null, since = null, due = null, next = null } = row as Partial<Stateful>
  return { id: row.id, type, state, since: instant(since), due: instant(due), next }
}

const transitionView = ({ at, from, to, cause }: Transition) => ({ at: iso(at), from, to, cause })

/** All rows by type and creation, from behind the row `after`. */
const listResources = (tx: Tx, { provider, type, state, limit, after }: Infer<typeof ListResources>) => {
  const found: ReturnType<typeof resourceView>[] = []
  let skipping = after !== undefined
  for (const table of tx.tables()) {
    const { name } = table.def
    if ((type !== undefined && name !== type) || (provider !== undefined && !name.startsWith(`${provider}/`))) continue
    for (const row of table.all()) {
      if (skipping) skipping = row.id !== after
      else if (state === undefined || (row as Partial<Stateful>).state === state) found.push(resourceView(name, row))
      if (found.length === limit) return { resources: found, next: row.id }
    }
  }
  return { resources: found, next: null }
}

export interface Located {
  readonly def: TableDef
  readonly row: Row
}

const find = (tx: Tx, id: string, type: string | undefined): Located | undefined => {
  const found: Located[] = []
  for (const table of tx.tables()) {
    const row = type === undefined || table.def.name === type ? table.get(id) : undefined
    if (row) found.push({ def: table.def, row })
  }
  if (found.length > 1) {
    const types = found.map(({ def }) => def.name).join(', ')
    throw new Refusal(409, 'Ambiguous', `More than one resource has the id ${id}; say ?type= with one of ${types}.`)
  }
  return found[0]
}

/** A resource as it is now. Throws a Refusal when there is none, or when more than one has the id. */
export const locate = (tx: Tx, id: string, type: string | undefined): Located => {
  const found = find(tx, id, type)
  if (!found) throw notFound(`No resource has the id ${id}.`)
  return found
}

/** What a resource went through, as far as the newest transitions of the world remember, and what is planned for it. */
export const timelineOf = (world: World, id: string, type: string | undefined) => {
  const found = world.transact((tx) => find(tx, id, type))
  const moves = [...world.commits.transitions].filter(
    (move) => move.id === id && (type === undefined || move.type === type),
  )
  const transitions = moves.map(transitionView)
  if (found) return { ...resourceView(found.def.name, found.row), transitions }
  const last = moves.at(-1)
  if (!last) throw notFound(`No resource has, or lately had, the id ${id}.`)
  return { id, type: last.type, state: null, since: null, due: null, next: null, transitions }
}

export const resourceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/resources',
    about: 'All resources by type and creation.',
    scope: 'namespace',
    query: ListResources,
    answer: Resources,
    run: ({ world, query }) => world.transact((tx) => listResources(tx, query)),
  }),
  route({
    method: 'GET',
    path: '/resources/:id/timeline',
    about: 'What a resource went through and what is planned for it.',
    scope: 'namespace',
    query: OneType,
    answer: Timeline,
    refusals: [404, 409],
    run: ({ world, params, query }) => timelineOf(world, params['id']!, query.type),
  }),
]
