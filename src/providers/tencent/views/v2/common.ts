import type { Listed } from '../../operations/lists.ts'
import type { TencentSettings } from '../../settings.ts'

/** A describe list. */
export const listView = <T>({ items, total }: Listed<T>, view: (item: T) => object): object => ({
  totalCount: total,
  data: items.map((item) => view(item)),
})

/** The answer to a request that succeeded. */
export const successView = (
  members: object,
  { docTypes, codeDesc }: TencentSettings,
  quotedInDocs: boolean,
): unknown => {
  const body = {
    code: 0,
    message: '',
    ...(codeDesc !== 'omit' && { codeDesc: codeDesc === 'empty' ? '' : codeDesc }),
    ...members,
  }
  return docTypes && quotedInDocs ? quoted(body) : body
}

/** The same value with its numbers as text, as some pages of the documentation show them. */
const quoted = (value: unknown): unknown => {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(quoted)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, quoted(member)]))
}
