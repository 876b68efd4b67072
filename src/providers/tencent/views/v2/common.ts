import { ListText } from '../../../../core/memo.ts'
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

/** The text of an entry. */
export const entryText = (entry: object, asText: boolean): string => phpJson(asText ? quoted(entry) : entry)

/** The answer to a request that succeeded: a value to be rendered, or its text. */
export const successView = (
  members: object,
  { docTypes, codeDesc }: TencentSettings,
  quotedInDocs: boolean,
): unknown => {
  const asText = docTypes && quotedInDocs
  const { total, texts } = members instanceof ListOfTexts ? members : NO_TEXTS
  const body = {
    code: 0,
    message: '',
    ...(codeDesc !== 'omit' && { codeDesc: codeDesc === 'empty' ? '' : codeDesc }),
    ...(texts ? { totalCount: total } : members),
  }
  const view = asText ? quoted(body) : body
  return texts ? new ListText(`${phpJson(view).slice(0, -1)},"data":[`, texts(asText), ']}') : view
}

const NO_TEXTS: { readonly total?: number; readonly texts?: ListOfTexts['texts'] } = {}

/** The same value with its numbers as text, as some pages of the documentation show them. */
const quoted = (value: unknown): unknown => {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(quoted)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, quoted(member)]))
}
