import { type Pausing, inSlices } from '../../core/clock.ts'
import { configShape } from '../../core/config.ts'
import { schema } from '../../core/schema.ts'
import { readFixtures } from '../../namespaces/fixtures.ts'
import type { Kept } from '../../namespaces/namespace.ts'
import { loadRecords } from '../../world/fixtures/loading.ts'
import { FORMAT, type SnapshotDocument, documentText, readingDocument, upgrade } from '../../world/snapshot.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { World } from '../../world/world.ts'
import { largeAnswer } from '../large-json.ts'
import { type Route, route } from '../route.ts'
import { Scalar } from '../schemas.ts'
import { ClockAnswer, clockView } from './clock.ts'

const STATE_LIMIT = 512 * 1024 * 1024
const LATEST = 253_402_300_799_999
const KEPT: readonly [Kept, ...Kept[]] = ['clock', 'ids', 'journal', 'scenario']

const Reset = schema((z) =>
  z.strictObject({
    keep: z
      .string()
      .meta({
        description: `Any of ${KEPT.join(', ')}, separated by commas.`,
        pattern: `^((${KEPT.join('|')})(,|$))*$`,
      })
      .default('')
      .transform((text) => text.split(',').filter((word) => word !== ''))
      .pipe(z.array(z.enum(KEPT))),
  }),
)
const ResetAnswer = schema((z) => z.strictObject({ reset: z.boolean(), clock: ClockAnswer() }))
export const Restored = schema((z) => z.strictObject({ restored: z.boolean(), clock: ClockAnswer() }))

/** A document of any format; what it holds is checked once it is brought up to the present one. */
const AnyState = schema((z) => z.looseObject({ format: z.int() }))

export const State = schema((z) => {
  const time = z.number().min(-LATEST).max(LATEST)
  const window = z.strictObject({
    max: z.int().min(1).max(1_000_000),
    ms: z.number().positive(),
    times: z.array(
      z
        .array(time)
        .length(2)
        .refine(([, count = 0]) => Number.isInteger(count) && count >= 1 && count <= 1_000_000, {
          error: 'expected a time and how often it counts',
        })
        .describe('a time, and how often it counts'),
    ),
  })
  return z.object({
    format: z.literal(FORMAT),
    rev: z.int().min(0),
    clock: z.strictObject({
      mode: z.enum(['real', 'virtual']),
      now: time,
      speed: z.number().min(0).max(1_000_000),
      wall: time,
    }),
    ids: z.strictObject({
      seed: z.array(z.union([z.string(), z.number()])).min(1),
      streams: z.record(z.string(), z.array(z.int().min(-2_147_483_648).max(2_147_483_647)).length(4)),
    }),
    auth: z.enum(['lax', 'strict']),
    rateLimits: z.enum(['off', 'report', 'enforce']),
    rates: z.record(z.string(), z.array(window)),
    settings: z.record(z.string(), z.record(z.string(), Scalar(z))),
    journal: z.int().min(0),
    tables: z.record(
      z.string(),
      z.strictObject({
        nextOrd: z.int().min(1),
        rows: z.array(z.looseObject({ id: z.string(), ord: z.int().min(1) })),
      }),
    ),
  })
})

const ROWS = 500

/** Checks a state; what that returns would have its members in another order. Throws a ConfigError. */
const checking = function* (state: SnapshotDocument): Pausing<void> {
  const check = (tables: object): void => void configShape({ ...state, tables }, State, 'state')
  const long = Object.entries(state.tables ?? {}).filter(([, table]) => (table?.rows?.length ?? 0) > ROWS)
  check(
    state.tables && {
      ...state.tables,
      ...Object.fromEntries(long.map(([name, table]) => [name, { ...table, rows: [] }])),
    },
  )
  for (const [name, table] of long) {
    for (let at = 0; at < table.rows.length; at += ROWS) {
      try {
        check({ [name]: { ...table, rows: table.rows.slice(at, at + ROWS) } })
      } catch {
        check({ [name]: { ...table, rows: table.rows.slice(0, at + ROWS) } }) // says its place among all of them
      }
      yield
    }
  }
}

const Records = schema((z) => z.record(z.string(), z.unknown()).describe('records by provider, as in a fixture file'))
const Loaded = schema((z) =>
  z.strictObject({ loaded: z.array(z.string()).describe('the providers that have records') }),
)

export const stateRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/fixtures',
    about: 'Puts records of fixtures into the present world: all of them or, when one is wrong, none.',
    scope: 'namespace',
    body: Records,
    answer: Loaded,
    run({ context, world, body }) {
      const fixtures = readFixtures(
        body,
        context.providers.map(({ name }) => name),
      )
      const given = context.providers.filter(({ name }) => fixtures[name] !== undefined)
      const load = (tx: Tx): void => {
        for (const provider of given) loadRecords(tx, provider, fixtures[provider.name])
      }
      // records draw ids, also those that are refused then
      World.resume(world.snapshot(), { name: world.name }).transact(load)
      world.transact(load)
      return { loaded: given.map(({ name }) => name) }
    },
  }),
  route({
    method: 'GET',
    path: '/state',
    about: 'The whole world as one JSON document. It holds secrets.',
    scope: 'namespace',
    answer: State,
    run: ({ world }) => largeAnswer(documentText(world.snapshot())),
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
    async run({ namespace, context, body }) {
      const state = upgrade(body) as unknown as SnapshotDocument
      await inSlices(checking(state))
      const snapshot = await inSlices(readingDocument(context.providers, state))
      await context.namespaces.beforeRestore(namespace)
      namespace.restore(snapshot)
      return { restored: true, clock: clockView(namespace.world) }
    },
  }),
  route({
    method: 'POST',
    path: '/reset',
    about: 'Puts a namespace back to its initial world, all providers at once.',
    scope: 'namespace',
    query: Reset,
    answer: ResetAnswer,
    run({ context, namespace, query: { keep } }) {
      const putBack = keep.includes('scenario') ? undefined : context.library?.forget(namespace.name)
      try {
        namespace.reset(new Set(keep))
      } catch (error) {
        putBack?.()
        throw error
      }
      return { reset: true, clock: clockView(namespace.world) }
    },
  }),
]
