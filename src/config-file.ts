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
  const { LineCounter, isNode, parseDocument } = await import('yaml')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new ConfigError(
      `${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`,
    )
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const [broken] = document.errors
  if (broken) throw new ConfigError(`${place(broken.pos[0])}: ${broken.message}`)
  return {
    value: document.toJS(),
    blame(error, root = []) {
      // a key that should not be there has a value whose place stands for it; else the nearest thing around it
      for (let at = [...root, ...error.path]; ; at = at.slice(0, -1)) {
        const node: unknown = document.getIn(at, true)
        if (isNode(node) && node.range) return new ConfigError(`${place(node.range[0])}: ${error.message}`)
        if (at.length === 0) return new ConfigError(`${path}: ${error.message}`)
      }
    },
  }
}
