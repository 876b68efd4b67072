import type { Sequence } from '../../../core/shared/sorted.ts'
import type { Tagged } from '../records/tags.ts'

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
  rows: readonly T[] | Sequence<T>,
  { offset = 0, limit = LIMIT, orderBy = 'time', ascending = false }: Paging,
): Listed<T> => {
  const total = 'size' in rows ? rows.size : rows.length
  const sorted = orderBy === 'time' ? rows : [...rows].sort((a, b) => compare(a[orderBy], b[orderBy]))
  if (ascending) return { items: sorted.slice(offset, offset + limit), total }
  const end = Math.max(0, total - offset)
  return { items: sorted.slice(Math.max(0, end - limit), end).reverse(), total }
}

/** A condition of a list: a row fits when its field fits one of the values. */
export interface Condition<F extends string> {
  readonly field: F
  readonly values: readonly string[]
  /** What of the field, where it has parts: the key of a tag. */
  readonly key?: string | undefined
}

/** How a row is held against a value, per field. */
export type Tests<T, F extends string> = Readonly<Record<F, (row: T, value: string, key: string) => boolean>>

/** Whether a row fits all of the conditions. */
export const fitting =
  <T, F extends string>(tests: Tests<T, F>, conditions: readonly Condition<F>[] = []) =>
  (row: T): boolean =>
    conditions.every(({ field, values, key = '' }) => values.some((value) => tests[field](row, value, key)))

/** Tests that whatever has tags shares. */
export const tagTests = {
  tagKey: ({ tags }: Tagged, key: string): boolean => tags.some((tag) => tag.key === key),
  tag: ({ tags }: Tagged, value: string, key: string): boolean =>
    tags.some((tag) => tag.key === key && tag.value === value),
}

/** Whether a block is the one, or begins at the address. */
export const isBlock = (cidr: string, text: string): boolean => cidr === text || cidr.split('/', 1)[0] === text

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const NAME_LIMIT = 60

/** Whether a name exceeds what every resource may have. */
export const tooLong = (name: string, limit = NAME_LIMIT): boolean =>
  name.length > limit && Array.from(name).length > limit
