import { type ErrorHints, NamedError } from '../world/judge.ts'
import { type CommonFailure, Failure, Problem } from '../core/problem.ts'
import type { Call, Credential } from './call.ts'
import type { ListText } from '../core/memo.ts'

/** A finished answer, before the headers that every answer of the provider carries. */
export interface Answer {
  readonly status: number
  /** JSON text, or null for an empty body. */
  readonly body: string | ListText | null
  readonly contentType: string | null
  /** Names and values in turn, spelt as they go on the wire. */
  readonly headers: readonly string[]
}

/** The failures that a scenario may ask for, by name, each built from what it says about them. */
export type ErrorsOnDemand = Readonly<Record<string, (hints: ErrorHints, call: Call) => Problem>>

// a method type, so that functions of any arguments stand in one catalogue
type Saying = { say(...about: never): Problem }['say']

/** How a scenario asks for a problem of a catalogue. */
interface Demand {
  readonly name: string
  readonly say: (hints: ErrorHints, call: Call) => Problem
}

const demands = new WeakMap<Saying, Demand>()

/**
 * Lets scenarios ask for a problem of a catalogue by a name. `about` gives what the problem is about, for a problem that is
 * about something.
 */
export const onDemand = <About extends readonly unknown[]>(
  name: string,
  say: (...about: About) => Problem,
  ...[about]: About extends readonly [] ? [] : [about: (hints: ErrorHints, call: Call) => NoInfer<About>]
): ((...about: About) => Problem) => {
  const own = (...given: About): Problem => say(...given)
  demands.set(own, { name, say: (hints, call) => say(...((about?.(hints, call) ?? []) as About)) })
  return own
}

/** Names the problems of a provider: each carries the key under which its function stands here. */
export const catalogue = <C extends Readonly<Record<string, Saying>>>(problems: C): C => {
  const naming =
    (key: string, say: (...about: unknown[]) => Problem) =>
    (...about: unknown[]): Problem => {
      const problem = say(...about)
      problem.key ??= key
      return problem
    }
  return Object.fromEntries(
    Object.entries(problems).map(([key, say]) => {
      const named = naming(key, say as (...about: unknown[]) => Problem)
      const demand = demands.get(say)
      if (demand) demands.set(named, { name: demand.name, say: naming(key, demand.say as typeof named) })
      return [key, named]
    }),
  ) as unknown as C
}

/** What scenarios may ask for of some catalogues. */
export const errorsOnDemand = (...catalogues: readonly Readonly<Record<string, Saying>>[]): ErrorsOnDemand =>
  Object.fromEntries(
    catalogues.flatMap((problems) =>
      Object.values(problems).flatMap((say) => {
        const demand = demands.get(say)
        return demand ? [[demand.name, demand.say]] : []
      }),
    ),
  )

/** The body of an answer as one text. */
export const textOf = (body: Answer['body']): string | null => (body === null ? null : body.toString())

/** How a provider words its failures. A provider that forgets one does not compile. */
export interface Dialect {
  readonly contentType: string
  /** JSON text in the provider's own layout. */
  readonly render: (value: unknown) => string
  readonly say: {
    readonly [K in CommonFailure['kind']]: (failure: Extract<CommonFailure, { kind: K }>, call: Call) => Problem
  }
  /** Further failures that a scenario may ask for by name, see {@link errorsOnDemand}. The common ones need no entry. */
  readonly errors?: ErrorsOnDemand
  /** The error body: text as it is, a value to be rendered, or null for none. */
  body(problem: Problem, call: Call): unknown
  /** The error's content type, where it differs from the usual one. */
  contentTypeOf?(problem: Problem, call: Call): string
  /** The error's headers, where they depend on the request. */
  headersOf?(problem: Problem, call: Call): readonly string[]
}

/** Everything that is the same in all answers of a provider: who may ask, which headers go along, and how it fails. */
export interface Voice<C extends Credential, Need> {
  readonly provider: string
  readonly dialect: Dialect
  /** The provider's own form of a request id. */
  readonly requestId: (call: Call) => string
  /** Authenticates, meters and authorises. Sets `call.credential` and `call.metered`; throws a Failure or a Problem. */
  admit(call: Call<C>, need: Need | undefined): void
  /** Whether a call only looks; without it, its method says so. */
  looks?(call: Call<C>): boolean
  /** Headers of every answer: names and values in turn. */
  headers(call: Call<C>, status: number): readonly string[]
}

/** Words a failure that the shared code raised. */
const word = (dialect: Dialect, failure: CommonFailure, call: Call): Problem =>
  (dialect.say[failure.kind] as (failure: CommonFailure, call: Call) => Problem)(failure, call)

/** The answer that tells a problem. */
export const problemAnswer = (dialect: Dialect, problem: Problem, call: Call): Answer => {
  call.problem = problem.key
  const value = dialect.body(problem, call)
  const body = value === null || typeof value === 'string' ? value : dialect.render(value)
  const contentType = body === null ? null : (dialect.contentTypeOf?.(problem, call) ?? dialect.contentType)
  const headers = dialect.headersOf?.(problem, call) ?? problem.headers
  return { status: problem.status, body, contentType, headers }
}

/** The answer that tells what was thrown, in the provider's words; the call keeps what it was. */
export const errorAnswer = (dialect: Dialect, thrown: unknown, call: Call): Answer => {
  call.refused = thrown
  return problemAnswer(dialect, problemOf(dialect, thrown, call), call)
}

const problemOf = (dialect: Dialect, thrown: unknown, call: Call): Problem => {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof Failure) return word(dialect, thrown.detail, call)
  if (thrown instanceof NamedError) return sayNamed(dialect, thrown.error, thrown.hints, call)
  call.error = thrown
  return word(dialect, { kind: 'internal', cause: thrown }, call)
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
  const { status, code, detail, headers, key } = problem
  return Object.assign(new Problem({ status, code, message: hints.message, detail, headers }), { key })
}

const commonFault = (kind: string, hints: ErrorHints, call: Call): CommonFailure => {
  const { retryAfter, limit = 0 } = hints
  const wait = retryAfter === undefined ? {} : { retryAfter }
  switch (kind as CommonFailure['kind']) {
    case 'route_not_found':
      return { kind: 'route_not_found', method: call.method, path: call.path }
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
      return { kind: 'invalid', issues: [{ path: ['name'], kind: 'custom' }] }
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
