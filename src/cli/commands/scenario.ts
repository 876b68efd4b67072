import { access, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { readDuration } from '../../core/clock.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import { ConfigError } from '../../core/config.ts'
import { providers as registry } from '../../providers/index.ts'
import { compileScenario } from '../../scenario/rules/compile.ts'
import { readScenarioFile } from '../../scenario/load.ts'
import { namesText, namesView } from '../../scenario/document/name-list.ts'
import { type Vocabulary, machineNames, machineOf } from '../../scenario/document/names.ts'
import { createLibrary } from '../../scenario/library/library.ts'
import { simulationText } from '../../scenario/simulate/report.ts'
import { simulate } from '../../scenario/simulate/simulate.ts'
import { nearest } from '../../core/nearest.ts'
import { templateFor } from '../../scenario/document/template.ts'

const libraryOf = () => createLibrary(registry, (provider) => provider.createApp())

interface SimulateFlags {
  readonly resource: string
  readonly seed?: string
  readonly variant?: string
  readonly ordinal: string
  readonly poll?: string
  readonly field?: readonly string[]
  readonly json?: true
}

/** `peertwin scenario`: everything about scenario files that needs no running emulator. */
export const declare = (group: Command): void => {
  group
    .command('lint <files...>')
    .description('check scenario files: names, states, ranges that can never fire')
    .action(lint)
  group
    .command('simulate <file>')
    .description('the way that a resource would take')
    .requiredOption('--resource <provider/kind>', 'kind of resource, as `names` lists them')
    .option('--seed <number>', 'seed of chance (default: that of the file, else 1)')
    .option('--variant <name>', 'variant of the file')
    .option('--ordinal <number>', 'which resource of its kind', '1')
    .option('--poll <span>', 'how often a client reads it')
    .option('--field <name=value...>', 'fields of the resource, for conditions')
    .option('--json', 'print the simulation as JSON')
    .action(simulateFile)
  group
    .command('names')
    .description('operations, machines with their states and events, and errors that a scenario can name')
    .option('--json', 'print the names as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const { vocabulary } = await libraryOf()
      process.stdout.write(json ? `${JSON.stringify(namesView(vocabulary))}\n` : namesText(vocabulary))
    })
  group
    .command('new <file>')
    .description('write a scenario to begin with')
    .requiredOption('--resource <provider/kind>', 'kind of resource it is about, as `names` lists them')
    .action(create)
}

const lint = async (files: readonly string[]): Promise<void> => {
  const library = await libraryOf()
  const wrong: string[] = []
  for (const file of files) {
    try {
      await library.readFiles([file])
      process.stdout.write(`${file}: ok\n`)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      wrong.push(error.message)
    }
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
}

const simulateFile = async (file: string, flags: SimulateFlags): Promise<void> => {
  const { vocabulary } = await libraryOf()
  const document = await readScenarioFile(file, vocabulary)
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

const create = async (file: string, { resource }: { readonly resource: string }): Promise<void> => {
  const { vocabulary } = await libraryOf()
  const def = machineNamed(vocabulary, resource)
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (exists) throw new ConfigError(`${file} exists already`)
  await writeFile(file, templateFor(file, def))
  process.stdout.write(`${file}: a scenario for ${resource}; check it with: peertwin scenario lint ${file}\n`)
}
