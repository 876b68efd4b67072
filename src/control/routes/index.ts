import { schema } from '../../core/schema.ts'
import { type Route, route } from '../route.ts'
import { clientRoutes } from './clients.ts'
import { clockRoutes } from './clock.ts'
import { emulatorRoutes } from './emulator.ts'
import { doorRoutes } from './doors.ts'
import { eventRoutes } from './events.ts'
import { markRoutes } from './marks.ts'
import { namespaceRoutes } from './namespaces.ts'
import { reachRoutes } from './reach.ts'
import { explainRoutes } from './requests/explain.ts'
import { journalRoutes } from './requests/journal.ts'
import { unmatchedRoutes } from './requests/unmatched.ts'
import { detailRoutes } from './resources/detail.ts'
import { resourceRoutes } from './resources/list.ts'
import { faultRoutes } from './scenarios/faults.ts'
import { libraryRoutes } from './scenarios/library.ts'
import { verifyRoutes } from './scenarios/verify.ts'
import { snapshotRoutes } from './snapshots.ts'
import { stateRoutes } from './state.ts'
import { transitionRoutes } from './resources/transitions.ts'
import { topologyRoutes } from './topology.ts'

const Document = schema((z) => z.looseObject({ openapi: z.string() }))

/** Everything that the control API answers. */
export const routes: readonly Route[] = [
  ...emulatorRoutes,
  ...doorRoutes,
  ...clientRoutes,
  ...clockRoutes,
  ...resourceRoutes,
  ...detailRoutes,
  ...transitionRoutes,
  ...topologyRoutes,
  ...reachRoutes,
  ...journalRoutes,
  ...markRoutes,
  ...unmatchedRoutes,
  ...explainRoutes,
  ...stateRoutes,
  ...snapshotRoutes,
  ...namespaceRoutes,
  ...eventRoutes,
  ...libraryRoutes,
  ...faultRoutes,
  ...verifyRoutes,
  route({
    method: 'GET',
    path: '/openapi.json',
    about: 'This document.',
    scope: 'emulator',
    answer: Document,
    run: async () => (await import('../openapi.ts')).openApi(routes),
  }),
]
