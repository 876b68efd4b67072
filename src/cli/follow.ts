import { type Connection, clientOf } from './connection.ts'
import { type Request, requestCells } from './request-lines.ts'

/** Prints each request as it comes, without end; a broken connection is taken up again where it broke. */
export const followRequests = async (connection: Connection): Promise<void> => {
  const client = clientOf(connection)
  let last: string | undefined
  for (;;) {
    const response = await client.stream('/events?types=request', last === undefined ? {} : { 'last-event-id': last })
    for await (const block of blocksOf(response)) {
      last = /^id: (.*)$/m.exec(block)?.[1] ?? last
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data !== undefined) process.stdout.write(`${connection.json ? data : eventLine(data)}\n`)
    }
  }
}

/** The blocks of an event stream, until it is closed or its connection breaks. */
export const blocksOf = async function* ({ body }: Response): AsyncGenerator<string> {
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  const utf8 = new TextDecoder()
  let text = ''
  for (;;) {
    const read = await reader.read().catch(() => undefined)
    if (!read?.value) return
    text += utf8.decode(read.value, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop()!
    yield* blocks
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
  return requestCells({ n, request: { method, target }, response: { status }, ...rest }).join('  ')
}
