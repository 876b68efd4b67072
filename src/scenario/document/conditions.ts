import type { StatefulDef } from '../../world/unit-of-work.ts'
import type { TableDef } from '../../world/table.ts'
import type { CompileContext } from './compile-context.ts'
import { type Matcher, compileMatcher } from './matchers.ts'

/** What must hold of one field of a record. */
export interface Condition {
  /** The condition in words. */
  readonly text: string
  /** The field's value; undefined when the record has no such field. */
  valueIn(record: object): unknown
  holdsFor(record: object): boolean
}

/** Compiles the conditions on the records of a table. */
export const compileConditions = (
  matchers: Readonly<Record<string, Matcher>> | undefined,
  def: TableDef,
  context: CompileContext,
): Condition[] => {
  const { settable } = def as Partial<StatefulDef>
  return Object.entries(matchers ?? {}).map(([field, matcher]) => {
    const fits = compileMatcher(matcher, context.at(field))
    const valueIn = (record: object): unknown => fieldOf(record, field, settable)
    return {
      text: `${field} ${typeof matcher === 'object' ? JSON.stringify(matcher) : `is ${matcher}`}`,
      valueIn,
      holdsFor: (record) => fits(valueIn(record)),
    }
  })
}

/** A value by its dotted path. */
export const valueAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value)

/**
 * A field of a record: by the wire path that its table lists as settable, else by the record's own path, which is the wire
 * path in camel case without the words in front that the record does not have.
 */
const fieldOf = (record: object, path: string, settable: Readonly<Record<string, string>> = {}): unknown => {
  const listed = Object.hasOwn(settable, path) ? settable[path] : undefined
  if (listed !== undefined) return (record as Record<string, unknown>)[listed]
  const own = valueAt(record, path)
  if (own !== undefined) return own
  const words = path.split('.').map(camel)
  for (let first = 0; first < words.length; first++) {
    const found = valueAt(record, words.slice(first).join('.'))
    if (found !== undefined) return found
  }
  return undefined
}

const camel = (name: string): string => name.replace(/[_-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
