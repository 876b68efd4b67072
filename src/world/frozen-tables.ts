import { type DueEvent, DueQueue, isPlanned } from './due-events.ts'
import { type Stateful, isStateful } from './lifecycle.ts'
import { type Row, Table, type TableDef } from './table.ts'

/** Tables and plans that nobody changes any more; stores that begin with them copy what they change. */
export interface FrozenTables {
  readonly rev: number
  readonly tables: ReadonlyMap<string, Table>
  readonly due: DueQueue
}

/** The recorder of tables that may not change any more. */
export const refuse = (): never => {
  throw new Error('what was saved cannot change')
}

/** The base of an empty store. */
export const noTables = (defs: Iterable<TableDef>): FrozenTables => ({
  rev: 0,
  tables: new Map(Array.from(defs, (def) => [def.name, new Table(def, refuse)])),
  due: new DueQueue(),
})

/** The base of a store that holds these rows, in the order of their numbers. Plans follow from the rows. */
export const frozenTablesOf = (
  rev: number,
  contents: Iterable<{ readonly def: TableDef; readonly rows: readonly Row[]; readonly nextOrd: number }>,
): FrozenTables => {
  const tables = new Map<string, Table>()
  const plans: DueEvent[] = []
  for (const { def, rows, nextOrd } of contents) {
    tables.set(def.name, Table.of(def, refuse, rows, nextOrd))
    if (!isStateful(def)) continue
    for (const row of rows as readonly Stateful[]) if (isPlanned(row)) plans.push({ table: def.name, row })
  }
  return { rev, tables, due: new DueQueue(plans) }
}
