import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// bundled or not, the package begins at the nearest folder that says so
const rootOf = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : rootOf(dirname(folder)))

/** The path of a file that comes with the package. */
export const packaged = (path: string): string => join(rootOf(dirname(fileURLToPath(import.meta.url))), path)

/** The names, without their ending, of the files of a folder that comes with the package. */
export const packagedNames = (folder: string, ending: string): string[] =>
  readdirSync(packaged(folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort()
