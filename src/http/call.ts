import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'hono'
import { type Micros, type Millis, stopwatch } from '../core/clock.ts'
import type { FaultMark } from '../world/judge.ts'
import type { Metered } from '../world/rates.ts'
import type { Tx } from '../world/store.ts'
import type { World } from '../world/world.ts'
import type { Abort } from './aborting.ts'
import { type Received, headerOf, targetIn } from './exchange.ts'

/** What the gateway hands to a provider's app with each request. The Node objects are absent for in-process requests. */
export interface Env {
  readonly world: World
  readonly incoming?: IncomingMessage
  readonly outgoing?: ServerResponse
  readonly received: Received
}

export type AppEnv = { Bindings: Env }

/** Who asks. */
export interface Credential {
  /** Identity for rate windows; may hold the secret itself. */
  readonly key: string
  /** Form for journal and logs that gives no secret away. */
  readonly label: string
}

const NONE: string[] = []

/** One request on its way through a provider. */
export class Call<C extends Credential = Credential, Param extends string = string> {
  readonly context: Context<AppEnv>
  readonly world: World
  /** Operation name; an action-style provider sets it once it has read the action. */
  op: string | null
  /** Journal number. */
  readonly n: number
  /** Emulated time of arrival; a scenario that delays the request moves it. */
  now: Millis
  readonly started: Micros = stopwatch()
  credential: C | null = null
  metered: Metered | null = null
  readonly body: Uint8Array | null
  /** The body as text, once it was read as such. */
  text: string | null = null
  /** What a scenario did to this request. */
  fault: FaultMark | null = null
  /** How a scenario breaks the answer off. */
  ending: Abort | null = null
  /** The scenario that was active. */
  scenario: string | undefined
  /** The body exceeds the limit and was not read to its end. */
  readonly oversize: boolean
  /** The schema that read the body, and the query parameters that were looked at: for the journal. */
  shape: (() => unknown) | null = null
  asked: string[] | null = NONE
  /** The Failure or Problem that was thrown. */
  refused: unknown = undefined
  /** The name of the problem that is answered with, in the provider's catalogue. */
  rule: string | null = null
  readonly #makeId: (call: Call) => string
  #requestId: string | undefined

  constructor(context: Context<AppEnv>, op: string | null, makeId: (call: Call) => string) {
    const { world, received } = context.env
    this.context = context
    this.world = world
    this.body = received.body
    this.oversize = received.oversize
    this.op = op
    this.n = this.world.journal.next()
    this.now = this.world.clock.now()
    this.#makeId = makeId
  }

  /** The provider's own request id, the same in headers and bodies. */
  get requestId(): string {
    return (this.#requestId ??= this.#makeId(this))
  }

  get method(): string {
    return this.context.env.incoming?.method ?? this.context.req.method // Hono makes its own request when asked for it
  }

  /** Scheme, host and port under which the client reached the emulator. */
  get origin(): string {
    const url = this.context.req.url
    return url.slice(0, url.indexOf('/', url.indexOf('//') + 2))
  }

  /** Path and query as sent. */
  get target(): string {
    const { incoming } = this.context.env
    if (incoming?.url) return incoming.url
    return targetIn(this.context.req.url)
  }

  /** A parameter of the path, decoded. */
  param(name: Param): string {
    return this.context.req.param(name) ?? ''
  }

  query(name: string): string | undefined {
    if (this.asked === NONE) this.asked = [name]
    else this.asked?.push(name)
    return this.context.req.query(name)
  }

  queries(name: string): readonly string[] {
    if (this.asked === NONE) this.asked = [name]
    else this.asked?.push(name)
    return this.context.req.queries(name) ?? []
  }

  /** A request header by its lower-case name. */
  header(name: string): string | undefined {
    const { incoming } = this.context.env
    return incoming ? headerOf(incoming, name) : this.context.req.header(name)
  }

  /** Names and values in turn, as sent. */
  get rawHeaders(): readonly string[] {
    const { incoming } = this.context.env
    return incoming ? incoming.rawHeaders : [...this.context.req.raw.headers].flat()
  }

  /** One unit of work on this request's world. */
  transact<R>(work: (tx: Tx) => R): R {
    return this.world.transact(work, this.n)
  }
}
