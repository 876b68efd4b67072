import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { type Millis, wallTimer } from '../../core/clock.ts'
import { type Subject, pathOf } from './messages.ts'
import type { Destination, Passed } from './peers.ts'

const IDLE: Millis = 2_000 // shorter than a replica that leaves waits for its connections
const DIAL: Millis = 2_000
const FREE = 256

/** What comes of a message that no answer came to. */
export type Failed = Extract<Passed<never>, { reason: string }>

/** A message on its way. */
export interface Sending {
  readonly outgoing: ClientRequest
  /** The answer once it begins, or what came of the message without one. */
  readonly answer: Promise<IncomingMessage | Failed>
  /** What came of it when its answer breaks off. */
  readonly broken: (error: unknown) => Failed
}

interface Link {
  readonly agent: Agent
  /** Why it was given up. */
  dropped?: string
}

/** The connections to other replicas, which are kept and used again. */
export class Links {
  readonly #authorization: string
  readonly #links = new Map<string, Link>()

  constructor(secret: string) {
    this.#authorization = `Bearer ${secret}`
  }

  /** Begins a message. With `asks`, its bytes are wanted only once the other side says so. */
  begin({ address, unit }: Destination, subject: Subject, asks = false): Sending {
    const link = this.#to(address)
    const { hostname, port } = new URL(`http://${address}`)
    const outgoing = request({
      agent: link.agent,
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || 80,
      method: 'POST',
      path: pathOf(subject, unit),
      headers: { authorization: this.#authorization, ...(asks && { expect: '100-continue' }) },
    })
    let kind: Failed['kind'] = 'unreached'
    onConnected(outgoing, () => {
      kind = 'lost'
    })
    const broken = (error: unknown): Failed => ({
      kind,
      reason: `${address}: ${link.dropped ?? (error instanceof Error ? error.message : String(error))}`,
    })
    const answer = new Promise<IncomingMessage | Failed>((resolve) => {
      outgoing.once('response', resolve)
      outgoing.on('error', (error) => resolve(broken(error)))
    })
    return { outgoing, answer, broken }
  }

  drop(address: string, reason: string): void {
    const link = this.#links.get(address)
    if (!link) return
    link.dropped = reason
    this.#links.delete(address)
    link.agent.destroy()
  }

  release(address: string): void {
    const free = this.#links.get(address)?.agent.freeSockets ?? {}
    for (const sockets of Object.values(free)) for (const socket of sockets ?? []) socket.destroy()
  }

  close(): void {
    for (const address of this.#links.keys()) this.drop(address, 'this replica ends')
  }

  #to(address: string): Link {
    let link = this.#links.get(address)
    if (!link) {
      link = { agent: new Agent({ keepAlive: true, timeout: IDLE, maxFreeSockets: FREE, scheduling: 'lifo' }) }
      this.#links.set(address, link)
    }
    return link
  }
}

/** Calls back when the first byte may leave, and gives up on a connection that does not come about. */
const onConnected = (outgoing: ClientRequest, then: () => void): void => {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return then()
    const cancel = wallTimer(DIAL, () => outgoing.destroy(new Error(`no connection within ${DIAL / 1000} s`)))
    socket.once('connect', () => {
      cancel()
      then()
    })
    socket.once('close', cancel)
  })
}
