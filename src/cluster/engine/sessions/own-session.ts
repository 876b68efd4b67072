import { type Micros, type Millis, stopwatch, wallNow, wallTimer } from '../../../core/clock.ts'
import { EngineAway, type Session, type SessionView, type Timing } from '../engine.ts'
import type { Mark } from '../records.ts'
import { encode } from '../records.ts'
import { settle } from '../settle.ts'
import type { Streams } from '../streams.ts'

/** What the sessions of a process have in common. */
export interface SessionContext {
  readonly streams: Pick<Streams, 'append' | 'last'>
  readonly subject: (id: string) => string
  readonly address: string
  readonly timing: Timing
  /** An id that no other record of the cluster has. */
  readonly nextId: () => string
  /** Told when a renewal got through behind the deadline. */
  readonly resumed: () => void
}

interface Renewal {
  readonly number: number
  readonly done: (seq: number) => void
  readonly failed: (error: Error) => void
}

const LOST = 'the other replicas gave this one up, because it had not been heard of for too long'

/**
 * A session is a record that is written again every few seconds, each time in place of the one before. Who cannot do that serves
 * nothing beyond its deadline; when somebody else has put a record there, the session is over.
 */
export class OwnSession implements Session {
  readonly id: string
  /** How many times the deadline had passed when a renewal got through. */
  gaps = 0
  readonly #context: SessionContext
  readonly #ended = new AbortController()
  readonly #listeners: (() => void)[] = []
  #renewals: Renewal[] = []
  #asked = 0
  #sending = false
  #revision = 0
  #deadline: Micros = -Infinity
  /** The same on the wall clock, which goes on while a machine sleeps. */
  #wallDeadline: Millis = -Infinity
  #isLost = false
  #leaving = false
  #seen = 0
  #cancelBeat = (): void => {}

  constructor(id: string, context: SessionContext) {
    this.id = id
    this.#context = context
  }

  isLive(): boolean {
    return stopwatch() < this.#deadline && wallNow() < this.#wallDeadline
  }

  /** Why it may not serve; null when it may. */
  get trouble(): string | null {
    if (this.isLive()) return null
    return this.#isLost ? LOST : 'the engine has not acknowledged the heartbeat of this replica for too long'
  }

  get view(): SessionView {
    return { id: this.id, address: this.#context.address, leaving: this.#leaving, seen: this.#seen }
  }

  confirm(seq: number): void {
    if (seq <= this.#seen) return
    this.#seen = seq
    this.renew().catch(() => {}) // the next renewal tells it as well
  }

  leave(): Promise<void> {
    this.#leaving = true
    return new Promise((resolve) => {
      const cancel = wallTimer(this.#context.timing.answers, resolve)
      this.renew()
        .catch(() => {}) // it is over anyway
        .finally(() => (cancel(), resolve()))
    })
  }

  onLost(then: () => void): void {
    this.#listeners.push(then)
  }

  /** Has the record written as it is by now. Resolves with its sequence number. */
  renew(): Promise<number> {
    return new Promise((done, failed) => {
      this.#renewals.push({ number: ++this.#asked, done, failed })
      if (!this.#sending) void this.#send()
    })
  }

  /** Ends it; what is given says so to the others. */
  async end(): Promise<void> {
    this.#cancelBeat()
    this.#deadline = -Infinity
    const gone = this.#record('gone')
    this.#ended.abort(new EngineAway('this replica has left'))
    await settle(this.#context.streams, gone, AbortSignal.timeout(this.#context.timing.answers)).catch(() => {})
  }

  #record(kind: Mark['kind']) {
    const mark: Mark = { kind, session: this.id, epoch: 0, id: this.#context.nextId() }
    const { address, leaving, seen } = this.view
    const data = encode(JSON.stringify({ address, leaving, seen }))
    return { subject: this.#context.subject(this.id), mark, data, expected: this.#revision }
  }

  async #send(): Promise<void> {
    const { streams, timing } = this.#context
    this.#sending = true
    this.#cancelBeat()
    while (this.#renewals.length > 0) {
      const [number, at, wallAt] = [this.#asked, stopwatch(), wallNow()]
      try {
        const { seq } = await settle(streams, this.#record('beat'), this.#ended.signal)
        if (seq === null) {
          this.#lose()
          break
        }
        this.#renewed(seq, at, wallAt)
        for (const { done } of this.#taken(number)) done(seq)
      } catch (error) {
        for (const { failed } of this.#taken(Infinity)) failed(error as Error)
      }
    }
    this.#sending = false
    if (this.#isLost || this.#ended.signal.aborted) return
    this.#cancelBeat = wallTimer(timing.beat, () => void this.renew().catch(() => {}))
  }

  #renewed(seq: number, at: Micros, wallAt: Millis): void {
    const { beat, lease } = this.#context.timing
    this.#revision = seq
    const isLate = this.#deadline !== -Infinity && !this.isLive()
    if (isLate) this.gaps++
    this.#deadline = at + lease * 1_000
    this.#wallDeadline = wallAt + lease
    if (isLate) this.#context.resumed()
    // it took its time, and counts from its beginning
    if (stopwatch() - at > beat * 1_000) this.renew().catch(() => {})
  }

  #taken(number: number): Renewal[] {
    const taken = this.#renewals.filter((one) => one.number <= number)
    this.#renewals = this.#renewals.filter((one) => one.number > number)
    return taken
  }

  #lose(): void {
    this.#isLost = true
    this.#deadline = -Infinity
    for (const { failed } of this.#taken(Infinity)) failed(new EngineAway(LOST))
    for (const then of this.#listeners) then()
  }
}
