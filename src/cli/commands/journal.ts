import type { Command } from 'commander'
import { act, call, columns, connected, print } from '../connection.ts'
import { followRequests } from '../follow.ts'
import { type Explanation, type Request, explanationLines, requestCells } from '../request-lines.ts'

const filtered = (command: Command): Command =>
  command
    .option('--provider <name>')
    .option('--op <operation>')
    .option('--method <method>')
    .option('--status <status>', 'a status, or a class such as 4xx')
    .option('--target <pattern>', 'path and query; * stands for anything')
    .option('--warning <kind>')

const filterOf = ({ status, ...rest }: Record<string, unknown>): Record<string, unknown> => ({
  ...rest,
  ...(typeof status === 'string' && { status: /^\d+$/.test(status) ? Number(status) : status }),
})

/** `peertwin journal`: what clients really sent. */
export const declare = (group: Command): void => {
  connected(group)
  act(
    filtered(group.command('list', { isDefault: true }).description('requests, oldest first')).option(
      '-f, --follow',
      'go on with each request as it comes',
    ),
    async (connection, _, { follow, ...filter }) => {
      if (follow === true) return followRequests(connection)
      const answer = (await call(connection, 'POST', '/requests/find', filterOf(filter))) as { requests: Request[] }
      print(connection, answer, ({ requests }) => columns(requests.map(requestCells)))
    },
  )
  act(
    filtered(group.command('count').description('how many requests are like this')),
    async (connection, _, filter) => {
      const answer = (await call(connection, 'POST', '/requests/count', filterOf(filter))) as { count: number }
      print(connection, answer, ({ count }) => [String(count)])
    },
  )
  act(group.command('unmatched').description('requests that no operation answered'), async (connection) => {
    const answer = (await call(connection, 'GET', '/requests/unmatched')) as {
      requests: (Request & { near_misses: string[] })[]
    }
    print(connection, answer, ({ requests }) =>
      requests.map(
        ({ n, request, near_misses }) =>
          `${n}  ${request.method} ${request.target}  closest: ${near_misses.join(', ') || 'nothing'}`,
      ),
    )
  })
  act(
    group.command('explain <n>').description('why a request was answered as it was'),
    async (connection, [n = '']) => {
      const answer = await call(connection, 'GET', `/requests/${encodeURIComponent(n)}/explain`)
      print(connection, answer as Explanation, explanationLines)
    },
  )
  act(group.command('clear').description('forget all requests'), async (connection) => {
    await call(connection, 'DELETE', '/requests')
    print(connection, { cleared: true }, () => ['the journal is empty'])
  })
}
