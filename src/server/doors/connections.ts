import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Millis } from '../../core/clock.ts'
import type { Contexts } from './contexts.ts'

const CLIENT_HELLO = 0x16

/** TLS on a connection whose client has begun to speak it. */
class SecureConnection extends TLSSocket {
  readonly #under: Socket

  constructor(under: Socket, contexts: Contexts, host: string | undefined) {
    super(under, {
      isServer: true,
      secureContext: contexts.of(host),
      ALPNProtocols: ['http/1.1'],
      SNICallback(name, done) {
        try {
          done(null, contexts.of(name.toLowerCase()))
        } catch (error) {
          done(error as Error)
        }
      },
    })
    this.#under = under
  }

  // only TCP can be reset
  override resetAndDestroy(): this {
    this.#under.resetAndDestroy()
    return this
  }
}

const PATIENCE: Millis = 60_000

/** Connections of which it is not known yet what they will speak. */
export class Connections {
  readonly #contexts: Contexts
  readonly #patience: Millis
  readonly #waiting = new Set<Socket>()

  /** `patience` is how long a client may be silent until it speaks HTTP. */
  constructor(contexts: Contexts, patience = PATIENCE) {
    this.#contexts = contexts
    this.#patience = patience
  }

  /**
   * Waits for the first byte, then for TLS where that begins it, and hands the connection over. `host` is whom a client
   * that does not say so itself wants to reach.
   */
  take(socket: Socket, host: string | undefined, done: (connection: Duplex) => void): void {
    const hangUp = (): void => void socket.destroy()
    this.#waiting.add(socket)
    socket.once('close', () => this.#waiting.delete(socket))
    socket.on('error', hangUp)
    socket.setTimeout(this.#patience, hangUp)
    const known = (connection: Duplex): void => {
      this.#waiting.delete(socket)
      socket.setTimeout(0)
      socket.off('timeout', hangUp).off('end', hangUp)
      done(connection)
    }
    const listen = (): void => {
      const start = socket.read() as Buffer | null
      if (start === null) return void socket.once('readable', listen)
      socket.unshift(start)
      if (start[0] !== CLIENT_HELLO) return known(socket)
      const secure = new SecureConnection(socket, this.#contexts, host)
      secure.on('error', hangUp)
      secure.once('secure', () => {
        secure.off('end', hangUp)
        known(secure)
      })
      // only what is read tells that a client has gone in the middle of its handshake
      secure.on('end', hangUp).resume()
    }
    socket.once('readable', listen)
    socket.on('end', hangUp)
  }

  /** Hangs up on those that still wait. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy()
  }
}
