import { writeFile } from 'node:fs/promises'
import { ConfigError } from '../core/config.ts'
import { fileWording } from '../core/wording.ts'

/** Writes a file that somebody asked for. Rejects with a ConfigError when it cannot be written. */
export const writeText = async (path: string, text: string | Iterable<string>, mode?: number): Promise<void> => {
  await writeFile(path, text, { mode }).catch((error: unknown) => {
    throw new ConfigError(`${path}: ${fileWording(error)}`)
  })
}
