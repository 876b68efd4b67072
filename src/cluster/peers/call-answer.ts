import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { framed, openFrame, webStream } from './frame.ts'
import type { CallHead, Declined, ResponseHead } from './messages.ts'
import type { PeerService } from './peers.ts'

/** Answers a call of the control API that came in at another replica. Rejects when that went away meanwhile. */
export const answerCall = async (
  service: PeerService,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const { head, rest } = await openFrame<CallHead>(incoming)
  const gone = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  const request = new Request(head.url, {
    method: head.method,
    headers: head.headers.map(([name, value]): [string, string] => [name, value]),
    signal: gone.signal,
    ...(head.hasBody && { body: webStream(rest, incoming), duplex: 'half' }),
  })
  const response = await service.call(request, head.own)
  if (response === null) return void outgoing.end(framed({ kind: 'declined' } satisfies Declined))
  return tell(response, outgoing)
}

const tell = async ({ status, headers, body }: Response, outgoing: ServerResponse): Promise<void> => {
  const head = (kind: ResponseHead['body']): ResponseHead => ({
    kind: 'response',
    status,
    headers: [...headers],
    body: kind,
  })
  if (body === null) return void outgoing.end(framed(head('none')))
  const source = Readable.fromWeb(body)
  if (isStreamed(headers)) {
    outgoing.write(framed(head('stream')))
    return pipeline(source, outgoing)
  }
  outgoing.end(framed(head('whole'), Buffer.concat(await source.toArray())))
}

/** Whether an answer comes by and by, or says beforehand how long it is; the length of any other is told once it is there. */
const isStreamed = (headers: Headers): boolean =>
  headers.has('content-length') || headers.get('content-type')?.startsWith('text/event-stream') === true
