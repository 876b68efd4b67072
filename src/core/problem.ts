import type { Millis } from './clock.ts'

/** One thing wrong with a value: where it is, and in which way. */
export interface Issue {
  readonly path: readonly (string | number)[]
  readonly kind: 'required' | 'type' | 'pattern' | 'range' | 'enum' | 'unknown' | 'custom'
  /** The type or value that was expected, where there is one. */
  readonly expected?: string | undefined
  readonly received?: unknown
}

/** Failures that the shared code can raise without knowing any wire format. Each provider words all of them. */
export type CommonFailure =
  | { readonly kind: 'route_not_found'; readonly method: string; readonly path: string }
  | { readonly kind: 'method_not_allowed'; readonly method: string; readonly allow: readonly string[] }
  | { readonly kind: 'unauthenticated'; readonly reason: 'missing' | 'malformed' | 'unknown' | 'expired' | 'signature' }
  | { readonly kind: 'forbidden'; readonly scope?: string | undefined }
  | { readonly kind: 'malformed_body'; readonly message: string }
  | { readonly kind: 'body_too_large'; readonly limit: number }
  | { readonly kind: 'unsupported_media_type'; readonly got: string | undefined }
  | { readonly kind: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly kind: 'quota_exceeded'; readonly quota: string; readonly limit: number }
  | { readonly kind: 'rate_limited'; readonly limit: number; readonly resetAt: Millis; readonly retryAfter?: number }
  | { readonly kind: 'unavailable'; readonly retryAfter?: number }
  | { readonly kind: 'internal'; readonly cause: unknown }

/** Raises a {@link CommonFailure}. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly detail: CommonFailure

  constructor(failure: CommonFailure) {
    super(failure.kind)
    this.detail = failure
  }
}

export interface ProblemInit {
  readonly status: number
  /** The provider's own code, slug or type. */
  readonly code: string
  readonly message: string
  /** Further members for the provider's body; only its own `errors.ts` knows them. */
  readonly detail?: unknown
  /** Header names and values in turn, spelt as they go on the wire. */
  readonly headers?: readonly string[]
}

/** What a provider says when it refuses. Built only in that provider's `errors.ts`. */
export class Problem extends Error {
  override readonly name = 'Problem'
  /** Its name in the provider's catalogue; null for one that no catalogue made. */
  key: string | null = null
  readonly status: number
  readonly code: string
  readonly detail: unknown
  readonly headers: readonly string[]

  constructor(init: ProblemInit) {
    super(init.message)
    this.status = init.status
    this.code = init.code
    this.detail = init.detail
    this.headers = init.headers ?? []
  }
}

/** What is known of a failure that nobody expected. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)
