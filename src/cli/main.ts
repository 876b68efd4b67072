import { existsSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { start } from './commands/start.ts'
import { stackOf } from '../core/problem.ts'
import { ConfigError } from '../core/config.ts'
import { CONFIG_FILE, type StartOptions, declareStart } from './options.ts'
import { VERSION } from '../core/package/version.ts'

const MISUSE = 2
/** A mistake of this program: 1 is for what was expected and did not happen. */
const DEFECT = 70

interface Group {
  readonly about: string
  readonly load: () => Promise<{ declare(command: Command, whole: () => Promise<Command>): void }>
}

// loaded only when named, so that the start pays for none of them
const groups: Readonly<Record<string, Group>> = {
  run: { about: 'run a client against an emulator of its own', load: () => import('./commands/run.ts') },
  soak: { about: 'run a client under one seed after another', load: () => import('./commands/soak.ts') },
  grade: { about: 'put a client through fifty bad days', load: () => import('./commands/grade.ts') },
  env: { about: 'the variables that lead clients to a running emulator', load: () => import('./commands/env.ts') },
  ca: { about: 'the certificate that clients have to trust', load: () => import('./commands/ca.ts') },
  clock: { about: 'read and move the emulated time', load: () => import('./commands/clock.ts') },
  journal: { about: 'what clients sent, and why they got their answers', load: () => import('./commands/journal.ts') },
  namespace: { about: 'create, list and delete namespaces', load: () => import('./commands/namespace.ts') },
  reset: { about: 'put a namespace back to its initial world', load: () => import('./commands/reset.ts') },
  snapshot: { about: 'save, restore, fork, export and import states', load: () => import('./commands/snapshot.ts') },
  fault: { about: 'list, add and take away single faults', load: () => import('./commands/fault.ts') },
  release: { about: 'let a transition happen that waits for it', load: () => import('./commands/release.ts') },
  scenario: { about: 'check, simulate and write scenario files', load: () => import('./commands/scenario.ts') },
  verify: { about: 'hold what happened against what was expected', load: () => import('./commands/verify.ts') },
  healthcheck: {
    about: 'whether the emulator on this machine is well',
    load: () => import('./commands/healthcheck.ts'),
  },
  doctor: { about: 'what is wrong with a set-up, and what to do about it', load: () => import('./commands/doctor.ts') },
  completion: { about: 'complete commands in bash, zsh or fish', load: () => import('./commands/completion.ts') },
  mcp: { about: 'be a server of the Model Context Protocol on stdio', load: () => import('./commands/mcp.ts') },
  reach: { about: 'whether one network or address reaches another', load: () => import('./commands/reach.ts') },
  resources: { about: 'list resources, their timelines, force states', load: () => import('./commands/resources.ts') },
}

const ABOUT_START = 'serve the providers until interrupted'

const program = new Command('peertwin')
  .description("A local server that answers like five cloud providers' VPC-peering and route APIs.")
  .version(VERSION)
  .exitOverride()
  .configureOutput({ writeErr: () => {} })
declareStart(program.command('start', { isDefault: true }))
  .description(ABOUT_START)
  .action(async ({ config }: { readonly config?: string }, command: Command) => {
    const file = config ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined)
    if (file !== undefined) await (await import('./config/apply.ts')).applyConfig(command, file)
    await start(command.opts<StartOptions>())
  })

const argv = process.argv.slice(2)
const [first, second] = argv
const named = first === 'help' ? second : first

/** What to tell the person who mistyped; undefined when the failure is the program's own. */
const advice = async (error: unknown): Promise<string | undefined> => {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof CommanderError)) return undefined
  return (await import('./misuse.ts')).misuse(error, program, argv)
}

/** The program with every command and option declared. */
const whole = async (): Promise<Command> => {
  const all = new Command('peertwin')
  declareStart(all.command('start')).description(ABOUT_START)
  for (const [name, { about, load }] of Object.entries(groups))
    (await load()).declare(all.command(name).description(about), whole)
  return all
}

/** Words for a command that there is not, with those of the groups in mind. */
const noCommand = async (name: string): Promise<string> => {
  return (await import('./misuse.ts')).unknownCommand(name, (await whole()).commands)
}

const main = async (): Promise<void> => {
  try {
    // the default command would take an unknown one for its argument
    if (named !== undefined && !named.startsWith('-') && !['start', 'help', ...Object.keys(groups)].includes(named))
      throw new ConfigError(await noCommand(named))
    for (const [name, { about, load }] of Object.entries(groups)) {
      const command = program.command(name).description(about)
      if (name === named) (await load()).declare(command, whole)
    }
    await program.parseAsync()
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) process.exit(0)
    const message = await advice(error)
    process.stderr.write(`peertwin: ${message ?? stackOf(error)}\n`)
    process.exit(message === undefined ? DEFECT : MISUSE)
  }
}

void main()
