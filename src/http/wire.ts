import { perRow } from '../core/per-row.ts'

/** Remembers the JSON text of a record. */
export const wire = <T extends object>(view: (row: T) => unknown): ((row: T) => string) =>
  perRow((row) => JSON.stringify(view(row)))
