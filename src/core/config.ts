import type { ZodType } from 'zod'
import { nearest } from './nearest.ts'
import { fileWording, wordingOf, yamlWording } from './wording.ts'
import { readFile, stat } from 'node:fs/promises'
import type { CST } from 'yaml'

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

/** A configuration file as a value, with a way to say where in the file a mistake is. */
export interface ConfigFile {
  readonly value: unknown
  /** The mistake with file, line and column in front. */
  blame(error: ConfigError, root?: readonly PropertyKey[]): ConfigError
}

/** The largest file that is read, in bytes. */
const LARGEST = 16 * 1024 * 1024
/** How deep a value from outside may be nested. */
export const DEEPEST = 100
const MOST_ALIASES = 1_000
const TOO_LARGE = `the file exceeds ${LARGEST / 1024 / 1024} MiB`

/** Whether a value is nested too deep for what looks at it: that calls itself for each level. */
export const isTooDeep = (value: unknown): boolean => {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true
    const below: unknown[] = []
    for (const one of level)
      if (typeof one === 'object' && one !== null)
        for (const member of Object.values(one)) if (typeof member === 'object' && member !== null) below.push(member)
    level = below
  }
  return false
}

/** Reads a YAML or JSON file. Throws a {@link ConfigError} with file, line and column when it is neither. */
export const readConfigFile = async (path: string): Promise<ConfigFile> => {
  let text: string
  try {
    if ((await stat(path)).size > LARGEST) throw new Error(TOO_LARGE)
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`${path}: ${fileWording(error)}`)
  }
  return readConfigText(text, path)
}

/** Reads YAML or JSON. `name` stands for the file in messages. Throws a {@link ConfigError} with line and column. */
export const readConfigText = async (text: string, name: string): Promise<ConfigFile> => {
  if (text.length > LARGEST) throw new ConfigError(`${name}: ${TOO_LARGE}`)
  const { Composer, LineCounter, Parser, Lexer, isMap, isNode, isScalar, visit } = await import('yaml')
  const lines = new LineCounter()
  lines.addNewLine(0)
  const mistakeAt = (offset: number, message: string): ConfigError => {
    const { line, col } = lines.linePos(offset)
    return new ConfigError(`${name}:${line}:${col}: ${message}`)
  }
  const tokens = function* (): Generator<CST.Token> {
    const parser = new Parser(lines.addNewLine)
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme)
      // what comes after the parser calls itself for each level
      if (parser.stack.length > DEEPEST + 2) throw mistakeAt(parser.offset, `more than ${DEEPEST} levels`)
    }
    yield* parser.end()
  }
  // the library compares each key of a map with all others
  const composed = new Composer({ uniqueKeys: false }).compose(tokens(), true, text.length)
  const [document, another] = [composed.next().value!, composed.next().value]
  const [broken] = document.errors
  if (broken) throw mistakeAt(broken.pos[0], yamlWording(broken.code))
  if (another) throw mistakeAt(another.range[0], 'there is another document')
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key
        if (seen.has(value))
          throw mistakeAt(isNode(key) ? key.range![0] : 0, `the key ${JSON.stringify(value)} stands here a second time`)
        seen.add(value)
      }
    },
  })

  /** Where a key stands, or the value there where it has none, such as an element of a list. */
  const offsetOf = (path: readonly PropertyKey[]): number | undefined => {
    const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true)
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
      : undefined
    if (pair && isNode(pair.key)) return pair.key.range?.[0]
    const node: unknown = document.getIn(path, true)
    return isNode(node) ? node.range?.[0] : undefined
  }

  return {
    value: valueOf(() => document.toJS({ maxAliasCount: MOST_ALIASES }), name),
    blame(error, root = []) {
      // what is missing has no place of its own; the nearest thing around it stands for it
      for (let at = [...root, ...error.path]; ; at = at.slice(0, -1)) {
        const offset = offsetOf(at)
        if (offset !== undefined) return mistakeAt(offset, error.message)
        if (at.length === 0) return new ConfigError(`${name}: ${error.message}`)
      }
    },
  }
}

const valueOf = (toJs: () => unknown, name: string): unknown => {
  try {
    return toJs()
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error // an alias of nothing, or too many of them
    throw new ConfigError(
      `${name}: an alias stands for nothing that comes before it, or aliases stand for more than ${MOST_ALIASES} values`,
    )
  }
}
