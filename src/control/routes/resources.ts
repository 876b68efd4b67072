import { schema } from '../../core/schema.ts'
import { forceState, listResources, timelineOf } from '../resources.ts'
import { type Route, route } from '../route.ts'
import { ForceState, ListResources, OneType } from '../schemas.ts'

const Resource = schema((z) =>
  z.strictObject({
    id: z.string(),
    type: z.string().describe('`provider/kind`'),
    state: z.string().nullable().describe('null for a kind without states, and once it is gone'),
    since: z.string().nullable(),
    due: z.string().nullable().describe('when the state ends by itself'),
    next: z.string().nullable().describe('the state after it; `@gone` for none'),
  }),
)
const Resources = schema((z) =>
  z.strictObject({
    resources: z.array(Resource()),
    next: z.string().nullable().describe('`after` of the next page; null when this is the last'),
  }),
)
const Timeline = schema((z) =>
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

export const resourceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/resources',
    about: 'All resources by type and creation.',
    scope: 'namespace',
    query: ListResources,
    answer: Resources,
    run: ({ world, query }) => listResources(world, query),
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
  route({
    method: 'PATCH',
    path: '/resources/:id',
    about: 'Puts a resource into a state of its machine.',
    scope: 'namespace',
    query: OneType,
    body: ForceState,
    answer: Timeline,
    refusals: [404, 409],
    run: ({ world, params, query, body }) => forceState(world, params['id']!, query.type, body.state, body.set),
  }),
]
