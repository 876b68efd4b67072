import { type IncomingMessage, type RequestListener, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { direct, relay } from './socket-exchange.ts'
import type { ListenerOptions, Gateway } from './gateway.ts'
import { NO_BODY, type Received, hasBody, receive } from '../http/exchange.ts'

/** A listening socket of the emulator. */
export interface Listening {
  readonly port: number
  /** Stops accepting, lets running requests finish for a moment, then closes what is left. */
  close(): Promise<void>
}

const KEEP_ALIVE = 65_000 // above the idle time of client pools, so that none sends into a closing socket
const GRACE = 1_000
const SWEEP = 20

/** Listens on a port (0 takes any). Rejects with Node's error when the port cannot be had. */
export const listen = (gateway: Gateway, host: string, port: number, door?: ListenerOptions): Promise<Listening> => {
  // loaded with the first request that needs it: the web stack behind it takes longer than the rest of the start
  let adapter: Promise<RequestListener> | undefined
  const web = async (): Promise<RequestListener> => {
    const { getRequestListener } = await import('@hono/node-server')
    return getRequestListener(
      (request, bindings) => {
        const { incoming, outgoing } = bindings as { incoming: IncomingMessage; outgoing: ServerResponse }
        return gateway(request, { incoming, outgoing, listener: door })
      },
      { hostname: 'localhost', overrideGlobalObjects: false }, // it also runs inside other people's test processes
    )
  }
  const server = createServer((incoming, outgoing) => {
    const request = direct(incoming)
    if (!request) return void (adapter ??= web()).then((listener) => listener(incoming, outgoing))
    const answer = (received: Received): void =>
      relay(() => gateway(request, { incoming, outgoing, received, listener: door }), outgoing)
    if (hasBody(incoming)) receive(incoming, answer)
    else answer(NO_BODY)
  })
  server.keepAliveTimeout = KEEP_ALIVE
  server.headersTimeout = KEEP_ALIVE + 1_000
  server.on('clientError', refuseUnreadable)
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
const refuseUnreadable = (error: NodeJS.ErrnoException, socket: Socket): void => {
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
