import { schema } from '../../core/schema.ts'
import { clockView, settle } from '../clock.ts'
import { type Route, route } from '../route.ts'
import { AdvanceClock, ClockAnswer, SetClock, SettleClock } from '../schemas.ts'

const Moved = schema((z) => ClockAnswer().extend({ happened: z.int().describe('due events that happened') }))

const Advance = schema((z) =>
  z.union([
    z.strictObject({ by: AdvanceClock().shape.by.unwrap() }),
    z.strictObject({ to: AdvanceClock().shape.to.unwrap() }),
  ]),
)

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
    method: 'PUT',
    path: '/clock',
    about: 'Changes mode, speed or position of the clock; what is not given stays.',
    scope: 'namespace',
    body: SetClock,
    answer: ClockAnswer,
    refusals: [409],
    run({ world, namespace, body }) {
      world.clock.configure(body)
      world.catchUp()
      namespace.events.clock()
      return clockView(world)
    },
  }),
  route({
    method: 'POST',
    path: '/clock/advance',
    about: 'Moves the clock ahead by a span or to an instant; what is due by then happens, each at its own time.',
    scope: 'namespace',
    body: AdvanceClock,
    documented: Advance,
    answer: Moved,
    refusals: [409],
    run({ world, namespace, body: { by, to } }) {
      if (by === undefined) world.clock.moveTo(to!)
      else world.clock.advance(by)
      const happened = world.catchUp()
      namespace.events.clock()
      return { ...clockView(world), happened }
    },
  }),
  route({
    method: 'POST',
    path: '/clock/settle',
    about: 'Jumps from event to event until nothing is due within `max`.',
    scope: 'namespace',
    body: SettleClock,
    answer: Moved,
    refusals: [409],
    run({ world, namespace, body: { max } }) {
      const happened = settle(world, max)
      namespace.events.clock()
      return { ...clockView(world), happened }
    },
  }),
]
