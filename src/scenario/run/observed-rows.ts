import type { Stateful } from '../../world/lifecycle.ts'
import type { Row } from '../../world/table.ts'
import { type StatefulDef, isStateful } from '../../world/unit-of-work.ts'
import { type ParsedRequest, rowsWithIds } from '../rules/parsed-request.ts'

/** A row with a lifecycle, and its type. */
export interface ObservedRow {
  readonly def: StatefulDef
  readonly row: Stateful
}

/**
 * The rows that a request names or its answer shows as objects of their own: a mere reference to one does not count.
 * `idMembers` are the members of an answer that hold the id of the object in which they stand.
 */
export const observedRows = (
  request: ParsedRequest,
  body: string | null,
  idMembers: readonly string[],
): ObservedRow[] => {
  const ids = new Set<string>()
  if (body !== null && (body.startsWith('{') || body.startsWith('['))) collectIds(JSON.parse(body), idMembers, ids)
  const shown = rowsWithIds(request.world, request.provider, ids)
  const rows = new Map<Row, ObservedRow>()
  for (const { def, row } of [...request.mentions, ...shown])
    if (isStateful(def)) rows.set(row, { def, row: row as Stateful })
  return [...rows.values()]
}

const collectIds = (value: unknown, idMembers: readonly string[], ids: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object') collectIds(inner, idMembers, ids)
    else if (idMembers.includes(key)) ids.add(String(inner))
  }
}
