import type { JournalEntry } from './world/request-journal.ts'
import { Metrics } from './server/metrics.ts'
import type { Kept } from './world/judge.ts'
import { machineClock, wallNow } from './core/clock.ts'
import { nearest } from './core/nearest.ts'
import { readFixtures } from './namespaces/fixtures.ts'
import { type Provider, clientLines } from './world/provider.ts'
import { ConfigError, refuseUnknown } from './core/config.ts'
import type { Prepare, World } from './world/world.ts'
import type { ControlApp, ControlContext } from './control/context.ts'
import { createGateway } from './server/gateway.ts'
import type { Home } from './server/home.ts'
import { WebExchange } from './server/web-exchange.ts'
import type { HttpApp } from './http/api.ts'
import { ProviderApps } from './server/provider-apps.ts'
import { providers as registry } from './providers/index.ts'
import type { ScenarioLibrary } from './scenario/library/library.ts'
import { LISTEN_OPTIONS, Listeners } from './server/listeners.ts'
import { EMULATOR_OPTIONS, type Emulator, type EmulatorOptions } from './options.ts'

/** Names of all providers, in the order of their listing. */
export const providerNames: readonly string[] = registry.map(({ name }) => name)

const SCENARIOS_KEPT =
  'the log keeps scenarios or faults, which are loaded first: build the emulator with openEmulator()'

/** A scenario library without scenarios. */
export const emptyLibrary = async (apps: ProviderApps): Promise<ScenarioLibrary> =>
  (await import('./scenario/library/library.ts')).createLibrary(apps.providers, (provider) => apps.of(provider))

/** Puts an emulator together. Throws {@link ConfigError} for an unknown option, provider, setting or fixture. */
export const assemble = (options: EmulatorOptions, home: Home): Emulator => {
  refuseUnknown(options, Object.keys(EMULATOR_OPTIONS), 'createEmulator')
  refuseUnknown(options.clock ?? {}, ['mode', 'start', 'speed'], 'createEmulator.clock')
  refuseUnknown(options.journal ?? {}, ['entries', 'bytes'], 'createEmulator.journal')
  const providers = choose(options.providers)
  choose(Object.keys(options.settings ?? {}))
  const fixtures = options.fixtures === undefined ? undefined : readFixtures(options.fixtures, providerNames)
  const apps = new ProviderApps(providers)
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
  const namespaces = home.open(providers, namespacesOptions)
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
      const opened = library ?? (await emptyLibrary(apps))
      if (!library) {
        opened.attach(kept!)
        library = opened
      }
      return library
    },
    changeLibrary: (opened, edit) => home.changeLibrary(opened, edit),
    places: home.places,
    trouble: () => home.trouble(),
    whenStored: home.whenStored,
    hosts: ownNames,
    token: options.controlToken,
    dashboard: options.dashboard ?? true,
    get addresses() {
      return listeners.addresses
    },
    openListener: (namespace, port) => listeners.openFor(namespace, port),
  }
  const control = lazyControl(context)
  const gateway = createGateway(apps, namespaces, control, home.places)
  home.serve(gateway, control)

  const { wall = machineClock } = options
  const listeners = new Listeners({ gateway, providers, namespaces, ownNames, wall })

  return {
    fetch(request) {
      const exchange = new WebExchange(request)
      gateway(exchange)
      return exchange.response
    },
    get world() {
      return namespaces.shown
    },
    credential: (name) => choose([name])[0]!.credentials?.wellKnown ?? {},
    guide(name, base) {
      const { credentials, clients = [] } = choose([name])[0]!
      const parts = credentials?.wellKnown ?? {}
      const asker = { credential: parts, settings: namespaces.shown.settings(name) }
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
      await home.close({
        turnAway: () => listeners.turnAway(),
        stop: async () => void (await Promise.all([namespaces.close(), listeners.close()])),
      })
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

/** Providers by name; all where none is named. Throws a ConfigError for one that there is not. */
export const choose = (names: readonly string[] | undefined): readonly Provider<HttpApp>[] => {
  const all: readonly Provider<HttpApp>[] = registry
  if (names === undefined) return all
  for (const name of names) {
    if (!providerNames.includes(name))
      throw new ConfigError(`there is no provider '${name}'${nearest(name, providerNames)}`)
  }
  return all.filter(({ name }) => names.includes(name))
}
