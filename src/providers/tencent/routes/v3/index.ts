import type { Api } from '../../../../http/api.ts'
import type { Call } from '../../../../http/call.ts'
import type { Answer } from '../../../../http/dialect.ts'
import { readQuery, treeOf } from '../../../../http/fields.ts'
import { readShape, readText, readValue } from '../../../../http/reading.ts'
import { COMMON, readAsked } from '../../auth/asked.ts'
import type { Caller } from '../../auth/caller.ts'
import { readRegion } from '../../auth/v3.ts'
import { type Action3, actionOf, type endpoints } from '../../endpoints.ts'
import { successView } from '../../views/v3/common.ts'
import type { Action, Origin } from './action.ts'
import { accountActions } from './accounts.ts'
import { networkActions } from './networks.ts'
import { peeringActions } from './peerings.ts'
import { routeActions } from './routes.ts'

const PATH = '/'
const REGION = 'gz' // for what belongs to none

const actions: Readonly<Record<Action3, Action>> = {
  ...networkActions,
  ...routeActions,
  ...peeringActions,
  ...accountActions,
}

/** The members of a request: those of its JSON body, or of its query or form without what every request says. */
const readInput = (call: Call<Caller>): unknown => {
  const { fields } = readAsked(call)
  if (fields === null && call.method === 'POST') return readText(call) === '' ? {} : readValue(call)
  return treeOf(fields ?? readQuery(call), COMMON)
}

/** API 3.0: one path for all of its actions, which headers or fields name. */
export const routeV3 = (api: Api<Caller, 'action', typeof endpoints>): void => {
  const answer = (call: Call<Caller>): Answer => {
    const action = actions[actionOf(call.op) as Action3]
    const region = readRegion(call)?.code ?? REGION
    const origin: Origin = { uin: call.credential!.uin, region, requestId: call.requestId }
    // what it does not know it refuses, so that the journal has nothing to add
    const input = readShape(readInput(call), action.read)
    const outcome = call.transact((tx) => action.do(tx, origin, input))
    return api.show(200, successView(action.show(outcome, input), call.requestId))
  }

  api.onPath('GET', PATH, 'action', answer)
  api.onPath('POST', PATH, 'action', answer)
}
