import { ListText, memoizeLastOf } from '../../../../core/memo.ts'
import { phpJson } from '../../errors/v2.ts'
import type { Listed } from '../../operations/lists.ts'
import type { TencentSettings } from '../../settings.ts'

/** A describe list. */
export const listView = <T>({ items, total }: Listed<T>, view: (item: T) => object): object => ({
  totalCount: total,
  data: items.map((item) => view(item)),
})

/** A describe list whose entries remember their texts. */
export class ListOfTexts {
  readonly total: number
  /** The texts of the entries, with their numbers as text or not. */
  readonly texts: (asText: boolean) => readonly string[]

  constructor(total: number, texts: ListOfTexts['texts']) {
    this.total = total
    this.texts = texts
  }
}

/** The text of some members. */
export const entryText = (entry: object, asText: boolean): string => phpJson(asText ? quoted(entry) : entry)

/** What every such answer begins with, up to its own members. */
const headOf = memoizeLastOf((codeDesc: TencentSettings['codeDesc'], asText: boolean): string => {
  const head = { code: 0, message: '', ...(codeDesc !== 'omit' && { codeDesc: codeDesc === 'empty' ? '' : codeDesc }) }
  return entryText(head, asText).slice(0, -1)
})

/** The text of the answer to a request that succeeded. */
export const successView = (
  members: object,
  { docTypes, codeDesc }: TencentSettings,
  quotedInDocs: boolean,
): string | ListText => {
  const asText = docTypes && quotedInDocs
  const head = headOf(codeDesc, asText)
  if (members instanceof ListOfTexts) {
    const { total, texts } = members
    return new ListText(`${head},"totalCount":${asText ? `"${total}"` : total},"data":[`, texts(asText), ']}')
  }
  const own = entryText(members, asText)
  return own === '{}' ? `${head}}` : `${head},${own.slice(1)}`
}

/** The same value with its numbers as text, as some pages of the documentation show them. */
const quoted = (value: unknown): unknown => {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(quoted)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, quoted(member)]))
}
