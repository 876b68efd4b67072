import { gatewayActions } from './gateways.ts'
import type { ActionName } from './names.ts'
import { networkActions } from './networks.ts'
import { peeringActions } from './peerings.ts'
import { routeActions } from './routes.ts'
import type { Row } from './action.ts'

/** What each action does. */
export const actions: Readonly<Record<ActionName, Row>> = {
  ...routeActions,
  ...networkActions,
  ...peeringActions,
  ...gatewayActions,
}
