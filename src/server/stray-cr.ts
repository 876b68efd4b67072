import { type RequestListener, createServer } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** What Node tells of a request that its parser refuses. */
export interface ParserError extends NodeJS.ErrnoException {
  /** The bytes in which the parser gave up. */
  readonly rawPacket?: Buffer
}

const END = '\r\n\r\n'
const STRAY = /^[!#$%&'*+\-.^_`|~\w]+:[^\r\n]*\r$/

/**
 * The bytes of a connection with a space in place of each stray CR at the end of a header value, as shell scripts send it that
 * cut the value out of an answer; undefined where the first header block has none, or is not there in full.
 */
const mended = (bytes: Buffer): Buffer | undefined => {
  const end = bytes.indexOf(END)
  const head = bytes.toString('latin1', 0, Math.max(0, end))
  const lines = head.split('\r\n')
  const whole = lines.map((line, n) => (n > 0 && STRAY.test(line) ? `${line.slice(0, -1)} ` : line)).join('\r\n')
  return whole === head ? undefined : Buffer.concat([Buffer.from(whole, 'latin1'), bytes.subarray(end)])
}

/** A socket whose first bytes are replaced. */
export class MendedConnection extends Duplex {
  /** The one whose bytes they were. */
  readonly socket: Socket

  constructor(socket: Socket, bytes: Buffer) {
    super()
    this.socket = socket
    this.push(bytes)
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.socket.resume()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, done)
  }

  override _final(done: () => void): void {
    this.socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy()
    done(error)
  }

  get encrypted(): boolean {
    return 'encrypted' in this.socket
  }

  resetAndDestroy(): void {
    this.socket.resetAndDestroy()
  }
}

/**
 * Gives connections another try that a parser refused for a stray CR alone: the mended bytes are parsed again from the first
 * one, and the connection ends with their answer. `retry` tells whether it took the connection over.
 */
export const strayCrRetry = (
  listener: RequestListener,
  refuse: (error: ParserError, connection: Duplex) => void,
): { readonly retry: (error: ParserError, socket: Socket) => boolean } => {
  const taken = new WeakSet<Socket>()
  const server = createServer((incoming, outgoing) => {
    outgoing.shouldKeepAlive = false
    listener(incoming, outgoing)
  })
  server.maxRequestsPerSocket = 1 // what came along behind the request is not even looked at
  server.on('clientError', refuse)
  return {
    retry({ rawPacket }, socket) {
      if (taken.has(socket)) return true // the parser that gave up complains of all that follows
      // only a first packet is known to begin with a request
      if (!rawPacket || socket.bytesRead !== rawPacket.length || socket.bytesWritten > 0) return false
      const bytes = mended(rawPacket)
      if (!bytes) return false
      taken.add(socket)
      server.emit('connection', new MendedConnection(socket, bytes))
      return true
    },
  }
}
