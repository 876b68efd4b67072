import { type Command, InvalidArgumentError, Option } from 'commander'
import { type ClockMode, type Millis, readInstant } from '../core/clock.ts'
import type { Settings } from '../core/settings.ts'
import type { Durability } from '../log/folder-log.ts'
import type { RateMode } from '../world/rates.ts'
import type { AuthMode } from '../world/world.ts'
import { LOG_LEVELS, type LogLevel } from './log/levels.ts'

/** What `peertwin start` was asked for. */
export interface StartOptions {
  readonly port: number
  readonly host: string
  readonly provider?: readonly string[]
  readonly providerPorts: boolean
  readonly time: ClockMode
  readonly start?: Millis
  readonly speed?: number
  readonly seed: number
  readonly rateLimits: RateMode
  readonly auth: AuthMode
  readonly set: Readonly<Record<string, Settings>>
  readonly fixtures?: string
  readonly scenario?: readonly string[]
  readonly variant?: string
  readonly empty: boolean
  readonly state?: string
  readonly durability: Durability
  readonly stateRecover: boolean
  readonly cluster?: readonly string[]
  readonly clusterName?: string
  readonly clusterSecret?: string
  readonly clusterPeer?: string
  readonly clusterCopies?: '1' | '3' | '5'
  readonly clusterCredentials?: string
  readonly clusterUnsafe: boolean
  readonly controlHost: readonly string[]
  readonly controlPort?: number
  readonly controlToken?: string
  readonly tls: boolean
  readonly proxy: boolean
  readonly ui: boolean
  readonly maxNamespaces: number
  readonly maxEvents: number
  readonly journalEntries: number
  readonly journalMib: number
  readonly readyJson: boolean
  readonly logLevel?: LogLevel
}

/** Parsers with the JSON schema of the same value in a configuration file; what has none is text, or one of its choices. */
const shapes = new WeakMap<object, object>()
const shaped = <P extends object>(shape: object, parser: P): P => {
  shapes.set(parser, shape)
  return parser
}
const LIST = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }

/** The JSON schema of an option's value in a configuration file. */
export const shapeOf = ({ argChoices, parseArg }: Option): object =>
  argChoices ? { enum: argChoices } : ((parseArg && shapes.get(parseArg)) ?? { type: 'string' })

const whole = (min: number, max: number) =>
  shaped({ type: 'integer', minimum: min, maximum: max }, (text: string): number => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < min || number > max)
      throw new InvalidArgumentError(`It takes a whole number from ${min} to ${max}.`)
    return number
  })

const factor = shaped({ type: 'number', minimum: 0, maximum: 1_000_000 }, (text: string): number => {
  const number = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || number > 1_000_000)
    throw new InvalidArgumentError('It takes a number from 0 to 1000000.')
  return number
})

const instant = shaped({ type: 'string', format: 'date-time' }, (text: string): Millis => {
  const at = readInstant(text)
  if (at === undefined) throw new InvalidArgumentError('It takes an RFC 3339 instant such as 2026-01-01T00:00:00Z.')
  return at
})

const names = shaped(LIST, (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
)

const someNames = shaped(LIST, (text: string): string[] => {
  const given = names(text)
  if (given.length === 0) throw new InvalidArgumentError('It takes names, separated by commas.')
  return given
})

const repeated = shaped(LIST, (text: string, given?: readonly string[]): string[] => [...(given ?? []), text])

type Given = Record<string, Record<string, string>>
const SWITCHES = {
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
}

const setting = shaped(SWITCHES, (text: string, given: Given = {}): Given => {
  for (const pair of names(text)) {
    const parts = /^([a-z]+)\.([A-Za-z]+)=(.*)$/.exec(pair)
    if (!parts) throw new InvalidArgumentError('It takes provider.setting=value.')
    const [, provider, name, value] = parts as unknown as [string, string, string, string]
    given = { ...given, [provider]: { ...given[provider], [name]: value } }
  }
  return given
})

const truth = shaped({ type: 'boolean' }, (text: string): boolean => {
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0' || text === '') return false
  throw new InvalidArgumentError('It takes true or false.')
})

// commander takes a variable of a plain flag for true whatever it says
const flag = (flags: string, about: string): Option =>
  new Option(`${flags} [boolean]`, about)
    .argParser(truth)
    .preset('true') // commander gives the preset to the parser as if it had been typed
    .default(false)

/** The options of a replica. */
const clusterOptions = (): Option[] => [
  new Option(
    '--cluster <servers>',
    'share the state with other replicas over these NATS servers, separated by commas',
  ).argParser(someNames),
  new Option('--cluster-name <name>', 'replicas with the same name share their state'),
  new Option('--cluster-secret <text>', 'what all replicas of the cluster know, and nobody else'),
  new Option('--cluster-peer <host:port>', 'where the other replicas reach this one (default: 127.0.0.1:0, any port)'),
  new Option(
    '--cluster-copies <number>',
    'how many NATS servers hold each record, where this replica is the first',
  ).choices(['1', '3', '5']),
  new Option('--cluster-credentials <file>', 'credentials file of NATS'),
  flag('--cluster-unsafe', 'go on with NATS servers that may lose what they acknowledged when their machine fails'),
]

/** The configuration file of a start, where it is in the folder. */
export const CONFIG_FILE = 'peertwin.config.yaml'

/** Declares the options of `start`, each also as `PEERTWIN_*` environment variable. */
export const declareStart = (command: Command): Command => {
  const options = [
    new Option('--config <file>', `file with these options (default: ${CONFIG_FILE}, where it is there)`),
    new Option('--port <number>', 'port of the shared listener, 0 for any').argParser(whole(0, 65_535)).default(4580),
    new Option('--host <address>', 'address to listen on').default('127.0.0.1'),
    new Option('--provider <names>', 'providers to serve, separated by commas (default: all)').argParser(someNames),
    flag('--provider-ports', 'give each provider a listener of its own as well'),
    new Option('--time <mode>', 'follow the wall clock, or stand still until moved')
      .choices(['real', 'virtual'])
      .default('real'),
    new Option('--start <instant>', 'where the emulated clock begins (default: now)').argParser(instant),
    new Option('--speed <factor>', 'emulated seconds per wall second').argParser(factor),
    new Option('--seed <number>', 'seed of ids and chance').argParser(whole(0, 4_294_967_295)).default(1),
    new Option('--rate-limits <mode>', 'show full windows, count, or count and refuse')
      .choices(['off', 'report', 'enforce'])
      .default('report'),
    new Option('--auth <mode>', 'accept every well-formed credential, or only known ones')
      .choices(['lax', 'strict'])
      .default('lax'),
    new Option('--set <provider.setting=value>', "change a provider's setting; repeatable")
      .argParser(setting)
      .default({}, 'none'),
    new Option('--fixtures <file>', 'YAML or JSON file with records to load'),
    new Option(
      '--scenario <name or file>',
      'scenario to run, taken over anew when its file changes; repeatable',
    ).argParser(repeated),
    new Option('--variant <name>', 'variant of the scenario'),
    flag('--empty', 'start without the default records'),
    new Option('--state <folder>', 'keep the state in this folder (default: in memory)'),
    new Option('--durability <kind>', 'what the kept state survives: the death of the process, or of the machine')
      .choices(['process', 'disk'])
      .default('process'),
    flag('--state-recover', 'keep what comes before damage in the folder, and put the rest aside'),
    ...clusterOptions(),
    new Option('--control-host <names>', 'further host names the control API answers to')
      .argParser(names)
      .default([], 'loopback only'),
    new Option('--control-port <number>', 'serve the control API on this port alone, 0 for any').argParser(
      whole(0, 65_535),
    ),
    new Option('--control-token <text>', 'bearer token that callers of the control API must send'),
    flag('--tls', 'speak TLS on the same port as well'),
    flag('--proxy', 'be an HTTP(S) proxy for the host names of the providers as well'),
    flag('--ui', 'serve the dashboard under /_peertwin/ui/; off with --no-ui').default(true),
    new Option('--no-ui').hideHelp(),
    new Option('--max-namespaces <number>', 'namespaces besides default')
      .argParser(whole(0, 1_000_000))
      .default(10_000),
    new Option('--max-events <number>', 'due events that one call lets happen before it ends with an error')
      .argParser(whole(1, 1_000_000_000))
      .default(1_000_000),
    new Option('--journal-entries <number>', 'requests that each namespace remembers')
      .argParser(whole(1, 1_000_000))
      .default(1_000),
    new Option('--journal-mib <number>', 'how much of them it remembers at most, in MiB')
      .argParser(whole(1, 4_096))
      .default(32),
    flag('--ready-json', 'print one JSON line when listening, and nothing else'),
    new Option(
      '--log-level <level>',
      'which requests to tell of: in a terminal as lines to read (default: info), else as JSON on stderr (default: error)',
    ).choices(LOG_LEVELS),
  ]
  for (const option of options) {
    const name = option.attributeName().replace(/[A-Z]/g, (letter) => `_${letter}`)
    command.addOption(option.negate ? option : option.env(`PEERTWIN_${name.toUpperCase()}`))
  }
  return command
}
