import { type Command, Option } from 'commander'
import { ConfigError } from '../core/config.ts'

/** How a command reaches a running emulator, and how it prints what it got. */
export interface Connection {
  readonly control: string
  readonly token?: string
  readonly namespace?: string | undefined
  readonly json?: true
}

/** Declares the options that say which running emulator is meant. */
export const reachable = (command: Command): Command =>
  command
    .addOption(
      new Option('--control <url>', 'control API of the running emulator')
        .env('PEERTWIN_CONTROL')
        .default('http://127.0.0.1:4580/_peertwin'),
    )
    .addOption(new Option('--token <token>', 'what start was given as --control-token').env('PEERTWIN_CONTROL_TOKEN'))
    .addOption(new Option('--namespace <name>', 'namespace to act on (default: default)').env('PEERTWIN_NAMESPACE'))

/** Declares the options that every command has which prints what a running emulator answers. */
export const connected = (command: Command): Command =>
  reachable(command).option('--json', 'print the answer of the control API as JSON')

/** The same connection for what is about the emulator as a whole. */
export const withoutNamespace = (connection: Connection): Connection => ({ ...connection, namespace: undefined })

/** Base URL of what the command acts on. */
export const baseOf = ({ control, namespace }: Connection): string => {
  const root = control.replace(/\/+$/, '')
  return namespace === undefined ? root : `${root}/namespaces/${encodeURIComponent(namespace)}`
}

export const headersOf = ({ token }: Connection): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

/** Sends one control call. Throws a ConfigError with the API's own words when it refuses. */
export const call = async (connection: Connection, method: string, path: string, body?: unknown): Promise<unknown> => {
  const text = await ask(connection, method, path, body)
  return text === '' ? null : JSON.parse(text)
}

/** What the control API has as text. Throws a ConfigError with its own words when it refuses. */
export const textOf = (connection: Connection, path: string): Promise<string> => ask(connection, 'GET', path)

const ask = async (connection: Connection, method: string, path: string, body?: unknown): Promise<string> => {
  const response = await reach(baseOf(connection) + path, {
    method,
    headers: { ...headersOf(connection), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new ConfigError(refusalOf(response.status, text))
  return text
}

/** Fetches, with a plain sentence when nobody answers. */
export const reach = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((error: Error) => {
    const cause = (error.cause as Error | undefined)?.message ?? error.message
    throw new ConfigError(`no emulator answers at ${url}: ${cause}`)
  })

const refusalOf = (status: number, text: string): string => {
  try {
    const { detail } = JSON.parse(text) as { detail?: string }
    if (typeof detail === 'string') return detail
  } catch {
    // not the control API's own refusal: its text says more than nothing
  }
  return `the control API answered ${status}: ${text.slice(0, 200)}`
}

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
    await run(self.optsWithGlobals<Connection>(), self.args, self.opts())
  })
