import type { CommonFailure, Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import { type Dialect, errorsOnDemand } from '../../../http/dialect.ts'
import { baseOf } from '../routes/mount.ts'
import { settingsOf } from '../settings.ts'
import { problems } from './index.ts'
import { type Extra, NO_CODE } from './refusal.ts'
import { violation } from './violations.ts'

type FailureOf<K extends CommonFailure['kind']> = Extract<CommonFailure, { kind: K }>

/** The window as the refused request leaves it, in relative seconds. */
const rateLimited = ({ limit, resetAt, retryAfter }: FailureOf<'rate_limited'>, call: Call): Problem => {
  const max = call.metered?.limits[0]?.max ?? (limit || settingsOf(call.world).rateLimit)
  return problems.rateLimited(max, retryAfter ?? Math.max(0, Math.ceil((resetAt - call.now) / 1000)))
}

const wordInvalid = ({ issues }: FailureOf<'invalid'>, call: Call): Problem =>
  issues.some(({ path }) => path.length === 0)
    ? problems.malformed() // no object at all
    : problems.invalid(issues.map(violation), settingsOf(call.world).validationStatus)

export const dialect: Dialect = {
  errors: errorsOnDemand(problems),
  contentType: 'application/json',
  render: JSON.stringify,
  say: {
    route_not_found: problems.pathNotFound,
    method_not_allowed: ({ allow }) => problems.methodNotAllowed(allow),
    unauthenticated: ({ reason }) => (reason === 'unknown' ? problems.keyUnknown() : problems.keyMissing()),
    forbidden: problems.forbidden,
    malformed_body: problems.malformed,
    body_too_large: problems.bodyTooLarge,
    unsupported_media_type: problems.mediaTypeUnsupported,
    invalid: wordInvalid,
    quota_exceeded: ({ limit }) => problems.overQuota('peering', limit),
    rate_limited: rateLimited,
    unavailable: ({ retryAfter }) => problems.unavailable(retryAfter),
    internal: problems.defect,
  },
  body(problem, call) {
    if (problem.status === 429) return null // documented without a body
    // the API behind the login is older, and its clients read another envelope
    if (call.op?.startsWith('sessions.')) return { error: { code: problem.status, message: problem.message } }
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
