import TinyQueue from 'tinyqueue'
import type { Millis } from './clock.ts'

/** A planned exit: which row leaves its state, and when. `since` tells a live plan from one overtaken by another change. */
export interface Due {
  readonly at: Millis
  readonly since: Millis
  readonly table: string
  readonly ord: number
  readonly id: string
}

// due time, then the moment of planning, then creation order: total, so a rebuilt queue gives the same order
const compare = (a: Due, b: Due): number =>
  a.at - b.at || a.since - b.since || (a.table === b.table ? a.ord - b.ord : a.table < b.table ? -1 : 1)

/** The planned exits of a world, earliest first. Overtaken plans stay in it until their time and are skipped then. */
export class DueQueue extends TinyQueue<Due> {
  constructor(entries: Due[] = []) {
    super(entries, compare)
  }
}
