import { iso } from '../../core/clock.ts'
import { schema } from '../../core/schema.ts'
import { activeIn } from '../../scenario/run/activation.ts'
import type { Mark } from '../../world/journal/tally.ts'
import { type Route, route } from '../route.ts'

const NewMark = schema((z) => z.strictObject({ text: z.string().min(1).max(1_000) }))
const MarkAnswer = schema((z) =>
  z.strictObject({
    text: z.string(),
    n: z.int().describe('the last request before it'),
    at: z.string(),
  }),
)
const Marks = schema((z) => z.strictObject({ marks: z.array(MarkAnswer()) }))

const markView = ({ text, n, at }: Mark) => ({ text, n, at: iso(at) })

export const markRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/marks',
    about:
      'Names a point between two requests, such as the second run of a client: for events, faults and expectations.',
    scope: 'namespace',
    body: NewMark,
    status: 201,
    answer: MarkAnswer,
    run({ namespace, world, body }) {
      const mark = markView(world.journal.mark(body.text, world.clock.now()))
      activeIn(world)?.marked(body.text)
      namespace.events.emit('mark', mark)
      return mark
    },
  }),
  route({
    method: 'GET',
    path: '/marks',
    about: 'The newest marks, oldest first.',
    scope: 'namespace',
    answer: Marks,
    run: ({ world }) => ({ marks: Array.from(world.journal.marks, markView) }),
  }),
]
