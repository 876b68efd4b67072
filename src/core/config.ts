import type { ZodType } from 'zod'
import { nearest } from './nearest.ts'
import { ConfigError } from './settings.ts'

interface RawIssue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly values?: readonly unknown[]
}

/** A configuration value in the shape of a schema. Throws a {@link ConfigError} that names the place and the nearest valid name. */
export const configShape = <T>(value: unknown, schema: () => ZodType<T>, place: string): T => {
  const result = schema().safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0] as unknown as RawIssue
  const root = place.split('.').slice(1) // the first word names the file or the part of the request
  const where = [place, ...issue.path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys' && issue.keys?.[0] !== undefined) {
    throw new ConfigError(`${where} has no '${issue.keys[0]}'${nearest(issue.keys[0], keysAt(schema(), issue.path))}`, [
      ...root,
      ...issue.path,
      issue.keys[0],
    ])
  }
  throw new ConfigError(`${where}: ${issue.message}`, [...root, ...issue.path])
}

interface Shaped {
  readonly shape?: Readonly<Record<string, unknown>>
  readonly element?: unknown
  readonly unwrap?: () => unknown
  readonly removeDefault?: () => unknown
}

/** The keys that a schema knows at a path. */
const keysAt = (schema: unknown, path: readonly PropertyKey[]): string[] => {
  let at = bare(schema)
  for (const key of path) at = bare(typeof key === 'number' ? at.element : at.shape?.[String(key)])
  return Object.keys(at.shape ?? {})
}

const bare = (schema: unknown): Shaped => {
  const shaped = (schema ?? {}) as Shaped
  if (shaped.shape || shaped.element) return shaped
  const inner = shaped.removeDefault?.() ?? shaped.unwrap?.()
  return inner === undefined ? shaped : bare(inner)
}
