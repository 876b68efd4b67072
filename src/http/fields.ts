import { Failure } from '../core/problem.ts'
import type { Call, Credential } from './call.ts'
import { readText } from './reading.ts'

/** Fields of a query or a form, decoded; the last one of a repeated name counts. A map, so that no name is special. */
export type Fields = ReadonlyMap<string, string>

/** The fields of the query, read once. */
export const readQuery = <C extends Credential>(call: Call<C>): Fields => {
  call.asked = null // all of them are looked at
  return (call.fields ??= queryFields(call.exchange.query))
}

/** The fields of an urlencoded or multipart body, read once; none when the body is of another type. Throws a Failure when it is malformed. */
export const readForm = <C extends Credential>(call: Call<C>): Fields =>
  (call.fields ??= formFields(call.header('content-type') ?? '', () => readText(call)))

/** The fields of a query with its question mark, or of none. */
export const queryFields = (query: string): Fields => urlencoded(query.slice(1))

/** The fields of a body of a content type; the text is asked for only when it is a form. Throws a Failure when it is malformed. */
export const formFields = (type: string, text: () => string): Fields => {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return urlencoded(text())
  if (!/^multipart\/form-data\b/i.test(type)) return new Map()
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type)
  if (!boundary) throw malformed('the content type names no boundary')
  return multipart(text(), boundary[1] ?? boundary[2]!)
}

const plain = (text: string): string => text

// `URLSearchParams` takes half as long again for whole queries
const decoded = (text: string): string => {
  if (!text.includes('%')) return text.includes('+') ? text.replaceAll('+', ' ') : text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return new URLSearchParams(`=${text}`).get('') ?? '' // which knows what becomes of escapes that are none
  }
}

/** Where a mark comes next, which is behind the text when it does not. */
const next = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at
}

const urlencoded = (text: string): Fields => {
  const fields = new Map<string, string>()
  // as in the URL standard, one question mark in front is no part of it
  let start = text.startsWith('?') ? 1 : 0
  // each is looked for again once it was passed, so that a text is searched once, whatever it is made of
  for (let end, equals = -1, percent = -1, plus = -1; start < text.length; start = end + 1) {
    end = next(text, '&', start)
    if (end === start) continue
    if (equals < start) equals = next(text, '=', start)
    if (percent < start) percent = next(text, '%', start)
    if (plus < start) plus = next(text, '+', start)
    const read = percent < end || plus < end ? decoded : plain
    const middle = Math.min(equals, end)
    fields.set(read(text.slice(start, middle)), read(text.slice(middle + 1, end)))
  }
  return fields
}

const PART = /^[ \t]*\r\n((?:[^\r\n]+\r\n)*)\r\n/
const NAME = /^content-disposition:[^\r\n]*;\s*name="([^"\r\n]*)"/im
const FILE = /^content-disposition:[^\r\n]*;\s*filename\*?=/im

const multipart = (text: string, boundary: string): Fields => {
  const fields = new Map<string, string>()
  const [, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`)
  for (const part of parts) {
    if (part.startsWith('--')) return fields
    const head = PART.exec(part)
    const name = head && NAME.exec(head[1]!)?.[1]
    if (!head || name === undefined || name === null) throw malformed('a part has no name')
    if (!FILE.test(head[1]!)) fields.set(name, part.slice(head[0].length))
  }
  throw malformed('the last boundary is missing')
}

const malformed = (message: string): Failure => new Failure({ kind: 'malformed_body', message })

/** The value of a field, or the fields below a name; without a prototype, because the client chooses the names. */
export type FieldTree = string | { [name: string]: FieldTree }

const DEPTH = 5

const NONE: ReadonlySet<string> = new Set()

// an object with a constructor keeps its members in place, where one of `Object.create(null)` is a dictionary
const Tree = function () {} as unknown as new () => Record<string, FieldTree>
Tree.prototype = Object.create(null)

/**
 * `routeSet.0.nextHub=x` as `{ routeSet: { 0: { nextHub: 'x' } } }`, without the fields of some names. A name that is already a
 * value takes nothing below it.
 */
export const treeOf = (fields: Fields, without = NONE): FieldTree => {
  const root = new Tree()
  fields.forEach((value, name) => {
    if (without.has(name)) return
    if (name.includes('.')) hang(root, name.split('.', DEPTH), value)
    else root[name] ??= value
  })
  return root
}

const hang = (root: Record<string, FieldTree>, path: readonly string[], value: string): void => {
  let at = root
  for (const name of path.slice(0, -1)) {
    const below = (at[name] ??= new Tree())
    if (typeof below === 'string') return
    at = below
  }
  const last = path.at(-1)!
  if (at[last] === undefined) at[last] = value
}
