import type { JournalEntry } from './world/request-journal.ts'
import { Metrics } from './server/metrics.ts'
import type { NamespacesOptions } from './namespaces/initial-worlds.ts'
import { type ClockMode, type ClockSetting, type Millis, machineClock } from './core/clock.ts'
import { type Log, noLog } from './log/log.ts'
import { nearest } from './core/nearest.ts'
import { readFixtures } from './namespaces/fixtures.ts'
import type { ClientLines, Guide, Provider } from './world/provider.ts'
import type { Settings } from './core/settings.ts'
import { ConfigError } from './core/config.ts'
import type { AuthMode, World, WorldOptions } from './world/world.ts'
import { CONTROL, type ControlApp, type ControlContext } from './control/context.ts'
import { type ListenerOptions, createGateway } from './server/gateway.ts'
import { WebExchange } from './server/web-exchange.ts'
import type { HttpApp } from './http/api.ts'
import { ProviderApps } from './server/provider-apps.ts'
import * as registry from './providers/index.ts'
import type { ScenarioLibrary } from './scenario/run/library.ts'
import type { PreparedDoors } from './server/doors/prepare.ts'
import { type Listening, listen } from './server/listen.ts'
import { Namespaces } from './namespaces/namespaces.ts'

export type { AuthMode, ClientLines, ClockMode, ClockSetting, Guide, Millis, Settings, World, WorldOptions }
export { ConfigError }

/** Names of all providers, in the order of their listing. */
export const providerNames: readonly string[] = Object.values(registry).map(({ name }) => name)

export interface EmulatorOptions extends NamespacesOptions {
  /** Providers to serve; all when absent. */
  readonly providers?: readonly string[] | undefined
  /** The scenarios that are there from the start. */
  readonly scenarios?: ScenarioLibrary | undefined
  /** Host names besides loopback under which the control API answers. */
  readonly controlHosts?: readonly string[] | undefined
  /** What callers of the control API must send as bearer token; health and readiness are open to all. */
  readonly controlToken?: string | undefined
  /** Keeps everything beyond this process, for example `folderLog(folder)`. */
  readonly log?: OpenLog | undefined
}

/** Opens the log in which an emulator is kept. */
export type OpenLog = () => Log

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string | undefined
  /** Default 0: any free port. */
  readonly port?: number | undefined
  /** Gives each provider a listener of its own as well. */
  readonly providerPorts?: boolean | undefined
  /** Puts the control API on this port (0 for any) and nowhere else. */
  readonly controlPort?: number | undefined
  /** Speaks TLS on the same ports as well, for the host names of the providers and this machine. */
  readonly tls?: boolean | undefined
  /** Is a proxy for the host names of the providers as well, and for nothing else. */
  readonly proxy?: boolean | undefined
  /** Keeps the certificate authority behind `tls` and `proxy` in this folder; in memory when absent. */
  readonly authorityFolder?: string | undefined
  /** Told when clients have to trust another certificate from now on. Default: a line on stderr. */
  readonly onRenewal?: ((sentence: string) => void) | undefined
}

/** Where a listening emulator is reached. */
export interface Addresses {
  readonly port: number
  /** Base URL of the control API. */
  readonly control: string
  /** Base URL per provider. */
  readonly urls: Readonly<Record<string, string>>
}

export interface Emulator {
  /** Answers a request in this process, as the server would. Rejects as `fetch` does when a scenario loses the answer. */
  fetch(request: Request): Promise<Response>
  /** The present world of the default namespace; a reset puts another one in its place. */
  readonly world: World
  /** How to point clients at a base URL. Throws {@link ConfigError} for a provider that is not served. */
  guide(provider: string, base: string): Guide
  /** Opens the sockets. Rejects with Node's error when a port cannot be had; nothing stays half-open then. */
  listen(options?: ListenOptions): Promise<Addresses>
  /** Closes the sockets; requests in flight may finish. */
  close(): Promise<void>
}

/** Builds an emulator. Throws {@link ConfigError} for an unknown provider, setting or fixture. */
export const createEmulator = (options: EmulatorOptions = {}): Emulator => {
  const providers = choose(options.providers)
  choose(Object.keys(options.settings ?? {}))
  const fixtures = options.fixtures === undefined ? undefined : readFixtures(options.fixtures, providerNames)
  const apps = new ProviderApps(providers)
  const log = options.log?.() ?? noLog
  const metrics = new Metrics()
  const { onEntry } = options
  const countEntry = onEntry ? (entry: JournalEntry) => (metrics.add(entry), onEntry(entry)) : metrics.add
  let { scenarios: library } = options
  const prepare = (world: World): void => {
    options.prepare?.(world)
    library?.prepare(world)
  }
  const onGone = (name: string): void => {
    options.onGone?.(name)
    library?.forget(name)
  }
  const namespaces = new Namespaces(providers, { ...options, fixtures, prepare, onGone, onEntry: countEntry }, log)
  const open: { close(): Promise<void> }[] = []
  let listenHost = '127.0.0.1'
  let doors: PreparedDoors | undefined
  const listenOn = (host: string, port: number, listener?: ListenerOptions): Promise<Listening> =>
    listen(gateway, { host, port, openDoors: doors?.open }, listener)
  const context: ControlContext = {
    providers,
    namespaces,
    metrics: () => metrics.render(namespaces),
    get library() {
      return library
    },
    async openLibrary() {
      const { createLibrary } = await import('./scenario/run/library.ts')
      return (library ??= await createLibrary(providers, (provider) => apps.of(provider)))
    },
    trouble: () => log.trouble,
    hosts: options.controlHosts ?? [],
    token: options.controlToken,
    get doors() {
      return doors
    },
    async openListener(namespace, port) {
      const own = await listenOn(listenHost, port, { namespace })
      return { url: urlOf(listenHost, own.port), close: () => own.close() }
    },
  }
  const gateway = createGateway(apps, namespaces, lazyControl(context, log))

  const openDoors = async ({ tls = false, proxy = false, authorityFolder, onRenewal }: ListenOptions) => {
    const { prepareDoors } = await import('./server/doors/prepare.ts')
    return prepareDoors({
      tls,
      proxy,
      folder: authorityFolder,
      wall: options.wall ?? machineClock,
      onRenewal: onRenewal ?? ((sentence) => process.stderr.write(`peertwin: ${sentence}\n`)),
      providers,
      namespaces,
      ownNames: context.hosts,
    })
  }

  const close = async (): Promise<void> => {
    await Promise.all(open.splice(0).map((listener) => listener.close()))
  }

  return {
    fetch(request) {
      const exchange = new WebExchange(request)
      gateway(exchange)
      return exchange.response
    },
    get world() {
      return namespaces.default.world
    },
    guide(name, base) {
      return choose([name])[0]!.guide(base)
    },
    async listen({ host = '127.0.0.1', port = 0, providerPorts = false, controlPort, ...more } = {}) {
      listenHost = host
      doors = more.tls || more.proxy ? await openDoors(more) : undefined
      const control = controlPort === undefined ? {} : { control: 'not' as const }
      try {
        const shared = await listenOn(host, port, control)
        open.push(shared)
        const apart = controlPort === undefined ? shared : await listenOn(host, controlPort, { control: 'only' })
        if (apart !== shared) open.push(apart)
        const urls: Record<string, string> = {}
        for (const { name } of providers) {
          const own = providerPorts ? await listenOn(host, 0, { provider: name, ...control }) : shared
          if (own !== shared) open.push(own)
          urls[name] = urlOf(host, own.port)
        }
        return { port: shared.port, control: urlOf(host, apart.port) + CONTROL, urls }
      } catch (error) {
        await close()
        throw error
      }
    },
    async close() {
      await Promise.all([namespaces.close(), close()])
      await log.close()
    },
  }
}

// the control API is loaded when it is first called: the start does without it
const lazyControl = (context: ControlContext, { whenStored }: Log): ControlApp => {
  let control: ControlApp | undefined
  return async (request, namespace) => {
    control ??= (await import('./control/app.ts')).createControl(context)
    const answer = await control(request, namespace)
    if (whenStored) await new Promise<void>(whenStored)
    return answer
  }
}

// a wildcard address is where to listen, not where to connect
const urlOf = (host: string, port: number): string => {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

const choose = (names: readonly string[] | undefined): readonly Provider<HttpApp>[] => {
  const all: readonly Provider<HttpApp>[] = Object.values(registry)
  if (names === undefined) return all
  for (const name of names) {
    if (!providerNames.includes(name))
      throw new ConfigError(`there is no provider '${name}'${nearest(name, providerNames)}`)
  }
  return all.filter(({ name }) => names.includes(name))
}
