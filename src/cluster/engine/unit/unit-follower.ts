import { wallTimer } from '../../../core/clock.ts'
import { type Follower, type Visit } from '../engine.ts'
import type { Objects } from '../objects.ts'
import type { Following, Streams } from '../streams.ts'
import { Records, STALLED, stalled } from './reading.ts'

/** Follows a unit that anybody may add to. */
export class UnitFollower implements Follower {
  /** The objects that its records name. */
  objects: readonly string[] = []
  readonly #streams: Streams
  readonly #subject: string
  readonly #records: Records
  readonly #following: Following
  #waiting: { readonly seq: number; readonly wake: () => void }[] = []

  constructor(streams: Streams, objects: Objects, subject: string, visit: Visit) {
    this.#streams = streams
    this.#subject = subject
    this.#records = new Records(objects, {
      entries: visit,
      objects: (names, anew) => {
        this.objects = anew ? names : [...this.objects, ...names]
      },
    })
    this.#following = streams.follow(subject, 0, async (record) => {
      await this.#records.visit(record)
      for (const { wake } of this.#waiting.filter(({ seq }) => seq <= record.seq)) wake()
    })
  }

  get seq(): number {
    return this.#records.seq
  }

  async catchUp(): Promise<void> {
    const end = (await this.#streams.last(this.#subject))?.seq ?? 0
    if (end <= this.seq) return
    await new Promise<void>((resolve, reject) => {
      const one = { seq: end, wake: () => done(resolve) }
      const cancel = wallTimer(STALLED, () => done(() => reject(stalled())))
      const done = (how: () => void): void => {
        cancel()
        this.#waiting = this.#waiting.filter((other) => other !== one)
        how()
      }
      this.#waiting.push(one)
    })
  }

  stop(): void {
    this.#following.stop()
  }
}
