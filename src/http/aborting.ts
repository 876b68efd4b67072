import { pairsOf } from '../core/lists.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Millis, pause } from '../core/clock.ts'
import type { Ending } from '../world/judge.ts'
import type { Call, Credential } from './call.ts'

/** The endings that happen on the wire, to a finished answer or in place of one. */
export type Abort = Extract<Ending, { kind: 'hang' | 'reset' | 'close' | 'truncate' | 'dribble' }>

export const isAbort = (ending: Ending): ending is Abort =>
  ['hang', 'reset', 'close', 'truncate', 'dribble'].includes(ending.kind)

interface Wire {
  readonly status: number
  readonly headers: string[]
  readonly body: string | null
}

/**
 * Ends a call the wrong way. On a socket, what happens to it is what the client sees; returns whether that is done. In this
 * process there is no socket: a lost answer rejects as `fetch` does, and a cut one is a body that fails half-way.
 */
export const abortAnswer = <C extends Credential>(
  ending: Abort,
  call: Call<C>,
  wire: Wire,
): Response | Promise<Response> | 'sent' => {
  const { incoming, outgoing } = call.context.env
  if (!incoming || !outgoing) return inProcess(ending, call, wire)
  const { socket } = incoming
  if (ending.kind === 'reset') socket.resetAndDestroy()
  else if (ending.kind === 'close') socket.destroy()
  else if (ending.kind === 'truncate') cut(incoming, outgoing, wire, ending.bytes)
  else if (ending.kind === 'dribble') {
    outgoing.writeHead(wire.status, wire.headers)
    void drip(Buffer.from(wire.body ?? ''), ending.bytes, ending.every, (part) => {
      if (!outgoing.destroyed) outgoing.write(part)
    }).then(() => outgoing.end())
  }
  return 'sent' // a hanging call leaves the socket as it is until the client or the server gives up
}

const cut = (incoming: IncomingMessage, outgoing: ServerResponse, wire: Wire, bytes: number): void => {
  outgoing.writeHead(wire.status, wire.headers)
  outgoing.flushHeaders()
  const part = Buffer.from(wire.body ?? '').subarray(0, bytes)
  outgoing.write(part.length > 0 ? part : '', () => incoming.socket.destroy())
}

const drip = async (body: Buffer, bytes: number, every: Millis, write: (part: Buffer) => void): Promise<void> => {
  for (let at = 0; at < body.length; at += bytes) {
    if (at > 0) await pause(every)
    write(body.subarray(at, at + bytes))
  }
}

const losses = new WeakSet<object>()

/** Whether an error is an answer that a scenario lost: it belongs to the caller, as a failed `fetch` would. */
export const isLostAnswer = (error: object): boolean => losses.has(error)

const loss = <E extends object>(error: E): E => {
  losses.add(error)
  return error
}

const lost = (message: string, code: string): TypeError =>
  loss(new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) }))

const inProcess = <C extends Credential>(
  ending: Abort,
  call: Call<C>,
  { status, headers, body }: Wire,
): Response | Promise<Response> => {
  const bytes = Buffer.from(body ?? '')
  const answer = (stream: ReadableStream<Uint8Array>): Response =>
    new Response(stream, { status, headers: pairsOf(headers) })
  switch (ending.kind) {
    case 'reset':
      return Promise.reject(lost('read ECONNRESET', 'ECONNRESET'))
    case 'close':
      return Promise.reject(lost('other side closed', 'UND_ERR_SOCKET'))
    case 'hang': {
      const { signal } = call.context.req.raw
      return new Promise((_, reject) => {
        const abandon = (): void => reject(loss(signal.reason as Error))
        if (signal.aborted) abandon()
        else signal.addEventListener('abort', abandon, { once: true })
      })
    }
    case 'truncate': {
      const parts = [bytes.subarray(0, ending.bytes)].filter((part) => part.length > 0)
      return answer(
        new ReadableStream({
          pull(stream) {
            const part = parts.shift()
            if (part) stream.enqueue(part)
            else stream.error(new TypeError('terminated'))
          },
        }),
      )
    }
    case 'dribble':
      return answer(
        new ReadableStream({
          async start(stream) {
            await drip(bytes, ending.bytes, ending.every, (part) => stream.enqueue(part))
            stream.close()
          },
        }),
      )
  }
}
