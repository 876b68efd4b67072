import type { Row, TableDef } from '../../src/world/table.ts'
import type { World } from '../../src/world/world.ts'

/** The rows of a table by its definition or its name, in creation order. */
export const rowsOf = <T extends Row, I extends string>(world: World, table: TableDef<T, I> | string): T[] =>
  world.transact((tx) => [...(typeof table === 'string' ? tx.tableNamed(table)! : tx.table(table)).all()] as T[])

/** One row; undefined when there is none. */
export const rowOf = <T extends Row, I extends string>(
  world: World,
  table: TableDef<T, I> | string,
  id: string,
): T | undefined => rowsOf(world, table).find((row) => row.id === id)
