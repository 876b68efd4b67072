import type { Rank, Ranked } from '../../../core/shared/sorted.ts'

interface Identified {
  readonly id: string
}

/** Where a list begins and how much of it is wanted. */
export interface PageQuery {
  /** 0: everything. */
  readonly limit: number
  readonly marker: string | undefined
  /** Items before the marker instead of behind it. */
  readonly reverse: boolean
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly hasPrevious: boolean
  readonly hasNext: boolean
}

/** Exact values per filter, any of which fits; no values, no filter. */
export type Filters<K extends string> = Readonly<Partial<Record<K, readonly string[]>>>

/** Whether a filter lets one of a row's values pass. */
export const fits = (wanted: readonly string[] | undefined, ...values: readonly string[]): boolean =>
  !wanted || wanted.some((value) => values.includes(value))

/** Whether nothing is filtered. */
export const isWhole = (filters: Filters<string>): boolean =>
  Object.values(filters).every((wanted) => wanted === undefined)

/** What is found under any of some keys, each item once. */
export const underAny = <T>(keys: readonly string[], look: (key: string) => readonly T[]): T[] => [
  ...new Set(keys.flatMap(look)),
]

/** Every list of this service ascends by id. */
export const byId = <T extends Identified>(rows: T[]): T[] => rows.sort((a, b) => (a.id < b.id ? -1 : 1))

/** Of rows in the order of their ids, what pages are cut from. */
type Ascending<T> = Pick<Ranked<T, Rank>, 'size' | 'before' | 'slice'>

/** Cuts a page out of rows in any order, or of rows that are filed by their ids. The marker need not be among them. */
export const pageOf = <T extends Identified>(
  rows: T[] | Ascending<T>,
  { limit, marker, reverse }: PageQuery,
): Page<T> => {
  const sorted = Array.isArray(rows) ? ascending(rows) : rows
  const take = limit === 0 ? sorted.size : limit
  let start = 0
  let end = sorted.size
  if (reverse) {
    if (marker !== undefined) end = sorted.before(marker)
    start = Math.max(0, end - take)
  } else {
    if (marker !== undefined) start = behind(sorted, marker)
    end = Math.min(end, start + take)
  }
  return { items: sorted.slice(start, end), hasPrevious: start > 0, hasNext: end < sorted.size }
}

const behind = (sorted: Ascending<Identified>, id: string): number => {
  const at = sorted.before(id)
  return sorted.slice(at, at + 1)[0]?.id === id ? at + 1 : at
}

const ascending = <T extends Identified>(rows: T[]): Ascending<T> => {
  const sorted = byId(rows)
  const before = (id: Rank): number => {
    const at = sorted.findIndex((row) => row.id >= String(id))
    return at < 0 ? sorted.length : at
  }
  return { size: sorted.length, before, slice: (from, to) => sorted.slice(from, to) }
}
