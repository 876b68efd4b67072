import type { Clock, Millis } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import { clear } from '../core/lists.ts'
import type { Settings } from '../core/settings.ts'
import { type Cause, type Commits, KeepError, PastError, type Transition, type Undo, takeBack } from './commits.ts'
import { type FrozenTables, LiveTables } from './frozen-tables.ts'
import {
  CircleGuard,
  type DueEvent,
  type DueQueue,
  type Exit,
  GONE,
  type Plan,
  type Stateful,
  type Target,
  born,
  exitOf,
  isPlanned,
  targetOf,
} from './lifecycle.ts'
import type { Row, Table, TableDef } from './table.ts'
import type { EnterOptions, Planner, StatefulDef, StatefulDraft, Tx } from './unit-of-work.ts'

interface StoreInit {
  readonly clock: Clock
  readonly ids: Ids
  readonly settings: ReadonlyMap<string, Settings>
  readonly commits: Commits
  /** What the store goes on from. */
  readonly frozen: FrozenTables
}

/** The tables of a world. They are reached by the units of work that {@link transact} runs, which see the store as {@link Tx}. */
export class Store implements Tx {
  readonly ids: Ids
  readonly live: LiveTables
  readonly due: DueQueue
  /** Set by a scenario to change what machines plan. */
  planner: Planner | null = null
  readonly #clock: Clock
  readonly #settings: ReadonlyMap<string, Settings>
  readonly #commits: Commits
  readonly #undo: Undo[] = []
  readonly #moves: Transition[] = []
  readonly #planned: DueEvent[] = []
  #running = false
  #time: Millis
  #cause: Cause = 'seed'
  constructor({ clock, ids, settings, commits, frozen }: StoreInit) {
    this.ids = ids
    this.#clock = clock
    this.#settings = settings
    this.#commits = commits
    this.#time = clock.now()
    this.live = new LiveTables(frozen.tables, this.#record)
    this.due = frozen.due.fork()
  }

  settings<S extends Settings>(provider: string): S {
    return this.#settings.get(provider) as S
  }

  get now(): Millis {
    return this.#time
  }

  table<T extends Row, I extends string>(def: TableDef<T, I>): Table<T, I> {
    return this.live.named(def.name) as unknown as Table<T, I>
  }

  tableNamed(name: string): Table | undefined {
    return this.live.named(name)
  }

  tables(): Iterable<Table> {
    return this.live.all()
  }

  /** The present for other stores to go on from. */
  freeze(): FrozenTables {
    return { rev: this.#commits.rev, tables: this.live.freeze(), due: this.due.fork() }
  }

  transact<R>(work: (tx: Tx) => R, cause: Cause, at: Millis): R {
    const now = Math.max(at, this.#time) // who waited for something may come after others who arrived later
    this.#settle(now)
    return this.#run(now, cause, work)
  }

  /** Applies what is due by now, or so many events of it. Returns how many happened. */
  catchUp(most?: number): number {
    return this.#settle(this.#clock.now(), most)
  }

  /** When the next event is due, or null when nothing is planned. */
  nextDue(): Millis | null {
    return this.due.first(Infinity, this.#present)?.due ?? null
  }

  create<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    draft: StatefulDraft<T>,
    exit?: Exit,
  ): T {
    const state: T['state'] = draft.state ?? def.machine.initial
    const normal = exit ?? exitOf(def.machine, state)
    const fresh = born<T>(draft, state, this.#time, this.#planOf(normal))
    const row = this.#entered(def, this.table(def).give(fresh), null, normal)
    this.planner?.entered(this, def as unknown as StatefulDef, row, row.state)
    return row
  }

  enter<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    to: Target<T['state']>,
    { patch, exit }: EnterOptions<T> = {},
  ): T | undefined {
    if (to === GONE) {
      this.table(def).delete(row.id)
      this.#moved(def.name, row, row.state, to)
      def.moved?.(this, row, undefined)
      this.planner?.entered(this, def as unknown as StatefulDef, row, to)
      return undefined
    }
    const normal = exit ?? exitOf(def.machine, to)
    const { due, next } = this.#planOf(normal)
    const change = { ...patch, state: to, since: this.#time, due, next } as unknown as Partial<T>
    const after = this.#entered(def, this.table(def).update(row.id, change), row.state, normal)
    def.moved?.(this, row, after)
    this.planner?.entered(this, def as unknown as StatefulDef, after, to)
    return after
  }

  fire<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    event: E,
  ): T | undefined {
    const outcome = this.planner?.fired(this, def as unknown as StatefulDef, row, event)
    if (outcome && outcome.ms > 0) return this.replan(def, row, outcome)
    if (outcome) return this.enter(def, row, outcome.to, outcome as EnterOptions<T>)
    const to = targetOf(def.machine, row.state as T['state'], event)
    if (to === undefined) throw new Error(`${def.name} does not know '${event}' in ${row.state}`)
    return this.enter(def, row, to)
  }

  replan<T extends Stateful, I extends string>(def: TableDef<T, I>, row: T, exit: Exit): T {
    const planned = this.table(def).update(row.id, {
      due: this.#time + exit.ms,
      next: exit.to,
    } as unknown as Partial<T>)
    if (isPlanned(planned)) this.#planned.push({ table: def.name, row: planned })
    return planned
  }

  /** The plan of an exit; a scenario makes its own later, when the row has its number. */
  #planOf(exit: Exit | null): Plan {
    return exit && !this.planner ? { due: this.#time + exit.ms, next: exit.to } : { due: null, next: null }
  }

  #entered<T extends Stateful, I extends string, E extends string>(
    def: StatefulDef<T, I, E>,
    row: T,
    from: string | null,
    normal: Exit | null,
  ): T {
    this.#moved(def.name, row, from, row.state)
    if (this.planner) {
      const exit = this.planner.exit(this, def as unknown as StatefulDef, row, normal)
      return exit ? this.replan(def, row, exit) : row
    }
    if (isPlanned(row)) this.#planned.push({ table: def.name, row })
    return row
  }

  #moved(type: string, row: Row, from: string | null, to: string): void {
    this.#moves.push({ at: this.#time, type, id: row.id, from, to, cause: this.#cause })
  }

  #settle(now: Millis, most?: number): number {
    if (this.#commits.history?.past) return 0 // nothing happens in the past, and its rows tell nothing of what is due
    let happened = 0
    let circles: CircleGuard | undefined
    for (let row = this.due.first(now, this.#present); row; row = this.due.first(now, this.#present)) {
      const event = this.due.take(happened)
      const def = this.tableNamed(event.table)!.def as StatefulDef
      if (row.due === row.since) (circles ??= new CircleGuard()).passes(event.table, row)
      try {
        this.#run(row.due, 'time', (tx) => tx.enter(def, row, row.next!, { patch: this.planner?.taken(tx, def, row) }))
      } catch (error) {
        this.due.push(event)
        if (!(error instanceof KeepError)) throw error
        this.#commits.heldUp = error // it happens as soon as it can be kept, and reads go on until then
        return happened
      }
      if (++happened === most) break
    }
    this.#commits.heldUp = null
    return happened
  }

  readonly #present = ({ table, row }: DueEvent): Row | undefined => this.tableNamed(table)?.get(row.id)

  #run<R>(at: Millis, cause: Cause, work: (tx: Tx) => R): R {
    if (this.#running) throw new Error('a unit of work cannot start inside another one')
    this.#commits.onBegin?.()
    this.#running = true
    this.#time = at
    this.#cause = cause
    if (this.#commits.history?.past) this.ids.watch()
    try {
      const result = work(this)
      if (this.#undo.length > 0) this.#commit()
      return result
    } catch (error) {
      if (this.#undo.length > 0) takeBack(this.#undo)
      if (error instanceof KeepError || error instanceof PastError) this.ids.takeBack()
      this.#forget()
      throw error
    } finally {
      this.#running = false
    }
  }

  readonly #record = (table: Table, id: string, before: Row | undefined, added?: Row): void => {
    if (!this.#running) throw new Error(`${table.def.name} can only change inside a unit of work`)
    this.#commits.history?.refuse()
    if (added) this.planner?.adding(table, added)
    this.#undo.push({ table, id, before })
  }

  #commit(): void {
    const { heldUp } = this.#commits
    if (heldUp && this.#cause !== 'time') throw heldUp
    this.#commits.add(this.#time, this.#cause, this.#moves, this.#undo)
    for (const event of this.#planned) this.due.push(event)
    // who hears of a state change may ask when the next one is due
    if (this.#moves.length > 0) this.#commits.onTransitions?.(this.#moves)
    this.#forget()
  }

  #forget(): void {
    clear(this.#undo)
    clear(this.#moves)
    clear(this.#planned)
  }
}
