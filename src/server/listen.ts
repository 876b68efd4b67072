import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { type AddressInfo, type Socket, Server as TcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Micros, pause, stopwatch } from '../core/clock.ts'
import { type Location, LocationError, locate } from '../http/location.ts'
import { problemJson } from '../http/problem-json.ts'
import type { Gateway, ListenerOptions } from './gateway.ts'
import type { Doors, Entry } from './doors/doors.ts'
import { lastWords } from './last-words.ts'
import { SocketExchange } from './socket-exchange.ts'
import { type ParserError, strayCrRetry } from './stray-cr.ts'

/** A listening socket of the emulator. */
export interface Listening {
  readonly port: number
  /** Ends each connection with its next answer; resolves when none is left, or those that are seem to be idle. */
  turnAway(): Promise<void>
  /** Stops accepting, lets running requests finish for a moment, then closes what is left. */
  close(): Promise<void>
}

const KEEP_ALIVE = 65_000 // above the idle time of client pools, so that none sends into a closing socket
const GRACE = 1_000
const SWEEP = 20
const PARTING = 3_000
const LOOKS = 50
const QUIET: Micros = 200
const BACKLOG = 4_096 // a burst of clients must not be made to dial again
const NOWHERE: Location = { scheme: 'http', authority: '', target: '', path: '', query: '' }

/** Where a listener is, and what it takes besides plain HTTP. */
export interface ListenPlace {
  readonly host: string
  /** 0 takes any. */
  readonly port: number
  /** False: the process may end while it listens, and while clients keep connections open. Default true. */
  readonly keepsProcess?: boolean | undefined
  readonly openDoors?: ((server: Server, options: ListenerOptions) => Doors) | undefined
}

/** Listens on a port. Rejects with Node's error when the port cannot be had. */
export const listen = (
  gateway: Gateway,
  { host, port, keepsProcess = true, openDoors }: ListenPlace,
  options: ListenerOptions = {},
): Promise<Listening> => {
  const plain: Entry = { scheme: 'http', options }
  let isTurningAway = false
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (isTurningAway) outgoing.shouldKeepAlive = false
    const entry = doors?.entryOf(incoming) ?? plain
    let location: Location
    try {
      location = locate(incoming.headers.host ?? '', incoming.url!, entry.scheme)
    } catch (error) {
      if (!(error instanceof LocationError)) throw error
      return new SocketExchange(incoming, outgoing, NOWHERE).answer(problemJson(400, 'Bad Request', error.message))
    }
    const exchange = new SocketExchange(incoming, outgoing, location)
    const refusal = doors?.refuse(incoming, location.authority, entry)
    if (refusal) return exchange.answer(refusal)
    gateway(exchange, entry.options)
  }
  const server = createServer(serve)
  const doors = openDoors?.(server, options)
  if (server.listenerCount('connect') === 0) server.on('connect', refuseTunnel)
  if (!keepsProcess) server.unref().on('connection', (socket) => socket.unref())
  server.keepAliveTimeout = KEEP_ALIVE
  server.headersTimeout = KEEP_ALIVE + 1_000
  const strayCrs = strayCrRetry(serve, refuseUnreadable)
  server.on('clientError', (error: ParserError, socket: Socket) => {
    if (!strayCrs.retry(error, socket)) refuseUnreadable(error, socket)
  })
  const turnAway = async (): Promise<void> => {
    isTurningAway = true
    for (let ms = 0; ms < GRACE && (await connectionsOf(server)) > 0; ms += SWEEP) await pause(SWEEP)
  }
  const close = async (): Promise<void> => {
    if (isTurningAway) await lastOnes(server)
    await drain(server, doors)
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: BACKLOG }, () =>
      resolve({ port: (server.address() as AddressInfo).port, turnAway, close }),
    )
  })
}

/**
 * Takes no more connections, and waits for those that are open to be used once more, which ends them: a client that is about to send
 * on one that is idle would hear nothing if that ended now.
 */
const lastOnes = async (server: Server): Promise<void> => {
  await looked()
  TcpServer.prototype.close.call(server)
  for (let ms = 0; ms < PARTING && (await connectionsOf(server)) > 0; ms += SWEEP) await pause(SWEEP)
}

/**
 * Resolves just after a look for new connections, because those that come between that and the end of a listening socket are reset by
 * the system. A look that takes long does other things besides.
 */
const looked = async (): Promise<void> => {
  for (let n = 0; n < LOOKS; n++) {
    const began = stopwatch()
    await new Promise<void>((resolve) => void setImmediate(resolve))
    if (n > 0 && stopwatch() - began < QUIET) return
  }
}

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)))

const drain = (server: Server, doors: Doors | undefined): Promise<void> =>
  new Promise((resolve) => {
    const closeIdle = (): void => {
      server.closeIdleConnections()
      doors?.close()
    }
    const timer = setTimeout(() => server.closeAllConnections(), GRACE)
    // a connection whose answer ends while the server drains has become idle, and its client may keep it open
    const sweep = setInterval(closeIdle, SWEEP)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(sweep)
      resolve()
    })
    closeIdle()
  })

const refuseTunnel = (_: IncomingMessage, socket: Duplex): void => {
  socket.on('error', () => socket.destroy())
  lastWords(socket, problemJson(405, 'No proxy', 'The emulator is a proxy with `start --proxy` only.'), 'start --proxy')
}

// what Node's parser refuses never reaches a provider, so the emulator answers in its own name
const refuseUnreadable = (error: NodeJS.ErrnoException, connection: Duplex): void => {
  if (!/^(?:HPE_|ERR_HTTP_)/.test(error.code ?? '')) return void connection.destroy()
  if (!connection.writable) return
  lastWords(
    connection,
    error.code === 'HPE_HEADER_OVERFLOW'
      ? problemJson(431, 'Request Header Fields Too Large', 'The request headers exceed 16 KiB.')
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? problemJson(408, 'Request Timeout', 'The request did not arrive in time.')
        : problemJson(400, 'Bad Request', 'The request is not valid HTTP/1.1.'),
  )
}
