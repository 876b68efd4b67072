import type { Millis } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Settings } from '../core/settings.ts'
import type { Exit, Machine, Stateful, Target } from './lifecycle.ts'
import type { Draft, Row, Table, TableDef } from './table.ts'

/** A new resource: its fields, and its state when that is not the machine's initial one. */
export type StatefulDraft<T extends Stateful> = Omit<Draft<T>, 'state' | 'since' | 'due' | 'next'> & {
  readonly state?: T['state']
}

/** A table whose rows have a lifecycle. */
export interface StatefulDef<
  T extends Stateful = Stateful,
  I extends string = string,
  E extends string = string,
> extends TableDef<T, I> {
  readonly machine: Machine<T['state'], E>
  /** Runs in the same unit of work after a resource changed its state (`after` is undefined when it is gone): for cascades. */
  moved?(tx: Tx, before: T, after: T | undefined): void
  /** Fields that a scenario or the control API may set with a state: wire path to record field. */
  readonly settable?: Readonly<Record<string, keyof T & string>>
}

/** Declares a table of resources that move through states. */
export const defineStateful =
  <T extends Stateful>() =>
  <I extends string, E extends string>(def: StatefulDef<T, I, E>): StatefulDef<T, I, E> =>
    def

export const isStateful = (def: TableDef): def is StatefulDef => 'machine' in def

export interface EnterOptions<T extends Stateful> {
  /** Fields that change along with the state. */
  readonly patch?: Partial<T> | undefined
  /** How the state ends, in place of what the machine says. */
  readonly exit?: Exit | undefined
}

/** A unit of work as its rules see it: the tables, the present, the seeded ids and the switches of their world. */
export interface Tx {
  /** The emulated present; during a due event, the event's own time. */
  readonly now: Millis
  readonly ids: Ids
  settings<S extends Settings>(provider: string): S
  table<T extends Row, I extends string>(def: TableDef<T, I>): Table<T, I>
  /** A table by its name, for whoever knows no definitions. */
  tableNamed(name: string): Table | undefined
  /** All tables, in the order in which the providers declare them. */
  tables(): Iterable<Table>
  /**
   * Adds a resource in its machine's initial state, or in the given one, and plans how that ends: as the machine says, or by
   * `exit`. The draft itself becomes the row, so nobody else may hold it.
   */
  create<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    draft: StatefulDraft<T>,
    exit?: Exit,
  ): T
  /** Moves a resource into a state and plans how that ends; undefined when it is gone. */
  enter<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    to: Target<T['state']>,
    options?: EnterOptions<T>,
  ): T | undefined
  /** Lets an event act on a resource. Throws when its state does not know the event: ask `targetOf` first. */
  fire<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    event: E,
  ): T | undefined
  /** Plans how the state of a resource ends, in place of what was planned. */
  replan<T extends Stateful, I extends string>(def: TableDef<T, I>, row: T, exit: Exit): T
}

/** How a scenario changes what machines plan. All of it runs inside the unit of work that moves the row. */
export interface Planner {
  /** The exit to plan for a row that entered its state, in place of the machine's own; null holds the state. */
  exit(tx: Tx, def: StatefulDef, row: Stateful, normal: Exit | null): Exit | null
  /** The fields that go along with the planned exit of a row, which happens now. */
  taken(tx: Tx, def: StatefulDef, row: Stateful): Partial<Row> | undefined
  /** What an event leads to; undefined leaves it to the machine. */
  fired(tx: Tx, def: StatefulDef, row: Stateful, event: string): EventOutcome | undefined
  /** Told of each state that a row enters, `GONE` included. */
  entered(tx: Tx, def: StatefulDef, row: Stateful, to: string): void
  /** Told before a row is added; throws to refuse it. */
  adding(table: Table, row: Row): void
}

/** What an event leads to under a scenario: a state, at once or after a while, with fields that go along. */
export interface EventOutcome extends Exit {
  readonly patch?: Partial<Row> | undefined
}
