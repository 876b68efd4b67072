import { assemble, choose, emptyLibrary, providerNames } from './assemble.ts'
import type { ClusterOptions } from './cluster/options.ts'
import type { ClockMode, ClockSetting, Millis } from './core/clock.ts'
import { ConfigError } from './core/config.ts'
import type { Settings } from './core/settings.ts'
import { type Log, noLog } from './log/log.ts'
import { partsKept } from './namespaces/earlier-run.ts'
import { loadZod } from './core/schema.ts'
import { Namespaces } from './namespaces/namespaces.ts'
import { EMULATOR_OPTIONS, type Emulator, type EmulatorOptions, type OpenLog } from './options.ts'
import { type Home, keepTrouble } from './server/home.ts'
import { type Addresses, LISTEN_OPTIONS, type ListenOptions } from './server/listeners.ts'
import { ProviderApps } from './server/provider-apps.ts'
import { KeepError } from './world/commits.ts'
import type { ClientLines, Guide } from './world/provider.ts'
import type { AuthMode, World, WorldOptions } from './world/world.ts'

export type {
  Addresses,
  AuthMode,
  ClientLines,
  ClockMode,
  ClockSetting,
  Emulator,
  EmulatorOptions,
  Guide,
  ListenOptions,
  Millis,
  OpenLog,
  Settings,
  World,
  WorldOptions,
}
export { ConfigError, EMULATOR_OPTIONS, LISTEN_OPTIONS, providerNames }

/**
 * Builds an emulator, and loads before what its log needs: one in which scenarios or faults are kept goes on this way alone.
 * Rejects with a {@link ConfigError} where {@link createEmulator} throws one.
 */
export const openEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  if (options.cluster) return openInCluster(options.cluster, options)
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

const openInCluster = async (cluster: ClusterOptions, options: EmulatorOptions): Promise<Emulator> => {
  if (options.log) throw new ConfigError('a cluster keeps the state: leave out the log')
  const { openReplica } = await import('./cluster/open-replica.ts')
  await loadZod() // fixtures of namespaces that others made are read synchronously
  const apps = new ProviderApps(choose(options.providers))
  const library = options.scenarios ?? (await emptyLibrary(apps))
  const replica = await openReplica(cluster, { apps, library, options, token: options.controlToken })
  try {
    const emulator = assemble({ ...options, ...replica.options, scenarios: library }, replica)
    await replica.begin()
    return emulator
  } catch (error) {
    await replica.close({ turnAway: async () => {}, stop: async () => {} }).catch(() => {}) // the first reason is the one to tell
    throw error
  }
}

/** Builds an emulator. Throws {@link ConfigError} for an unknown option, provider, setting or fixture. */
export const createEmulator = (options: EmulatorOptions = {}): Emulator => {
  if (options.cluster) throw new ConfigError('a cluster is joined first: build the emulator with openEmulator()')
  return assemble(options, alone(options.log))
}

/** All worlds are in this process, and kept in one log. */
const alone = (openLog: OpenLog = () => noLog): Home => {
  let log: Log = noLog
  return {
    places: null,
    get whenStored() {
      return log.whenStored
    },
    trouble: () => keepTrouble(log.trouble),
    changeLibrary: async (library, edit) => library.write(edit()),
    open(providers, options) {
      log = openLog()
      try {
        return new Namespaces(providers, options, log)
      } catch (error) {
        log.abandon() // whoever tries again finds its place free
        throw error instanceof KeepError ? new ConfigError(`${error.message}; give another --state`) : error
      }
    },
    serve() {},
    async close(clients) {
      await clients.stop()
      await log.close()
    },
  }
}
