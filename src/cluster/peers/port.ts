import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import { wallTimer } from '../../core/clock.ts'
import { sameSecret } from '../../core/crypto.ts'
import { answerCall } from './call-answer.ts'
import { framed, gather, unframed } from './frame.ts'
import type { Declined, ExchangeHead } from './messages.ts'
import { PeerExchange } from './peer-exchange.ts'
import type { OpenPeerPort, PeerService } from './peers.ts'

const LINGER = 5_000

/** Listens to the other replicas. Rejects with Node's error when the port cannot be had. */
export const openPeerPort: OpenPeerPort = (service, { host, port, secret }) => {
  const wanted = `Bearer ${secret}`
  const open = new Set<ServerResponse>()
  let closing = false
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse, accept = () => {}): void => {
    if (closing) outgoing.shouldKeepAlive = false
    open.add(outgoing)
    outgoing.once('close', () => open.delete(outgoing))
    if (!sameSecret(incoming.headers.authorization ?? '', wanted)) return refuse(outgoing, 403, 'the secrets differ')
    respond(service, incoming, outgoing, accept).catch((error: unknown) => {
      if (!outgoing.destroyed) console.error(error) // else the other side went away, which ends whatever is read or written
      outgoing.destroy()
    })
  }
  const server = createServer((incoming, outgoing) => handle(incoming, outgoing))
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) =>
    handle(incoming, outgoing, () => outgoing.writeContinue()),
  )
  // a connection that closes here may carry a request that nobody then knows the fate of: the others close them
  server.keepAliveTimeout = 0
  server.requestTimeout = 0
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close() {
          closing = true
          for (const outgoing of open) if (!outgoing.headersSent) outgoing.shouldKeepAlive = false
          return drained(server)
        },
      }),
    )
  })
}

const respond = async (
  service: PeerService,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  accept: () => void,
): Promise<void> => {
  const { pathname, searchParams } = new URL(incoming.url!, 'http://peer')
  const unit = searchParams.get('unit')
  if (unit === null || (pathname !== '/exchange' && pathname !== '/call'))
    return refuse(outgoing, 404, `nothing is at ${incoming.url}`)
  const message = pathname === '/call' ? undefined : await gather(incoming)
  let held = service.holds(unit)
  if (typeof held !== 'boolean') {
    try {
      held = await held
    } catch (error) {
      return refuse(outgoing, 503, error instanceof Error ? error.message : String(error))
    }
  }
  if (!held) return decline(outgoing)
  if (!message) {
    accept()
    return answerCall(service, incoming, outgoing)
  }
  const { head, bytes } = unframed<ExchangeHead>(message)
  service.serve(new PeerExchange(head, bytes, outgoing), head.listener)
}

const decline = (outgoing: ServerResponse): void => void outgoing.end(framed({ kind: 'declined' } satisfies Declined))

const refuse = (outgoing: ServerResponse, status: number, reason: string): void => {
  outgoing.writeHead(status, ['Connection', 'close'])
  outgoing.end(reason)
}

// Node's own close of an HTTP server cuts idle connections, on which the next request may be under way
const drained = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const cancel = wallTimer(LINGER, () => server.closeAllConnections())
    NetServer.prototype.close.call(server, () => {
      cancel()
      resolve()
    })
  })
