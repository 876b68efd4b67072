import { type Base, refuse } from './base.ts'
import {
  type Cause,
  type ChangeSet,
  type Commit,
  type Transition,
  type Undo,
  changeSet,
  commitOf,
} from './change-set.ts'
import type { Clock, Millis } from './clock.ts'
import type { Due, DueQueue } from './due.ts'
import type { Ids } from './ids.ts'
import { GONE, type Planner, type Stateful, type StatefulDef, type Target, isStateful, targetOf } from './lifecycle.ts'
import { Ring } from './ring.ts'
import type { Settings } from './settings.ts'
import type { Row, Table, TableDef, Draft } from './table.ts'
import type { StatefulDraft, Tx } from './tx.ts'

export type { StatefulDraft, Tx }

const KEPT_TRANSITIONS = 10_000
const KEPT_COMMITS = 1_000

/** Tables under one clock. The unit of work in {@link transact} is the only way to change them. */
export abstract class Store implements Tx {
  readonly clock: Clock
  abstract readonly ids: Ids
  /** The newest state changes, oldest first. */
  readonly transitions = new Ring<Transition>(KEPT_TRANSITIONS)
  /** What the newest changing requests did to rows. */
  readonly commits = new Ring<Commit>(KEPT_COMMITS)
  /** Set by a scenario to bend the machines' plans. */
  plan: Planner | null = null
  /** Told of each commit that changed something. */
  onCommit: ((change: ChangeSet) => void) | null = null

  /** Told of the state changes of each commit. */
  onMoves: ((moves: readonly Transition[]) => void) | null = null

  readonly #base: Base['tables']
  readonly #tables = new Map<string, Table>()
  readonly #due: DueQueue
  #undo: Undo[] = []
  #moves: Transition[] = []
  #plans: Due[] = []
  #running = false
  #time: Millis
  #cause: Cause = 'seed'
  #rev: number

  constructor(clock: Clock, base: Base) {
    this.clock = clock
    this.#time = clock.now()
    this.#base = base.tables
    this.#due = base.due.fork()
    this.#rev = base.rev
  }

  abstract settings<S extends Settings>(provider: string): S

  get now(): Millis {
    return this.#time
  }

  table<T extends Row, I extends string>(def: TableDef<T, I>): Table<T, I> {
    return (this.#tables.get(def.name) ?? this.#adopt(def.name)) as unknown as Table<T, I>
  }

  /** All tables, in the order in which the providers declare them. */
  *tables(): Generator<Table> {
    for (const name of this.#base.keys()) yield this.#tables.get(name) ?? this.#adopt(name)!
  }

  /** How many rows each table has; copies nothing. */
  *sizes(): Generator<[table: string, rows: number]> {
    for (const [name, base] of this.#base) yield [name, (this.#tables.get(name) ?? base).size]
  }

  /** How many exits are planned, overtaken ones included. */
  get planned(): number {
    return this.#due.length
  }

  /** The present as a base for other stores. They share all rows until one side changes its own. */
  protected freezeTables(): Base {
    this.catchUp()
    const tables = new Map<string, Table>()
    for (const [name, base] of this.#base) tables.set(name, this.#tables.get(name)?.fork(refuse) ?? base)
    return { rev: this.#rev, tables, due: this.#due.fork() }
  }

  // a table is copied when it is first asked for: an idle world owns none
  #adopt(name: string): Table | undefined {
    const table = this.#base.get(name)?.fork(this.#record)
    if (table) this.#tables.set(name, table)
    return table
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
  ): T {
    const stateful = { state: def.machine.initial, ...draft, since: this.#time, due: null, next: null }
    return this.#entered(def, this.table(def).insert(stateful as unknown as Draft<T>), null)
  }

  enter<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    to: Target<T['state']>,
    patch?: Partial<T>,
  ): T | undefined {
    if (to === GONE) {
      this.table(def).delete(row.id)
      this.#moved(def.name, row, row.state, to)
      def.moved?.(this, row, undefined)
      return undefined
    }
    const change = { ...patch, state: to, since: this.#time, due: null, next: null } as unknown as Partial<T>
    const after = this.#entered(def, this.table(def).update(row.id, change), row.state)
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
  ): T {
    this.#moved(def.name, row, from, row.state)
    const after = def.machine.states[row.state as T['state']].after
    const normal = after ? { ms: after.ms, to: after.to } : null
    const exit = this.plan ? this.plan(def.machine, row, row.state, normal) : normal
    if (!exit) return row
    const at = this.#time + exit.ms
    this.#plans.push({ at, since: row.since, table: def.name, ord: row.ord, id: row.id })
    return this.table(def).update(row.id, { due: at, next: exit.to } as unknown as Partial<T>)
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
      const { def } = this.#tables.get(head.table)!
      if (isStateful(def)) this.#run(head.at, 'time', (tx) => tx.enter(def, row, row.next!))
      happened++
    }
    return happened
  }

  #alive(due: Due): Stateful | undefined {
    const table = this.#tables.get(due.table) ?? this.#adopt(due.table)
    const row = table?.get(due.id) as Stateful | undefined
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
    if (typeof this.#cause === 'number') this.commits.push(commitOf(this.#cause, this.#undo))
    this.#rev++
    if (this.#moves.length > 0) this.onMoves?.(this.#moves)
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
