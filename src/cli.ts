#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { banner } from './banner.ts'
import { readConfigFile } from './config-file.ts'
import { loadZod } from './core/zod.ts'
import { ConfigError, type Emulator, type EmulatorOptions, createEmulator } from './emulator.ts'
import { requestLog } from './log.ts'
import { nearest } from './core/nearest.ts'
import { stackOf } from './core/problem.ts'
import { type StartOptions, declareStart } from './options.ts'
import { VERSION } from './version.ts'

const MISUSE = 2

const start = async (options: StartOptions): Promise<void> => {
  const emulator = await build(options)
  const { host, port, providerPorts } = options
  const addresses = await emulator.listen({ host, port, providerPorts }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(refusal(error, host, port))
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(emulator))
  const { control, urls } = addresses
  process.stdout.write(
    options.readyJson
      ? `${JSON.stringify({ control, port: addresses.port, urls })}\n`
      : banner(emulator, addresses, options),
  )
}

const build = async (options: StartOptions): Promise<Emulator> => {
  const { provider, seed, auth, rateLimits, empty, time, start: now, speed } = options
  const settings: EmulatorOptions = {
    providers: provider,
    seed,
    auth,
    rateLimits,
    empty,
    clock: { mode: time, now, speed },
    settings: options.set,
    controlHosts: [options.host, ...options.controlHost],
    onEntry: requestLog(options.logLevel),
  }
  if (options.fixtures === undefined) return createEmulator(settings)
  const [file] = await Promise.all([readConfigFile(options.fixtures), loadZod()])
  try {
    return createEmulator({ ...settings, fixtures: file.value as Record<string, unknown> })
  } catch (error) {
    throw error instanceof ConfigError ? file.blame(error) : error
  }
}

const refusal = (error: NodeJS.ErrnoException, host: string, port: number): string => {
  if (error.code === 'EADDRINUSE')
    return `port ${port} on ${host} is in use; choose another with --port, or --port 0 for any free one`
  if (error.code === 'EACCES') return `port ${port} on ${host} needs more rights; choose one above 1023`
  return `cannot listen on ${host}: ${error.message}`
}

const stop = async (emulator: Emulator): Promise<void> => {
  await emulator.close()
  process.exit(0)
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

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exit(0)
  const message = advice(error)
  process.stderr.write(`peertwin: ${message ?? stackOf(error)}\n`)
  process.exit(message === undefined ? 1 : MISUSE)
}
