import type { Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import type { ErrorsOnDemand } from '../../../http/dialect.ts'
import { problems } from './index.ts'
import { inFormOf } from './forms.ts'
import { settingsOf } from '../settings.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const WAIT = 1

const idOf = (call: Call): string => call.param('uuid') || NOBODY

/** What a scenario may ask for, by the service's own codes. */
const said: ErrorsOnDemand = {
  ACTION_FORBIDDEN: problems.actionForbidden,
  ACCOUNT_FORBIDDEN: (_, call) => problems.accountForbidden(call.param('username') || 'testuser'),
  NOT_FOUND: problems.notFound,
  METHOD_NOT_ALLOWED: () => problems.methodNotAllowed([]),
  REQUEST_INVALID: problems.requestInvalid,
  INSUFFICIENT_CREDITS: problems.insufficientCredits,
  GENERAL_FAILURE: problems.generalFailure,
  SERVICE_ERROR: ({ retryAfter }) => problems.serviceError(retryAfter),
  TOO_MANY_REQUESTS: ({ retryAfter = WAIT }) => problems.tooManyRequests(retryAfter),
  PEERING_NOT_FOUND: (_, call) => problems.peeringNotFound(idOf(call)),
  PEER_NETWORK_NOT_FOUND: problems.peerNetworkNotFound,
  LOCAL_NETWORK_NO_ROUTER: problems.localNetworkNoRouter,
  PEERING_CONFLICT: problems.peeringConflict,
  PEERING_NOT_DISABLED: (_, call) => problems.peeringNotDisabled(settingsOf(call.world).notDisabledStatus),
  PEERING_LIMIT_REACHED: problems.peeringLimitReached,
  PEERING_ACCOUNT_INVALID: problems.peeringAccountInvalid,
  NETWORK_NOT_FOUND: (_, call) => problems.networkNotFound(idOf(call)),
  NETWORK_FORBIDDEN: (_, call) => problems.networkForbidden(idOf(call)),
  NETWORK_NOT_EMPTY: (_, call) => problems.networkNotEmpty(idOf(call)),
  NETWORK_TYPE_INVALID: problems.networkTypeInvalid,
  ZONE_MISMATCH: problems.zoneMismatch,
  ROUTER_NOT_FOUND: (_, call) => problems.routerNotFound(idOf(call)),
  ROUTER_ATTACHED: problems.routerAttached,
}

const formed =
  (say: ErrorsOnDemand[string]): ErrorsOnDemand[string] =>
  (hints, call): Problem =>
    inFormOf(call, say(hints, call))

export const errors: ErrorsOnDemand = {
  ...Object.fromEntries(Object.entries(said).map(([code, say]) => [code, formed(say)])),
  // asking for credentials is the gateway's, before any service
  AUTHENTICATION_REQUIRED: problems.authenticationRequired,
  AUTHENTICATION_FAILED: problems.authenticationFailed,
}
