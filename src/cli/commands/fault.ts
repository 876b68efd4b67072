import type { Command } from 'commander'
import { readConfigText } from '../../core/input/config-file.ts'
import { act, call, columns, connected, print } from '../connection.ts'

interface Fault {
  readonly id: string
  readonly from: string
  readonly enabled: boolean
  readonly matched: number
  readonly hits: number
  readonly remaining: number | null
}

const lines = ({ faults }: { readonly faults: readonly Fault[] }): string[] =>
  columns([
    ['id', 'from', 'enabled', 'matched', 'hits', 'remaining'],
    ...faults.map(({ id, from, enabled, matched, hits, remaining }) => [id, from, enabled, matched, hits, remaining]),
  ])

/** `peertwin fault`: single faults in a running emulator. */
export const declare = (group: Command): void => {
  connected(group)
  act(group.command('list', { isDefault: true }).description('all faults with their hits'), async (connection) =>
    print(connection, (await call(connection, 'GET', '/faults')) as { faults: Fault[] }, lines),
  )
  act(
    group
      .command('add <rule>')
      .description('add a rule, written as in a scenario: "{ id: x, match: { … }, effect: { … } }"'),
    async (connection, [rule = '']) => {
      const { value } = await readConfigText(rule, 'rule')
      const fault = (await call(connection, 'POST', '/faults', value)) as Fault
      print(connection, { faults: [fault] }, lines)
    },
  )
  for (const [name, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const)
    act(group.command(`${name} <id>`).description(`${name} a rule`), async (connection, [id = '']) => {
      const fault = (await call(connection, 'PATCH', `/faults/${encodeURIComponent(id)}`, { enabled })) as Fault
      print(connection, { faults: [fault] }, lines)
    })
  act(group.command('remove <id>').description('take a rule away'), async (connection, [id = '']) => {
    await call(connection, 'DELETE', `/faults/${encodeURIComponent(id)}`)
    print(connection, { deleted: id }, ({ deleted }) => [`${deleted} is deleted`])
  })
  act(group.command('clear').description('take all added rules away'), async (connection) => {
    const answer = (await call(connection, 'DELETE', '/faults')) as { deleted: number }
    print(connection, answer, ({ deleted }) => [`${deleted} deleted`])
  })
}
