import type { Api } from '../../../../http/api.ts'
import type { Call } from '../../../../http/call.ts'
import type { Answer } from '../../../../http/dialect.ts'
import { treeOf } from '../../../../http/fields.ts'
import { readShape } from '../../../../http/reading.ts'
import { COMMON } from '../../auth/asked.ts'
import { readParameters } from '../../auth/v2.ts'
import type { Caller } from '../../auth/caller.ts'
import type { Action as ActionName, endpoints } from '../../endpoints.ts'
import { common } from '../../errors/requests.ts'
import type { Place } from '../../records/networks.ts'
import { findRegion } from '../../records/regions.ts'
import { settingsOf } from '../../settings.ts'
import { successView } from '../../views/v2/common.ts'
import type { Action } from './action.ts'
import { gatewayActions } from './gateways.ts'
import { networkActions } from './networks.ts'
import { peeringActions } from './peerings.ts'
import { routeActions } from './routes.ts'

const PATH = '/v2/index.php'
const REGION = 'gz' // without authentication nobody asks for one

const actions: Readonly<Record<ActionName, Action>> = {
  ...routeActions,
  ...networkActions,
  ...peeringActions,
  ...gatewayActions,
}

const readPlace = (call: Call<Caller>): Place => {
  const region = findRegion(readParameters(call).get('Region') ?? REGION)
  if (!region) throw common.invalid('Region')
  return { uin: call.credential!.uin, region: region.code }
}

/** API v2: one path for all of its actions. */
export const routeV2 = (api: Api<Caller, 'action', typeof endpoints>): void => {
  const answer = (call: Call<Caller>): Answer => {
    const action = actions[call.op as ActionName]
    const place = readPlace(call)
    const input = readShape(treeOf(readParameters(call), COMMON), action.read)
    call.shape = action.known
    const outcome = call.transact((tx) => action.do(tx, place, input))
    return api.show(200, successView(action.show(outcome, input), settingsOf(call.world), action.quotedInDocs))
  }

  api.onPath('GET', PATH, 'action', answer)
  api.onPath('POST', PATH, 'action', answer)
}
