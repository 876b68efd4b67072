import { Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { settingsOf } from '../settings.ts'

const problem = (status: number, code: string, message: string): Problem => new Problem({ status, code, message })
const bad = (code: string, message: string): Problem => problem(400, code, message)
const invalid = (code: string, attribute: string): Problem =>
  bad(code, `The attribute ${attribute} has an invalid value.`)
const missing = (code: string, attribute: string): Problem =>
  bad(code, `The required attribute ${attribute} is missing.`)
const notFound = (code: string, message: string): Problem => problem(404, code, message)
const conflict = (code: string, message: string): Problem => problem(409, code, message)
const forbidden = (code: string, message: string): Problem => problem(403, code, message)

/** How the newer services describe a problem, beside its status and title. */
export interface Modern {
  readonly fragment: string
  readonly invalidParams?: readonly { readonly name: string; readonly reason: string }[]
}

const modern = (status: number, title: string, detail: Modern): Problem =>
  new Problem({ status, code: detail.fragment, message: title, detail })

const NOBODY = '00000000-0000-4000-8000-000000000000'
const WAIT = 1

const inPath = (_: unknown, call: Call): [id: string] => [call.param('uuid') || NOBODY]

/** Every error this service says, by name; scenarios ask for one by the service's own code. Evidence: README, "Errors". */
export const problems = catalogue({
  authenticationRequired: onDemand('AUTHENTICATION_REQUIRED', () =>
    problem(
      401,
      'AUTHENTICATION_REQUIRED',
      'The use of this API requires authentication. Create your account at https://www.upcloud.com/.',
    ),
  ),
  authenticationFailed: onDemand('AUTHENTICATION_FAILED', () =>
    problem(401, 'AUTHENTICATION_FAILED', 'authentication failed using the given username and password'),
  ),
  actionForbidden: onDemand('ACTION_FORBIDDEN', () =>
    forbidden('ACTION_FORBIDDEN', 'The account is not allowed to perform this action.'),
  ),
  accountForbidden: onDemand(
    'ACCOUNT_FORBIDDEN',
    (username: string) =>
      forbidden('ACCOUNT_FORBIDDEN', `The account ${username} is not accessible with this account.`),
    (_, call) => [call.param('username') || 'testuser'],
  ),
  notFound: onDemand('NOT_FOUND', () => notFound('NOT_FOUND', 'The requested resource was not found.')),
  versionInvalid: (version: string) => notFound('API_VERSION_INVALID', `The API version ${version} does not exist.`),
  versionObsolete: (version: string) =>
    notFound('API_VERSION_OBSOLETE', `The API version ${version} is no longer supported.`),
  methodNotAllowed: onDemand(
    'METHOD_NOT_ALLOWED',
    (allow: readonly string[]) =>
      new Problem({
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        message: 'The method is not allowed.',
        headers: ['Allow', allow.join(', ')],
      }),
    () => [[]],
  ),
  notAcceptable: () => problem(406, 'REQUEST_INVALID', 'The requested media type is not supported.'),
  requestInvalid: onDemand('REQUEST_INVALID', () => bad('REQUEST_INVALID', 'The request body is invalid.')),
  bodyTooLarge: () => problem(413, 'REQUEST_INVALID', 'The request body is too large.'),
  unknownAttribute: (name: string) => bad('UNKNOWN_ATTRIBUTE', `The request contains an unknown attribute ${name}.`),
  attributeInvalid: (attribute: string) => invalid(`${attribute.toUpperCase()}_INVALID`, attribute),
  insufficientCredits: onDemand('INSUFFICIENT_CREDITS', () =>
    problem(402, 'INSUFFICIENT_CREDITS', 'There are not enough credits for the requested operation.'),
  ),
  generalFailure: onDemand('GENERAL_FAILURE', () =>
    problem(500, 'GENERAL_FAILURE', 'Your request could not be fulfilled due to a technical issue.'),
  ),
  serviceError: onDemand(
    'SERVICE_ERROR',
    (retryAfter?: number) =>
      new Problem({
        status: 503,
        code: 'SERVICE_ERROR',
        message: 'The service is temporarily unavailable.',
        headers: retryAfter === undefined ? [] : ['Retry-After', String(retryAfter)],
      }),
    ({ retryAfter }) => [retryAfter],
  ),
  tooManyRequests: onDemand(
    'TOO_MANY_REQUESTS',
    (retryAfter: number) =>
      new Problem({
        status: 429,
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many requests.',
        headers: ['Retry-After', String(retryAfter)],
      }),
    ({ retryAfter = WAIT }) => [retryAfter],
  ),
  peeringNotFound: onDemand(
    'PEERING_NOT_FOUND',
    (id: string) => notFound('PEERING_NOT_FOUND', `The peering ${id} does not exist.`),
    inPath,
  ),
  localNetworkNotFound: () => notFound('NETWORK_NOT_FOUND', 'The local network was not found.'),
  peerNetworkNotFound: onDemand('PEER_NETWORK_NOT_FOUND', () =>
    notFound('PEER_NETWORK_NOT_FOUND', 'Peer network was not found.'),
  ),
  localNetworkNoRouter: onDemand('LOCAL_NETWORK_NO_ROUTER', () =>
    conflict('LOCAL_NETWORK_NO_ROUTER', 'The local network has no router.'),
  ),
  peeringConflict: onDemand('PEERING_CONFLICT', () =>
    conflict('PEERING_CONFLICT', 'The peering between these accounts already exists.'),
  ),
  peeringNotDisabled: onDemand(
    'PEERING_NOT_DISABLED',
    (status: number) =>
      problem(status, 'PEERING_NOT_DISABLED', 'The peering must be disabled before it can be deleted.'),
    (_, call) => [settingsOf(call.world).notDisabledStatus],
  ),
  peeringLimitReached: onDemand('PEERING_LIMIT_REACHED', () =>
    conflict('PEERING_LIMIT_REACHED', 'The network peering limit has been reached.'),
  ),
  peeringAccountInvalid: onDemand('PEERING_ACCOUNT_INVALID', () =>
    bad('PEERING_ACCOUNT_INVALID', 'The peering account is invalid.'),
  ),
  peeringNameInvalid: () => invalid('NAME_INVALID', 'name'),
  configuredStatusInvalid: () => invalid('CONFIGURED_STATUS_INVALID', 'configured_status'),
  peeringNetworkInvalid: (attribute: string) => invalid('NETWORK_INVALID', attribute),

  networkNotFound: onDemand(
    'NETWORK_NOT_FOUND',
    (id: string) => notFound('NETWORK_NOT_FOUND', `The network ${id} does not exist.`),
    inPath,
  ),
  networkIdInvalid: () => bad('NETWORK_INVALID', 'The network UUID is invalid.'),
  networkForbidden: onDemand(
    'NETWORK_FORBIDDEN',
    (id: string) => forbidden('NETWORK_FORBIDDEN', `The network ${id} is owned by another account.`),
    inPath,
  ),
  networkReadOnly: (id: string) => forbidden('NETWORK_FORBIDDEN', `The network ${id} cannot be modified.`),
  networkTypeInvalid: onDemand('NETWORK_TYPE_INVALID', () =>
    bad('NETWORK_TYPE_INVALID', 'The network type is invalid.'),
  ),
  networkNotEmpty: onDemand(
    'NETWORK_NOT_EMPTY',
    (id: string) => conflict('NETWORK_NOT_EMPTY', `The network ${id} is in use.`),
    inPath,
  ),
  networkNameMissing: () => missing('NETWORK_NAME_MISSING', 'name'),
  networkNameInvalid: () => invalid('NETWORK_NAME_INVALID', 'name'),
  addressMissing: () => missing('ADDRESS_MISSING', 'address'),
  addressInvalid: () => invalid('ADDRESS_INVALID', 'address'),
  zoneMissing: () => missing('ZONE_MISSING', 'zone'),
  zoneInvalid: () => invalid('ZONE_INVALID', 'zone'),
  zoneNotFound: (id: string) => notFound('ZONE_NOT_FOUND', `The zone ${id} does not exist.`),
  zoneMismatch: onDemand('ZONE_MISMATCH', () => conflict('ZONE_MISMATCH', 'The resources are in different zones.')),
  routerNotFound: onDemand(
    'ROUTER_NOT_FOUND',
    (id: string) => notFound('ROUTER_NOT_FOUND', `The router ${id} does not exist.`),
    inPath,
  ),
  routerAttached: onDemand('ROUTER_ATTACHED', () =>
    conflict('ROUTER_ATTACHED', 'The router is attached to a network.'),
  ),
  routerNameMissing: () => missing('ROUTER_NAME_MISSING', 'name'),
  routerNameInvalid: () => invalid('ROUTER_NAME_INVALID', 'name'),
  routeInvalid: () => invalid('INVALID_ROUTE', 'route'),
  routeFamilyInvalid: () => bad('INVALID_ROUTE_FAMILY', 'The route and its next hop are of different families.'),
  nexthopInvalid: () => invalid('NEXTHOP_INVALID', 'nexthop'),
  routeTargetInvalid: () => bad('STATIC_ROUTE_TARGET_INVALID', 'The next hop is not the address of a host.'),
  duplicateRoute: (route: string) => bad('DUPLICATE_ROUTE', `The route ${route} is given more than once.`),
  staticRouteLimit: (limit: number) =>
    bad('STATIC_ROUTE_LIMIT_REACHED', `A router can have at most ${limit} static routes.`),

  labelKeyInvalid: () =>
    bad('INVALID_LABEL_KEY', 'Label keys have 2 to 32 printable ASCII characters and do not begin with an underscore.'),
  labelValueInvalid: () => bad('INVALID_LABEL_VALUE', 'Label values have at most 255 characters.'),
  duplicateLabelKeys: () => bad('DUPLICATE_LABEL_KEYS', 'Label keys are unique.'),

  tokenRequestInvalid: (invalidParams?: Modern['invalidParams']) =>
    modern(400, 'Validation error.', { fragment: 'INVALID_REQUEST', ...(invalidParams && { invalidParams }) }),
  tokenNotFound: () => modern(404, 'Token not found.', { fragment: 'RESOURCE_NOT_FOUND' }),
  tokenForbidden: () => modern(403, 'The token is not allowed to create tokens.', { fragment: 'ACTION_FORBIDDEN' }),
})
