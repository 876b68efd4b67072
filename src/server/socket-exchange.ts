import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Millis, pause } from '../core/clock.ts'
import { BODY_LIMIT, type Abort, type Exchange, type WireAnswer, dribble, truncated } from '../http/exchange.ts'
import type { Location, Scheme } from '../http/location.ts'

const LIMIT_DIGITS = String(BODY_LIMIT).length

/** A request on a socket. No web request stands between: making one takes as long as the rest of a GET. */
export class SocketExchange implements Exchange {
  readonly scheme: Scheme
  readonly authority: string
  readonly target: string
  readonly path: string
  readonly query: string
  readonly method: string
  body: Uint8Array | null = null
  oversize = false
  readonly #incoming: IncomingMessage
  readonly #outgoing: ServerResponse

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, location: Location) {
    this.scheme = location.scheme
    this.authority = location.authority
    this.target = location.target
    this.path = location.path
    this.query = location.query
    this.method = incoming.method!
    this.#incoming = incoming
    this.#outgoing = outgoing
  }

  get rawHeaders(): readonly string[] {
    return this.#incoming.rawHeaders
  }

  get answered(): boolean {
    return this.#outgoing.headersSent
  }

  get reused(): boolean {
    return this.#incoming.socket.bytesWritten > 0
  }

  get turn(): Promise<void> | null {
    const outgoing = this.#outgoing
    // Node gives a response its socket when it is its turn
    return outgoing.socket === null ? new Promise((resolve) => outgoing.once('socket', () => resolve())) : null
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  receive(done: () => void): void {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = this.#incoming.headers
    if (length === '0' && encoding === undefined) done()
    else if (length.length >= LIMIT_DIGITS && Number(length) > BODY_LIMIT) this.#refuse(done)
    else this.#read(done)
  }

  #refuse(done: () => void): void {
    this.oversize = true
    done()
  }

  // the socket's own events, because a stream over them costs several times as much
  #read(done: () => void): void {
    let first: Buffer | undefined // most bodies come in one piece
    const more: Buffer[] = []
    let size = 0
    this.#incoming.on('data', (chunk: Buffer) => {
      const before = size
      size += chunk.length
      if (size <= BODY_LIMIT) {
        if (first === undefined) first = chunk
        else more.push(chunk)
      } else if (before <= BODY_LIMIT) this.#refuse(done)
    })
    this.#incoming.on('end', () => {
      if (size > BODY_LIMIT) return
      if (first !== undefined) this.body = more.length === 0 ? first : Buffer.concat([first, ...more])
      done()
    })
  }

  answer({ status, headers, body }: WireAnswer): void {
    const outgoing = this.#outgoing
    if (outgoing.destroyed) return
    outgoing.writeHead(status, headers as string[])
    if (body === null) outgoing.end()
    else outgoing.end(body)
  }

  abort(how: Abort, { status, headers, body }: WireAnswer): void | Promise<void> {
    const outgoing = this.#outgoing
    const { socket } = this.#incoming
    switch (how.kind) {
      case 'hang': // until the client or the server gives up
        return
      case 'reset':
        return void socket.resetAndDestroy()
      case 'close':
        return void socket.destroy()
      case 'idleClose':
        outgoing.once('finish', () => void this.#closeIdle(how.after))
        return this.answer({ status, headers, body })
      case 'truncate': {
        outgoing.writeHead(status, headers as string[])
        outgoing.flushHeaders()
        const part = truncated(body, how.bytes)
        outgoing.write(part.length > 0 ? part : '', () => socket.destroy())
        return
      }
      case 'dribble':
        outgoing.writeHead(status, headers as string[])
        return this.#dribble(dribble(body, how))
    }
  }

  // whatever the client sends next counts, also what the parser has not read yet
  async #closeIdle(after: Millis): Promise<void> {
    const { socket } = this.#incoming
    const heard = socket.bytesRead
    await pause(after)
    if (socket.bytesRead === heard) socket.destroy()
  }

  async #dribble(parts: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const part of parts) {
      if (this.#outgoing.destroyed) return
      this.#outgoing.write(part)
    }
    this.#outgoing.end()
  }

  async answerBy(app: (request: Request) => Promise<Response>): Promise<void> {
    // loaded with the first request that needs it: the web stack behind it takes longer than the rest of the start
    const { getRequestListener } = await import('@hono/node-server')
    const incoming = this.#incoming
    incoming.url = this.path + this.query
    incoming.headers.host = this.authority
    // it also runs inside other people's test processes
    await getRequestListener(app, { overrideGlobalObjects: false })(incoming, this.#outgoing)
  }
}
