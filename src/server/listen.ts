import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Location, LocationError, locate } from '../http/location.ts'
import { problemJson } from '../http/problem-json.ts'
import type { Gateway, ListenerOptions } from './gateway.ts'
import { SocketExchange } from './socket-exchange.ts'
import { type ParserError, strayCrRetry } from './stray-cr.ts'

/** A listening socket of the emulator. */
export interface Listening {
  readonly port: number
  /** Stops accepting, lets running requests finish for a moment, then closes what is left. */
  close(): Promise<void>
}

const KEEP_ALIVE = 65_000 // above the idle time of client pools, so that none sends into a closing socket
const GRACE = 1_000
const SWEEP = 20
const NOWHERE: Location = { scheme: 'http', authority: '', target: '', path: '', query: '' }

/** Listens on a port (0 takes any). Rejects with Node's error when the port cannot be had. */
export const listen = (gateway: Gateway, host: string, port: number, options?: ListenerOptions): Promise<Listening> => {
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    let location: Location
    try {
      location = locate(incoming.headers.host ?? '', incoming.url!)
    } catch (error) {
      if (!(error instanceof LocationError)) throw error
      return new SocketExchange(incoming, outgoing, NOWHERE).answer(problemJson(400, 'Bad Request', error.message))
    }
    gateway(new SocketExchange(incoming, outgoing, location), options)
  }
  const server = createServer(serve)
  server.keepAliveTimeout = KEEP_ALIVE
  server.headersTimeout = KEEP_ALIVE + 1_000
  const strayCrs = strayCrRetry(serve, refuseUnreadable)
  server.on('clientError', (error: ParserError, socket: Socket) => {
    if (!strayCrs.retry(error, socket)) refuseUnreadable(error, socket)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () =>
      resolve({ port: (server.address() as AddressInfo).port, close: () => drain(server) }),
    )
  })
}

const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE)
    // a connection whose answer ends while the server drains has become idle, and its client may keep it open
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })

// what Node's parser refuses never reaches a provider, so the emulator answers in its own name
const refuseUnreadable = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const [status, reason, detail] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large', 'The request headers exceed 16 KiB.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout', 'The request did not arrive in time.']
        : [400, 'Bad Request', 'The request is not valid HTTP/1.1.']
  const body = `${JSON.stringify({ type: 'about:blank', title: reason, status, detail })}\n`
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
