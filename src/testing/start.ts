import { type ClockSetting, type Millis, readInstant } from '../core/clock.ts'
import { ConfigError, refuseUnknown } from '../core/config.ts'
import { readConfigFile } from '../core/input/config-file.ts'
import {
  EMULATOR_OPTIONS,
  type Emulator,
  type EmulatorOptions,
  LISTEN_OPTIONS,
  type ListenOptions,
  openEmulator,
  providerNames,
} from '../emulator.ts'
import { loadZod } from '../core/schema.ts'
import { type Durability, folderLog } from '../log/folder-log.ts'
import { type Fixtures, readFixtures } from '../namespaces/fixtures.ts'
import { providers as registry } from '../providers/index.ts'
import { findScenario } from '../scenario/find.ts'
import { createLibrary, optionsWith } from '../scenario/library/library.ts'
import type { ClockOptions } from './answers.ts'
import { inProcess } from './connect.ts'
import { Peertwin } from './peertwin.ts'
import { type NamelessScenario, type ScenarioSource, filesIn, scenarioText } from './scenario-text.ts'
import { type WaysIn, readWaysIn } from './ways-in.ts'

/** Options of an emulator that are given in another form here. */
type Reshaped = 'clock' | 'fixtures' | 'scenarios' | 'log'

/** What `peertwin start` can be asked for, under the same names. */
export interface StartOptions extends Omit<EmulatorOptions, Reshaped>, ListenOptions {
  /** Follows the wall clock (`real`, the default), stands still until moved (`virtual`), or begins as said. */
  readonly clock?: 'real' | 'virtual' | ClockOptions | undefined
  /** Records per provider over the default ones, or a YAML or JSON file with them. */
  readonly fixtures?: string | Fixtures | undefined
  /** With which every namespace starts: a file or several as one, a text of several lines, or a document. */
  readonly scenario?: ScenarioSource | undefined
  readonly variant?: string | undefined
  /** Keeps the state in this folder; in memory when absent. */
  readonly state?: string | undefined
  /** What the kept state survives: the death of the process (default), or of the machine. */
  readonly durability?: Durability | undefined
  /** Keeps what comes before damage in the folder, and puts the rest aside. */
  readonly stateRecover?: boolean | undefined
  /** False: no socket is opened, and requests go through {@link Peertwin.fetch}. */
  readonly listen?: boolean | undefined
}

const OWN = {
  clock: true,
  fixtures: true,
  scenario: true,
  variant: true,
  state: true,
  durability: true,
  stateRecover: true,
  listen: true,
} satisfies Record<Exclude<keyof StartOptions, keyof Omit<EmulatorOptions, Reshaped> | keyof ListenOptions>, true>

const KNOWN = Object.keys({ ...EMULATOR_OPTIONS, ...LISTEN_OPTIONS, ...OWN }).filter(
  (name) => name !== 'scenarios' && name !== 'log',
)

/**
 * Starts an emulator in this process, on a free port of 127.0.0.1 unless told otherwise. Closing what it resolves with ends
 * it; a process with nothing else to do ends without waiting for that, unless `keepsProcess` is true. Rejects with a ConfigError that names the nearest valid name, or file, line and column.
 */
export const start = async (options: StartOptions = {}): Promise<Peertwin> => {
  refuseUnknown(options, KNOWN, 'start')
  const { listen = true, host, port, providerPorts, controlPort, tls, proxy, onRenewal, ...rest } = options
  const { authorityFolder = rest.state, keepsProcess = false, ...more } = rest
  const controlHosts = [...(host === undefined ? [] : [host]), ...(more.controlHosts ?? [])]
  const emulator = await build({ ...more, controlHosts })
  const end = (): Promise<void> => emulator.close()
  try {
    const doors = { host, port, providerPorts, controlPort, tls, proxy, onRenewal, authorityFolder, keepsProcess }
    if (listen) await emulator.listen(doors)
    const client = inProcess(emulator, options.controlToken)
    const ways = await readWaysIn(client, 'default')
    const send = (request: Request): Promise<Response> => emulator.fetch(request)
    return new Peertwin({ client, send, end, ways: listen ? ways : withoutSockets(ways) })
  } catch (error) {
    await end()
    throw error
  }
}

type Building = Omit<StartOptions, keyof ListenOptions | 'listen'>

const build = async (options: Building): Promise<Emulator> => {
  const { clock, fixtures, scenario, variant, state, durability, stateRecover: recover, ...more } = options
  await loadZod() // fixtures are read synchronously
  const file = typeof fixtures === 'string' ? await readConfigFile(fixtures) : undefined
  const given: EmulatorOptions = {
    ...more,
    clock: clockOf(clock),
    fixtures: typeof fixtures === 'string' ? undefined : fixtures,
    log: state === undefined ? undefined : folderLog(state, { durability, recover }),
  }
  const playing = scenario === undefined ? undefined : await openScenario(scenario, variant, more.providers)
  try {
    const filed = file ? { ...given, fixtures: readFixtures(file.value, providerNames) } : given
    return await openEmulator(playing ? { ...optionsWith(playing.scenario, filed), scenarios: playing.library } : filed)
  } catch (error) {
    throw file && error instanceof ConfigError ? file.blame(error) : error
  }
}

const openScenario = async (
  source: ScenarioSource,
  variant: string | undefined,
  names: readonly string[] = providerNames,
) => {
  const served = registry.filter(({ name }) => names.includes(name))
  const library = await createLibrary(served)
  const asked = filesIn(source)
  const files = asked && (await Promise.all(asked.map(findScenario)))
  const document = files
    ? await library.readFiles(files)
    : await library.read(await scenarioText(source as NamelessScenario, 'default'), 'scenario')
  library.keep(document, files?.join(', ') ?? null)
  return { library, scenario: library.startWith(document.name, variant) }
}

const clockOf = (clock: StartOptions['clock']): ClockSetting | undefined => {
  if (clock === undefined || typeof clock === 'string') return clock && { mode: clock }
  refuseUnknown(clock, ['mode', 'start', 'speed'], 'start.clock')
  return { ...clock, start: clock.start === undefined ? undefined : instantOf(clock.start) }
}

const instantOf = (text: string): Millis => {
  const at = readInstant(text)
  if (at === undefined)
    throw new ConfigError(`start.clock.start takes an RFC 3339 instant such as 2026-01-01T00:00:00Z, not '${text}'`)
  return at
}

// names that lead nowhere but to this machine
const withoutSockets = (ways: WaysIn): WaysIn => ({
  ...ways,
  doors: {
    ...ways.doors,
    urls: Object.fromEntries(Object.keys(ways.doors.urls).map((name) => [name, `http://${name}.localhost`])),
  },
})
