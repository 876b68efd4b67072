import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// bundled or not, the package begins at the nearest folder that says so
const rootOf = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : rootOf(dirname(folder)))

/** The path of a file that comes with the package. */
export const packaged = (path: string): string => join(rootOf(dirname(fileURLToPath(import.meta.url))), path)
