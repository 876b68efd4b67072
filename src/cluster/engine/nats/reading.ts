import { pause } from '../../../core/clock.ts'
import type { Stored } from '../records.ts'
import type { Following } from '../streams.ts'

/** Records as a consumer hands them out, until it is stopped or lost. */
export interface Batch {
  readonly records: AsyncIterable<Stored>
  stop(): void
}

/** Two ways to the records of a subject behind a sequence number. */
export interface Ways {
  /** A consumer: fast, on one of the servers that have a copy. */
  consume(after: number): Promise<Batch>
  /** The next record, as the leader has it: one at a time, and there as long as there is a leader. */
  next(after: number): Promise<Stored | null>
  /** Told why a consumer did not work. */
  readonly tell: (error: unknown) => void
}

const AGAIN = 100

/** Reads on and on. While no consumer can be had, for its server is gone, the leader is asked. */
export class Reading implements Following {
  readonly #ways: Ways
  readonly #visit: (record: Stored) => void | Promise<void>
  readonly #over = new AbortController()
  #at: number
  #batch: Batch | undefined

  constructor(ways: Ways, after: number, visit: (record: Stored) => void | Promise<void>) {
    this.#ways = ways
    this.#at = after
    this.#visit = visit
    void this.#run()
  }

  stop(): void {
    this.#over.abort()
    this.#batch?.stop()
  }

  /** Begins again with another consumer. */
  renew(): void {
    this.#batch?.stop()
  }

  async #run(): Promise<void> {
    const { signal } = this.#over
    while (!signal.aborted) {
      try {
        await this.#consume()
        await this.#ask()
      } catch (error) {
        this.#ways.tell(error)
        await this.#ask().catch(() => {}) // the next consumer is tried
      }
      if (!signal.aborted) await pause(AGAIN)
    }
  }

  async #consume(): Promise<void> {
    const batch = await this.#ways.consume(this.#at)
    this.#batch = batch
    try {
      for await (const record of batch.records) {
        if (this.#over.signal.aborted) return
        if (record.seq > this.#at) await this.#take(record)
      }
    } finally {
      batch.stop()
    }
  }

  async #ask(): Promise<void> {
    while (!this.#over.signal.aborted) {
      const record = await this.#ways.next(this.#at)
      if (!record) return
      await this.#take(record)
    }
  }

  async #take(record: Stored): Promise<void> {
    await this.#visit(record)
    this.#at = record.seq
  }
}
