import { type Dialect, errorsOnDemand } from '../../../http/dialect.ts'
import { problems } from './index.ts'

export const dialect: Dialect = {
  errors: errorsOnDemand(problems),
  contentType: 'application/json; charset=utf-8',
  render: JSON.stringify,
  say: {
    route_not_found: problems.pathNotFound,
    method_not_allowed: ({ allow }) => problems.methodNotAllowed(allow),
    unauthenticated: problems.unauthorized,
    forbidden: problems.forbidden,
    malformed_body: problems.badRequest,
    body_too_large: problems.bodyTooLarge,
    unsupported_media_type: problems.badRequest,
    invalid: problems.badRequest,
    // a scenario limits a kind, or fails an operation
    quota_exceeded: ({ quota, limit }) =>
      /peering/.test(quota) ? problems.peeringQuota(limit) : problems.vpcQuota(limit),
    rate_limited: ({ retryAfter }) => problems.rateLimited(retryAfter),
    unavailable: ({ retryAfter }) => problems.unavailable(retryAfter),
    internal: problems.serverError,
  },
  body: ({ status, code, message }, call) =>
    // the gateway's own refusals do not carry the id that the services behind it add
    status === 401 || status === 429 ? { id: code, message } : { id: code, message, request_id: call.requestId },
}
