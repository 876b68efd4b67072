import { schema } from '../core/schema.ts'
import { type Route, route } from './route.ts'
import { clockRoutes } from './routes/clock.ts'
import { eventRoutes } from './routes/events.ts'
import { generalRoutes } from './routes/general.ts'
import { journalRoutes } from './routes/journal.ts'
import { namespaceRoutes } from './routes/namespaces.ts'
import { resourceRoutes } from './routes/resources.ts'
import { scenarioRoutes } from './routes/scenarios.ts'
import { stateRoutes } from './routes/state.ts'

const Document = schema((z) => z.looseObject({ openapi: z.string() }))

/** Everything that the control API answers. */
export const routes: readonly Route[] = [
  ...generalRoutes,
  ...clockRoutes,
  ...resourceRoutes,
  ...journalRoutes,
  ...stateRoutes,
  ...namespaceRoutes,
  ...eventRoutes,
  ...scenarioRoutes,
  route({
    method: 'GET',
    path: '/openapi.json',
    about: 'This document.',
    scope: 'emulator',
    answer: Document,
    run: async () => (await import('./openapi.ts')).openApi(routes),
  }),
]
