import type { Command } from 'commander'
import { type Connection, act, call, columns, connected, numberIn, print, withoutNamespace } from '../connection.ts'

interface Namespace {
  readonly name: string
  readonly control: string
  readonly url: string | null
  readonly expires_at: string | null
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const lines = ({ name, url, expires_at, credentials }: Namespace): string[] => [
  name,
  ...(url === null ? [] : [`  url  ${url}`]),
  ...(expires_at === null ? [] : [`  expires when not used before ${expires_at}`]),
  ...Object.entries(credentials).map(
    ([provider, parts]) =>
      `  ${provider}  ${Object.entries(parts)
        .map(([part, value]) => `${part}=${value}`)
        .join(' ')}`,
  ),
]

const callEmulator = (connection: Connection, method: string, path: string, body?: unknown): Promise<unknown> =>
  call(withoutNamespace(connection), method, path, body)

/** `peertwin namespace`: tenants that do not see each other. */
export const declare = (group: Command): void => {
  connected(group)
  act(
    group
      .command('create [name]')
      .description('make a namespace and print a credential per provider')
      .option('--ttl <span>', 'delete it when it was not used for this long')
      .option('--port [number]', 'give it a listener of its own')
      .option('--seed <number>', 'seed of its ids and chance')
      .option('--from <snapshot>', 'begin with a snapshot of default'),
    async (connection, [name], { ttl, port, seed, from }) => {
      const body = { name, ttl, from, seed: numberIn(seed), port: port === true ? true : numberIn(port) }
      print(connection, (await callEmulator(connection, 'POST', '/namespaces', body)) as Namespace, lines)
    },
  )
  act(group.command('list', { isDefault: true }).description('all namespaces'), async (connection) => {
    const answer = (await callEmulator(connection, 'GET', '/namespaces?limit=10000')) as { namespaces: Namespace[] }
    print(connection, answer, ({ namespaces }) =>
      columns(namespaces.map(({ name, url, expires_at }) => [name, url, expires_at])),
    )
  })
  act(group.command('show <name>').description('one namespace and its credentials'), async (connection, [name = '']) =>
    print(
      connection,
      (await callEmulator(connection, 'GET', `/namespaces/${encodeURIComponent(name)}`)) as Namespace,
      lines,
    ),
  )
  act(group.command('delete <name>').description('delete a namespace'), async (connection, [name = '']) => {
    await callEmulator(connection, 'DELETE', `/namespaces/${encodeURIComponent(name)}`)
    print(connection, { deleted: name }, ({ deleted }) => [`${deleted} is deleted`])
  })
}
