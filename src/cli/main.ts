#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { start } from './commands/start.ts'
import { nearest } from '../core/nearest.ts'
import { stackOf } from '../core/problem.ts'
import { ConfigError } from '../core/config.ts'
import { type StartOptions, declareStart } from './options.ts'
import { VERSION } from '../core/package/version.ts'

const MISUSE = 2

interface Group {
  readonly about: string
  readonly load: () => Promise<{ declare(command: Command): void }>
}

// loaded only when named, so that the start pays for none of them
const groups: Readonly<Record<string, Group>> = {
  run: { about: 'run a client against an emulator of its own', load: () => import('./commands/run.ts') },
  soak: { about: 'run a client under one seed after another', load: () => import('./commands/soak.ts') },
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
  resources: { about: 'list resources, their timelines, force states', load: () => import('./commands/resources.ts') },
}

const program = new Command('peertwin')
  .description("A local server that answers like five cloud providers' VPC-peering and route APIs.")
  .version(VERSION)
  .exitOverride()
  .configureOutput({ writeErr: () => {} })
declareStart(program.command('start', { isDefault: true }))
  .description('serve the providers until interrupted')
  .action((options: StartOptions) => start(options))

/** What to tell the person who mistyped; undefined when the failure is the program's own. */
const advice = (error: unknown): string | undefined => {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof CommanderError)) return undefined
  if (error.code !== 'commander.excessArguments') return error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
  // the default command takes an unknown one for its argument
  const [, , name = ''] = process.argv
  const commands = program.commands.map((command) => command.name())
  return `there is no command '${name}'${nearest(name, commands)}`
}

const [first, second] = process.argv.slice(2)
const named = first === 'help' ? second : first

try {
  for (const [name, { about, load }] of Object.entries(groups)) {
    const command = program.command(name).description(about)
    if (name === named) (await load()).declare(command)
  }
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exit(0)
  const message = advice(error)
  process.stderr.write(`peertwin: ${message ?? stackOf(error)}\n`)
  process.exit(message === undefined ? 1 : MISUSE)
}
