import { type Command, Option } from 'commander'
import { ConfigError } from '../core/config.ts'
import { ControlClient } from '../control/client.ts'

/** How a command reaches a running emulator, and how it prints what it got. */
export interface Connection {
  readonly control: string
  readonly token?: string
  readonly namespace?: string | undefined
  readonly json?: true
}

/** Where an emulator is that was started without saying where. */
export const USUAL_CONTROL = 'http://127.0.0.1:4580/_peertwin'

/** Declares the options that say which running emulator is meant. */
export const reachable = (command: Command): Command =>
  command
    .addOption(
      new Option('--control <url>', 'control API of the running emulator')
        .env('PEERTWIN_CONTROL')
        .default(USUAL_CONTROL),
    )
    .addOption(new Option('--token <token>', 'what start was given as --control-token').env('PEERTWIN_CONTROL_TOKEN'))
    .addOption(new Option('--namespace <name>', 'namespace to act on (default: default)').env('PEERTWIN_NAMESPACE'))

/** Declares the options that every command has which prints what a running emulator answers. */
export const connected = (command: Command): Command =>
  reachable(command).option('--json', 'print the answer of the control API as JSON')

/** The same connection for what is about the emulator as a whole. */
export const withoutNamespace = (connection: Connection): Connection => ({ ...connection, namespace: undefined })

/** The client for what the command acts on. Its refusals are ConfigErrors with the API's own words. */
export const clientOf = ({ control, token, namespace }: Connection): ControlClient =>
  new ControlClient({ control, token, namespace })

/** Sends one control call. Throws a ConfigError with the API's own words when it refuses. */
export const call = (connection: Connection, method: string, path: string, body?: unknown): Promise<unknown> =>
  clientOf(connection).call(method, path, body)

/** What the control API has as text. Throws a ConfigError with its own words when it refuses. */
export const textOf = (connection: Connection, path: string): Promise<string> => clientOf(connection).text('GET', path)

/** Prints an answer as JSON when that was asked for, else as the given lines. */
export const print = <T>(connection: Connection, value: T, lines: (value: T) => readonly string[]): void => {
  process.stdout.write(
    connection.json
      ? `${JSON.stringify(value)}\n`
      : lines(value)
          .map((line) => `${line}\n`)
          .join(''),
  )
}

/** A number from a command line; what is none stays text, for the control API to refuse. */
export const numberIn = (text: unknown): unknown =>
  typeof text === 'string' && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text

/** Lines of cells in columns of equal width. */
export const columns = (lines: readonly (readonly (string | number | boolean | null)[])[]): string[] => {
  const cells = lines.map((line) => line.map((cell) => (cell === null ? '-' : String(cell))))
  const widths = cells.reduce<number[]>((wide, line) => line.map((cell, i) => Math.max(cell.length, wide[i] ?? 0)), [])
  return cells.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
}

/** Declares a command whose action gets its arguments and its options, those of its group included. */
export const act = (
  command: Command,
  run: (connection: Connection, args: readonly string[], options: Record<string, unknown>) => Promise<void>,
): Command =>
  command.action(async (...given: unknown[]) => {
    const self = given.at(-1) as Command
    await run(self.optsWithGlobals<Connection>(), self.args, self.opts()).catch((error: unknown) => {
      throw inOptions(error, self)
    })
  })

/** A refusal of the control API in the words of the command line: the option in place of the member of a body or query. */
const inOptions = (error: unknown, { options }: Command): unknown => {
  if (!(error instanceof ConfigError)) return error
  const [start, member] = /^(?:(?:body|query)\.)?([a-z_]+)(?:\.\d+)?: /.exec(error.message) ?? []
  const option = options.find((one) => one.attributeName() === member)
  return start !== undefined && option ? new ConfigError(`${option.long}: ${error.message.slice(start.length)}`) : error
}
