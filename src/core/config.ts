import type { ZodType } from 'zod'
import { nearest } from './nearest.ts'
import { wordingOf } from './wording.ts'

/** Thrown for a wrong option, setting or fixture; the message says what was expected. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError'
  /** Where in the configuration value the mistake is, for the reader of a file. */
  readonly path: readonly PropertyKey[]

  constructor(message: string, path: readonly PropertyKey[] = []) {
    super(message)
    this.path = path
  }
}

/** Refuses members that an object of options does not have. Throws a {@link ConfigError} that names the nearest one. */
export const refuseUnknown = (options: object, known: readonly string[], place: string): void => {
  for (const key of Object.keys(options))
    if (!known.includes(key)) throw new ConfigError(`${place} has no '${key}'${nearest(key, known)}`, [key])
}

interface RawIssue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly errors?: readonly (readonly RawIssue[])[]
}

/** A configuration value in the shape of a schema. Throws a {@link ConfigError} that names the place and the nearest valid name. */
export const configShape = <T>(value: unknown, schema: () => ZodType<T>, place: string): T => {
  const { data, mistakes } = configCheck(value, schema, place)
  if (mistakes[0]) throw mistakes[0]
  return data as T
}

/** How many mistakes of one value are told: looking for what was meant takes its time for each. */
export const MOST_TOLD = 100

/** A configuration value in the shape of a schema, or what is wrong with it: one mistake more than are told, where there are more. */
export const configCheck = <T>(
  value: unknown,
  schema: () => ZodType<T>,
  place: string,
): { readonly data?: T; readonly mistakes: readonly ConfigError[] } => {
  const result = schema().safeParse(value, { error: wordingOf })
  if (result.success) return { data: result.data, mistakes: [] }
  const issues = result.error.issues as unknown as readonly RawIssue[]
  // what is misspelt is missing as well, and its spelling says more
  const isUnknown = ({ code }: RawIssue): boolean => code === 'unrecognized_keys'
  const ordered = [...issues.filter(isUnknown), ...issues.filter((issue) => !isUnknown(issue))]
  const mistakes: ConfigError[] = []
  for (const issue of ordered)
    for (const mistake of mistakesOf(issue, [], schema(), place))
      if (mistakes.push(mistake) > MOST_TOLD) return { mistakes }
  return { mistakes }
}

const mistakesOf = function* (
  issue: RawIssue,
  outer: readonly PropertyKey[],
  schema: unknown,
  place: string,
): Generator<ConfigError, void> {
  const path = [...outer, ...issue.path]
  const root = place.split('.').slice(1) // the first word names the file or the part of the request
  const where = [place, ...path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys') {
    const keys = keysAt(schema, path)
    for (const key of issue.keys ?? [])
      yield new ConfigError(`${where} has no '${key}'${nearest(key, keys)}`, [...root, ...path, key])
    return
  }
  // of several forms the one whose type fits is meant, and what is wrong inside it says more
  const meant = issue.errors?.find(
    (inner) => inner.length > 0 && !inner.some(({ code, path: at }) => code === 'invalid_type' && at.length === 0),
  )
  if (
    issue.code === 'invalid_union' &&
    meant?.some(({ path: at, code }) => at.length > 0 || code === 'unrecognized_keys')
  ) {
    for (const inner of meant) yield* mistakesOf(inner, path, schema, place)
    return
  }
  yield new ConfigError(`${where}: ${issue.message}`, [...root, ...path])
}

interface Shaped {
  readonly shape?: Readonly<Record<string, unknown>>
  readonly element?: unknown
  readonly valueType?: unknown
  readonly options?: readonly unknown[]
  readonly unwrap?: () => unknown
  readonly removeDefault?: () => unknown
}

/** The keys that a schema knows at a path. */
const keysAt = (schema: unknown, path: readonly PropertyKey[]): string[] => {
  let at = forms(schema)
  for (const key of path)
    at = at.flatMap((form) =>
      forms(typeof key === 'number' ? form.element : (form.shape?.[String(key)] ?? form.valueType)),
    )
  return [...new Set(at.flatMap(({ shape }) => Object.keys(shape ?? {})))]
}

/** What a schema may be, without the wrappers around it. */
const forms = (schema: unknown): Shaped[] => {
  if (schema === undefined || schema === null) return []
  const shaped = schema as Shaped
  if (shaped.options) return shaped.options.flatMap(forms)
  if (shaped.shape || shaped.element || shaped.valueType) return [shaped]
  const inner = shaped.removeDefault?.() ?? shaped.unwrap?.()
  return inner === undefined ? [shaped] : forms(inner)
}
