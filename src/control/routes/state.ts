import { configShape } from '../../core/config.ts'
import { iso } from '../../core/clock.ts'
import { type SnapshotDocument, fromDocument, upgrade, toDocument } from '../../world/snapshot.ts'
import type { Snapshot } from '../../world/world.ts'
import { schema } from '../../core/schema.ts'
import type { Namespace, NamedSnapshot } from '../../namespaces/namespace.ts'
import { clockView } from '../clock.ts'
import { NamespaceView, create } from '../namespaces.ts'
import { Refusal, invalid, notFound } from '../refusal.ts'
import { type Route, route } from '../route.ts'
import { AnyState, ClockAnswer, ForkNamespace, State } from '../schemas.ts'

const STATE_LIMIT = 512 * 1024 * 1024
const MOST_SNAPSHOTS = 1_000
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

const SnapshotAnswer = schema((z) => z.strictObject({ name: z.string(), at: z.string(), rows: z.int() }))
const Snapshots = schema((z) => z.strictObject({ snapshots: z.array(SnapshotAnswer()) }))
const Restored = schema((z) => z.strictObject({ restored: z.boolean(), clock: ClockAnswer() }))

const snapshotView = (name: string, { at, rows }: NamedSnapshot) => ({ name, at: iso(at), rows })

const savedIn = (namespace: Namespace, name: string): Snapshot => {
  const saved = namespace.snapshots.get(name)
  if (!saved) throw notFound(`There is no snapshot '${name}'.`)
  return saved.frozen
}

export const stateRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/state',
    about: 'The whole world as one JSON document. It holds secrets.',
    scope: 'namespace',
    answer: State,
    run: ({ world }) => toDocument(world.snapshot()),
  }),
  route({
    method: 'PUT',
    path: '/state',
    about: 'Puts a world in place of the present one, or leaves that as it is when the document does not fit.',
    scope: 'namespace',
    body: AnyState,
    documented: State,
    bodyLimit: STATE_LIMIT,
    answer: Restored,
    run({ namespace, house, body }) {
      const state = upgrade(body)
      configShape(state, State, 'state') // checked only: what it returns has its members in another order
      namespace.restore(fromDocument(house.apps.providers, state as unknown as SnapshotDocument))
      return { restored: true, clock: clockView(namespace.world) }
    },
  }),
  route({
    method: 'GET',
    path: '/snapshots',
    about: 'The moments that were saved under a name.',
    scope: 'namespace',
    answer: Snapshots,
    run: ({ namespace }) => ({
      snapshots: Array.from(namespace.snapshots, ([name, saved]) => snapshotView(name, saved)),
    }),
  }),
  route({
    method: 'PUT',
    path: '/snapshots/:name',
    about: 'Saves the present moment under a name, in place of an earlier one.',
    scope: 'namespace',
    params: { name: { type: 'string', pattern: NAME.source } },
    answer: SnapshotAnswer,
    refusals: [400, 409],
    run({ namespace, params }) {
      const name = params['name']!
      if (!NAME.test(name)) throw invalid(`A snapshot cannot be called '${name}': letters, digits, dots, dashes.`)
      if (namespace.snapshots.size >= MOST_SNAPSHOTS && !namespace.snapshots.has(name))
        throw new Refusal(409, 'Too many snapshots', `There are ${MOST_SNAPSHOTS} snapshots already; delete some.`)
      return snapshotView(name, namespace.save(name))
    },
  }),
  route({
    method: 'GET',
    path: '/snapshots/:name',
    about: 'A saved moment as one JSON document, as `PUT /state` takes it. It holds secrets.',
    scope: 'namespace',
    answer: State,
    refusals: [404],
    run: ({ namespace, params }) => toDocument(savedIn(namespace, params['name']!)),
  }),
  route({
    method: 'DELETE',
    path: '/snapshots/:name',
    about: 'Forgets a saved moment.',
    scope: 'namespace',
    status: 204,
    refusals: [404],
    run({ namespace, params }) {
      savedIn(namespace, params['name']!)
      namespace.forget(params['name']!)
    },
  }),
  route({
    method: 'POST',
    path: '/snapshots/:name/restore',
    about: 'Goes on from a saved moment: rows, clock, ids, rate windows, request numbers. The journal starts empty.',
    scope: 'namespace',
    answer: Restored,
    refusals: [404],
    run({ namespace, params }) {
      namespace.restore(savedIn(namespace, params['name']!))
      return { restored: true, clock: clockView(namespace.world) }
    },
  }),
  route({
    method: 'POST',
    path: '/snapshots/:name/fork',
    about: 'A new namespace that begins with a saved moment, and with ids of its own from there.',
    scope: 'namespace',
    body: ForkNamespace,
    status: 201,
    answer: NamespaceView,
    refusals: [404, 409],
    run: ({ namespace, house, params, body }) => create(house, body, savedIn(namespace, params['name']!)),
  }),
]
