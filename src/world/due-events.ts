import TinyQueue from 'tinyqueue'
import type { Millis } from '../core/clock.ts'
import type { Stateful } from './lifecycle.ts'

/** A row whose state ends by itself. */
export type Planned = Stateful & { readonly due: Millis }

/** A planned exit: the row that leaves its state, as it was when that was planned. */
export interface DueEvent {
  readonly table: string
  readonly row: Planned
}

/** Whether a row's state ends by itself. */
export const isPlanned = (row: Stateful): row is Planned => row.due !== null

// due time, then the moment of planning, then creation order: total, so a rebuilt queue gives the same order
const compare = ({ table, row: a }: DueEvent, { table: other, row: b }: DueEvent): number =>
  a.due - b.due || a.since - b.since || (table === other ? a.ord - b.ord : table < other ? -1 : 1)

/** The planned exits of a world, earliest first. Overtaken plans stay in it until their time and are skipped then. */
export class DueQueue extends TinyQueue<DueEvent> {
  #shared = false

  constructor(entries: DueEvent[] = []) {
    super(entries, compare)
  }

  /** A copy for another world. Both sides share the entries until one of them changes its own. */
  fork(): DueQueue {
    const copy = new DueQueue()
    copy.data = this.data
    copy.length = this.length
    copy.#shared = this.#shared = true
    return copy
  }

  override push(due: DueEvent): void {
    this.#own()
    super.push(due)
  }

  override pop(): DueEvent | undefined {
    this.#own()
    return super.pop()
  }

  #own(): void {
    if (!this.#shared) return
    this.#shared = false
    this.data = [...this.data]
  }
}
