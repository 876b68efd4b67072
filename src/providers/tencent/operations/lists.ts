import { slice } from '../../../core/lists.ts'

/** What a list can be ordered by: the time of creation, or a text of the row. */
export type Order = 'time' | 'name' | 'id'

export interface Paging {
  readonly offset?: number | undefined
  readonly limit?: number | undefined
  /** Default `time`. */
  readonly orderBy?: Order | undefined
  /** Default false: newest, or last in the alphabet, first. */
  readonly ascending?: boolean | undefined
}

export interface Listed<T> {
  readonly items: readonly T[]
  /** All matches, before paging. */
  readonly total: number
}

const LIMIT = 20

/** A page of rows that come in creation order. */
export const pageOf = <T extends { readonly id: string; readonly name: string }>(
  rows: readonly T[],
  { offset = 0, limit = LIMIT, orderBy = 'time', ascending = false }: Paging,
  maximum: number,
): Listed<T> => {
  const sorted = orderBy === 'time' ? rows : rows.toSorted((a, b) => compare(a[orderBy], b[orderBy]))
  const ordered = ascending ? sorted : sorted.toReversed()
  return { items: slice(ordered, offset, Math.min(limit, maximum)), total: rows.length }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const NAME_LIMIT = 60

/** Whether a name exceeds what every resource may have. */
export const tooLong = (name: string, limit = NAME_LIMIT): boolean => Array.from(name).length > limit
