import { ConfigError } from '../../core/config.ts'
import type { Settings } from '../../core/settings.ts'
import { type Emulator, createEmulator } from '../../emulator.ts'
import { placeholdersFor } from '../../grade/client/placeholders.ts'
import type { Entrance, Rig, StreamEvent } from '../../grade/rig.ts'
import { providers as registry } from '../../providers/index.ts'
import type { CredentialParts, Provider, Variables } from '../../world/provider.ts'
import { type Connection, call, clientOf, textOf } from '../connection.ts'
import { type Door, environmentOf } from '../../environment/variables.ts'
import { blocksOf } from '../follow.ts'
import { NO_FILES, trustFiles } from '../../environment/trust-files.ts'

/** Against what clients are run. */
export interface RigOptions {
  /** Those whose clients are run; all that are served when absent. */
  readonly providers?: readonly string[] | undefined
  /** Base URL of an emulator that runs already; when absent one is started for the length of the command. */
  readonly url?: string | undefined
  /** What the control API of that one wants. */
  readonly token?: string | undefined
  readonly door: Door
}

interface Doors {
  readonly urls: Readonly<Record<string, string>>
  readonly proxy: string | null
  readonly https: Readonly<Record<string, string>> | null
}

interface Switches {
  readonly settings: Readonly<Record<string, Settings>>
}

interface Made {
  readonly name: string
  readonly url: string
  readonly credentials: Readonly<Record<string, CredentialParts>>
}

// what tells a spinning client from a patient one is in the events; the journal is for people
const JOURNAL = { entries: 20_000, bytes: 256 * 1024 * 1024 }

/** Starts an emulator for clients, or reaches the one that was named. */
export const openRig = async (options: RigOptions): Promise<Rig> => {
  const own = options.url === undefined ? await startOwn(options) : undefined
  const connection: Connection = {
    control: own?.control ?? `${options.url!.replace(/\/+$/, '').replace(/\/_peertwin$/, '')}/_peertwin`,
    ...(options.token !== undefined && { token: options.token }),
  }
  const doors = (await call(connection, 'GET', '/doors')) as Doors
  const providers = chosen(options.providers, doors)
  const guide = await guideOf(options.door, connection, doors)
  return {
    providers,
    call: (method, path, { namespace, body } = {}) => call({ ...connection, namespace }, method, path, body),
    watch: (namespace) => watch({ ...connection, namespace }),
    async enter(wanted) {
      const made = (await call(connection, 'POST', '/namespaces', { ...wanted, port: true })) as Made
      return guide(made, providers)
    },
    close: async () => own?.emulator.close(),
  }
}

const startOwn = async ({ providers, door }: RigOptions): Promise<{ emulator: Emulator; control: string }> => {
  const emulator = createEmulator({ providers, journal: JOURNAL })
  const { control } = await emulator.listen({ tls: door === 'tls', proxy: door === 'proxy' })
  return { emulator, control }
}

const chosen = (names: readonly string[] | undefined, { urls }: Doors): Provider[] => {
  const served = registry.filter(({ name }) => urls[name] !== undefined)
  const missing = names?.find((name) => urls[name] === undefined)
  if (missing !== undefined) throw new ConfigError(`the emulator does not serve ${missing}`)
  return names === undefined ? served : served.filter(({ name }) => names.includes(name))
}

/** How clients find the namespaces of an emulator. */
const guideOf = async (door: Door, connection: Connection, { proxy, https }: Doors) => {
  if ((door === 'proxy' && proxy === null) || (door === 'tls' && https === null))
    throw new ConfigError(`the emulator was started without --${door}`)
  const files = door === 'http' ? NO_FILES : await trustFiles(await textOf(connection, '/ca'))
  return async ({ name, url: own, credentials }: Made, providers: readonly Provider[]): Promise<Entrance> => {
    const { settings } = (await call({ ...connection, namespace: name }, 'GET', '/settings')) as Switches
    const url = door === 'tls' ? own.replace('http:', 'https:') : own
    const control = clientOf(connection).base
    const direction = {
      door,
      control,
      files,
      namespace: name,
      url: door === 'proxy' ? proxy! : url,
      present: process.env,
    }
    const environments = providers.map(({ name: provider, clients = [] }) =>
      environmentOf({
        ...direction,
        clients,
        credential: credentials[provider] ?? {},
        settings: settings[provider] ?? {},
      }),
    )
    const meant = Object.fromEntries(providers.map((provider) => [provider.name, credentials[provider.name] ?? {}]))
    const common = { url, host: new URL(url).host, control, namespace: name, pem: files.pem }
    return {
      namespace: name,
      url,
      environment: Object.assign({}, ...environments) as Variables,
      placeholders: placeholdersFor(common, meant),
    }
  }
}

const watch = async (connection: Connection): Promise<AsyncIterable<StreamEvent>> =>
  eventsOf(await clientOf(connection).stream('/events?types=request,transition'))

const eventsOf = async function* (response: Response): AsyncGenerator<StreamEvent> {
  for await (const block of blocksOf(response)) {
    const [, type] = /^event: (.*)$/m.exec(block) ?? []
    const [, data] = /^data: (.*)$/m.exec(block) ?? []
    if (type !== undefined && data !== undefined) yield { type, data: JSON.parse(data) as unknown }
  }
}
