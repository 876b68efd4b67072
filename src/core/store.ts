import { type ChangeSet, type Undo, changeSet } from './change-set.ts'
import type { Clock, Millis } from './clock.ts'
import { type Due, DueQueue } from './due.ts'
import type { Ids } from './ids.ts'
import {
  type Exit,
  GONE,
  type Planner,
  type Stateful,
  type StatefulDef,
  type Target,
  isStateful,
  targetOf,
} from './lifecycle.ts'
import { Ring } from './ring.ts'
import type { Settings } from './settings.ts'
import { type Draft, type Row, Table, type TableDef } from './table.ts'

/** Why a resource changed its state: time passed, the control API or the seeding asked, or a request (its journal number). */
export type Cause = 'time' | 'control' | 'seed' | number

export interface Transition {
  readonly at: Millis
  readonly type: string
  readonly id: string
  readonly from: string | null
  readonly to: string
  readonly cause: Cause
}

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
  /** Adds a resource in its machine's initial state, or in the given one, and plans how that ends: as the machine says, or by `exit`. */
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

const KEPT_TRANSITIONS = 10_000

/** Tables under one clock. The unit of work in {@link transact} is the only way to change them. */
export abstract class Store implements Tx {
  readonly clock: Clock
  abstract readonly ids: Ids
  /** The newest state changes, oldest first. */
  readonly transitions = new Ring<Transition>(KEPT_TRANSITIONS)
  /** Set by a scenario to bend the machines' plans. */
  plan: Planner | null = null
  /** Told of each commit that changed something. */
  onCommit: ((change: ChangeSet) => void) | null = null

  readonly #tables = new Map<string, Table>()
  readonly #due = new DueQueue()
  #undo: Undo[] = []
  #moves: Transition[] = []
  #plans: Due[] = []
  #running = false
  #time: Millis
  #cause: Cause = 'seed'
  #rev = 0

  constructor(clock: Clock, defs: Iterable<TableDef>) {
    this.clock = clock
    this.#time = clock.now()
    for (const def of defs) this.#tables.set(def.name, new Table(def, this.#record))
  }

  abstract settings<S extends Settings>(provider: string): S

  get now(): Millis {
    return this.#time
  }

  table<T extends Row, I extends string>(def: TableDef<T, I>): Table<T, I> {
    return this.#tables.get(def.name) as unknown as Table<T, I>
  }

  tables(): IterableIterator<Table> {
    return this.#tables.values()
  }

  /**
   * Runs one synchronous unit of work on the present: every event due by now happens first, then the work commits all of
   * its changes or, when it throws, none.
   */
  transact<R>(work: (tx: Tx) => R, cause: Cause = 'control'): R {
    const now = this.clock.now()
    this.#settle(now)
    return this.#run(now, cause, work)
  }

  /** Applies what is due by now. Returns how many events happened. */
  catchUp(): number {
    return this.#settle(this.clock.now())
  }

  /** When the next event is due, or null when nothing is planned. */
  nextDue(): Millis | null {
    for (let head = this.#due.peek(); head; head = this.#due.peek()) {
      if (this.#alive(head)) return head.at
      this.#due.pop()
    }
    return null
  }

  create<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    draft: StatefulDraft<T>,
    exit?: Exit,
  ): T {
    const stateful = { state: def.machine.initial, ...draft, since: this.#time, due: null, next: null }
    return this.#entered(def, this.table(def).insert(stateful as unknown as Draft<T>), null, exit)
  }

  enter<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    to: Target<T['state']>,
    patch?: Partial<T>,
    exit?: Exit,
  ): T | undefined {
    if (to === GONE) {
      this.table(def).delete(row.id)
      this.#moved(def.name, row, row.state, to)
      def.moved?.(this, row, undefined)
      return undefined
    }
    const change = { ...patch, state: to, since: this.#time, due: null, next: null } as unknown as Partial<T>
    const after = this.#entered(def, this.table(def).update(row.id, change), row.state, exit)
    def.moved?.(this, row, after)
    return after
  }

  fire<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    event: E,
  ): T | undefined {
    const to = targetOf(def.machine, row.state as T['state'], event)
    if (to === undefined) throw new Error(`${def.name} does not know '${event}' in ${row.state}`)
    return this.enter(def, row, to)
  }

  #entered<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    from: string | null,
    exit: Exit | undefined,
  ): T {
    this.#moved(def.name, row, from, row.state)
    const after = def.machine.states[row.state as T['state']].after
    const normal = exit ?? (after ? { ms: after.ms, to: after.to } : null)
    const planned = this.plan ? this.plan(def.machine, row, row.state, normal) : normal
    if (!planned) return row
    const at = this.#time + planned.ms
    this.#plans.push({ at, since: row.since, table: def.name, ord: row.ord, id: row.id })
    return this.table(def).update(row.id, { due: at, next: planned.to } as unknown as Partial<T>)
  }

  #moved(type: string, row: Row, from: string | null, to: string): void {
    this.#moves.push({ at: this.#time, type, id: row.id, from, to, cause: this.#cause })
  }

  #settle(now: Millis): number {
    let happened = 0
    for (let head = this.#due.peek(); head && head.at <= now; head = this.#due.peek()) {
      this.#due.pop()
      const row = this.#alive(head)
      if (!row) continue
      const def = this.#tables.get(head.table)!.def
      if (isStateful(def)) this.#run(head.at, 'time', (tx) => tx.enter(def, row, row.next!))
      happened++
    }
    return happened
  }

  #alive(due: Due): Stateful | undefined {
    const row = this.#tables.get(due.table)?.get(due.id) as Stateful | undefined
    return row && row.due === due.at && row.since === due.since && row.ord === due.ord ? row : undefined
  }

  #run<R>(at: Millis, cause: Cause, work: (tx: Tx) => R): R {
    if (this.#running) throw new Error('a unit of work cannot start inside another one')
    this.#running = true
    this.#time = at
    this.#cause = cause
    try {
      const result = work(this)
      if (this.#undo.length > 0) this.#commit()
      return result
    } catch (error) {
      if (this.#undo.length > 0) this.#rollback()
      throw error
    } finally {
      this.#running = false
    }
  }

  readonly #record = (table: Table, id: string, before: Row | undefined): void => {
    if (!this.#running) throw new Error(`${table.def.name} can only change inside a unit of work`)
    this.#undo.push({ table, id, before })
  }

  #commit(): void {
    for (const due of this.#plans) this.#due.push(due)
    for (const move of this.#moves) this.transitions.push(move)
    this.#rev++
    this.onCommit?.(changeSet(this.#rev, this.#undo))
    this.#forget()
  }

  #rollback(): void {
    const unordered = new Set<Table>()
    for (const { table, id, before } of this.#undo.reverse()) if (table.restore(id, before)) unordered.add(table)
    for (const table of unordered) table.reorder()
    this.#forget()
  }

  #forget(): void {
    this.#undo = []
    this.#moves = []
    this.#plans = []
  }
}
