import { banner } from '../banner.ts'
import { loadZod } from '../../core/schema.ts'
import {
  type Addresses,
  ConfigError,
  type Emulator,
  type EmulatorOptions,
  openEmulator,
  providerNames,
} from '../../emulator.ts'
import { providers as registry } from '../../providers/index.ts'
import { readFixtures } from '../../namespaces/fixtures.ts'
import { type RequestLog, type RequestLogOptions, type Sink, requestLog } from '../log/request-log.ts'
import type { StartOptions } from '../options.ts'
import type { StartScenario } from '../scenario/start.ts'

/** `peertwin start`: serves until a signal comes. Throws a ConfigError for an option or file that cannot be used. */
export const start = async (options: StartOptions): Promise<void> => {
  if (options.variant !== undefined && !options.scenario) throw new ConfigError('--variant needs --scenario')
  const scenario =
    options.scenario && (await (await import('../scenario/start.ts')).openStartScenario(options.scenario, options))
  const log = requestLog(logOptions(options))
  const emulator = await build(options, scenario, log)
  const { host, port, providerPorts, controlPort, tls, proxy, state: authorityFolder } = options
  const addresses = await emulator
    .listen({ host, port, providerPorts, controlPort, tls, proxy, authorityFolder })
    .catch((error: NodeJS.ErrnoException) => {
      if (error instanceof ConfigError) throw error
      throw new ConfigError(refusal(error, host, port))
    })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(emulator, options, log))
  if (options.controlToken === undefined && !LOOPBACK.test(host))
    process.stderr.write(warning(openToAll(host), options))
  process.stdout.write(
    options.readyJson
      ? readyLine(emulator, addresses)
      : banner(emulator, addresses, {
          state: options.state,
          cluster: options.clusterName,
          scenario: scenario?.label(emulator.world),
        }),
  )
}

/** Whether somebody looks on: requests are then told as lines to read, between the banner and a last word. */
const isWatched = ({ readyJson }: StartOptions): boolean => process.stdout.isTTY && !readyJson

const logOptions = (options: StartOptions): RequestLogOptions => {
  const watched = isWatched(options)
  const sink = async (): Promise<Sink> => {
    if (!watched) return (await import('../log/json-lines.ts')).jsonLines()
    const { liveLines, painted, plain } = await import('../log/live-lines.ts')
    const { NO_COLOR: bare, TERM: terminal } = process.env
    return liveLines((text) => process.stdout.write(text), bare || terminal === 'dumb' ? plain : painted)
  }
  return { level: options.logLevel ?? (watched ? 'info' : 'error'), providers: registry, sink }
}

const readyLine = (emulator: Emulator, { control, port, urls, ...doors }: Addresses): string => {
  const credentials = Object.fromEntries(Object.keys(urls).map((name) => [name, emulator.credential(name)]))
  return `${JSON.stringify({ control, port, urls, credentials, ...doors })}\n`
}

const LOOPBACK = /^(?:localhost|127\..*|::1)$/

const openToAll = (host: string): string =>
  `with --host ${host} other machines reach the control API, and may do there what they like; ask for a token with --control-token TOKEN or PEERTWIN_CONTROL_TOKEN=TOKEN`

// whoever asked for JSON lines has something that reads them
const warning = (text: string, options: StartOptions): string =>
  isWatched(options) || options.logLevel === undefined
    ? `peertwin: warning: ${text}\n`
    : `${JSON.stringify({ level: 40, msg: text })}\n`

const build = async (
  options: StartOptions,
  scenario: StartScenario | undefined,
  { onEntry }: RequestLog,
): Promise<Emulator> => {
  const { provider, seed, auth, rateLimits, empty, time, start, speed } = options
  const settings: EmulatorOptions = {
    providers: provider,
    seed,
    auth,
    rateLimits,
    empty,
    clock: { mode: time, start, speed },
    settings: options.set,
    controlHosts: [options.host, ...options.controlHost],
    controlToken: options.controlToken,
    dashboard: options.ui,
    maxNamespaces: options.maxNamespaces,
    maxEvents: options.maxEvents,
    journal: { entries: options.journalEntries, bytes: options.journalMib * 1024 * 1024 },
    onEntry,
    log: await openLog(options),
    cluster: clusterOf(options),
    scenarios: scenario?.library,
  }
  const create = (more: EmulatorOptions = {}): Promise<Emulator> =>
    openEmulator(scenario ? scenario.optionsOf({ ...settings, ...more }) : { ...settings, ...more })
  if (options.fixtures === undefined) return create()
  const { readConfigFile } = await import('../../core/input/config-file.ts')
  const [file] = await Promise.all([readConfigFile(options.fixtures), loadZod()])
  try {
    return await create({ fixtures: readFixtures(file.value, providerNames) })
  } catch (error) {
    throw error instanceof ConfigError ? file.blame(error) : error
  }
}

const openLog = async ({ state, durability, stateRecover: recover }: StartOptions): Promise<EmulatorOptions['log']> =>
  state === undefined ? undefined : (await import('../../log/folder-log.ts')).folderLog(state, { durability, recover })

/** The cluster that a start asks for. Throws a ConfigError for options that do not go together. */
const clusterOf = (options: StartOptions): EmulatorOptions['cluster'] => {
  const { cluster: servers, clusterName: name, clusterSecret: secret, clusterCopies: copies } = options
  if (servers === undefined) {
    if (name === undefined) return undefined
    throw new ConfigError('--cluster-name needs --cluster, with the addresses of the NATS servers')
  }
  if (name === undefined)
    throw new ConfigError('--cluster needs --cluster-name: replicas with the same name share their state')
  if (secret === undefined)
    throw new ConfigError('--cluster needs --cluster-secret or PEERTWIN_CLUSTER_SECRET: a text that all replicas know')
  if (options.state !== undefined)
    throw new ConfigError('--state and --cluster exclude each other: a cluster keeps the state')
  if (options.proxy) throw new ConfigError('--proxy and --cluster exclude each other: a proxy is for one process')
  return {
    servers,
    name,
    secret,
    peer: options.clusterPeer,
    copies: copies === undefined ? undefined : (Number(copies) as 1 | 3 | 5),
    credentials: options.clusterCredentials,
    unsafe: options.clusterUnsafe,
  }
}

/** What was kept is not whole: 1 is for what was expected and did not happen. */
const UNWRITTEN = 74

const lastWord = (requests: number, { state, clusterName: cluster }: StartOptions): string => {
  const kept = cluster === undefined ? state : `the cluster ${cluster}`
  return `\npeertwin has ended after ${requests} request${requests === 1 ? '' : 's'}; its state is ${kept === undefined ? 'gone' : `kept in ${kept}`}\n`
}

const refusal = (error: NodeJS.ErrnoException, host: string, port: number): string => {
  if (error.code === 'EADDRINUSE')
    return `port ${port} on ${host} is in use; choose another with --port, or --port 0 for any free one`
  if (error.code === 'EACCES') return `port ${port} on ${host} needs more rights; choose one above 1023`
  return `cannot listen on ${host}: ${listenWording(error)}`
}

const NOT_HERE = new Set(['ENOTFOUND', 'EADDRNOTAVAIL', 'EAI_AGAIN', 'EAI_NONAME'])

const listenWording = ({ code = '', message }: NodeJS.ErrnoException): string =>
  NOT_HERE.has(code) ? 'this machine has no such address' : code === '' ? message : `it fails with ${code}`

const stop = async (emulator: Emulator, options: StartOptions, log: RequestLog): Promise<void> => {
  try {
    const { seen } = emulator.world.journal
    await emulator.close()
    await log.written()
    if (isWatched(options)) process.stdout.write(lastWord(seen, options))
    process.exit(0)
  } catch (error) {
    process.stderr.write(`peertwin: the end could not be written: ${(error as Error).message}\n`)
    process.exit(UNWRITTEN)
  }
}
