import type { Problem } from '../../../core/problem.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import type { InEnvironment } from '../records.ts'
import { settingsOf } from '../settings.ts'
import { ENVIRONMENTS, networkPath, peeringPath } from '../views/links.ts'
import { type Violation, invalidFields, refusal } from './refusal.ts'

const badFilter = (parameter: string, detail: string): Problem =>
  refusal(400, { code: 'invalid_filter', title: 'Invalid Filter', detail, source: { parameter } })
const badRequest = (detail: string, pointer?: string): Problem =>
  refusal(400, { title: 'Bad Request', detail, ...(pointer !== undefined && { source: { pointer } }) })
const unauthenticated = (detail: string): Problem =>
  refusal(401, {
    code: 'user_unauthenticated',
    title: 'Authentication Required',
    detail,
    headers: ['WWW-Authenticate', 'Basic error="invalid_key", error_description="The API Key is invalid"'],
  })
const forbidden = (detail: string): Problem =>
  refusal(403, { code: 'forbidden_access', title: 'User Access Unauthorized', detail })
const notFound = (detail: string): Problem => refusal(404, { title: 'Not Found', detail })
const conflict = (code: string, detail: string, location: string, title = 'Conflict'): Problem =>
  refusal(409, { code, title, detail, location })

const deprovisioning = (kind: string, id: string, location: string): Problem =>
  conflict('invalid_state', `The ${kind} ${id} is being deprovisioned.`, location)

const inUse = (kind: string, dependents: readonly InEnvironment[], location: string): Problem =>
  conflict(
    'resource_in_use',
    `${kind} deletion not allowed due to existing dependencies. Please delete the following dependent resources ` +
      `before attempting to delete the ${kind.toLowerCase()} again: ${dependents.map(({ id }) => id).join(', ')}`,
    location,
  )

/** The quotas of the service by the resource that they limit. */
const QUOTAS = {
  environment: 'environments_per_organization',
  network: 'dedicated_networks_per_environment',
  peering: 'peerings_per_network',
} as const

const quotaTitle = (quota: string): string =>
  `${quota.replace(/(?:^|_)([a-z])/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim()} Quota Exceeded`

const overQuota = (resource: keyof typeof QUOTAS, limit: number): Problem => {
  const quota = QUOTAS[resource]
  return refusal(402, {
    code: 'quota_exceeded',
    // that of environments is reported in words of its own
    ...(resource === 'environment'
      ? { detail: `Your organization is currently limited to ${limit} environments` }
      : { title: quotaTitle(quota), detail: `The request would exceed the quota: ${quota}` }),
  })
}

/** Which resource a scenario means: it limits a kind, or fails an operation. */
const limitedIn = (kindOrOperation: string | null): keyof typeof QUOTAS =>
  (['environment', 'network'] as const).find((resource) => kindOrOperation?.includes(resource)) ?? 'peering'

const retryAfterOf = (retryAfter: number | undefined): readonly string[] =>
  retryAfter === undefined ? [] : ['Retry-After', String(retryAfter)]

// what a scenario's failure is about when it comes out of nothing
const SOME_PEERING: InEnvironment = { id: 'peer-000000', environmentId: 'env-000000' }
const SOME_NETWORK: InEnvironment = { id: 'n-000000', environmentId: 'env-000000' }

/** Every error this service says, by name; scenarios ask for one by the service's own code. Evidence: README, "Errors". */
export const problems = catalogue({
  environmentMissing: () => badFilter('environment', "The 'environment' query parameter is required"),
  pageSizeInvalid: (max: number) =>
    badFilter('page_size', `The value of 'page_size' must be an integer between 1 and ${max}`),
  pageTokenInvalid: onDemand('invalid_filter', () => badFilter('page_token', 'The page token is invalid')),
  malformed: onDemand('malformed_request', () =>
    refusal(400, { code: 'malformed_request', title: 'Bad Request', detail: 'The request body is malformed' }),
  ),
  keyMissing: onDemand('user_unauthenticated', () =>
    unauthenticated('Valid authentication credentials must be provided'),
  ),
  keyUnknown: onDemand('api_key_unknown', () =>
    unauthenticated(
      "invalid API key: make sure you're using a Cloud API Key and not a Cluster API Key: " +
        'https://docs.confluent.io/cloud/current/api.html#section/Authentication',
    ),
  ),
  keyRevoked: onDemand('api_key_revoked', () => unauthenticated('Unauthorized')),
  loginRefused: onDemand('login_refused', () =>
    refusal(403, { code: 'login_refused', detail: 'The email, the password or the organization is wrong.' }),
  ),
  overQuota: onDemand('quota_exceeded', overQuota, ({ quota, limit = 25 }, call) => [
    limitedIn(quota ?? call.op),
    limit,
  ]),
  environmentQuota: onDemand(
    'environment_quota',
    (limit: number) => overQuota('environment', limit),
    ({ limit = 25 }) => [limit],
  ),
  forbidden: onDemand('forbidden_access', () => forbidden('Forbidden Access')),
  roleMissing: onDemand('user_unauthorized', () =>
    refusal(403, {
      code: 'user_unauthorized',
      title: 'User Access Unauthorized',
      detail: "The user 'mcfly' is not allowed to access the 'delorean' resource without the 'plutonium' role.",
    }),
  ),
  packageDowngrade: () => forbidden('Schema Registry package downgrade is not a supported operation'),
  pathNotFound: () => notFound('Not Found'),
  methodNotAllowed: (allow: readonly string[]) =>
    refusal(405, {
      code: 'method_not_allowed',
      title: 'Method Not Allowed',
      detail: 'Method Not Allowed',
      headers: ['Allow', allow.join(', ')],
    }),
  bodyTooLarge: () => refusal(413, { code: 'request_entity_too_large', title: 'Request Entity Too Large' }),
  mediaTypeUnsupported: () => refusal(415, { code: 'unsupported_media_type', title: 'Unsupported Media Type' }),
  peeringNotFound: onDemand(
    'peering_not_found',
    (id: string) => notFound(`The peering ${id} was not found.`),
    () => [SOME_PEERING.id],
  ),
  networkNotFound: onDemand(
    'network_not_found',
    (id: string) => notFound(`The network ${id} was not found.`),
    () => [SOME_NETWORK.id],
  ),
  gatewayNotFound: (id: string) => notFound(`The gateway ${id} was not found.`),
  resourceNotFound: onDemand('resource_not_found', () =>
    refusal(404, { code: 'resource_not_found', detail: 'Resource Not Found' }),
  ),
  networkMissing: (id: string, status: number) =>
    refusal(status, {
      title: status === 404 ? 'Not Found' : 'Bad Request',
      detail: `The network ${id} was not found.`,
      source: { pointer: '/spec/network' },
    }),
  networkInOtherCloud: (id: string, its: string, wanted: string) =>
    badRequest(
      `The provided network ${id} resides in ${its} which differs from ${wanted}, ` +
        'the cloud specified for this resource.',
    ),
  networkWithoutPeering: (id: string) => badRequest(`The network ${id} does not support PEERING connections.`),
  networkNotReady: onDemand(
    'invalid_state',
    (network: InEnvironment) =>
      conflict('invalid_state', `The network ${network.id} is not ready.`, networkPath(network)),
    () => [SOME_NETWORK],
  ),
  peeringExists: onDemand(
    'resource_already_exists',
    (twin: InEnvironment) =>
      conflict(
        'resource_already_exists',
        `The peering '${twin.id}' already exists.`,
        peeringPath(twin),
        'Resource Already exists',
      ),
    () => [SOME_PEERING],
  ),
  peeringDeprovisioning: (peering: InEnvironment) => deprovisioning('peering', peering.id, peeringPath(peering)),
  networkDeprovisioning: (network: InEnvironment) => deprovisioning('network', network.id, networkPath(network)),
  networkInUse: onDemand(
    'resource_in_use',
    (...peerings: readonly [InEnvironment, ...InEnvironment[]]) => inUse('Network', peerings, peeringPath(peerings[0])),
    () => [SOME_PEERING],
  ),
  environmentInUse: (...networks: readonly [InEnvironment, ...InEnvironment[]]) =>
    inUse('Environment', networks, networkPath(networks[0])),
  lastEnvironment: (id: string) =>
    conflict('invalid_state', 'The last environment of an organization can not be deleted.', `${ENVIRONMENTS}/${id}`),
  cidrMissing: (type: string) => badRequest(`A cidr must be provided when using ${type}.`),
  cidrNotAllowed: (type: string) =>
    badRequest(`Cannot specify CIDR. A CIDR is not allowed for ${type} networks.`, '/spec/cidr'),
  invalid: onDemand('invalid_configuration', invalidFields, (_, call) => [
    [{ pointer: '/spec', detail: "The property '/spec' is not valid" } satisfies Violation],
    settingsOf(call.world).validationStatus,
  ]),
  rateLimited: (max: number, wait: number) =>
    refusal(429, {
      code: 'rate_limited',
      headers: [
        'X-RateLimit-Limit',
        String(max),
        'X-RateLimit-Remaining',
        '0',
        'X-RateLimit-Reset',
        String(wait),
        ...retryAfterOf(wait),
      ],
    }),
  defect: onDemand('out_of_gas', () =>
    refusal(500, {
      code: 'out_of_gas',
      title: 'DeLorean Out Of Gas',
      detail: "The DeLorean has run out of gas, but Doc Brown will fill 'er up for you asap",
    }),
  ),
  unavailable: (retryAfter?: number) =>
    refusal(503, {
      code: 'service_unavailable',
      title: 'Service Unavailable',
      detail: 'Service Unavailable',
      headers: retryAfterOf(retryAfter),
    }),
})
