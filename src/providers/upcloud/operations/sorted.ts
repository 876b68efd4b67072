/** Rows by uuid, as every list shows them. */
export const sorted = <T extends { readonly id: string }>(rows: T[]): T[] =>
  rows.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
