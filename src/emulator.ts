import type { JournalEntry } from './world/request-journal.ts'
import { Metrics } from './server/metrics.ts'
import type { Kept, NamespacesOptions } from './namespaces/initial-worlds.ts'
import { type ClockMode, type ClockSetting, type Millis, machineClock, wallNow } from './core/clock.ts'
import { type Log, noLog } from './log/log.ts'
import { nearest } from './core/nearest.ts'
import { loadZod } from './core/schema.ts'
import { partsKept } from './namespaces/earlier-run.ts'
import { readFixtures } from './namespaces/fixtures.ts'
import { type ClientLines, type CredentialParts, type Guide, type Provider, clientLines } from './world/provider.ts'
import type { Settings } from './core/settings.ts'
import { ConfigError, refuseUnknown } from './core/config.ts'
import type { AuthMode, Prepare, World, WorldOptions } from './world/world.ts'
import type { ControlApp, ControlContext } from './control/context.ts'
import { createGateway } from './server/gateway.ts'
import { WebExchange } from './server/web-exchange.ts'
import type { HttpApp } from './http/api.ts'
import { ProviderApps } from './server/provider-apps.ts'
import { providers as registry } from './providers/index.ts'
import type { ScenarioLibrary } from './scenario/library/library.ts'
import { type Addresses, LISTEN_OPTIONS, type ListenOptions, Listeners } from './server/listeners.ts'
import { Namespaces } from './namespaces/namespaces.ts'

export type {
  Addresses,
  AuthMode,
  ClientLines,
  ClockMode,
  ClockSetting,
  Guide,
  ListenOptions,
  Millis,
  Settings,
  World,
  WorldOptions,
}
export { ConfigError, LISTEN_OPTIONS }

/** Names of all providers, in the order of their listing. */
export const providerNames: readonly string[] = registry.map(({ name }) => name)

export interface EmulatorOptions extends NamespacesOptions {
  /** Providers to serve; all when absent. */
  readonly providers?: readonly string[] | undefined
  /** The scenarios that are there from the start. */
  readonly scenarios?: ScenarioLibrary | undefined
  /** Host names besides loopback under which the control API answers. */
  readonly controlHosts?: readonly string[] | undefined
  /** What callers of the control API must send as bearer token; health and readiness are open to all. */
  readonly controlToken?: string | undefined
  /** Whether the control API serves the dashboard; default true. */
  readonly dashboard?: boolean | undefined
  /** Keeps everything beyond this process, for example `folderLog(folder)`. */
  readonly log?: OpenLog | undefined
}

/** The names of the options. */
export const EMULATOR_OPTIONS = {
  providers: true,
  seed: true,
  clock: true,
  auth: true,
  rateLimits: true,
  settings: true,
  fixtures: true,
  empty: true,
  scenarios: true,
  journal: true,
  maxNamespaces: true,
  maxEvents: true,
  controlHosts: true,
  controlToken: true,
  dashboard: true,
  log: true,
  prepare: true,
  onEntry: true,
  onGone: true,
  onKept: true,
  wall: true,
} satisfies Record<keyof EmulatorOptions, true>

/** Opens the log in which an emulator is kept. */
export type OpenLog = () => Log

export interface Emulator {
  /** Answers a request in this process, as the server would. Rejects as `fetch` does when a scenario loses the answer. */
  fetch(request: Request): Promise<Response>
  /** The present world of the default namespace; a reset puts another one in its place. */
  readonly world: World
  /** The credential that every fresh world knows, in parts. Throws {@link ConfigError} for a provider that is not served. */
  credential(provider: string): CredentialParts
  /** How to point clients at a base URL. Throws {@link ConfigError} for a provider that is not served. */
  guide(provider: string, base: string): Guide
  /** Where it listens; undefined where it does not. */
  readonly addresses: Addresses | undefined
  /** Opens the sockets. Rejects with Node's error when a port cannot be had; nothing stays half-open then. */
  listen(options?: ListenOptions): Promise<Addresses>
  /** Closes the sockets; requests in flight may finish. */
  close(): Promise<void>
}

/**
 * Builds an emulator, and loads before what its log needs: one in which scenarios or faults are kept goes on this way alone.
 * Rejects with a {@link ConfigError} where {@link createEmulator} throws one.
 */
export const openEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const log = options.log?.()
  if (!log) return createEmulator(options)
  try {
    let { scenarios } = options
    const kept = partsKept(log)
    if (kept.fixtures) await loadZod()
    if (!scenarios && kept.scenarios) scenarios = await emptyLibrary(new ProviderApps(choose(options.providers)))
    return createEmulator({ ...options, scenarios, log: () => log })
  } catch (error) {
    log.abandon()
    throw error
  }
}

const emptyLibrary = async (apps: ProviderApps): Promise<ScenarioLibrary> =>
  (await import('./scenario/library/library.ts')).createLibrary(apps.providers, (provider) => apps.of(provider))

const SCENARIOS_KEPT =
  'the log keeps scenarios or faults, which are loaded first: build the emulator with openEmulator()'

/** Builds an emulator. Throws {@link ConfigError} for an unknown option, provider, setting or fixture. */
export const createEmulator = (options: EmulatorOptions = {}): Emulator => {
  refuseUnknown(options, Object.keys(EMULATOR_OPTIONS), 'createEmulator')
  refuseUnknown(options.clock ?? {}, ['mode', 'start', 'speed'], 'createEmulator.clock')
  refuseUnknown(options.journal ?? {}, ['entries', 'bytes'], 'createEmulator.journal')
  const providers = choose(options.providers)
  choose(Object.keys(options.settings ?? {}))
  const fixtures = options.fixtures === undefined ? undefined : readFixtures(options.fixtures, providerNames)
  const apps = new ProviderApps(providers)
  const log = options.log?.() ?? noLog
  const metrics = new Metrics()
  const { onEntry } = options
  const both = (entry: JournalEntry, world: World) => (metrics.add(entry), onEntry!(entry, world))
  let { scenarios: library } = options
  const prepare: Prepare = (world, left) => {
    options.prepare?.(world, left)
    library?.prepare(world, left)
  }
  let kept: Kept | undefined
  const onKept = (all: Kept): void => {
    kept = { ...all, parts: new Map(), notes: new Map() }
    library?.attach(all)
    if (!library && (all.parts.size > 0 || [...all.notes.values()].some(({ size }) => size > 0)))
      throw new ConfigError(SCENARIOS_KEPT)
  }
  const onGone = (name: string): void => {
    options.onGone?.(name)
    library?.forget(name)
  }
  const namespacesOptions = { ...options, fixtures, prepare, onKept, onGone, onEntry: onEntry ? both : metrics.add }
  let namespaces: Namespaces
  try {
    namespaces = new Namespaces(providers, namespacesOptions, log)
  } catch (error) {
    log.abandon() // whoever tries again finds its place free
    throw error
  }
  const ownNames = options.controlHosts ?? []
  const context: ControlContext = {
    began: wallNow(),
    providers,
    namespaces,
    metrics: () => metrics.render(namespaces),
    get library() {
      return library
    },
    async openLibrary() {
      const opened = await emptyLibrary(apps)
      if (!library) {
        opened.attach(kept!)
        library = opened
      }
      return library
    },
    trouble: () => log.trouble,
    whenStored: log.whenStored,
    hosts: ownNames,
    token: options.controlToken,
    dashboard: options.dashboard ?? true,
    get addresses() {
      return listeners.addresses
    },
    openListener: (namespace, port) => listeners.openFor(namespace, port),
  }
  const gateway = createGateway(apps, namespaces, lazyControl(context))

  const { wall = machineClock } = options
  const listeners = new Listeners({ gateway, providers, namespaces, ownNames, wall })

  return {
    fetch(request) {
      const exchange = new WebExchange(request)
      gateway(exchange)
      return exchange.response
    },
    get world() {
      return namespaces.default.world
    },
    credential: (name) => choose([name])[0]!.credentials?.wellKnown ?? {},
    guide(name, base) {
      const { credentials, clients = [] } = choose([name])[0]!
      const parts = credentials?.wellKnown ?? {}
      const asker = { credential: parts, settings: namespaces.default.world.settings(name) }
      return { credential: credentials?.line(parts) ?? '', clients: clientLines(clients, base, asker) }
    },
    get addresses() {
      return listeners.addresses
    },
    async listen(where = {}) {
      refuseUnknown(where, Object.keys(LISTEN_OPTIONS), 'listen')
      return listeners.open(where)
    },
    async close() {
      await Promise.all([namespaces.close(), listeners.close()])
      await log.close()
    },
  }
}

// the control API is loaded when it is first called: the start does without it
const lazyControl = (context: ControlContext): ControlApp => {
  let control: ControlApp | undefined
  return async (request, namespace) => {
    control ??= (await import('./control/app.ts')).createControl(context)
    return control(request, namespace)
  }
}

const choose = (names: readonly string[] | undefined): readonly Provider<HttpApp>[] => {
  const all: readonly Provider<HttpApp>[] = registry
  if (names === undefined) return all
  for (const name of names) {
    if (!providerNames.includes(name))
      throw new ConfigError(`there is no provider '${name}'${nearest(name, providerNames)}`)
  }
  return all.filter(({ name }) => names.includes(name))
}
