import type { Millis } from '../core/clock.ts'
import type { Tx } from './unit-of-work.ts'
import type { Row, Table, TableDef } from './table.ts'

/** The target of an exit that removes the resource. A string, so that records stay JSON. */
export const GONE = '@gone'

export type Target<S extends string = string> = S | typeof GONE

export interface StateRule<S extends string, E extends string> {
  /** The state ends by itself after this span of emulated time. */
  readonly after?: { readonly ms: Millis; readonly to: Target<S> }
  /** The state ends because a client, or another resource, asked. */
  readonly on?: { readonly [K in E]?: Target<S> }
}

/** A lifecycle as data: the states a resource can be in, and what leads out of each. */
export interface Machine<S extends string = string, E extends string = string> {
  /** The table's name: `provider/kind`. */
  readonly name: string
  readonly initial: S
  readonly states: { readonly [K in S]: StateRule<S, E> }
}

/** A row with a lifecycle. `due` and `next` say when and into what the state ends by itself. */
export interface Stateful<S extends string = string> extends Row {
  readonly state: S
  readonly since: Millis
  readonly due: Millis | null
  readonly next: Target<S> | null
}

/** How a row's state ends by itself. */
export type Plan = Pick<Stateful, 'due' | 'next'>

/** Makes a draft the row of a new resource: in place, because a copy costs more than all the rest of a create. */
export const born = <T extends Stateful>(draft: object, state: T['state'], since: Millis, { due, next }: Plan): T => {
  const row = draft as { -readonly [K in keyof Stateful]: Stateful[K] }
  row.ord = 0
  row.state = state
  row.since = since
  row.due = due
  row.next = next
  return row as T
}

export interface Exit {
  readonly ms: Millis
  readonly to: string
}

/** What an event leads to under a scenario: a state, at once or after a while, with fields that go along. */
export interface EventOutcome extends Exit {
  readonly patch?: Partial<Row> | undefined
}

/** How a scenario changes what machines plan. All of it runs inside the unit of work that moves the row. */
export interface Planner {
  /** The exit to plan in place of the machine's own; null holds the state. */
  exit(machine: Machine, row: Row, state: string, normal: Exit | null): Exit | null
  /** The fields that go along with the planned exit of a row, which happens now. */
  taken(row: Stateful, def: StatefulDef): Partial<Row> | undefined
  /** What an event leads to; undefined leaves it to the machine. */
  fired(def: StatefulDef, row: Stateful, event: string): EventOutcome | undefined
  /** Told of each state that a row enters, `GONE` included. */
  entered(tx: Tx, def: StatefulDef, row: Stateful, to: string): void
  /** Told before a row is added; throws to refuse it. */
  adding(table: Table): void
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

/** The states of a machine, in the order of its declaration. */
export const statesOf = (machine: Machine): string[] => Object.keys(machine.states)

/** Where an event leads from a state, or undefined when the state does not know the event. */
export const targetOf = <S extends string, E extends string>(
  machine: Machine<S, E>,
  state: S,
  event: E,
): Target<S> | undefined => machine.states[state].on?.[event]

/** How a state ends by itself, or null when it does not. */
export const exitOf = <S extends string, E extends string>(machine: Machine<S, E>, state: S): Exit | null =>
  machine.states[state].after ?? null
