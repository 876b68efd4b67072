import type { ErrorHints } from '../core/judge.ts'
import type { CommonFault, Problem } from '../core/problem.ts'
import type { Call, Credential } from './call.ts'
import type { Pieces } from './wire.ts'

/** A finished answer, before the headers that every answer of the provider carries. */
export interface Answer {
  readonly status: number
  /** JSON text, or null for an empty body. */
  readonly body: string | Pieces | null
  readonly contentType: string | null
  /** Names and values in turn, spelt as they go on the wire. */
  readonly headers: readonly string[]
}

/** The failures of a provider by name, each built from what a scenario says about it. */
export type ErrorCatalogue = Readonly<Record<string, (hints: ErrorHints, call: Call) => Problem>>

/** The body of an answer as one text. */
export const textOf = (body: Answer['body']): string | null => (body === null ? null : body.toString())

/** How a provider words its failures. A provider that forgets one fault does not compile. */
export interface Dialect {
  readonly contentType: string
  /** JSON text in the provider's own layout. */
  readonly render: (value: unknown) => string
  readonly say: {
    readonly [K in CommonFault['kind']]: (fault: Extract<CommonFault, { kind: K }>, call: Call) => Problem
  }
  /** Further failures that a scenario may ask for by name: the provider's own catalogue. The common ones need no entry. */
  readonly errors?: ErrorCatalogue
  /** The error body: text as it is, a value to be rendered, or null for none. */
  body(problem: Problem, call: Call): unknown
  /** The error's content type, where it differs from the usual one. */
  contentTypeOf?(problem: Problem): string
  /** The error's headers, where they depend on the request. */
  headersOf?(problem: Problem, call: Call): readonly string[]
}

/** Everything that is the same in all answers of a provider: who may ask, which headers go along, and how it fails. */
export interface Voice<C extends Credential, Need> {
  readonly provider: string
  readonly dialect: Dialect
  /** The provider's own form of a request id. */
  readonly requestId: (call: Call) => string
  /** Authenticates, meters and authorises. Sets `call.credential` and `call.metered`; throws a Fault or a Problem. */
  admit(call: Call<C>, need: Need | undefined): void
  /** Headers of every answer: names and values in turn. */
  headers(call: Call<C>, status: number): readonly string[]
}

/** Words a fault that the shared code raised. */
export const word = (dialect: Dialect, fault: CommonFault, call: Call): Problem =>
  (dialect.say[fault.kind] as (fault: CommonFault, call: Call) => Problem)(fault, call)

/** The answer that tells a problem. */
export const refuse = (dialect: Dialect, problem: Problem, call: Call): Answer => {
  const value = dialect.body(problem, call)
  const body = value === null || typeof value === 'string' ? value : dialect.render(value)
  const contentType = body === null ? null : (dialect.contentTypeOf?.(problem) ?? dialect.contentType)
  const headers = dialect.headersOf?.(problem, call) ?? problem.headers
  return { status: problem.status, body, contentType, headers }
}
