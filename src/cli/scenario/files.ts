import { access, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readDuration } from '../../core/clock.ts'
import { ConfigError } from '../../core/config.ts'
import { nearest } from '../../core/nearest.ts'
import { packaged } from '../../core/package/files.ts'
import { fileWording } from '../../core/wording.ts'
import { providers as registry } from '../../providers/index.ts'
import { type Vocabulary, machineNames, machineOf } from '../../scenario/document/names.ts'
import { SCHEMA_FILE } from '../../scenario/document/schema.ts'
import { templateFor } from '../../scenario/document/template.ts'
import { findScenario } from '../../scenario/find.ts'
import { readScenarioFile } from '../../scenario/load.ts'
import { compileScenario } from '../../scenario/rules/compile.ts'
import { type ScenarioLibrary, createLibrary } from '../../scenario/library/library.ts'
import { simulationText } from '../../scenario/simulate/report.ts'
import { simulate } from '../../scenario/simulate/simulate.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'

/** What scenario files can name, over all providers. */
export const openLibrary = (): Promise<ScenarioLibrary> => createLibrary(registry)

export interface SimulateFlags {
  readonly resource: string
  readonly seed?: string
  readonly variant?: string
  readonly ordinal: string
  readonly poll?: string
  readonly field?: readonly string[]
  readonly json?: true
}

/** Checks scenarios and says so, with what is hardly meant in them. Throws a ConfigError with all that is wrong. */
export const lint = async (asked: readonly string[]): Promise<void> => {
  const library = await openLibrary()
  const wrong: string[] = []
  for (const one of asked) {
    try {
      const file = await findScenario(one)
      const warnings = library.warningsOf(await library.readFiles([file]))
      process.stdout.write([`${file}: ok`, ...warnings.map((warning) => `warning: ${warning}`), ''].join('\n'))
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      wrong.push(error.message)
    }
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
}

/** Prints the way that a resource would take under a scenario. */
export const simulateFile = async (asked: string, flags: SimulateFlags): Promise<void> => {
  const { vocabulary } = await openLibrary()
  const document = await readScenarioFile(await findScenario(asked), vocabulary)
  const { scenario, mistakes } = compileScenario(document, vocabulary, flags.variant)
  if (mistakes[0]) throw mistakes[0]
  const def = machineNamed(vocabulary, flags.resource)
  const poll = flags.poll === undefined ? undefined : readDuration(flags.poll)
  if (flags.poll !== undefined && !poll) throw new ConfigError(`--poll takes a span such as 5s, not '${flags.poll}'`)
  const result = simulate(scenario, def, {
    seed: wholeOf('--seed', flags.seed) ?? scenario.seed ?? 1,
    ordinal: wholeOf('--ordinal', flags.ordinal),
    poll,
    fields: Object.fromEntries((flags.field ?? []).map((pair) => fieldOf(pair))),
  })
  process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : simulationText(result))
}

const machineNamed = (vocabulary: Vocabulary, name: string): StatefulDef => {
  const def = machineOf(vocabulary, name)
  if (!def) throw new ConfigError(`there is no machine '${name}'${nearest(name, machineNames(vocabulary))}`)
  return def
}

const wholeOf = (flag: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new ConfigError(`${flag} takes a whole number, not '${text}'`)
  return Number(text)
}

const fieldOf = (pair: string): [string, string] => {
  const at = pair.indexOf('=')
  if (at < 1) throw new ConfigError(`--field takes name=value, not '${pair}'`)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

/** Writes a scenario to begin with, whose first line leads editors to the schema of this package. */
export const create = async (file: string, { resource }: { readonly resource: string }): Promise<void> => {
  const { vocabulary } = await openLibrary()
  const def = machineNamed(vocabulary, resource)
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (exists) throw new ConfigError(`${file} exists already`)
  await writeFile(file, templateFor(file, def, schemaSeenFrom(file))).catch((error: unknown) => {
    throw new ConfigError(`${file}: ${fileWording(error)}`)
  })
  process.stdout.write(`${file}: a scenario for ${resource}; check it with: peertwin scenario lint ${file}\n`)
}

/** By a path where the package is part of the project, so that it holds for everybody who works on that; else by its URL. */
const schemaSeenFrom = (file: string): string => {
  const schema = packaged(`scenarios/${SCHEMA_FILE}`)
  if (!schema.startsWith(process.cwd() + sep)) return pathToFileURL(schema).href
  const path = relative(dirname(resolve(file)), schema)
    .split(sep)
    .join('/')
  return path.startsWith('.') ? path : `./${path}`
}
