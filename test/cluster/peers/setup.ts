import { type Socket, connect } from 'node:net'
import { afterEach } from 'vitest'
import { createPeers } from '../../../src/cluster/peers/forwarding.ts'
import type { Destination, Passed, PeerService } from '../../../src/cluster/peers/peers.ts'
import { openPeerPort } from '../../../src/cluster/peers/port.ts'
import { NOSNIFF } from '../../../src/http/problem-json.ts'
import { type Gateway, supervise } from '../../../src/server/gateway.ts'
import { listen } from '../../../src/server/listen.ts'

const opened: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

const UNIT = 'näme/ with?&#'
const SECRET = 'known to all replicas'
export const HOST = '127.0.0.1'

/** Has something closed after the test. */
export const closing = <One extends { close(): Promise<void> | void }>(one: One): One => {
  opened.push(() => one.close())
  return one
}

export const peers = (secret = SECRET) => closing(createPeers(secret))

/** The peer port of a replica that holds one unit. */
export const owner = async (
  service: Partial<PeerService> & Pick<PeerService, 'serve'>,
): Promise<Destination & { close: () => Promise<void> }> => {
  const port = await openPeerPort(
    { holds: (unit) => unit === UNIT, call: () => Promise.resolve(null), ...service },
    { host: HOST, port: 0, secret: SECRET },
  )
  opened.push(() => port.close())
  return { address: `${HOST}:${port.port}`, unit: UNIT, close: () => port.close() }
}

/** The port on which a gateway answers. */
export const served = async (gateway: Gateway): Promise<number> =>
  closing(await listen(gateway, { host: HOST, port: 0 })).port

/** A gateway that passes everything on, and what came of it. */
export const edge = (
  to: Destination,
  own?: string,
): { readonly gateway: Gateway; readonly passed: Promise<Passed<unknown>>[] } => {
  const others = peers()
  const passed: Promise<Passed<unknown>>[] = []
  const gateway: Gateway = (exchange, listener = {}) =>
    supervise(exchange, () =>
      exchange.path.startsWith('/_peertwin')
        ? exchange.answerBy(async (request) => {
            const result = others.call(request, own, to)
            passed.push(result)
            const given = await result
            return given.kind === 'answered' ? given.answer : new Response(JSON.stringify(given), { status: 503 })
          })
        : exchange.receive(async () => {
            const result = others.forward(exchange, listener, to)
            passed.push(result)
            const given = await result
            if (given.kind !== 'answered')
              exchange.answer({ status: 503, headers: [...NOSNIFF], body: JSON.stringify(given) })
          }),
    )
  return { gateway, passed }
}

/** What came over a connection, and how it ended. */
export interface Heard {
  readonly text: string
  readonly end: string
}

/** Sends bytes over a connection of their own, and hears what comes until the other side ends it. */
export const heard = (port: number, ...sent: (string | Uint8Array)[]): Promise<Heard> =>
  heardOn(connect(port, HOST), ...sent)

export const heardOn = (socket: Socket, ...sent: (string | Uint8Array)[]): Promise<Heard> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    const done = (end: string): void => resolve({ text: Buffer.concat(chunks).toString('latin1'), end })
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code!))
    socket.on('close', () => done('closed'))
    for (const one of sent) socket.write(one)
  })

/** A promise with its ways out. */
export const deferred = <Value = void>(): { promise: Promise<Value>; resolve: (value: Value) => void } => {
  let resolve!: (value: Value) => void
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
