import { type ControlClient, path } from '../control/client.ts'
import { ConfigError } from '../core/config.ts'
import { nearest } from '../core/nearest.ts'
import type { Settings } from '../core/settings.ts'
import { NO_FILES, type TrustFormat, trustFiles } from '../environment/trust-files.ts'
import { type Door, environmentOf } from '../environment/variables.ts'
import { providers } from '../providers/index.ts'
import type { CredentialParts, Variables } from '../world/provider.ts'
import type { NamespaceInfo } from './answers.ts'

interface Doors {
  readonly urls: Readonly<Record<string, string>>
  readonly https: Readonly<Record<string, string>> | null
  readonly proxy: string | null
}

/** How clients get into a namespace. */
export interface WaysIn {
  readonly control: string
  readonly namespace: NamespaceInfo
  readonly doors: Doors
  readonly settings: Readonly<Record<string, Settings>>
  /** Files of the certificate to trust. */
  readonly files: Readonly<Record<TrustFormat, string>>
}

/** What a Peertwin stands on. */
export interface Ground {
  /** Calls the control API of the emulator as a whole. */
  readonly client: ControlClient
  readonly ways: WaysIn
  /** Sends a client's request. */
  readonly send: (request: Request) => Promise<Response>
  /** Ends what the object stands for. */
  readonly end: () => Promise<void>
}

/** Asks an emulator for the ways into a namespace of it. Rejects with a ControlError when there is no such namespace. */
export const readWaysIn = async (emulator: ControlClient, name: string): Promise<WaysIn> => {
  const namespace = await emulator.get<NamespaceInfo>(path`/namespaces/${name}`)
  const doors = await emulator.get<Doors>('/doors')
  const { settings } = await emulator.in(name).get<Pick<WaysIn, 'settings'>>('/settings')
  const secure = doors.https !== null || doors.proxy !== null
  return {
    control: emulator.base,
    namespace,
    doors,
    settings,
    files: secure ? await trustFiles(await emulator.text('GET', '/ca')) : NO_FILES,
  }
}

/** Base URL of a provider, or of the proxy. Throws a ConfigError for what is not served. */
export const urlThrough = (door: Door, provider: string, { doors, namespace }: WaysIn): string => {
  const { urls, https, proxy } = doors
  if (!Object.hasOwn(urls, provider))
    throw new ConfigError(`the emulator does not serve '${provider}'${nearest(provider, Object.keys(urls))}`)
  if (door === 'http') return namespace.url ?? urls[provider]!
  const url = door === 'proxy' ? proxy : https?.[provider]
  if (url) return url
  throw new ConfigError(`the emulator was started without '${door}'`)
}

/** The credential of a provider that leads to the namespace. Throws a ConfigError for a provider that is not served. */
export const credentialOf = (provider: string, ways: WaysIn): CredentialParts => {
  urlThrough('http', provider, ways)
  return ways.namespace.credentials[provider] ?? {}
}

/** The variables that lead the clients of a provider into the namespace. */
export const variablesOf = (door: Door, provider: string, ways: WaysIn): Variables =>
  environmentOf({
    door,
    clients: providers.find(({ name }) => name === provider)?.clients ?? [],
    credential: credentialOf(provider, ways),
    settings: ways.settings[provider] ?? {},
    url: urlThrough(door, provider, ways),
    control: ways.control,
    namespace: ways.namespace.name === 'default' ? undefined : ways.namespace.name,
    files: ways.files,
    present: process.env,
  })
