import type { Millis } from './clock.ts'
import type { Row, Table } from './table.ts'

/** Rows put and deleted by one unit of work, with the world's next revision. */
export interface ChangeSet {
  readonly rev: number
  readonly put: readonly (readonly [table: string, row: Row])[]
  readonly del: readonly (readonly [table: string, id: string])[]
}

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

/** What a request did to a row. */
export interface Change {
  /** The request's journal number. */
  readonly cause: number
  readonly type: string
  readonly id: string
  readonly before: Row | undefined
  readonly after: Row | undefined
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
  for (const { table, id } of firsts(undo)) {
    const row = table.get(id)
    if (row) put.push([table.def.name, row])
    else del.push([table.def.name, id])
  }
  return { rev, put, del }
}

/** Each changed row as it was before the first of its changes, and as it is now. */
export const changesOf = (cause: number, undo: readonly Undo[]): Change[] =>
  firsts(undo).map(({ table, id, before }) => ({ cause, type: table.def.name, id, before, after: table.get(id) }))

/** The first change of each row. */
const firsts = (undo: readonly Undo[]): readonly Undo[] => {
  if (undo.length === 1) return undo
  const seen = new Map<Table, Set<string>>()
  return undo.filter(({ table, id }) => {
    let ids = seen.get(table)
    if (!ids) seen.set(table, (ids = new Set()))
    if (ids.has(id)) return false
    ids.add(id)
    return true
  })
}
