import { type Edit, readPath, rewritten } from './rewriting.ts'

/** Where an answer says how its list goes on. */
export type NextPage =
  /** A URL at a path. */
  | { readonly kind: 'url'; readonly at: string }
  /** The value of the parameter at a path. */
  | { readonly kind: 'token'; readonly at: string }
  /** Links with `rel` and `href`, in a list that is called as that of the items with something behind. */
  | { readonly kind: 'links'; readonly behind: string }

/** How some lists of a provider come in pages. The first list of an answer, or of a member of it, holds the items. */
export interface Pages<Op extends string = string> {
  readonly ops: readonly Op[]
  /** The member of the answer that holds the list; the answer itself where there is none. */
  readonly within?: string
  /** The query parameter that tells which page is asked for. */
  readonly parameter: string
  /** Undefined where the client works out by itself what comes next. */
  readonly next?: NextPage
  /** The path of the number of all items. */
  readonly total?: string
}

/** What can be wrong with a page. */
export const PAGINGS = ['null-next', 'empty-next', 'no-next', 'repeat', 'cycle', 'empty-page', 'wrong-total'] as const
export type Paging = (typeof PAGINGS)[number]

/** What can be made wrong with these pages. */
export const pagingsOf = ({ next, total }: Pages): Paging[] =>
  PAGINGS.filter((one) =>
    one === 'empty-page' ? true : one === 'wrong-total' ? total !== undefined : next !== undefined,
  )

/** A page with something wrong about it. */
export const mispaged = (value: unknown, paging: Paging, pages: Pages, url: string): unknown => {
  const { within } = pages
  const holder = within === undefined ? value : (value as Members | null)?.[within]
  const items = listIn(holder)
  if (items === undefined) return value
  const edits = editsOf(holder as Members, items, paging, { pages, url: new URL(url) })
  return rewritten(
    value,
    edits.map((edit) => ({ ...edit, path: within === undefined ? edit.path : [within, ...edit.path] })),
  )
}

type Members = Readonly<Record<string, unknown>>

const listIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).find((key) => Array.isArray((value as Members)[key]))
    : undefined

const editsOf = (value: Members, items: string, paging: Paging, place: Place): Edit[] => {
  if (paging === 'empty-page') return [{ kind: 'set', path: [items], value: [] }]
  return paging === 'wrong-total' ? totalEdits(value, place.pages) : nextEdits(value, items, paging, place)
}

const totalEdits = (value: unknown, { total }: Pages): Edit[] => {
  if (total === undefined) return []
  const path = readPath(total)
  const there = path.reduce<unknown>((inner, key) => (inner as Members | null | undefined)?.[key], value)
  return typeof there === 'number' ? [{ kind: 'set', path, value: there + 1 }] : []
}

interface Place {
  readonly pages: Pages
  readonly url: URL
}

const nextEdits = (value: Members, items: string, paging: Paging, { pages, url }: Place): Edit[] => {
  const { next, parameter } = pages
  if (next === undefined) return []
  const target = new URL(url)
  if (paging === 'cycle') target.searchParams.delete(parameter)
  const given =
    paging === 'null-next'
      ? null
      : paging === 'empty-next'
        ? ''
        : next.kind === 'token'
          ? (target.searchParams.get(parameter) ?? '')
          : target.href
  if (next.kind !== 'links') {
    const path = readPath(next.at)
    return [paging === 'no-next' ? { kind: 'remove', path } : { kind: 'set', path, value: given }]
  }
  const member = items + next.behind
  const links = (value[member] as readonly Members[] | undefined) ?? []
  const others = links.filter(({ rel }) => rel !== 'next')
  const list = paging === 'no-next' ? others : [{ rel: 'next', href: given }, ...others]
  return [{ kind: 'set', path: [member], value: list }]
}
