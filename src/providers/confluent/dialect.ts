import type { CommonFailure, Problem } from '../../core/problem.ts'
import type { Call } from '../../http/call.ts'
import type { Dialect, ErrorsOnDemand } from '../../http/dialect.ts'
import { baseOf } from './base.ts'
import { type Extra, NO_CODE, notFound, problems, refusal, unauthenticated, violation } from './errors.ts'
import { NETWORKS, PEERINGS } from './paths.ts'
import { settingsOf } from './settings.ts'

const waiting = (retryAfter: number | undefined): readonly string[] =>
  retryAfter === undefined ? [] : ['Retry-After', String(retryAfter)]

const outOfGas = (): Problem =>
  refusal(
    500,
    'out_of_gas',
    'DeLorean Out Of Gas',
    "The DeLorean has run out of gas, but Doc Brown will fill 'er up for you asap",
  )

/** The window as the refused request leaves it, in relative seconds. */
const rateLimited = ({ limit, resetAt, retryAfter }: FaultOf<'rate_limited'>, call: Call): Problem => {
  const max = call.metered?.limits[0]?.max ?? (limit || settingsOf(call.world).rateLimit)
  const wait = String(retryAfter ?? Math.max(0, Math.ceil((resetAt - call.now) / 1000)))
  const window = ['X-RateLimit-Limit', String(max), 'X-RateLimit-Remaining', '0', 'X-RateLimit-Reset', wait]
  return refusal(429, 'rate_limited', undefined, undefined, { headers: [...window, 'Retry-After', wait] })
}

type FaultOf<K extends CommonFailure['kind']> = Extract<CommonFailure, { kind: K }>

const A_PEERING = 'peer-000000'
const A_NETWORK = 'n-000000'

/** What a scenario may ask for: the codes of the service, and its sentences by name. */
const errors: ErrorsOnDemand = {
  invalid_filter: problems.pageTokenInvalid,
  malformed_request: () => malformed(),
  user_unauthenticated: () => unauthenticated(),
  api_key_unknown: problems.keyUnknown,
  api_key_revoked: problems.keyRevoked,
  quota_exceeded: ({ quota = 'peerings_per_network' }) => problems.overQuota(quota),
  environment_quota: ({ limit = 25 }) => problems.environmentQuota(limit),
  forbidden_access: problems.forbidden,
  peering_not_found: () => problems.peeringNotFound(A_PEERING),
  network_not_found: () => problems.networkNotFound(A_NETWORK),
  resource_not_found: problems.resourceNotFound,
  invalid_state: () => problems.networkNotReady(A_NETWORK, `${NETWORKS}/${A_NETWORK}`),
  resource_already_exists: () => problems.peeringExists(A_PEERING, `${PEERINGS}/${A_PEERING}`),
  resource_in_use: () => problems.inUse('Network', [A_PEERING], `${PEERINGS}/${A_PEERING}`),
  invalid_configuration: (_, call) =>
    problems.invalid(
      [{ pointer: '/spec', detail: "The property '/spec' is not valid" }],
      settingsOf(call.world).validationStatus,
    ),
  out_of_gas: outOfGas,
}

const malformed = (): Problem => refusal(400, 'malformed_request', 'Bad Request', 'The request body is malformed')

export const dialect: Dialect = {
  errors,
  contentType: 'application/json',
  render: JSON.stringify,
  say: {
    route_not_found: () => notFound('Not Found'),
    method_not_allowed: ({ allow }) =>
      refusal(405, 'method_not_allowed', 'Method Not Allowed', 'Method Not Allowed', {
        headers: ['Allow', allow.join(', ')],
      }),
    unauthenticated: ({ reason }) => (reason === 'unknown' ? problems.keyUnknown() : unauthenticated()),
    forbidden: problems.forbidden,
    malformed_body: malformed,
    body_too_large: () => refusal(413, 'request_entity_too_large', 'Request Entity Too Large', undefined),
    unsupported_media_type: () => refusal(415, 'unsupported_media_type', 'Unsupported Media Type', undefined),
    invalid: ({ issues }, call) => invalidOf(issues, call),
    quota_exceeded: ({ quota }) => problems.overQuota(quota),
    rate_limited: (fault, call) => rateLimited(fault, call),
    unavailable: ({ retryAfter }) =>
      refusal(503, 'service_unavailable', 'Service Unavailable', 'Service Unavailable', {
        headers: waiting(retryAfter),
      }),
    internal: outOfGas,
  },
  body(problem, call) {
    if (problem.status === 429) return null // documented without a body
    const { title, items } = problem.detail as Extra
    const full = settingsOf(call.world).errorMembers === 'documented'
    return {
      errors: items.map(({ detail, source }, at) => ({
        id: call.requestId,
        status: String(problem.status),
        ...(full && problem.code !== NO_CODE && { code: problem.code }),
        ...(full && title !== undefined && { title }),
        ...textOf(at === 0 ? problem.message : detail), // a scenario may have its own words
        source,
      })),
    }
  },
  headersOf(problem, call) {
    const { location } = problem.detail as Extra
    return location === undefined ? problem.headers : ['Location', baseOf(call) + location, ...problem.headers]
  },
}

const textOf = (detail: string | undefined): { detail?: string } => (detail ? { detail } : {})

const invalidOf = (issues: Extract<CommonFailure, { kind: 'invalid' }>['issues'], call: Call): Problem =>
  issues.some(({ path }) => path.length === 0)
    ? malformed() // no object at all
    : problems.invalid(issues.map(violation), settingsOf(call.world).validationStatus)
