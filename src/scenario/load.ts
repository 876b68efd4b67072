import { configCheck, ConfigError, MOST_TOLD } from '../core/config.ts'
import { type ConfigFile, readConfigFile, readConfigText } from '../core/input/config-file.ts'
import { loadZod } from '../core/schema.ts'
import { compileAll } from './rules/compile.ts'
import type { Vocabulary } from './document/names.ts'
import { type ScenarioDocument, ScenarioSchema } from './document/schema.ts'

/** A scenario that cannot be used, with everything that is wrong with it: file, line, column, and what was meant. */
export class ScenarioError extends ConfigError {
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

export interface ReadOptions {
  /** Tries out records. Throws a ConfigError with its path when they cannot be loaded. */
  readonly tryFixtures?: (fixtures: Readonly<Record<string, unknown>>) => void
  /** Told of each thing that is allowed but hardly meant, with file, line and column. */
  readonly warn?: ((warning: string) => void) | undefined
}

/** Reads a scenario out of text, which messages call by a name. Throws a {@link ScenarioError}. */
export const readScenario = async (
  text: string,
  name: string,
  vocabulary: Vocabulary,
  options?: ReadOptions,
): Promise<ScenarioDocument> => check(await readConfigText(text, name), vocabulary, options)

/** Reads a scenario file. Throws a {@link ScenarioError}. */
export const readScenarioFile = async (
  path: string,
  vocabulary: Vocabulary,
  options?: ReadOptions,
): Promise<ScenarioDocument> => check(await readConfigFile(path), vocabulary, options)

const check = async (
  file: ConfigFile,
  vocabulary: Vocabulary,
  { tryFixtures, warn }: ReadOptions = {},
): Promise<ScenarioDocument> => {
  await loadZod()
  const refuse = (errors: readonly ConfigError[]): never => {
    const told = errors.slice(0, MOST_TOLD)
    if (errors.length > MOST_TOLD) told.push(new ConfigError(`there are more mistakes than these ${MOST_TOLD}`))
    throw new ScenarioError(told.map((error) => file.blame(error).message))
  }
  const { data, mistakes } = configCheck(file.value, ScenarioSchema, 'scenario')
  if (!data) return refuse(mistakes)
  const { mistakes: wrong, warnings } = compileAll(data, vocabulary)
  if (wrong.length > 0) return refuse(wrong)
  try {
    if (data.fixtures) tryFixtures?.(data.fixtures)
  } catch (error) {
    if (error instanceof ConfigError) return refuse([new ConfigError(error.message, ['fixtures', ...error.path])])
    throw error
  }
  for (const warning of warnings.slice(0, MOST_TOLD)) warn?.(file.blame(warning).message)
  return data
}
