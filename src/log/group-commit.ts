import type { WhenStored } from '../world/commits.ts'

/** Who waits for entries to reach the disk: one sync serves all that came before it. */
export class GroupCommit {
  /** Number of the last entry that reached the disk. */
  #stored = 0
  #running = false
  readonly #waiting: { readonly seq: number; readonly leave: Parameters<WhenStored>[0] }[] = []
  readonly #last: () => number
  readonly #sync: (done: (error: Error | null) => void) => void
  readonly #failed: (error: Error) => void

  constructor(last: () => number, sync: (done: (error: Error | null) => void) => void, failed: (error: Error) => void) {
    this.#last = last
    this.#sync = sync
    this.#failed = failed
  }

  /** Calls back once all entries so far are stored. */
  readonly whenStored: WhenStored = (leave) => {
    const seq = this.#last()
    if (seq <= this.#stored) return leave(null)
    this.#waiting.push({ seq, leave })
    this.start()
  }

  /** Has the entries so far reach the disk, together with those that come in the same turn of the event loop. */
  start(): void {
    if (this.#running || this.#last() <= this.#stored) return
    this.#running = true
    setImmediate(() => {
      const seq = this.#last()
      this.#sync((error) => {
        this.#running = false
        if (error) return this.#failed(error)
        this.reached(seq)
        this.start()
      })
    })
  }

  /** Entries up to this number reached the disk. */
  reached(seq: number): void {
    if (seq > this.#stored) this.#stored = seq
    while (this.#waiting.length > 0 && this.#waiting[0]!.seq <= this.#stored) this.#waiting.shift()!.leave(null)
  }
}
