import type { Command } from 'commander'
import { type Connection, act, baseOf, call, columns, connected, headersOf, print, reach } from '../connection.ts'

interface Request {
  readonly n: number
  readonly at: string
  readonly provider: string
  readonly op: string | null
  readonly request: { readonly method: string; readonly target: string }
  readonly response: { readonly status: number }
  readonly took_ms: number
  readonly rule: { readonly kind: string; readonly name: string } | null
  readonly warnings: readonly { readonly kind: string; readonly detail: string }[]
}

interface Explanation {
  readonly request: Request
  readonly handled_by: { readonly op: string; readonly route: string | null } | null
  readonly answered_by: { readonly kind: string; readonly name: string | null; readonly message: string | null }
  readonly facts: readonly { readonly says: string; readonly evidence: string }[]
  readonly changes: readonly { readonly type: string; readonly id: string; readonly changed: readonly string[] }[]
  readonly near_misses: readonly string[]
}

const row = ({
  n,
  at,
  provider,
  op,
  request,
  response,
  took_ms,
  rule,
  warnings,
}: Request): (string | number | null)[] => [
  n,
  at,
  provider,
  response.status,
  request.method,
  request.target,
  op,
  `${took_ms} ms`,
  [rule?.name, ...warnings.map(({ kind }) => `!${kind}`)].filter((word) => word !== undefined).join(' '),
]

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
      if (follow === true) return followEvents(connection)
      const answer = (await call(connection, 'POST', '/requests/find', filterOf(filter))) as { requests: Request[] }
      print(connection, answer, ({ requests }) => columns(requests.map(row)))
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
      print(connection, answer as Explanation, explained)
    },
  )
  act(group.command('clear').description('forget all requests'), async (connection) => {
    await call(connection, 'DELETE', '/requests')
    print(connection, { cleared: true }, () => ['the journal is empty'])
  })
}

const explained = ({ request, handled_by, answered_by, facts, changes, near_misses }: Explanation): string[] => [
  row(request).join('  '),
  handled_by ? `handled by ${handled_by.op} (${handled_by.route ?? 'no route'})` : 'no operation matched',
  `answered by ${answered_by.kind} ${answered_by.name ?? ''}${answered_by.message === null ? '' : `: ${answered_by.message}`}`,
  ...facts.map(({ says, evidence }) => `${evidence}: ${says}`),
  ...changes.map(({ type, id, changed }) => `changed ${type} ${id} ${changed.join(', ')}`),
  ...request.warnings.map(({ kind, detail }) => `warning ${kind}: ${detail}`),
  ...near_misses.map((route) => `close: ${route}`),
]

// a broken connection is taken up again where it broke
const followEvents = async (connection: Connection): Promise<void> => {
  let last: string | undefined
  for (;;) {
    const response = await reach(`${baseOf(connection)}/events?types=request`, {
      method: 'GET',
      headers: { ...headersOf(connection), ...(last !== undefined && { 'last-event-id': last }) },
    })
    if (!response.ok) await call(connection, 'GET', '/events?types=request') // throws with the API's own words
    let text = ''
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8')
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) {
        last = /^id: (.*)$/m.exec(block)?.[1] ?? last
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (data !== undefined) process.stdout.write(`${connection.json ? data : eventLine(data)}\n`)
      }
    }
  }
}

const eventLine = (data: string): string => {
  const event = JSON.parse(data) as {
    n?: number
    at: string
    provider: string
    op: string | null
    method: string
    target: string
    status: number
    took_ms: number
    rule: Request['rule']
    warnings: Request['warnings']
    missed?: number
  }
  if (event.n === undefined) return `… ${event.missed} requests went by unseen`
  const { n, method, target, status, ...rest } = event
  return row({ n, request: { method, target }, response: { status }, ...rest }).join('  ')
}
