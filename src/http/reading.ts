import type { ZodType } from 'zod'
import { Failure, type Issue } from '../core/problem.ts'
import type { Call, Credential } from './call.ts'
import { BODY_LIMIT } from './exchange.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The request body as text. Throws a Failure when it is too large or not UTF-8. */
export const readText = <C extends Credential>(call: Call<C>): string => {
  if (call.exchange.oversize) throw new Failure({ kind: 'body_too_large', limit: BODY_LIMIT })
  try {
    return (call.text ??= utf8.decode(call.body ?? new Uint8Array()))
  } catch {
    throw new Failure({ kind: 'malformed_body', message: 'the body is not UTF-8' })
  }
}

/** The request body as a JSON value, whatever the content type says. Throws a Failure when it is not JSON. */
export const readValue = <C extends Credential>(call: Call<C>): unknown => {
  const text = readText(call)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Failure({
      kind: 'malformed_body',
      message: text.trim() === '' ? 'the body is empty' : (error as Error).message,
    })
  }
}

/** The request body in the shape of a schema. Throws a Failure that lists everything wrong with it. */
export const readJson = <T, C extends Credential>(call: Call<C>, schema: () => ZodType<T>): T => {
  return readShape(readValue(call), schema, call)
}

/**
 * A value in the shape of a schema. Throws a Failure that lists everything wrong with it. With the call, the journal can tell
 * which members of its body the schema does not know.
 */
export const readShape = <T, C extends Credential>(value: unknown, schema: () => ZodType<T>, call?: Call<C>): T => {
  if (call) call.shape = schema
  const result = schema().safeParse(value)
  if (result.success) return result.data
  throw new Failure({
    kind: 'invalid',
    issues: result.error.issues.flatMap((issue) => issuesOf(issue as RawIssue, value)),
  })
}

interface RawIssue {
  readonly code: string
  readonly path: readonly (string | number)[]
  readonly expected?: string
  readonly pattern?: string
  readonly keys?: readonly string[]
  readonly values?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
}

const issuesOf = (issue: RawIssue, root: unknown): Issue[] => {
  const { path } = issue
  const received = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root)
  const at = (kind: Issue['kind'], expected?: string | number): Issue[] => [
    { path, kind, received, ...(expected === undefined ? {} : { expected: String(expected) }) },
  ]
  switch (issue.code) {
    case 'invalid_type':
      return at(received === undefined ? 'required' : 'type', issue.expected)
    case 'invalid_format':
      return at('pattern', issue.pattern)
    case 'invalid_value':
      return at(received === undefined ? 'required' : 'enum', issue.values?.map(String).join(', '))
    case 'too_small':
      return at('range', issue.minimum)
    case 'too_big':
      return at('range', issue.maximum)
    case 'unrecognized_keys':
      return (issue.keys ?? []).map((key) => ({ path: [...path, key], kind: 'unknown' as const }))
    default:
      return at('custom')
  }
}
