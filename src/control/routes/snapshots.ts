import { iso } from '../../core/clock.ts'
import { schema } from '../../core/schema.ts'
import type { NamedSnapshot, Namespace } from '../../namespaces/namespace.ts'
import { documentText } from '../../world/snapshot.ts'
import { Refusal, invalid, notFound } from '../refusal.ts'
import { largeAnswer } from '../large-json.ts'
import { type Route, route } from '../route.ts'
import { NAME } from '../schemas.ts'
import { clockView } from './clock.ts'
import { ForkNamespace, NamespaceAnswer, createNamespace } from './namespaces.ts'
import { Restored, State } from './state.ts'

const MOST_SNAPSHOTS = 1_000

export const SnapshotAnswer = schema((z) => z.strictObject({ name: z.string(), at: z.string(), rows: z.int() }))
const SnapshotList = schema((z) => z.strictObject({ snapshots: z.array(SnapshotAnswer()) }))

const snapshotView = (name: string, { at, rows }: NamedSnapshot) => ({ name, at: iso(at), rows })

const snapshotOf = (namespace: Namespace, name: string) => {
  const named = namespace.snapshots.get(name)
  if (!named) throw notFound(`There is no snapshot '${name}'.`)
  return named.snapshot
}

/** Takes a snapshot under a name, in place of an earlier one. */
const putSnapshot = (namespace: Namespace, name: string) => {
  if (!NAME.test(name)) throw invalid(`A snapshot cannot be called '${name}': letters, digits, dots, dashes.`)
  if (namespace.snapshots.size >= MOST_SNAPSHOTS && !namespace.snapshots.has(name))
    throw new Refusal(409, 'Too many snapshots', `There are ${MOST_SNAPSHOTS} snapshots already; delete some.`)
  return snapshotView(name, namespace.saveSnapshot(name))
}

export const snapshotRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/snapshots',
    about: 'All snapshots, in the order in which their names were first used.',
    scope: 'namespace',
    answer: SnapshotList,
    run: ({ namespace }) => ({
      snapshots: Array.from(namespace.snapshots, ([name, named]) => snapshotView(name, named)),
    }),
  }),
  route({
    method: 'PUT',
    path: '/snapshots/:name',
    about: 'Takes a snapshot of the present world, in place of an earlier one of this name.',
    scope: 'namespace',
    params: { name: { type: 'string', pattern: NAME.source } },
    answer: SnapshotAnswer,
    refusals: [400, 409],
    run: ({ namespace, params }) => putSnapshot(namespace, params['name']!),
  }),
  route({
    method: 'GET',
    path: '/snapshots/:name',
    about: 'A snapshot as one JSON document, as `PUT /state` takes it. It holds secrets.',
    scope: 'namespace',
    answer: State,
    refusals: [404],
    run: ({ namespace, params }) => largeAnswer(documentText(snapshotOf(namespace, params['name']!))),
  }),
  route({
    method: 'DELETE',
    path: '/snapshots/:name',
    about: 'Deletes a snapshot.',
    scope: 'namespace',
    status: 204,
    refusals: [404],
    run({ namespace, params }) {
      snapshotOf(namespace, params['name']!)
      namespace.deleteSnapshot(params['name']!)
    },
  }),
  route({
    method: 'POST',
    path: '/snapshots/:name/restore',
    about: 'Goes on from a snapshot: rows, clock, ids, rate windows, request numbers. The journal starts empty.',
    scope: 'namespace',
    answer: Restored,
    refusals: [404],
    async run({ context, namespace, params }) {
      await context.namespaces.beforeRestore(namespace)
      namespace.restore(snapshotOf(namespace, params['name']!))
      return { restored: true, clock: clockView(namespace.world) }
    },
  }),
  route({
    method: 'POST',
    path: '/snapshots/:name/fork',
    about: 'A new namespace that begins with a snapshot, and with ids of its own from there.',
    scope: 'namespace',
    body: ForkNamespace,
    status: 201,
    answer: NamespaceAnswer,
    refusals: [404, 409],
    run: ({ namespace, context, params, body }) =>
      createNamespace(context, body, snapshotOf(namespace, params['name']!)),
  }),
]
