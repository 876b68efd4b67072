import { type Micros, stopwatch } from '../../../core/clock.ts'
import type { SessionView, Timing } from '../engine.ts'
import { type Stored, decode } from '../records.ts'
import { settle } from '../settle.ts'
import type { Following, Streams } from '../streams.ts'

export interface SessionsContext {
  readonly streams: Streams
  readonly subject: (id: string) => string
  readonly timing: Timing
  readonly nextId: () => string
  /** The session of this replica. */
  readonly own: () => { readonly id: string; readonly view: SessionView }
}

interface Heard {
  readonly view: SessionView
  readonly seq: number
  readonly at: Micros
}

/** The sessions of the other replicas, as this one hears of them. */
export class Sessions {
  readonly #context: SessionsContext
  readonly #heard = new Map<string, Heard>()
  readonly #following: Following
  readonly #listeners: (() => void)[] = []
  #waiting: { readonly seq: number; readonly wake: () => void }[] = []
  #seq = 0

  constructor(context: SessionsContext) {
    this.#context = context
    this.#following = context.streams.follow(context.subject('>'), 0, (record) => this.#hear(record))
  }

  /** Those that have not left and were not given up. */
  all(): ReadonlyMap<string, SessionView> {
    const { id, view } = this.#context.own()
    const all = new Map([[id, view]])
    for (const [other, heard] of this.#heard) if (other !== id) all.set(other, heard.view)
    return all
  }

  onChange(then: () => void): void {
    this.#listeners.push(then)
  }

  /** Resolves once everything up to a sequence number was heard. */
  reached(seq: number): Promise<void> {
    if (seq <= this.#seq) return Promise.resolve()
    return new Promise((wake) => this.#waiting.push({ seq, wake }))
  }

  /** Whether a session may still hold something. One that has stood still for too long is given up for good. Rejects with EngineAway. */
  async isAlive(id: string): Promise<boolean> {
    if (id === this.#context.own().id) return true
    if (!this.#heard.has(id)) {
      const last = await this.#context.streams.last(this.#context.subject(id))
      if (last?.mark.kind === 'gone') return false
      if (!last) return this.#challenge(id, 0)
      this.#take(id, last)
    }
    const { seq, at } = this.#heard.get(id)!
    return stopwatch() - at < this.#context.timing.patience * 1_000 || this.#challenge(id, seq)
  }

  /** Gives up those that have stood still for too long. */
  async clear(): Promise<void> {
    for (const id of this.#heard.keys()) await this.isAlive(id)
  }

  stop(): void {
    this.#following.stop()
  }

  /** Ends a session, unless it was renewed: then its next renewal would have been refused. Returns whether it lives. */
  async #challenge(id: string, expected: number): Promise<boolean> {
    const { streams, subject, timing, nextId, own } = this.#context
    const mark = { kind: 'gone', session: own().id, epoch: 0, id: nextId() } as const
    const record = { subject: subject(id), mark, data: new Uint8Array(), expected }
    const settled = await settle(streams, record, AbortSignal.timeout(timing.answers))
    if (settled.seq !== null || !settled.standing || settled.standing.mark.kind === 'gone') {
      this.#forget(id)
      return false
    }
    this.#take(id, settled.standing)
    return true
  }

  #hear(record: Stored): void {
    const id = record.subject.slice(record.subject.lastIndexOf('.') + 1)
    this.#seq = record.seq
    if (record.mark.kind === 'gone') this.#forget(id)
    else this.#take(id, record)
    this.#waiting = this.#waiting.filter(({ seq, wake }) => {
      if (seq > this.#seq) return true
      wake()
      return false
    })
  }

  #take(id: string, { seq, data }: Stored): void {
    const before = this.#heard.get(id)
    if (before && before.seq >= seq) return
    const { address, leaving, seen } = JSON.parse(decode(data)) as Omit<SessionView, 'id'>
    this.#heard.set(id, { view: { id, address, leaving, seen }, seq, at: stopwatch() })
    const { view } = before ?? {}
    if (view?.address !== address || view.leaving !== leaving || view.seen !== seen) this.#changed()
  }

  #forget(id: string): void {
    if (this.#heard.delete(id)) this.#changed()
  }

  #changed(): void {
    for (const then of this.#listeners) then()
  }
}
