import type { Millis } from '../core/clock.ts'

/** What a scenario may know of a request. */
export interface JudgedRequest {
  readonly op: string | null
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  /** Journal number. */
  readonly n: number
  readonly now: Millis
  readonly credential: { readonly key: string; readonly label: string } | null
  readonly body: string | Uint8Array | null
  /** A request header by its lower-case name. */
  header(name: string): string | undefined
}

/** What goes into a failure that a scenario asks a provider to say. */
export interface ErrorHints {
  /** Seconds. */
  readonly retryAfter?: number | undefined
  readonly message?: string | undefined
  readonly limit?: number | undefined
  /** When the limit lets go again. */
  readonly resetAt?: Millis | undefined
  /** What the limit is about. */
  readonly quota?: string | undefined
}

/** A failure by the name under which a provider's catalogue lists it. */
export class NamedError extends Error {
  override readonly name = 'NamedError'
  readonly error: string
  readonly hints: ErrorHints

  constructor(error: string, hints: ErrorHints) {
    super(error)
    this.error = error
    this.hints = hints
  }
}

/** What happens to an answer instead of being sent as it is. */
export type Ending =
  | { readonly kind: 'error'; readonly error: string; readonly hints: ErrorHints }
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly body: string | null
      readonly contentType: string | null
      readonly headers: readonly string[]
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'close' }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | { readonly kind: 'dribble'; readonly bytes: number; readonly every: Millis }
  | { readonly kind: 'corruptJson' }
  | { readonly kind: 'stale'; readonly by: Millis }
  | { readonly kind: 'duplicate'; readonly heard: 'first' | 'last' }

/** What a scenario does to one request. */
export interface Verdict {
  /** The rules that had a part in it. */
  readonly faults: readonly string[]
  /** Wall milliseconds to wait before the request is handled. */
  readonly delay: Millis
  /** Wall milliseconds to wait after it was handled. */
  readonly lag: Millis
  /** Whether the request is handled before the ending. */
  readonly stage: 'before' | 'after'
  readonly ending: Ending | null
}

/** How a scenario takes part in requests. */
export interface Judge {
  /** Name, version and seed of what is active, for journals and reports. */
  readonly label: string
  /** Told of a request before it is admitted: here the clock may jump. */
  arriving(provider: string, request: JudgedRequest): void
  judge(provider: string, request: JudgedRequest): Verdict | null
  /** Told of a handled request. `changed` says whether it changed anything; `stale` whether it looked at the past. */
  heard(provider: string, request: JudgedRequest, outcome: Outcome): void
}

export interface Outcome {
  readonly status: number
  readonly body: string | null
  readonly changed: boolean
}

/** What a scenario did to a request, for its journal entry. */
export interface FaultMark {
  readonly faults: readonly string[]
  readonly effect: Ending['kind'] | 'delay' | 'limit'
  readonly stage: 'before' | 'after'
  /** The answer is the scenario's own, not in the provider's words. */
  readonly raw: boolean
  /** Status of the provider's own answer when that was committed and then replaced or lost. */
  readonly lost?: number
}
