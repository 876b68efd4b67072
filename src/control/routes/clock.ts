import TinyQueue from 'tinyqueue'
import type { z as Zod } from 'zod'
import { iso } from '../../core/clock.ts'
import { schema } from '../../core/schema.ts'
import { type Planned, type Stateful, isPlanned } from '../../world/lifecycle.ts'
import { type Tx, isStateful } from '../../world/unit-of-work.ts'
import type { World } from '../../world/world.ts'
import { type Route, route } from '../route.ts'
import { ClockChangeBody, Duration, Instant } from '../schemas.ts'

export const ClockAnswer = schema((z) =>
  z.strictObject({
    mode: z.enum(['real', 'virtual']),
    now: z.string(),
    speed: z.number(),
    next_due: z.string().nullable(),
  }),
)
const MaxEvents = (z: typeof Zod) =>
  z
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe('ends the call with an error after so many due events; as started unless given')
const Moved = schema((z) => ClockAnswer().extend({ happened: z.int().describe('due events that happened') }))
const Advance = schema((z) =>
  z
    .strictObject({ by: Duration(z).optional(), to: Instant(z).optional(), max_events: MaxEvents(z) })
    .refine(({ by, to }) => (by === undefined) !== (to === undefined), {
      error: 'expected {"by": duration} or {"to": instant}',
    }),
)
const AdvanceEither = schema((z) =>
  z.union([
    z.strictObject({ by: Duration(z), max_events: MaxEvents(z) }),
    z.strictObject({ to: Instant(z), max_events: MaxEvents(z) }),
  ]),
)
const ListDue = schema((z) => z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }))
const DueEvents = schema((z) =>
  z.strictObject({
    due: z.array(
      z.strictObject({
        at: z.string(),
        type: z.string(),
        id: z.string(),
        from: z.string(),
        to: z.string().describe('`$gone` for none'),
      }),
    ),
    planned: z.int().describe('how many events wait in all, those that something overtook included'),
  }),
)
const Settle = schema((z) => z.strictObject({ max: Duration(z).default(3_600_000), max_events: MaxEvents(z) }))

/** Where the clock of a world stands, and when something is due next. */
export const clockView = (world: World) => {
  const next = world.nextDue()
  return {
    mode: world.clock.mode,
    now: iso(world.clock.now()),
    speed: world.clock.speed,
    next_due: next === null ? null : iso(next),
  }
}

/** What ends by itself next, the soonest first, so many at most. */
const dueNext = (tx: Tx, most: number) => {
  const soonest = new TinyQueue<Due>([], (a, b) => b.row.due - a.row.due || b.row.ord - a.row.ord)
  for (const table of tx.tables()) {
    if (!isStateful(table.def)) continue
    for (const row of table.all() as Iterable<Stateful>) {
      if (!isPlanned(row)) continue
      soonest.push({ type: table.def.name, row })
      if (soonest.length > most) soonest.pop()
    }
  }
  const found = Array.from({ length: soonest.length }, () => soonest.pop()!).reverse()
  return found.map(({ type, row: { id, due, state, next } }) => ({ at: iso(due), type, id, from: state, to: next! }))
}

interface Due {
  readonly type: string
  readonly row: Planned
}

export const clockRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/clock',
    about: 'Where the emulated clock stands, and when the next planned event is due.',
    scope: 'namespace',
    answer: ClockAnswer,
    run: ({ world }) => clockView(world),
  }),
  route({
    method: 'GET',
    path: '/clock/due',
    about: 'What is due next, the soonest first.',
    scope: 'namespace',
    query: ListDue,
    answer: DueEvents,
    run({ world, query }) {
      const due = world.transact((tx) => dueNext(tx, query.limit))
      return { due, planned: world.dueEvents }
    },
  }),
  route({
    method: 'PUT',
    path: '/clock',
    about: 'Changes mode, speed or position of the clock; what is not given stays.',
    scope: 'namespace',
    body: ClockChangeBody,
    answer: ClockAnswer,
    refusals: [409],
    async run({ world, namespace, body }) {
      world.clock.configure(body)
      const now = iso(world.clock.now())
      await world.catchUpInSlices()
      namespace.events.clockChanged()
      return { ...clockView(world), now }
    },
  }),
  route({
    method: 'POST',
    path: '/clock/advance',
    about: 'Moves the clock ahead by a span or to an instant; what is due by then happens, each at its own time.',
    scope: 'namespace',
    body: Advance,
    documented: AdvanceEither,
    answer: Moved,
    refusals: [409],
    async run({ world, namespace, body: { by, to, max_events: most } }) {
      if (by === undefined) world.clock.moveTo(to!)
      else world.clock.advance(by)
      const now = iso(world.clock.now()) // others may move it on while what is due happens
      const happened = await world.catchUpInSlices(undefined, most)
      namespace.events.clockChanged()
      return { ...clockView(world), now, happened }
    },
  }),
  route({
    method: 'POST',
    path: '/clock/settle',
    about: 'Jumps from event to event until nothing is due within `max`.',
    scope: 'namespace',
    body: Settle,
    answer: Moved,
    refusals: [409],
    async run({ world, namespace, body: { max, max_events: most } }) {
      const happened = await world.catchUpInSlices(world.clock.now() + max, most)
      namespace.events.clockChanged()
      return { ...clockView(world), happened }
    },
  }),
]
