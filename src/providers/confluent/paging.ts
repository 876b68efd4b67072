import { problems } from './errors.ts'

/** Where a page begins and how long it is. */
export interface Page {
  readonly size: number
  /** Running number of the row that the previous page ended with. */
  readonly after: number
}

export interface Listed<T> {
  readonly items: readonly T[]
  readonly total: number
  /** Token of the next page, or undefined on the last one. */
  readonly next: string | undefined
}

interface Numbered {
  readonly id: string
  readonly ord: number
}

const DEFAULT_SIZE = 10

/** The page that a request asks for. A token remembers the size of its first page: only there the parameter counts. */
export const readPage = (size: string | undefined, token: string | undefined, max: number): Page => {
  if (size !== undefined && !(/^\d{1,9}$/.test(size) && Number(size) >= 1 && Number(size) <= max))
    throw problems.pageSizeInvalid(max)
  if (token === undefined || token === '') return { size: size === undefined ? DEFAULT_SIZE : Number(size), after: 0 }
  return readToken(token, max)
}

const readToken = (token: string, max: number): Page => {
  let read: { n?: unknown; t?: unknown }
  try {
    read = JSON.parse(Buffer.from(token, 'base64url').toString()) as typeof read
  } catch {
    throw problems.pageTokenInvalid()
  }
  const { n: size, t: after } = read ?? {}
  if (!isCount(size) || size > max || !isCount(after)) throw problems.pageTokenInvalid()
  return { size, after }
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1

const tokenOf = ({ id, ord }: Numbered, size: number): string =>
  Buffer.from(JSON.stringify({ id, n: size, t: ord })).toString('base64url')

/** Cuts a page out of rows in creation order. With a known `total` it stops at the page's end. */
export const cut = <T extends Numbered>(
  rows: Iterable<T>,
  page: Page,
  fits: (row: T) => boolean = () => true,
  total?: number,
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
  return { items, total: total ?? counted, next: more ? tokenOf(items.at(-1)!, page.size) : undefined }
}
