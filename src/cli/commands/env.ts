import { type Command, Option } from 'commander'
import { ConfigError } from '../../core/config.ts'
import { nearest } from '../../core/nearest.ts'
import { type Settings, resolveSettings } from '../../core/settings.ts'
import { providers as registry } from '../../providers/index.ts'
import { CLIENT_KINDS, type Client, type CredentialParts, type Provider } from '../../world/provider.ts'
import { type Connection, call, reachable, textOf, withoutNamespace } from '../connection.ts'
import { type Door, environmentOf, environmentWithout } from '../../environment/variables.ts'
import { SHELLS, type ShellName, shellText } from '../shells.ts'
import { NO_FILES, trustFiles } from '../../environment/trust-files.ts'

interface EnvOptions extends Connection {
  readonly client?: string
  readonly tls?: true
  readonly proxy?: true
  readonly shell: ShellName
  readonly unset?: true
}

interface Doors {
  readonly urls: Readonly<Record<string, string>>
  readonly https: Readonly<Record<string, string>> | null
  readonly proxy: string | null
}

interface Switches {
  readonly settings: Readonly<Record<string, Settings>>
}

interface Shown {
  readonly credentials: Readonly<Record<string, CredentialParts>>
}

/** `peertwin env`: the variables that lead the clients of a provider to a running emulator, and nothing else. */
export const declare = (command: Command): void => {
  reachable(command)
    .argument('<provider>')
    .option('--client <name>', `for one client alone, such as doctl, or for a kind: ${CLIENT_KINDS.join(', ')}`)
    .addOption(new Option('--tls', 'for https').conflicts('proxy'))
    .option('--proxy', 'for clients that keep the host names of the provider')
    .addOption(new Option('--shell <name>', 'how to write them').choices(SHELLS).default('sh'))
    .option('--unset', 'take them away again, and bring back what others were')
    .action(async (name: string, options: EnvOptions) => {
      const provider = providerNamed(name)
      const variables = options.unset ? await takenAway(provider, options) : await setFor(provider, options)
      process.stdout.write(shellText(options.shell, variables))
    })
}

const providerNamed = (name: string): Provider => {
  const all: readonly Provider[] = registry
  const found = all.find((provider) => provider.name === name)
  if (found) return found
  throw new ConfigError(
    `there is no provider '${name}'${nearest(
      name,
      all.map((one) => one.name),
    )}`,
  )
}

/** A client's name as people type it: in small letters, its words joined by dashes. */
const typed = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/** The clients of a kind, or those whose name is so or goes on so from the beginning of one of its words. */
const clientsOf = ({ name, clients = [] }: Provider, asked: string | undefined): readonly Client[] => {
  if (asked === undefined) return clients
  const kind = CLIENT_KINDS.find((one) => one === asked)
  const found = clients.filter((client) =>
    kind === undefined ? `-${typed(client.name)}`.includes(`-${typed(asked)}`) : client.kinds.includes(kind),
  )
  if (found.length > 0) return found
  const known = [...CLIENT_KINDS, ...clients.map((client) => typed(client.name))]
  throw new ConfigError(`${name} has no client '${asked}'${nearest(asked, known)}`)
}

const takenAway = async (provider: Provider, options: EnvOptions): Promise<Record<string, string | null>> => {
  const credential = provider.credentials?.wellKnown ?? {}
  const settings = await switchesOf(provider, options).catch(() => undefined) // it may have ended meanwhile
  const asker = { credential, settings: settings ?? resolveSettings(provider.name, provider.settings) }
  return environmentWithout(clientsOf(provider, options.client), asker, process.env)
}

const switchesOf = async ({ name }: Provider, connection: Connection): Promise<Settings | undefined> =>
  ((await call(connection, 'GET', '/settings')) as Switches).settings[name]

const setFor = async (provider: Provider, options: EnvOptions) => {
  const everywhere = withoutNamespace(options)
  const { namespace, control } = options
  const door: Door = options.proxy ? 'proxy' : options.tls ? 'tls' : 'http'
  const doors = (await call(everywhere, 'GET', '/doors')) as Doors
  const shown = (await call(everywhere, 'GET', `/namespaces/${encodeURIComponent(namespace ?? 'default')}`)) as Shown
  return environmentOf({
    door,
    clients: clientsOf(provider, options.client),
    credential: shown.credentials[provider.name] ?? {},
    settings: (await switchesOf(provider, options)) ?? {},
    url: urlFor(provider, door, doors),
    control: control.replace(/\/+$/, ''),
    namespace,
    files: door === 'http' ? NO_FILES : await trustFiles(await textOf(everywhere, '/ca')),
    present: process.env,
  })
}

const urlFor = ({ name }: Provider, door: Door, { urls, https, proxy }: Doors): string => {
  if (urls[name] === undefined)
    throw new ConfigError(`the emulator does not serve ${name}${nearest(name, Object.keys(urls))}`)
  if (door === 'http') return urls[name]
  const url = door === 'proxy' ? proxy : https?.[name]
  if (url) return url
  throw new ConfigError(`the emulator was started without --${door}`)
}
