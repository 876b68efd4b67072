import type { Millis } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Exit, Stateful, StatefulDef, Target } from './lifecycle.ts'
import type { Settings } from '../core/settings.ts'
import type { Draft, Row, Table, TableDef } from './table.ts'

/** A new resource: its fields, and its state when that is not the machine's initial one. */
export type StatefulDraft<T extends Stateful> = Omit<Draft<T>, 'state' | 'since' | 'due' | 'next'> & {
  readonly state?: T['state']
}

/** What a rule may touch while it runs: the tables, the present, the seeded ids and the switches of its world. */
export interface Tx {
  /** The emulated present; during a due event, the event's own time. */
  readonly now: Millis
  readonly ids: Ids
  settings<S extends Settings>(provider: string): S
  table<T extends Row, I extends string>(def: TableDef<T, I>): Table<T, I>
  /**
   * Adds a resource in its machine's initial state, or in the given one, and plans how that ends: as the machine says, or by
   * `exit`. The draft itself becomes the row, so nobody else may hold it.
   */
  create<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    draft: StatefulDraft<T>,
    exit?: Exit,
  ): T
  /** Moves a resource into a state and plans how that ends: as the machine says, or by `exit`; undefined when it is gone. */
  enter<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    to: Target<T['state']>,
    patch?: Partial<T>,
    exit?: Exit,
  ): T | undefined
  /** Lets an event act on a resource. Throws when its state does not know the event: ask `targetOf` first. */
  fire<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    event: E,
  ): T | undefined
}
