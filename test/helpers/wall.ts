import type { Millis, WallClock } from '../../src/core/clock.ts'

interface Timer {
  readonly at: Millis
  readonly wake: () => void
}

/** A wall clock that stands still until a test moves it. */
export class FakeWall implements WallClock {
  #now: Millis
  #timers: Timer[] = []

  constructor(now: Millis = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = now
  }

  readonly now = (): Millis => this.#now

  readonly timer = (ms: Millis, wake: () => void): (() => void) => {
    const timer = { at: this.#now + ms, wake }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer)
    }
  }

  /** Moves ahead and wakes, in their order, whose time has come. */
  advance(ms: Millis): void {
    this.#now += ms
    const due = this.#timers.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at)
    this.#timers = this.#timers.filter(({ at }) => at > this.#now)
    for (const { wake } of due) wake()
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length
  }
}
