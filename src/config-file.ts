import { readFile } from 'node:fs/promises'
import { ConfigError } from './core/settings.ts'

/** A configuration file as a value, with a way to say where in the file a mistake is. */
export interface ConfigFile {
  readonly value: unknown
  /** The mistake with file, line and column in front. */
  blame(error: ConfigError, root?: readonly PropertyKey[]): ConfigError
}

/** Reads a YAML or JSON file. Throws a {@link ConfigError} with file, line and column when it is neither. */
export const readConfigFile = async (path: string): Promise<ConfigFile> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new ConfigError(
      `${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`,
    )
  }
  return readConfigText(text, path)
}

/** Reads YAML or JSON. `name` stands for the file in messages. Throws a {@link ConfigError} with line and column. */
export const readConfigText = async (text: string, name: string): Promise<ConfigFile> => {
  const { LineCounter, isMap, isNode, isScalar, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${name}:${line}:${col}`
  }
  const [broken] = document.errors
  if (broken) throw new ConfigError(`${place(broken.pos[0])}: ${broken.message}`)

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
    value: document.toJS(),
    blame(error, root = []) {
      // what is missing has no place of its own; the nearest thing around it stands for it
      for (let at = [...root, ...error.path]; ; at = at.slice(0, -1)) {
        const offset = offsetOf(at)
        if (offset !== undefined) return new ConfigError(`${place(offset)}: ${error.message}`)
        if (at.length === 0) return new ConfigError(`${name}: ${error.message}`)
      }
    },
  }
}
