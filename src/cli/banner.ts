import { iso } from '../core/clock.ts'
import { VERSION } from '../core/package/version.ts'
import type { Addresses, Emulator } from '../emulator.ts'
import { USUAL_CONTROL } from './connection.ts'
import { ownCommand } from './own-command.ts'

/** What a start was asked for that the emulator itself does not tell. */
export interface BannerOptions {
  readonly state?: string | undefined
  /** The name of its cluster. */
  readonly cluster?: string | undefined
  /** Name, variant, version and seed of what it plays. */
  readonly scenario?: string | undefined
}

/** What a newcomer needs after the start, in twenty lines at most: where everything is, what is in force, and a first request. */
export const banner = (
  emulator: Emulator,
  addresses: Addresses,
  { state, cluster, scenario }: BannerOptions,
): string => {
  const { urls, control, https, proxy } = addresses
  const { clock, ids, rates, auth } = emulator.world
  const { mode, speed } = clock.state
  const names = Object.keys(urls)
  const wide = Math.max(...names.map(({ length }) => length), 'scenario'.length)
  const row = (name: string, text: string): string => `  ${name.padEnd(wide)}  ${text}`
  const pace = mode === 'real' && speed === 1 ? '' : `, speed ${speed}`
  const env = (provider: string): string =>
    `${ownCommand()} env ${provider}${control === USUAL_CONTROL ? '' : ` --control ${control}`}`
  const lines = [
    `peertwin ${VERSION} is ready`,
    ``,
    ...Object.entries(urls).map(([name, url]) => row(name, url)),
    row('control', control),
    row('clock', `${mode}, at ${iso(clock.now())}${pace}`),
    row('world', `seed ${ids.state.seed[0]}, auth ${auth}, rate limits: ${rates.mode}`),
    row('state', placeOf(state, cluster)),
    ...(scenario === undefined ? [] : [row('scenario', scenario)]),
    ...(https ? [row('tls', `https on the same ports (${env('PROVIDER')} --tls)`)] : []),
    ...(proxy === undefined ? [] : [row('proxy', `${proxy} (${env('PROVIDER')} --proxy)`)]),
    ``,
    `A first request:`,
    `  ${firstRequest(emulator, addresses)}`,
    `The lines that lead your client here: ${env(names[0]!)}, or ${new URL('/', control).href} in a browser`,
  ]
  return `${lines.join('\n')}\n`
}

const placeOf = (state: string | undefined, cluster: string | undefined): string => {
  if (cluster !== undefined) return `shared with the replicas of the cluster ${cluster}`
  return state === undefined ? 'in memory (--state FOLDER keeps it)' : `kept in ${state}`
}

/** A command that works as it stands: of the first provider that has one, else of the control API. */
const firstRequest = (emulator: Emulator, { urls, control }: Addresses): string => {
  for (const [name, url] of Object.entries(urls)) {
    const curl = emulator
      .guide(name, url)
      .clients.flatMap(({ lines }) => lines)
      .find((line) => line.startsWith('curl '))
    if (curl !== undefined) return curl
  }
  return `curl ${control}/health`
}
