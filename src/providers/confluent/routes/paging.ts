import { problems } from '../errors/index.ts'
import type { Listed, Page } from '../operations/pages.ts'
import type { ConfluentCall } from './api.ts'

const DEFAULT_SIZE = 10

/** The page that a request asks for. A token remembers the size of its first page: only there the parameter counts. */
export const readPage = (call: ConfluentCall, max: number): Page => {
  const [size, token] = [call.query('page_size'), call.query('page_token')]
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

interface Numbered {
  readonly id: string
  readonly ord: number
}

const tokenOf = ({ id, ord }: Numbered, size: number): string =>
  Buffer.from(JSON.stringify({ id, n: size, t: ord })).toString('base64url')

/** The query of the next page, the token first, then what the list was asked for; empty on the last page. */
export const nextQuery = <T extends Numbered>(
  { items, more }: Listed<T>,
  { size }: Page,
  asked: Readonly<Record<string, readonly string[]>> = {},
): string => {
  if (!more) return ''
  const query = new URLSearchParams([['page_token', tokenOf(items.at(-1)!, size)]])
  for (const [name, values] of Object.entries(asked)) for (const value of values) query.append(name, value)
  return `?${query.toString()}`
}
