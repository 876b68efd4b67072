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

/** Every list of this service ascends by id. */
export const byId = <T extends Identified>(rows: T[]): T[] => rows.sort((a, b) => (a.id < b.id ? -1 : 1))

/** Cuts a page out of rows in any order. The marker need not be among them. */
export const pageOf = <T extends Identified>(rows: T[], { limit, marker, reverse }: PageQuery): Page<T> => {
  const sorted = byId(rows)
  const take = limit === 0 ? sorted.length : limit
  let start = 0
  let end = sorted.length
  if (reverse) {
    if (marker !== undefined) end = firstAt(sorted, marker, 0)
    start = Math.max(0, end - take)
  } else {
    if (marker !== undefined) start = firstAt(sorted, marker, 1)
    end = Math.min(end, start + take)
  }
  return { items: sorted.slice(start, end), hasPrevious: start > 0, hasNext: end < sorted.length }
}

/** Index of the first row at (0) or behind (1) an id. */
const firstAt = (sorted: readonly Identified[], id: string, behind: 0 | 1): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = sorted[middle]!.id
    if (at < id || (behind === 1 && at === id)) low = middle + 1
    else high = middle
  }
  return low
}
