import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../core/config.ts'
import { nearest } from '../core/nearest.ts'
import { packaged } from '../core/package/files.ts'

/** The folder of scenarios, in the package and where somebody works. */
const FOLDER = 'scenarios'
const ENDING = /\.(?:ya?ml|json)$/

/** A scenario that can be asked for by its name. */
export interface FoundScenario {
  readonly name: string
  readonly file: string
  /** Whether it stands in `./scenarios` or came with the package. */
  readonly from: 'here' | 'package'
}

/** The scenarios that can be asked for by name, by that; one in `./scenarios` stands before one of the package. */
export const namedScenarios = async (): Promise<readonly FoundScenario[]> => {
  const found = new Map<string, FoundScenario>()
  for (const [from, folder] of [
    ['package', packaged(FOLDER)],
    ['here', FOLDER],
  ] as const)
    for (const file of await readdir(folder).catch((): string[] => [])) {
      const name = file.replace(ENDING, '')
      if (name !== file && !file.endsWith('.v1.json')) found.set(name, { name, file: join(folder, file), from })
    }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The file of a scenario that was asked for by name or by path. Rejects with a ConfigError for a name that nothing has. */
export const findScenario = async (asked: string): Promise<string> => {
  const isFile = await stat(asked).then(
    (found) => found.isFile(),
    () => false,
  )
  if (isFile || /[/\\]/.test(asked) || ENDING.test(asked)) return asked
  const named = await namedScenarios()
  const found = named.find(({ name }) => name === asked)
  if (found) return found.file
  const names = named.map(({ name }) => name)
  throw new ConfigError(`there is no scenario '${asked}' in ./${FOLDER} or in the package${nearest(asked, names)}`)
}
