import { perRow } from '../core/per-row.ts'

/** Remembers the JSON text of a record. */
export const wire = <T extends object>(
  view: (row: T) => unknown,
  render: (value: unknown) => string = JSON.stringify,
): ((row: T) => string) => perRow((row) => render(view(row)))
