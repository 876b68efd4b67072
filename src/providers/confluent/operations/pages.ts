import type { Ranked } from '../../../core/shared/sorted.ts'

/** Where a page begins and how long it is. */
export interface Page {
  readonly size: number
  /** Running number of the row that the previous page ended with. */
  readonly after: number
}

export interface Listed<T> {
  readonly items: readonly T[]
  readonly total: number
  /** Whether there is a page after this one. */
  readonly more: boolean
}

/** Cuts a page out of rows in creation order. */
export const cut = <T>(rows: Ranked<T, number>, { size, after }: Page): Listed<T> => {
  const start = rows.before(after + 1)
  return { items: rows.slice(start, start + size), total: rows.size, more: start + size < rows.size }
}

/** The same of a list that is held in the hand. */
export const cutList = <T extends { readonly ord: number }>(rows: readonly T[], { size, after }: Page): Listed<T> => {
  const left = rows.filter(({ ord }) => ord > after)
  return { items: left.slice(0, size), total: rows.length, more: left.length > size }
}
