import { Fault } from '../core/problem.ts'
import type { Call, Credential } from './call.ts'
import { readText } from './read.ts'

/** Fields of a query or a form, decoded; the last one of a repeated name counts. A map, so that no name is special. */
export type Fields = ReadonlyMap<string, string>

const FIELD_LIMIT = 1_000

/** The fields of the query. Throws a Fault when there are too many. */
export const readQuery = <C extends Credential>(call: Call<C>): Fields => {
  const { target } = call
  call.asked = null // all of them are looked at
  const mark = target.indexOf('?')
  return urlencoded(mark < 0 ? '' : target.slice(mark + 1))
}

/** The fields of an urlencoded or multipart body; none when the body is of another type. Throws a Fault when it is malformed. */
export const readForm = <C extends Credential>(call: Call<C>): Fields =>
  formFields(call.header('content-type') ?? '', () => readText(call))

/** The fields of a body of a content type; the text is asked for only when it is a form. Throws a Fault when it is malformed. */
export const formFields = (type: string, text: () => string): Fields => {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return urlencoded(text())
  if (!/^multipart\/form-data\b/i.test(type)) return new Map()
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type)
  if (!boundary) throw malformed('the content type names no boundary')
  return multipart(text(), boundary[1] ?? boundary[2]!)
}

const urlencoded = (text: string): Fields => {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) put(fields, name, value)
  return fields
}

const PART = /^[ \t]*\r\n((?:[^\r\n]+\r\n)*)\r\n/
const NAME = /^content-disposition:[^\r\n]*;\s*name="([^"\r\n]*)"/im
const FILE = /^content-disposition:[^\r\n]*;\s*filename\*?=/im

const multipart = (text: string, boundary: string): Fields => {
  const fields = new Map<string, string>()
  const [, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`, FIELD_LIMIT + 3)
  for (const part of parts) {
    if (part.startsWith('--')) return fields
    const head = PART.exec(part)
    const name = head && NAME.exec(head[1]!)?.[1]
    if (!head || name === undefined || name === null) throw malformed('a part has no name')
    if (!FILE.test(head[1]!)) put(fields, name, part.slice(head[0].length))
  }
  throw malformed('the last boundary is missing')
}

const put = (fields: Map<string, string>, name: string, value: string): void => {
  if (fields.size === FIELD_LIMIT && !fields.has(name)) throw malformed(`more than ${FIELD_LIMIT} fields`)
  fields.set(name, value)
}

const malformed = (message: string): Fault => new Fault({ kind: 'malformed_body', message })
