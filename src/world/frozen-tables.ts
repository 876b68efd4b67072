import { type Pausing, atOnce } from '../core/clock.ts'
import { DueQueue, type Stateful, isPlanned } from './lifecycle.ts'
import { type Recorder, type Row, Table, type TableDef } from './table.ts'
import { isStateful } from './unit-of-work.ts'

/** Tables and due events that nobody changes any more; the stores that go on from them copy what they change. */
export interface FrozenTables {
  readonly rev: number
  readonly tables: ReadonlyMap<string, Table>
  readonly due: DueQueue
  /** The tables that these are kept as a difference from; absent where they are kept as they are. */
  readonly base?: FrozenTables | undefined
}

/** What of one table differs from how it was. */
export interface TableChanges {
  readonly table: string
  /** The number that the next row gets. */
  readonly nextOrd: number
  readonly put: readonly Row[]
  readonly del: readonly string[]
}

/** The recorder of tables that may not change any more. */
const refuse = (): never => {
  throw new Error('frozen tables cannot change')
}

/** The tables of an empty world. */
export const noTables = (defs: Iterable<TableDef>): FrozenTables => ({
  rev: 0,
  tables: new Map(Array.from(defs, (def) => [def.name, new Table(def, refuse)])),
  due: new DueQueue(),
})

/** Tables with these rows, which must come in the order of their numbers. Due events follow from the rows. */
export const frozenTablesOf = function* (
  rev: number,
  contents: Iterable<{ readonly def: TableDef; readonly rows: readonly Row[]; readonly nextOrd: number }>,
): Pausing<FrozenTables> {
  const tables = new Map<string, Table>()
  for (const { def, rows, nextOrd } of contents) {
    const table = new Table(def, refuse)
    for (const row of rows) {
      table.put(row)
      yield
    }
    table.reserve(nextOrd)
    tables.set(def.name, table)
  }
  return { rev, tables, base: undefined, due: yield* dueOf(tables) }
}

/** These tables, which nobody changes any more. Due events follow from the rows, once somebody asks for them. */
export const frozen = (rev: number, tables: FrozenTables['tables'], base?: FrozenTables): FrozenTables => {
  let due: DueQueue | undefined
  return {
    rev,
    tables,
    base,
    get due() {
      return (due ??= atOnce(dueOf(tables)))
    },
  }
}

const dueOf = function* (tables: FrozenTables['tables']): Pausing<DueQueue> {
  const due = new DueQueue()
  for (const table of tables.values()) {
    if (!isStateful(table.def)) continue
    for (const row of table.all() as Iterable<Stateful>) {
      if (isPlanned(row)) due.push({ table: table.def.name, row })
      yield
    }
  }
  return due
}

/** What some tables differ in from others, table by table. */
export const differences = function* (
  base: FrozenTables['tables'],
  tables: FrozenTables['tables'],
): Generator<TableChanges> {
  for (const [name, after] of tables) {
    const before = base.get(name)!
    if (after.sharesRowsWith(before)) continue
    const put = after.find((row) => before.get(row.id) !== row)
    const del = before.find(({ id }) => !after.get(id)).map(({ id }) => id)
    yield { table: name, nextOrd: after.nextOrd, put, del }
  }
}

/** The tables of a store that goes on from frozen ones. A table is copied when it is first asked for: an idle world owns none. */
export class LiveTables {
  readonly #frozen: FrozenTables['tables']
  readonly #live = new Map<string, Table>()
  readonly #record: Recorder

  constructor(frozen: FrozenTables['tables'], record: Recorder) {
    this.#frozen = frozen
    this.#record = record
  }

  named(name: string): Table | undefined {
    return this.#live.get(name) ?? this.#adopt(name)
  }

  /** In the order in which the providers declare them. */
  *all(): Generator<Table> {
    for (const name of this.#frozen.keys()) yield this.named(name)!
  }

  /** How many rows each table has; copies nothing. */
  *sizes(): Generator<readonly [table: string, rows: number]> {
    for (const [name, frozen] of this.#frozen) yield [name, (this.#live.get(name) ?? frozen).size]
  }

  /** The present as tables for others to go on from. All share their rows until one side changes its own. */
  freeze(): FrozenTables['tables'] {
    const tables = new Map<string, Table>()
    for (const [name, frozen] of this.#frozen) tables.set(name, this.#live.get(name)?.fork(refuse) ?? frozen)
    return tables
  }

  #adopt(name: string): Table | undefined {
    const table = this.#frozen.get(name)?.fork(this.#record)
    if (table) this.#live.set(name, table)
    return table
  }
}
