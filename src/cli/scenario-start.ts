import type { EmulatorOptions } from '../emulator.ts'
import type { StartOptions } from './options.ts'
import * as registry from '../providers/index.ts'
import { type ScenarioLibrary, optionsWith, openLibrary } from '../scenario/run/library.ts'
import { readScenarioFiles, watchScenarios } from '../scenario/run/watch.ts'

/** The scenario of a start. */
export interface StartScenario {
  readonly stage: ScenarioLibrary
  /** The options of an emulator that begins with the scenario. */
  begin(options: EmulatorOptions): EmulatorOptions
}

/** Sets the stage for scenario files and watches them. Throws a ScenarioError that names file, line and column. */
export const openStartScenario = async (
  files: readonly string[],
  { provider, variant }: StartOptions,
): Promise<StartScenario> => {
  const providers = Object.values(registry).filter(({ name }) => !provider || provider.includes(name))
  const stage = await openLibrary(providers, (one) => one.createApp())
  const document = await readScenarioFiles(files, stage, stage.tryFixtures)
  stage.keep(document, files.join(', '))
  const scenario = stage.startWith(document.name, variant)
  const watcher = await watchScenarios(files, stage, document.name, ({ file, version, error }) => {
    const text = error === null ? `${file}: version ${version} is in use` : `the version before stays in use: ${error}`
    process.stderr.write(`peertwin: ${text}\n`)
  })
  process.once('SIGINT', () => void watcher.close())
  process.once('SIGTERM', () => void watcher.close())
  return { stage, begin: (options) => optionsWith(scenario, options) }
}
