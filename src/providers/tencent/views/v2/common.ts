import type { Millis } from '../../../../core/clock.ts'
import type { Listed } from '../../operations/lists.ts'
import type { TencentSettings } from '../../settings.ts'

const BEIJING: Millis = 8 * 3_600_000

/** `2015-11-06 11:33:52` in Beijing, without a zone. */
export const beijing = (at: Millis): string => new Date(at + BEIJING).toISOString().slice(0, 19).replace('T', ' ')

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
