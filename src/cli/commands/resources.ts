import type { Command } from 'commander'
import { ConfigError } from '../../core/config.ts'
import { act, call, columns, connected, print } from '../connection.ts'

interface Resource {
  readonly id: string
  readonly type: string
  readonly state: string | null
  readonly since: string | null
  readonly due: string | null
  readonly next: string | null
}

interface Timeline extends Resource {
  readonly transitions: readonly { at: string; from: string | null; to: string; cause: string | number }[]
}

const typed = (type: unknown): string => (typeof type === 'string' ? `?type=${encodeURIComponent(type)}` : '')

const timelineLines = ({ id, type, state, due, next, transitions }: Timeline): string[] => [
  `${type} ${id}: ${state ?? '$gone'}${due === null ? '' : `, ${next} at ${due}`}`,
  ...columns(transitions.map(({ at, from, to, cause }) => [`  ${at}`, from ?? '(new)', `-> ${to}`, `by ${cause}`])),
]

/** `peertwin resources`: what lives in a namespace, what it went through, and a way to force a state. */
export const declare = (group: Command): void => {
  connected(group)
  act(
    group
      .command('list', { isDefault: true })
      .description('all resources, or those of a provider, type or state')
      .option('--provider <name>')
      .option('--type <provider/kind>')
      .option('--state <state>')
      .option('--limit <number>', 'at most so many', '1000'),
    async (connection, _, { provider, type, state, limit }) => {
      const given = Object.entries({ provider, type, state, limit }).filter(([, value]) => value !== undefined)
      const query = new URLSearchParams(given as [string, string][]).toString()
      const answer = (await call(connection, 'GET', `/resources?${query}`)) as { resources: Resource[] }
      print(connection, answer, ({ resources }) =>
        columns(
          resources.map((row) => [row.type, row.id, row.state, row.due === null ? '' : `${row.next} at ${row.due}`]),
        ),
      )
    },
  )
  act(
    group.command('timeline <id>').description('what a resource went through').option('--type <provider/kind>'),
    async (connection, [id = ''], { type }) => {
      const answer = await call(connection, 'GET', `/resources/${encodeURIComponent(id)}/timeline${typed(type)}`)
      print(connection, answer as Timeline, timelineLines)
    },
  )
  act(
    group
      .command('force <id> <state>')
      .description('put a resource into a state of its machine')
      .option('--type <provider/kind>')
      .option('--set <path=value...>', 'fields that the type lets be set'),
    async (connection, [id = '', state = ''], { type, set }) => {
      const body = { state, set: Object.fromEntries(((set ?? []) as string[]).map(readPair)) }
      const answer = await call(connection, 'PATCH', `/resources/${encodeURIComponent(id)}${typed(type)}`, body)
      print(connection, answer as Timeline, timelineLines)
    },
  )
}

const readPair = (text: string): [string, string] => {
  const at = text.indexOf('=')
  if (at < 1) throw new ConfigError(`--set takes path=value, not '${text}'`)
  return [text.slice(0, at), text.slice(at + 1)]
}
