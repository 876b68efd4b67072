import { type DueEvent, DueQueue, type Stateful, isPlanned } from './lifecycle.ts'
import { type Recorder, type Row, Table, type TableDef } from './table.ts'
import { isStateful } from './unit-of-work.ts'

/** Tables and due events that nobody changes any more; the stores that go on from them copy what they change. */
export interface FrozenTables {
  readonly rev: number
  readonly tables: ReadonlyMap<string, Table>
  readonly due: DueQueue
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
export const frozenTablesOf = (
  rev: number,
  contents: Iterable<{ readonly def: TableDef; readonly rows: readonly Row[]; readonly nextOrd: number }>,
): FrozenTables => {
  const tables = new Map<string, Table>()
  for (const { def, rows, nextOrd } of contents) tables.set(def.name, Table.of(def, refuse, rows, nextOrd))
  return frozen(rev, tables)
}

/** These tables, which nobody changes any more. Due events follow from the rows. */
export const frozen = (rev: number, tables: ReadonlyMap<string, Table>): FrozenTables => {
  const due: DueEvent[] = []
  for (const table of tables.values()) {
    if (!isStateful(table.def)) continue
    for (const row of table.all() as Iterable<Stateful>) if (isPlanned(row)) due.push({ table: table.def.name, row })
  }
  return { rev, tables, due: new DueQueue(due) }
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

  /** What differs from the frozen tables. */
  changes(): TableChanges[] {
    const changes: TableChanges[] = []
    for (const [table, live] of this.#live) {
      const before = this.#frozen.get(table)!
      if (live.sharesRowsWith(before)) continue
      const put = live.find((row) => before.get(row.id) !== row)
      const del = before.find(({ id }) => !live.get(id)).map(({ id }) => id)
      changes.push({ table, nextOrd: live.nextOrd, put, del })
    }
    return changes
  }

  #adopt(name: string): Table | undefined {
    const table = this.#frozen.get(name)?.fork(this.#record)
    if (table) this.#live.set(name, table)
    return table
  }
}
