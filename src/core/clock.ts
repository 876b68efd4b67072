import { memoizeLast } from './memo.ts'

/** A point in time or a span, in milliseconds; points count from the Unix epoch. */
export type Millis = number

const secondText = memoizeLast((second: number): string => new Date(second * 1000).toISOString().slice(0, 19))

/** RFC 3339 in UTC down to the second in which a time lies, without a zone. */
export const isoSeconds = (at: Millis): string => secondText(Math.floor(at / 1000))

export type ClockMode = 'real' | 'virtual'

/** How a clock begins. */
export interface ClockSetting {
  readonly mode?: ClockMode | undefined
  /** Where it begins; the present when absent. */
  readonly start?: Millis | undefined
  /** Emulated milliseconds per wall millisecond: 1 by default in `real`, 0 in `virtual`. */
  readonly speed?: number | undefined
}

/** How a clock is to go on; what is not given stays. */
export interface ClockChange extends Omit<ClockSetting, 'start'> {
  /** Where it stands from now on. */
  readonly now?: Millis | undefined
}

/** Where a clock stood, as plain JSON, and what the wall clock said then (0 for a virtual one, which does not care). */
export interface ClockState {
  readonly mode: ClockMode
  readonly now: Millis
  readonly speed: number
  readonly wall: Millis
}

/** The machine's own time: only for what a client signed with it, never for emulated state. */
export const wallNow = (): Millis => Date.now()

/** Waits a span of wall time: for what happens to a socket, never to emulated state. */
export const pause = (ms: Millis): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** Lets others run, in the course of long work. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Long work that says where it may be left alone for a while. */
export type Pausing<R> = Generator<void, R>

/** Does long work at once. */
export const atOnce = <R>(work: Pausing<R>): R => {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

const SLICE: Micros = 4_000

/** Does long work in slices, between which others are let through. */
export const inSlices = async <R>(work: Pausing<R>): Promise<R> => {
  for (let until = stopwatch() + SLICE; ;) {
    const { done, value } = work.next()
    if (done) return value
    if (stopwatch() < until) continue
    await turn()
    until = stopwatch() + SLICE
  }
}

// the last instant that RFC 3339 can write
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

/** Thrown when somebody asks the emulated time to run backwards. */
export class ClockError extends Error {
  override readonly name = 'ClockError'
}

/** The only source of emulated time. It may stand still, run at any speed or jump ahead, never back. */
export class Clock {
  #mode: ClockMode
  #speed: number
  #anchor: Millis
  #wallAnchor: Millis
  #wallLatest: Millis
  #latest: Millis
  /** Told of each move and setting. When it throws, the clock is as it was before. */
  onChange: (() => void) | null = null

  constructor(setting: ClockSetting = {}) {
    this.#mode = setting.mode ?? 'real'
    this.#speed = setting.speed ?? defaultSpeed(this.#mode)
    this.#wallAnchor = this.#wallLatest = wallNow()
    this.#anchor = this.#latest = setting.start ?? this.#wallAnchor
  }

  /** A clock from where another one stood: a virtual one stands there again, a real one ran on meanwhile. */
  static resume({ mode, now, speed, wall }: ClockState): Clock {
    const passed = mode === 'real' ? Math.max(0, wallNow() - wall) * speed : 0
    return new Clock({ mode, speed, start: Math.min(LATEST, Math.floor(now + passed)) })
  }

  get state(): ClockState {
    return { mode: this.#mode, now: this.now(), speed: this.#speed, wall: this.#mode === 'real' ? wallNow() : 0 }
  }

  get mode(): ClockMode {
    return this.#mode
  }

  get speed(): number {
    return this.#speed
  }

  now(): Millis {
    if (this.#speed === 0) return this.#latest
    const wall = wallNow()
    if (wall < this.#wallLatest) {
      this.#anchor = this.#latest // a wall clock that is set back neither turns emulated time back nor stops it
      this.#wallAnchor = wall
    }
    this.#wallLatest = wall
    this.#latest = Math.min(LATEST, Math.floor(this.#anchor + (wall - this.#wallAnchor) * this.#speed))
    return this.#latest
  }

  /** Moves ahead by a span. Throws {@link ClockError} for a negative one. */
  advance(by: Millis): void {
    this.moveTo(this.now() + by)
  }

  /** Moves to a later instant. Throws {@link ClockError} for an earlier one. */
  moveTo(to: Millis): void {
    this.#check(to)
    this.#change({ to, mode: this.#mode, speed: this.#speed })
  }

  /** Calls back when a clock that runs by itself will have reached an instant; returns a way to cancel. */
  at(when: Millis, wake: () => void): () => void {
    if (this.#speed === 0) return () => {}
    const wait = Math.max(0, Math.ceil((when - this.now()) / this.#speed))
    return wallTimer(Math.min(wait, LONGEST_TIMER), wake)
  }

  /**
   * Changes mode, speed or position; what is not given stays. A new mode brings its own default speed. What else is to happen
   * with it, and is told in place of the change: when that throws, the clock is as it was before.
   */
  configure({ now, ...change }: ClockChange, along: (() => void) | null = this.onChange): void {
    const mode = change.mode ?? this.#mode
    const speed = change.speed ?? (mode === this.#mode ? this.#speed : defaultSpeed(mode))
    this.#check(now)
    this.#change({ to: now ?? this.now(), mode, speed }, along)
  }

  #check(wanted: Millis | undefined): void {
    const now = this.now()
    const to = wanted ?? now // read once: a clock that runs has gone on when it is read again
    if (!(to <= LATEST)) throw new ClockError(`the clock stands at ${iso(now)} and cannot go beyond ${iso(LATEST)}`)
    if (to < now) throw new ClockError(`the clock stands at ${iso(now)} and cannot go back to ${iso(to)}`)
  }

  #change(
    { to, mode, speed }: { to: Millis; mode: ClockMode; speed: number },
    along: (() => void) | null = this.onChange,
  ): void {
    const before = [this.#mode, this.#speed, this.#anchor, this.#wallAnchor, this.#latest] as const
    this.#wallAnchor = this.#wallLatest = wallNow()
    this.#anchor = this.#latest = to
    this.#mode = mode
    this.#speed = speed
    try {
      along?.()
    } catch (error) {
      ;[this.#mode, this.#speed, this.#anchor, this.#wallAnchor, this.#latest] = before
      throw error
    }
  }
}

/** The machine's own clock, for what waits in wall time: never for emulated state. */
export interface WallClock {
  now(): Millis
  /** Calls back after a span, unless the process ends before; returns a way to cancel. */
  timer(ms: Millis, wake: () => void): () => void
}

const LONGEST_TIMER = 2 ** 31 - 1

/** Calls back after a span of wall time, unless the process ends before; returns a way to cancel. */
export const wallTimer = (ms: Millis, wake: () => void): (() => void) => {
  const timer = setTimeout(wake, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

/** The one that a process has. */
export const machineClock: WallClock = { now: wallNow, timer: wallTimer }

const defaultSpeed = (mode: ClockMode): number => (mode === 'real' ? 1 : 0)

/** RFC 3339 in UTC with milliseconds. */
export const iso = (at: Millis): string => new Date(at).toISOString()

/** Whole microseconds: a span that the engine can keep in place, where one of fractions would be an object of its own. */
export type Micros = number

const [began] = process.hrtime()

/** A stopwatch reading of wall time, for durations that people look at. */
export const stopwatch = (): Micros => {
  const [seconds, nanos] = process.hrtime() // `performance` would load a library of its own
  return (seconds - began) * 1_000_000 + Math.floor(nanos / 1000)
}

const UNITS: Readonly<Record<string, Millis>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const FORM = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/

/** A span such as `250ms`, `30s`, `5m` or `1.5h`; undefined when the text is none. */
export const readDuration = (text: string): Millis | undefined => {
  const parts = FORM.exec(text)
  return parts ? Math.round(Number(parts[1]) * UNITS[parts[2]!]!) : undefined
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** An RFC 3339 instant with its zone; undefined when the text is none. */
export const readInstant = (text: string): Millis | undefined => {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** A span for people. */
export const durationText = (ms: Millis): string => {
  if (ms < 60_000) return `${ms / 1000}s`
  const [minutes, seconds] = [Math.floor(ms / 60_000), (ms % 60_000) / 1000]
  const tail = seconds === 0 ? '' : ` ${seconds}s`
  return minutes < 60
    ? `${minutes}m${tail}`
    : `${Math.floor(minutes / 60)}h${minutes % 60 === 0 ? '' : ` ${minutes % 60}m`}${tail}`
}
