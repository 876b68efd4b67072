import type { EmulatorOptions } from '../../emulator.ts'
import type { StartOptions } from '../options.ts'
import type { World } from '../../world/world.ts'
import { activeIn } from '../../scenario/run/activation.ts'
import { providers as registry } from '../../providers/index.ts'
import { findScenario } from '../../scenario/find.ts'
import { type ScenarioLibrary, optionsWith, createLibrary } from '../../scenario/library/library.ts'
import { watchScenarios } from '../../scenario/library/watch.ts'

/** The scenario of a start. */
export interface StartScenario {
  readonly library: ScenarioLibrary
  /** The options of an emulator that begins with the scenario. */
  optionsOf(options: EmulatorOptions): EmulatorOptions
  /** Name, variant, version and seed of what is active in a world. */
  label(world: World): string | undefined
}

const warn = (warnings: readonly string[]): void => {
  for (const warning of warnings) process.stderr.write(`peertwin: warning: ${warning}\n`)
}

/** Reads scenarios, by name or file, into a library and watches them. Throws a ScenarioError that names file, line and column. */
export const openStartScenario = async (
  asked: readonly string[],
  { provider, variant, cluster }: StartOptions,
): Promise<StartScenario> => {
  const providers = registry.filter(({ name }) => !provider || provider.includes(name))
  const library = await createLibrary(providers)
  const files = await Promise.all(asked.map(findScenario))
  const document = await library.readFiles(files)
  warn(library.warningsOf(document))
  library.keep(document, files.join(', '))
  const scenario = library.startWith(document.name, variant)
  // replicas share one library, which takes other versions over the control API
  const watcher = cluster
    ? undefined
    : await watchScenarios(files, library, document.name, ({ file, version, error, warnings }) => {
        const text =
          error === null ? `${file}: version ${version} is in use` : `the version before stays in use: ${error}`
        process.stderr.write(`peertwin: ${text}\n`)
        warn(warnings)
      })
  process.once('SIGINT', () => void watcher?.close())
  process.once('SIGTERM', () => void watcher?.close())
  return {
    library,
    optionsOf: (options) => optionsWith(scenario, options),
    label: (world) => activeIn(world)?.label,
  }
}
