import { slice } from '../../../core/lists.ts'

export interface Paging {
  readonly offset?: number | undefined
  readonly limit?: number | undefined
  readonly orderDirection?: 'asc' | 'desc' | undefined
}

export interface Listed<T> {
  readonly items: readonly T[]
  /** All matches, before paging. */
  readonly total: number
}

const LIMIT = 20

/** A page of rows that come in creation order: newest first unless asked for otherwise, or by a text. */
export const pageOf = <T>(
  rows: readonly T[],
  { offset = 0, limit = LIMIT, orderDirection = 'desc' }: Paging,
  maximum: number,
  text?: (row: T) => string,
): Listed<T> => {
  const ascending = text ? rows.toSorted((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)) : rows
  const ordered = orderDirection === 'asc' ? ascending : ascending.toReversed()
  return { items: slice(ordered, offset, Math.min(limit, maximum)), total: rows.length }
}

const NAME_LIMIT = 60

/** Whether a name exceeds what every resource may have. */
export const tooLong = (name: string, limit = NAME_LIMIT): boolean => Array.from(name).length > limit
