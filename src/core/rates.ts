import type { Millis } from './clock.ts'

/** `off` always shows a full window, `report` counts without refusing, `enforce` refuses what exceeds a window. */
export type RateMode = 'off' | 'report' | 'enforce'

/** A limit: so many requests in a sliding span of emulated time. */
export interface RateLimit {
  readonly max: number
  readonly ms: Millis
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

/** The times of the newest `max` requests, as a circle that grows only as far as it is used. */
class Window {
  readonly #limit: RateLimit
  #times: Millis[] = []
  #first = 0
  #count = 0

  constructor(limit: RateLimit) {
    this.#limit = limit
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
    for (let i = 0; i < this.#count; i++) {
      const at = this.#times[(this.#first + i) % this.#times.length]!
      const last = times.at(-1)
      if (last?.[0] === at) last[1]++
      else times.push([at, 1])
    }
    return { max: this.#limit.max, ms: this.#limit.ms, times }
  }

  read(now: Millis): RateReading {
    while (this.#count > 0 && this.#times[this.#first]! <= now - this.#limit.ms) this.#shift()
    const resetAt = this.#count > 0 ? this.#times[this.#first]! + this.#limit.ms : now
    return { remaining: this.#limit.max - this.#count, resetAt }
  }

  add(now: Millis): void {
    if (this.#count === this.#limit.max) this.#shift()
    if (this.#count === this.#times.length) {
      this.#times = [...this.#times.slice(this.#first), ...this.#times.slice(0, this.#first)]
      this.#first = 0
      this.#times.push(now)
    } else this.#times[(this.#first + this.#count) % this.#times.length] = now
    this.#count++
  }

  #shift(): void {
    this.#first = (this.#first + 1) % this.#times.length
    this.#count--
  }
}

/** The outcome of counting one request: a reading per limit, and the index of the limit that refuses it. */
export interface Metered {
  readonly readings: readonly RateReading[]
  readonly refusedBy: number | undefined
}

const KEPT_CREDENTIALS = 10_000

/** The rate windows of a world as plain JSON, by credential. */
export type RatesState = Readonly<Record<string, readonly WindowState[]>>

/** The rate windows of a world, per credential. */
export class RateBook {
  readonly mode: RateMode
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
    if (this.mode === 'off') {
      return {
        readings: limits.map((limit) => ({ remaining: limit.max, resetAt: now + limit.ms })),
        refusedBy: undefined,
      }
    }
    const windows = this.#of(credential, limits)
    if (this.mode === 'enforce') {
      const before = windows.map((window) => window.read(now))
      const refusedBy = before.findIndex((reading) => reading.remaining <= 0)
      if (refusedBy >= 0) return { readings: before, refusedBy }
    }
    for (const window of windows) window.add(now)
    return { readings: windows.map((window) => window.read(now)), refusedBy: undefined }
  }

  #of(credential: string, limits: readonly RateLimit[]): readonly Window[] {
    let windows = this.#windows.get(credential)
    if (!windows) {
      windows = limits.map((limit) => new Window(limit))
      this.#windows.set(credential, windows)
      if (this.#windows.size > KEPT_CREDENTIALS) this.#windows.delete(this.#windows.keys().next().value!)
    }
    return windows
  }
}
