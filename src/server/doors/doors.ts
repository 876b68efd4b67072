import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { WireAnswer } from '../../http/exchange.ts'
import { LocationError, type Scheme, tunnelAuthority } from '../../http/location.ts'
import { problemJson } from '../../http/problem-json.ts'
import { NamespaceError } from '../../namespaces/namespace-error.ts'
import { type ListenerOptions, refuseNamespace } from '../gateway.ts'
import { hostOf } from '../hosts.ts'
import { lastWords } from '../last-words.ts'
import { MendedConnection } from '../stray-cr.ts'
import { Connections } from './connections.ts'
import type { Contexts } from './contexts.ts'
import { type Proxy, namespaceIn } from './proxy.ts'

/** How a request came to a listener. */
export interface Entry {
  readonly scheme: Scheme
  readonly options: ListenerOptions
}

/** Which doors there are. */
export interface DoorSettings {
  readonly contexts: Contexts
  /** Whether listeners speak TLS, too. */
  readonly tls: boolean
  /** Where they are a proxy, too. */
  readonly proxy: Proxy | undefined
}

/** What a listener takes besides plain HTTP to itself: TLS on its own port, and what is meant for a proxy. */
export class Doors {
  readonly #plain: Entry
  readonly #proxy: Proxy | undefined
  readonly #entries = new WeakMap<Duplex, Entry>()
  readonly #connections: Connections
  readonly #speak: (connection: Duplex, entry: Entry) => void

  /** Opens them on a server that does not listen yet. */
  constructor(server: Server, options: ListenerOptions, { contexts, tls, proxy }: DoorSettings) {
    this.#plain = { scheme: 'http', options }
    this.#proxy = proxy
    this.#connections = new Connections(contexts)
    const [speak] = server.listeners('connection') as [(this: Server, connection: Duplex) => void]
    this.#speak = (connection, entry) => {
      this.#entries.set(connection, entry)
      speak.call(server, connection)
    }
    if (tls) server.off('connection', speak).on('connection', (socket: Socket) => this.#take(socket, options))
    if (proxy)
      server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) =>
        this.#connect(incoming, socket, head),
      )
  }

  /** How a request came. */
  entryOf({ socket, headers }: IncomingMessage): Entry {
    const entry = this.#entries.get(socket instanceof MendedConnection ? socket.socket : socket) ?? this.#plain
    const namespace = this.#proxy && namespaceIn(headers['proxy-authorization'])
    return namespace === undefined ? entry : { ...entry, options: { ...entry.options, namespace } }
  }

  /** The refusal of a request that is meant for somebody else; undefined for one that the emulator answers. */
  refuse(incoming: IncomingMessage, authority: string, { options }: Entry): WireAnswer | undefined {
    const proxied = incoming.method === 'CONNECT' || incoming.url![0] !== '/'
    if (!this.#proxy || !proxied) return undefined
    try {
      return this.#proxy.refuse(incoming, authority, options.namespace)
    } catch (error) {
      if (error instanceof NamespaceError) return refuseNamespace(error)
      throw error
    }
  }

  /** Hangs up on connections that have not come to speak HTTP yet. */
  close(): void {
    this.#connections.close()
  }

  #connect(incoming: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const entry = this.entryOf(incoming)
    let authority: string
    try {
      authority = tunnelAuthority(incoming.url!)
    } catch (error) {
      if (!(error instanceof LocationError)) throw error
      return lastWords(socket, problemJson(400, 'Bad Request', error.message))
    }
    const refusal = this.refuse(incoming, authority, entry)
    if (refusal) return lastWords(socket, refusal, refusal.status === 403 ? `${authority} is not emulated` : undefined)
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    this.#take(socket, entry.options, hostOf(authority))
  }

  #take(socket: Socket, options: ListenerOptions, host?: string): void {
    this.#connections.take(socket, host, (connection) =>
      this.#speak(connection, { scheme: connection === socket ? 'http' : 'https', options }),
    )
  }
}
