import { schema } from '../../core/schema.ts'
import { NamespaceView, create, namespaceView } from '../namespaces.ts'
import { type Route, route } from '../route.ts'
import { CreateNamespace, ForkNamespace, ListNamespaces } from '../schemas.ts'

const Namespaces = schema((z) =>
  z.strictObject({
    namespaces: z.array(NamespaceView()),
    next: z.string().nullable().describe('`after` of the next page; null when this is the last'),
  }),
)

const Create = schema((z) => {
  const { from, settings, fixtures, empty } = CreateNamespace().shape
  return z.union([
    ForkNamespace().extend({ settings, fixtures, empty }),
    ForkNamespace().extend({ from: from.unwrap() }),
  ])
})

export const namespaceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/namespaces',
    about: 'All namespaces, `default` first.',
    scope: 'emulator',
    query: ListNamespaces,
    answer: Namespaces,
    run({ house, query: { after, limit } }) {
      const all = house.worlds.list()
      const start = after === undefined ? 0 : all.findIndex(({ name }) => name === after) + 1
      const page = all.slice(start, start + limit)
      return {
        namespaces: page.map((namespace) => namespaceView(house.worlds, namespace)),
        next: start + limit < all.length ? page.at(-1)!.name : null,
      }
    },
  }),
  route({
    method: 'POST',
    path: '/namespaces',
    about: 'A new namespace with a credential of its own for each provider.',
    scope: 'emulator',
    body: CreateNamespace,
    documented: Create,
    status: 201,
    answer: NamespaceView,
    refusals: [404, 409],
    run: ({ house, body }) => create(house, body),
  }),
  route({
    method: 'GET',
    path: '/namespaces/:name',
    about: 'One namespace.',
    scope: 'emulator',
    answer: NamespaceView,
    refusals: [404],
    run: ({ house, params }) => namespaceView(house.worlds, house.worlds.named(params['name']!)),
  }),
  route({
    method: 'DELETE',
    path: '/namespaces/:name',
    about: 'Deletes a namespace. Its credentials are refused from then on.',
    scope: 'emulator',
    status: 204,
    refusals: [404, 409],
    run: ({ house, params }) => house.worlds.delete(params['name']!),
  }),
]
