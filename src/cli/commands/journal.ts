import { type Command, Option } from 'commander'
import { pagesOf } from '../../control/client.ts'
import { type Connection, act, call, clientOf, columns, connected, print } from '../connection.ts'
import { followRequests } from '../follow.ts'
import type { JournalledRequest } from '../har.ts'
import { writeText } from '../write-text.ts'
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

interface Found {
  readonly seen: number
  readonly requests: readonly (Request & JournalledRequest)[]
  readonly next: number | null
}

/** All requests that the journal holds and that are like this. */
const findAll = async (connection: Connection, filter: Record<string, unknown>): Promise<Found> => {
  const page = (after: number = 0): Promise<Found> =>
    clientOf(connection).call('POST', '/requests/find', { ...filterOf(filter), after })
  const requests: Found['requests'][number][] = []
  let seen = 0
  for await (const found of pagesOf(page)) {
    seen = found.seen
    for (const request of found.requests) requests.push(request)
  }
  return { seen, requests, next: null }
}

const archive = async (connection: Connection, file: string, { requests }: Found): Promise<void> => {
  const { harText } = await import('../har.ts')
  await writeText(file, harText(requests))
  print(connection, { file, requests: requests.length }, (written) => [
    `${written.requests} requests written to ${file}`,
  ])
}

/** `peertwin journal`: what clients really sent. */
export const declare = (group: Command): void => {
  connected(group)
  act(
    filtered(group.command('list', { isDefault: true }).description('requests, oldest first'))
      .addOption(new Option('-f, --follow', 'go on with each request as it comes').conflicts('har'))
      .option('--har <file>', 'write them to a file, as HTTP Archive (HAR 1.2)'),
    async (connection, _, { follow, har, ...filter }) => {
      if (follow === true) return followRequests(connection)
      const found = await findAll(connection, filter)
      if (typeof har === 'string') return archive(connection, har, found)
      print(connection, found, ({ requests }) => columns(requests.map(requestCells)))
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
