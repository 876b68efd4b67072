import { readFile, stat } from 'node:fs/promises'
import type { CST } from 'yaml'
import { ConfigError } from '../config.ts'
import { fileWording, yamlWording } from '../wording.ts'
import { DEEPEST, excessOf } from './bounds.ts'

/** A configuration file as a value, with a way to say where in the file a mistake is. */
export interface ConfigFile {
  readonly value: unknown
  /** The mistake with file, line and column in front. */
  blame(error: ConfigError, root?: readonly PropertyKey[]): ConfigError
}

/** The largest file that is read, in bytes. */
const LARGEST = 16 * 1024 * 1024
const MOST_ALIASES = 1_000
/** The largest JSON text of which it is known where in it everything stands. */
const LARGEST_PLACED = 1024 * 1024
/** How many words, signs and runs of spaces a YAML text may have: each costs several hundred bytes. */
const MOST_PARTS = 1_000_000
const TOO_LARGE = `the file exceeds ${LARGEST / 1024 / 1024} MiB`

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
  const large = text.length > LARGEST_PLACED ? readLargeJson(text, name) : undefined
  if (large) return large
  const { Composer, LineCounter, Parser, Lexer, isMap, isNode, isScalar, visit } = await import('yaml')
  const lines = new LineCounter()
  lines.addNewLine(0)
  const mistakeAt = (offset: number, message: string): ConfigError => {
    const { line, col } = lines.linePos(offset)
    return new ConfigError(`${name}:${line}:${col}: ${message}`)
  }
  const tokens = function* (): Generator<CST.Token> {
    const parser = new Parser(lines.addNewLine)
    let parts = 0
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme)
      if (++parts > MOST_PARTS) throw mistakeAt(parser.offset, `more than ${MOST_PARTS} words and signs`)
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

/** A JSON text whose mistakes have no place; undefined when it is none. */
const readLargeJson = (text: string, name: string): ConfigFile | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const excess = excessOf(value)
  if (excess !== undefined) throw new ConfigError(`${name}: ${excess}`)
  return { value, blame: ({ message }) => new ConfigError(`${name}: ${message}`) }
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
