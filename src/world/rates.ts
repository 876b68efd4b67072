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

/** The rate windows of a world as plain JSON, by provider and credential with a blank between them. */
export type RatesState = Readonly<Record<string, readonly WindowState[]>>

/** The rate windows of a world, per credential of each provider. */
export class RateBook {
  readonly mode: RateMode
  /** Set by a scenario: limits in place of a provider's, which then refuse whatever the mode; null leaves them as they are. */
  override: ((provider: string, limits: readonly RateLimit[]) => readonly OverridingLimit[] | null) | null = null
  readonly #windows = new Map<string, Map<string, readonly Window[]>>()

  constructor(mode: RateMode, state: RatesState = {}) {
    this.mode = mode
    for (const [key, windows] of Object.entries(state)) {
      const [provider, ...credential] = key.split(' ')
      this.#of(provider!).set(credential.join(' '), windows.map(Window.resume))
    }
  }

  get state(): RatesState {
    const entries = [...this.#windows].flatMap(([provider, own]) =>
      Array.from(own, ([credential, windows]) => [`${provider} ${credential}`, windows.map(({ state }) => state)]),
    )
    return Object.fromEntries(entries)
  }

  /** Counts one request of a provider's credential at an emulated time. A refused request is not counted. */
  meter(provider: string, credential: string, limits: readonly RateLimit[], now: Millis): Metered {
    const overriding = this.override?.(provider, limits)
    if (overriding) {
      const windows = this.#windowsOf(provider, `${credential} under a scenario`, overriding)
      const refuses = (at: number): boolean => overriding[at]!.refuses || this.mode === 'enforce'
      return counted(overriding, windows, now, refuses)
    }
    if (this.mode === 'off') {
      return {
        limits,
        readings: limits.map((limit) => ({ remaining: limit.max, resetAt: now + limit.ms })),
        refusedBy: undefined,
      }
    }
    return counted(limits, this.#windowsOf(provider, credential, limits), now, this.mode === 'enforce' ? always : never)
  }

  #windowsOf(provider: string, credential: string, limits: readonly RateLimit[]): readonly Window[] {
    const own = this.#of(provider)
    let windows = own.get(credential)
    if (windows?.some((window, at) => window.limit.max !== limits[at]?.max)) windows = undefined
    if (!windows) {
      windows = limits.map((limit) => new Window(limit))
      own.set(credential, windows)
      if (own.size > KEPT_CREDENTIALS) own.delete(own.keys().next().value!)
    }
    return windows
  }

  #of(provider: string): Map<string, readonly Window[]> {
    let own = this.#windows.get(provider)
    if (!own) this.#windows.set(provider, (own = new Map()))
    return own
  }
}

const always = (): boolean => true
const never = (): boolean => false

const counted = (
  limits: Metered['limits'],
  windows: readonly Window[],
  now: Millis,
  refuses: (at: number) => boolean,
): Metered => {
  if (refuses !== never) {
    const before = windows.map((window) => window.read(now))
    const refusedBy = before.findIndex(({ remaining }, at) => remaining <= 0 && refuses(at))
    if (refusedBy >= 0) return { limits, readings: before, refusedBy }
  }
  return { limits, readings: windows.map((window) => window.count(now)), refusedBy: undefined }
}
