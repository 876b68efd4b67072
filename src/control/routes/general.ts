import { schema } from '../../core/schema.ts'
import type { Kept } from '../../namespaces/namespace.ts'
import { VERSION } from '../../core/version.ts'
import { clockView } from '../clock.ts'
import { type Route, route } from '../route.ts'
import { ClockAnswer, Reset } from '../schemas.ts'

const Health = schema((z) =>
  z.strictObject({ status: z.string(), version: z.string(), providers: z.array(z.string()) }),
)
const Ready = schema((z) => z.strictObject({ ready: z.boolean() }))
const Version = schema((z) => z.strictObject({ name: z.string(), version: z.string() }))
const ResetAnswer = schema((z) => z.strictObject({ reset: z.boolean(), clock: ClockAnswer() }))
const Coverage = schema((z) =>
  z.strictObject({
    providers: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        coverage: z.array(
          z.strictObject({
            op: z.string(),
            method: z.string(),
            path: z.string(),
            status: z.enum(['supported', 'partial', 'planned']),
            rank: z.enum(['P0', 'P1', 'P2']),
            note: z.string().optional(),
            deprecated: z.string().optional(),
          }),
        ),
      }),
    ),
  }),
)
const Text = schema((z) => z.string())

export const generalRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/health',
    about: 'Whether the emulator lives, its version and its providers.',
    scope: 'emulator',
    open: true,
    answer: Health,
    run: ({ house }) => ({ status: 'ok', version: VERSION, providers: house.apps.providers.map(({ name }) => name) }),
  }),
  route({
    method: 'GET',
    path: '/ready',
    about: 'Whether the emulator takes requests.',
    scope: 'emulator',
    open: true,
    answer: Ready,
    run: () => ({ ready: true }),
  }),
  route({
    method: 'GET',
    path: '/version',
    about: 'Name and version of this program.',
    scope: 'emulator',
    answer: Version,
    run: () => ({ name: 'peertwin', version: VERSION }),
  }),
  route({
    method: 'POST',
    path: '/reset',
    about: 'Puts a namespace back to its beginning, all providers at once.',
    scope: 'namespace',
    query: Reset,
    answer: ResetAnswer,
    run({ house, namespace, query }) {
      if (!query.keep.includes('scenario')) house.staged()?.forget(namespace.name)
      namespace.reset(new Set<Kept>(query.keep))
      return { reset: true, clock: clockView(namespace.world) }
    },
  }),
  route({
    method: 'GET',
    path: '/coverage',
    about: 'Every documented endpoint of the providers and whether it is answered.',
    scope: 'emulator',
    answer: Coverage,
    run: ({ house }) => ({
      providers: house.apps.providers.map(({ name, title, coverage }) => ({ name, title, coverage })),
    }),
  }),
  route({
    method: 'GET',
    path: '/metrics',
    about: 'Counts and sizes over all namespaces as Prometheus text.',
    scope: 'emulator',
    answer: Text,
    contentType: 'text/plain',
    async run({ house }) {
      const { text, contentType } = await house.metrics.render(house.worlds)
      return new Response(text, { headers: { 'content-type': contentType } })
    },
  }),
]
