import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ConfigError } from '../../core/config.ts'
import { fileWording } from '../../core/wording.ts'
import { findScenario, namedScenarios } from '../../scenario/find.ts'
import { ControlError } from '../../control/client.ts'
import { type Connection, act, call, columns, connected, print } from '../connection.ts'

interface Active {
  readonly active: { readonly name: string; readonly label: string; readonly since: string } | null
}

interface Listing extends Active {
  readonly scenarios: readonly {
    readonly name: string
    readonly variants: readonly string[]
    readonly file: string | null
  }[]
}

/** `peertwin scenario`: scenario files, and what a running emulator plays. */
export const declare = (group: Command): void => {
  const files = () => import('../scenario/files.ts')
  act(
    connected(group.command('activate <scenario>'))
      .description('play a scenario: one of the package or ./scenarios by name, or a file')
      .option('--variant <name>', 'variant of the scenario')
      .option('--seed <number>', 'seed of chance, in place of that of the scenario')
      .option('--restart', 'begin the namespace anew, at the clock start of the scenario'),
    async (connection, [asked = ''], { variant, seed, restart }) => {
      const name = await put(connection, asked)
      const path = `/scenarios/${encodeURIComponent(name)}/activate`
      print(connection, (await call(connection, 'POST', path, { variant, seed, restart })) as Active, activeLines)
    },
  )
  act(connected(group.command('deactivate')).description('end the active scenario'), async (connection) =>
    print(connection, (await call(connection, 'POST', '/scenarios/deactivate')) as Active, activeLines),
  )
  act(connected(group.command('list')).description('what is active, and what can be activated by name'), list)
  group
    .command('lint <scenarios...>')
    .description('check scenarios: names, states, ranges that can never fire')
    .action(async (asked: readonly string[]) => (await files()).lint(asked))
  group
    .command('simulate <scenario>')
    .description('the way that a resource would take')
    .requiredOption('--resource <provider/kind>', 'kind of resource, as `names` lists them')
    .option('--seed <number>', 'seed of chance (default: that of the file, else 1)')
    .option('--variant <name>', 'variant of the file')
    .option('--ordinal <number>', 'which resource of its kind', '1')
    .option('--poll <span>', 'how often a client reads it')
    .option('--field <name=value...>', 'fields of the resource, for conditions')
    .option('--json', 'print the simulation as JSON')
    .action(async (asked: string, flags) => (await files()).simulateFile(asked, flags))
  group
    .command('names')
    .description('operations, machines with their states and events, and errors that a scenario can name')
    .option('--json', 'print the names as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const { vocabulary } = await (await files()).openLibrary()
      const { namesText, namesView } = await import('../../scenario/document/name-list.ts')
      process.stdout.write(json ? `${JSON.stringify(namesView(vocabulary))}\n` : namesText(vocabulary))
    })
  group
    .command('new <file>')
    .description('write a scenario to begin with')
    .requiredOption('--resource <provider/kind>', 'kind of resource it is about, as `names` lists them')
    .action(async (file: string, flags: { readonly resource: string }) => (await files()).create(file, flags))
}

/** Has the emulator keep a scenario of ours as it is now, and returns its name; one that only it knows is taken as it is. */
const put = async (connection: Connection, asked: string): Promise<string> => {
  const file = await findScenario(asked).catch(async (error: unknown) => {
    const { scenarios } = (await call(connection, 'GET', '/scenarios')) as Listing
    if (scenarios.some(({ name }) => name === asked)) return undefined
    throw error
  })
  if (file === undefined) return asked
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`${file}: ${fileWording(error)}`)
  })
  const kept = await call(connection, 'POST', `/scenarios?from=${encodeURIComponent(file)}`, text)
  const { name, warnings } = kept as { readonly name: string; readonly warnings: readonly string[] }
  for (const warning of warnings) process.stderr.write(`peertwin: warning: ${warning}\n`)
  return name
}

const activeLines = ({ active }: Active): string[] => [
  active === null ? 'no scenario is active' : `${active.label} is active since ${active.since}`,
]

/** What an emulator plays and knows: nothing, where none runs. */
const playedBy = async (connection: Connection): Promise<Listing> => {
  try {
    return (await call(connection, 'GET', '/scenarios')) as Listing
  } catch (error) {
    if (!(error instanceof ControlError && error.status === 0)) throw error
    process.stderr.write(`peertwin: ${error.message}\n`)
    return { active: null, scenarios: [] }
  }
}

const list = async (connection: Connection): Promise<void> => {
  const { active, scenarios } = await playedBy(connection)
  const known = scenarios.map(({ name, variants, file }) => ({ name, variants, from: 'emulator', file }))
  const named = (await namedScenarios()).filter(({ name }) => !scenarios.some((one) => one.name === name))
  const all = [...known, ...named.map(({ name, file, from }) => ({ name, variants: null, from, file }))]
  print(connection, { active, scenarios: all }, () => [
    ...activeLines({ active }),
    ...columns(
      all.map(({ name, variants, from }) => [
        name === active?.name ? '*' : ' ',
        name,
        from,
        variants?.join(', ') ?? '',
      ]),
    ),
  ])
}
