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

/** Which rows of a table a list is about. */
export interface Selection<T> {
  readonly fits: (row: T) => boolean
  /** How many rows fit, where that is known. */
  readonly total?: number | undefined
}

/** Cuts a page out of rows in creation order. With a known `total` it stops at the page's end. */
export const cut = <T extends { readonly ord: number }>(
  rows: Iterable<T>,
  page: Page,
  { fits, total }: Selection<T> = { fits: () => true },
): Listed<T> => {
  const items: T[] = []
  let counted = 0
  let more = false
  for (const row of rows) {
    if (!fits(row)) continue
    counted++
    if (row.ord <= page.after) continue
    if (items.length < page.size) items.push(row)
    else {
      more = true
      if (total !== undefined) break
    }
  }
  return { items, total: total ?? counted, more }
}
