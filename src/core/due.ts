import TinyQueue from 'tinyqueue'
import type { Millis } from './clock.ts'
import type { Stateful } from './lifecycle.ts'

/** A planned exit: which row leaves its state, and when. `since` tells a live plan from one overtaken by another change. */
export interface Due {
  readonly at: Millis
  readonly since: Millis
  readonly table: string
  readonly ord: number
  readonly id: string
}

/** The plan of a row whose state ends by itself. */
export const dueOf = (table: string, { id, ord, since, due }: Stateful): Due => ({ at: due!, since, table, ord, id })

// due time, then the moment of planning, then creation order: total, so a rebuilt queue gives the same order
const compare = (a: Due, b: Due): number =>
  a.at - b.at || a.since - b.since || (a.table === b.table ? a.ord - b.ord : a.table < b.table ? -1 : 1)

/** The planned exits of a world, earliest first. Overtaken plans stay in it until their time and are skipped then. */
export class DueQueue extends TinyQueue<Due> {
  #shared = false

  constructor(entries: Due[] = []) {
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

  override push(due: Due): void {
    this.#own()
    super.push(due)
  }

  override pop(): Due | undefined {
    this.#own()
    return super.pop()
  }

  #own(): void {
    if (!this.#shared) return
    this.#shared = false
    this.data = [...this.data]
  }
}
