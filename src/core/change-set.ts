import type { Row, Table } from './table.ts'

/** Rows put and deleted by one unit of work, with the world's next revision. */
export interface ChangeSet {
  readonly rev: number
  readonly put: readonly (readonly [table: string, row: Row])[]
  readonly del: readonly (readonly [table: string, id: string])[]
}

/** A row as it was before a change. */
export interface Undo {
  readonly table: Table
  readonly id: string
  readonly before: Row | undefined
}

/** What a unit of work did, from its undo log. */
export const changeSet = (rev: number, undo: readonly Undo[]): ChangeSet => {
  const put: [string, Row][] = []
  const del: [string, string][] = []
  const seen = new Set<string>()
  for (const { table, id } of undo) {
    const key = `${table.def.name}\u0000${id}`
    if (seen.has(key)) continue
    seen.add(key)
    const row = table.get(id)
    if (row) put.push([table.def.name, row])
    else del.push([table.def.name, id])
  }
  return { rev, put, del }
}
