import { type ErrorHints, NamedError } from '../core/judge.ts'
import { type CommonFault, Fault, Problem } from '../core/problem.ts'
import type { Call } from './call.ts'
import { type Answer, type Dialect, refuse, word } from './dialect.ts'

/** An answer, and what nobody expected on the way to it. */
export interface Attempt {
  readonly answer: Answer
  readonly error: unknown
}

/** The answer that tells what was thrown, in the provider's words. */
export const failed = (dialect: Dialect, thrown: unknown, call: Call): Attempt => {
  call.refused = thrown
  if (thrown instanceof Problem) return { answer: refuse(dialect, thrown, call), error: undefined }
  if (thrown instanceof Fault)
    return { answer: refuse(dialect, word(dialect, thrown.fault, call), call), error: undefined }
  if (thrown instanceof NamedError)
    return { answer: refuse(dialect, sayNamed(dialect, thrown.error, thrown.hints, call), call), error: undefined }
  const fault: CommonFault = { kind: 'internal', cause: thrown }
  return { answer: refuse(dialect, word(dialect, fault, call), call), error: thrown }
}

/** The names of all failures that a dialect can say: the common ones and its own catalogue. */
export const errorNames = (dialect: Dialect): string[] => [
  ...new Set([...Object.keys(dialect.say), ...Object.keys(dialect.errors ?? {})]),
]

/** A failure by its name, worded by the dialect. Throws when the dialect has no such name: a scenario is checked at load. */
export const sayNamed = (dialect: Dialect, name: string, hints: ErrorHints, call: Call): Problem => {
  const own = dialect.errors && Object.hasOwn(dialect.errors, name) ? dialect.errors[name] : undefined
  const problem = own ? own(hints, call) : word(dialect, commonFault(name, hints, call), call)
  if (hints.message === undefined) return problem
  const { status, code, detail, headers } = problem
  return new Problem({ status, code, message: hints.message, detail, headers })
}

const commonFault = (kind: string, hints: ErrorHints, call: Call): CommonFault => {
  const { retryAfter, limit = 0 } = hints
  const wait = retryAfter === undefined ? {} : { retryAfter }
  switch (kind as CommonFault['kind']) {
    case 'route_not_found':
      return { kind: 'route_not_found', method: call.method, path: call.context.req.path }
    case 'method_not_allowed':
      return { kind: 'method_not_allowed', method: call.method, allow: [] }
    case 'unauthenticated':
      return { kind: 'unauthenticated', reason: 'unknown' }
    case 'forbidden':
      return { kind: 'forbidden' }
    case 'malformed_body':
      return { kind: 'malformed_body', message: hints.message ?? 'the body is not readable' }
    case 'body_too_large':
      return { kind: 'body_too_large', limit }
    case 'unsupported_media_type':
      return { kind: 'unsupported_media_type', got: call.header('content-type') }
    case 'invalid':
      return { kind: 'invalid', issues: [{ path: ['name'], rule: 'custom' }] }
    case 'quota_exceeded':
      return { kind: 'quota_exceeded', quota: hints.quota ?? call.op ?? '', limit }
    case 'rate_limited':
      return {
        kind: 'rate_limited',
        limit,
        resetAt: hints.resetAt ?? call.now + (retryAfter ?? 1) * 1000,
        ...wait,
      }
    case 'unavailable':
      return { kind: 'unavailable', ...wait }
    case 'internal':
      return { kind: 'internal', cause: 'a scenario asked for it' }
    default:
      throw new Error(`no error is named '${kind}'`)
  }
}
