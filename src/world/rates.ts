import type { Millis } from '../core/clock.ts'

/** `off` always shows a full window, `report` counts without refusing, `enforce` refuses what exceeds a window. */
export type RateMode = 'off' | 'report' | 'enforce'

/** A limit: so many requests in a sliding span of emulated time. */
export interface RateLimit {
  readonly max: number
  readonly ms: Millis
}

/** A limit in place of a provider's own. */
export interface OverridingLimit extends RateLimit {
  /** Refuses even where limits are only reported. */
  readonly refuses: boolean
  /** The rule of the scenario that it comes from. */
  readonly by?: string | undefined
}

/** What a window says after a request. */
export interface RateReading {
  readonly remaining: number
  /** When the oldest counted request leaves the window; the present when it is empty. */
  readonly resetAt: Millis
}

/** A window as plain JSON: its limit, and the counted times as pairs of a time and how often it counts. */
export interface WindowState extends RateLimit {
  readonly times: readonly (readonly [Millis, number])[]
}

const SLACK = 64

/** The times of the newest `max` requests. Those that left stay in front until they outnumber the counted ones. */
class Window {
  readonly limit: RateLimit
  #times: Millis[] = []
  #first = 0

  constructor(limit: RateLimit) {
    this.limit = limit
  }

  static resume(this: void, { max, ms, times }: WindowState): Window {
    const window = new Window({ max, ms })
    let over = times.reduce((sum, [, count]) => sum + count, 0) - max
    for (const [at, count] of times) {
      for (let i = Math.max(0, Math.min(count, over)); i < count; i++) window.add(at)
      over -= count
    }
    return window
  }

  get state(): WindowState {
    const times: [Millis, number][] = []
    for (let i = this.#first; i < this.#times.length; i++) {
      const at = this.#times[i]!
      const last = times.at(-1)
      if (last?.[0] === at) last[1]++
      else times.push([at, 1])
    }
    return { max: this.limit.max, ms: this.limit.ms, times }
  }

  read(now: Millis): RateReading {
    const { max, ms } = this.limit
    while (this.#first < this.#times.length && this.#times[this.#first]! <= now - ms) this.#first++
    const count = this.#times.length - this.#first
    return { remaining: max - count, resetAt: count > 0 ? this.#times[this.#first]! + ms : now }
  }

  /** Counts a request, and says what is left. */
  count(now: Millis): RateReading {
    this.add(now)
    return this.read(now)
  }

  add(now: Millis): void {
    const { max } = this.limit
    this.#times.push(now)
    if (this.#times.length - this.#first > max) this.#first++
    if (this.#first > max + SLACK) {
      this.#times = this.#times.slice(this.#first)
      this.#first = 0
    }
  }
}

/** The outcome of counting one request: a reading per limit, and the index of the limit that refuses it. */
export interface Metered {
  /** The limits that were counted against: the provider's, or a scenario's in their place. */
  readonly limits: readonly (RateLimit & Pick<OverridingLimit, 'by'>)[]
  readonly readings: readonly RateReading[]
  readonly refusedBy: number | undefined
}

const KEPT_CREDENTIALS = 10_000

/** The rate windows of a world as plain JSON, by credential. */
export type RatesState = Readonly<Record<string, readonly WindowState[]>>

/** The rate windows of a world, per credential. */
export class RateBook {
  readonly mode: RateMode
  /** Set by a scenario: limits in place of the provider's, which then refuse whatever the mode; null leaves them as they are. */
  override: ((credential: string, limits: readonly RateLimit[]) => readonly OverridingLimit[] | null) | null = null
  readonly #windows = new Map<string, readonly Window[]>()

  constructor(mode: RateMode, state: RatesState = {}) {
    this.mode = mode
    for (const [credential, windows] of Object.entries(state)) this.#windows.set(credential, windows.map(Window.resume))
  }

  get state(): RatesState {
    return Object.fromEntries(
      Array.from(this.#windows, ([credential, windows]) => [credential, windows.map(({ state }) => state)]),
    )
  }

  /** Counts one request of a credential at an emulated time. A refused request is not counted. */
  meter(credential: string, limits: readonly RateLimit[], now: Millis): Metered {
    const overriding = this.override?.(credential, limits)
    if (overriding) return this.#meterOverriding(credential, overriding, now)
    if (this.mode === 'off') {
      return {
        limits,
        readings: limits.map((limit) => ({ remaining: limit.max, resetAt: now + limit.ms })),
        refusedBy: undefined,
      }
    }
    const windows = this.#of(credential, limits)
    if (this.mode === 'enforce') {
      const before = windows.map((window) => window.read(now))
      const refusedBy = before.findIndex((reading) => reading.remaining <= 0)
      if (refusedBy >= 0) return { limits, readings: before, refusedBy }
    }
    return { limits, readings: windows.map((window) => window.count(now)), refusedBy: undefined }
  }

  #meterOverriding(credential: string, limits: readonly OverridingLimit[], now: Millis): Metered {
    const windows = this.#of(`${credential} under a scenario`, limits)
    const before = windows.map((window) => window.read(now))
    const refusedBy = before.findIndex(
      ({ remaining }, at) => remaining <= 0 && (limits[at]!.refuses || this.mode === 'enforce'),
    )
    if (refusedBy >= 0) return { limits, readings: before, refusedBy }
    return { limits, readings: windows.map((window) => window.count(now)), refusedBy: undefined }
  }

  #of(credential: string, limits: readonly RateLimit[]): readonly Window[] {
    let windows = this.#windows.get(credential)
    if (windows?.some((window, at) => window.limit.max !== limits[at]?.max)) windows = undefined
    if (!windows) {
      windows = limits.map((limit) => new Window(limit))
      this.#windows.set(credential, windows)
      if (this.#windows.size > KEPT_CREDENTIALS) this.#windows.delete(this.#windows.keys().next().value!)
    }
    return windows
  }
}
