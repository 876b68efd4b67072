import type { Millis } from '../core/clock.ts'
import type { HeaderChange } from './answers/header-values.ts'
import type { Pages, Paging } from './answers/paging.ts'
import type { Edit } from './answers/rewriting.ts'

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
  /** Whether its connection has carried an answer before. */
  readonly reused: boolean
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
  | {
      readonly kind: 'error'
      readonly error: string
      readonly hints: ErrorHints
      readonly headers?: readonly HeaderChange[]
    }
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly body: string | null
      readonly contentType: string | null
      readonly headers: readonly HeaderChange[]
    }
  | {
      readonly kind: 'rewrite'
      /** null leaves the status as it is. */
      readonly status: number | null
      readonly edits: readonly Edit[]
      /** Nothing is left of the body. */
      readonly empty: boolean
      readonly headers: readonly HeaderChange[]
    }
  /** The pages of the operations that have some, by `provider/operation`. */
  | { readonly kind: 'paging'; readonly paging: Paging; readonly pages: ReadonlyMap<string, Pages> }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'close' }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | { readonly kind: 'dribble'; readonly bytes: number; readonly every: Millis }
  | { readonly kind: 'corruptJson' }
  /** The answer is whole, and the connection is closed once it was idle for so long. */
  | { readonly kind: 'idleClose'; readonly after: Millis }
  | { readonly kind: 'stale'; readonly by: Millis }
  | { readonly kind: 'duplicate'; readonly heard: 'first' | 'last' }

/** What a scenario does to one request. */
export interface Ruling {
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

/** A plain value under a name; null takes it away. */
export type Note = readonly [name: string, value: unknown]

/** The name of a note: its kind, and what it is about. */
export const noteName = (kind: string, ...about: readonly string[]): string => JSON.stringify([kind, ...about])

/** The kind of a note, and what it is about. */
export const readName = (name: string): string[] => JSON.parse(name) as string[]

/** What is new among the notes of a world; with `anew`, it is all there is. */
export interface FreshNotes {
  readonly anew: boolean
  readonly put: readonly Note[]
}

/** What a world knows beyond its rows: what a scenario has counted and decided, as plain values by name. */
export class Notes {
  /** Keeps what is new. When it throws, that stays new. */
  onFresh: ((fresh: FreshNotes) => void) | null = null
  #all: (() => Iterable<Note>) | null = null
  #anew = false
  readonly #fresh = new Map<string, () => unknown>()
  readonly #late = new Map<string, () => unknown>()

  /** All that there is. */
  all(): Note[] {
    return [...(this.#all?.() ?? [])]
  }

  /** Somebody takes notes from now on, in place of who did before. `known` says that what he knows is kept already. */
  begin(all: (() => Iterable<Note>) | null, known = false): void {
    this.#all = all
    this.#anew = !known
    this.#fresh.clear()
    this.#late.clear()
  }

  /** The value under a name is another one now. It is asked for when it is kept. */
  changed(name: string, value: () => unknown): void {
    if (this.onFresh) this.#fresh.set(name, value)
  }

  /** As {@link changed}, for what may be kept a second later. */
  changedLate(name: string, value: () => unknown): void {
    if (this.onFresh) this.#late.set(name, value)
  }

  /** What is new, with what may come late or without; undefined when nothing is. */
  fresh(late = false): FreshNotes | undefined {
    if (this.#anew) return { anew: true, put: this.all() }
    if (this.#fresh.size === 0 && (!late || this.#late.size === 0)) return undefined
    const names = late ? [...this.#fresh, ...this.#late] : [...this.#fresh]
    return { anew: false, put: names.map(([name, value]) => [name, value()]) }
  }

  /** What {@link fresh} told is kept. */
  written(late = false): void {
    if (late || this.#anew) this.#late.clear()
    this.#anew = false
    this.#fresh.clear()
  }

  /** Has what is new kept, where anybody keeps it. */
  keep(): void {
    const fresh = this.onFresh ? this.fresh() : undefined
    if (!fresh) return
    this.onFresh!(fresh)
    this.written()
  }
}

/** How a scenario takes part in requests. */
export interface Judge {
  /** Name, version and seed of what is active, for journals and reports. */
  readonly label: string
  /** Told of a request before it is admitted: here the clock may jump. */
  arriving(provider: string, request: JudgedRequest): void
  judge(provider: string, request: JudgedRequest): Ruling | null
  /** Told of a handled request. `changed` says whether it changed anything; `stale` whether it looked at the past. */
  heard(provider: string, request: JudgedRequest, handled: Handled): void
  /** Told before an answer leaves: what was counted is kept by then, where it can be. */
  answering(): void
}

/** What became of a request behind its judge. */
export interface Handled {
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

/** What an earlier run left behind besides the rows of its worlds, and how more is kept. */
export interface Kept {
  /** Things of the emulator as a whole, by name. */
  readonly parts: ReadonlyMap<string, unknown>
  /** The notes of each world, by namespace. */
  readonly notes: ReadonlyMap<string, ReadonlyMap<string, unknown>>
  /** Keeps a thing under a name; null takes it away. Throws a KeepError when it cannot. */
  readonly keep: (name: string, value: unknown) => void
}
