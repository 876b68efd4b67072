import { getQueryParam, getQueryParams, tryDecodeURIComponent } from 'hono/utils/url'
import { type Micros, type Millis, stopwatch } from '../core/clock.ts'
import { memoizeLast } from '../core/memo.ts'
import type { HeaderChange } from '../world/answers/header-values.ts'
import type { KeepError } from '../world/commits.ts'
import type { FaultMark } from '../world/judge.ts'
import type { Metered } from '../world/rates.ts'
import type { Tx } from '../world/unit-of-work.ts'
import type { World } from '../world/world.ts'
import type { Abort, Exchange } from './exchange.ts'
import type { Scheme } from './location.ts'

/** Who asks. */
export interface Credential {
  /** Identity for rate windows; may hold the secret itself. */
  readonly key: string
  /** Form for journal and logs that gives no secret away. */
  readonly label: string
}

/** Where the router led a request. */
export interface Destination {
  /** The path that was looked up, decoded. */
  readonly path: string
  /** Operation name; null where the path alone does not tell. */
  readonly op: string | null
  /** The path parameters, still encoded, or their places among `values`. */
  readonly params: Readonly<Record<string, string | number>>
  readonly values: readonly string[] | undefined
}

const NONE: string[] = []
const NO_CHANGES: readonly HeaderChange[] = []

/** Most requests come for one origin, which is one text then: views remember what they were last made for, and compare it. */
const ORIGINS = {
  http: memoizeLast((authority: string) => `http://${authority}`),
  https: memoizeLast((authority: string) => `https://${authority}`),
} satisfies Record<Scheme, unknown>

/** One request on its way through a provider. */
export class Call<C extends Credential = Credential, Param extends string = string> {
  readonly exchange: Exchange
  readonly world: World
  /** The path that was looked up, decoded. */
  readonly path: string
  /** Operation name; an action-style provider sets it once it has read the action. */
  op: string | null
  /** Journal number. */
  readonly n: number
  /** Emulated time of arrival; a scenario that delays the request moves it. */
  now: Millis
  readonly started: Micros = stopwatch()
  credential: C | null = null
  metered: Metered | null = null
  /** The body as text, once it was read as such. */
  text: string | null = null
  /** The fields of the query or the form, once they were read. */
  fields: ReadonlyMap<string, string> | null = null
  /** What a scenario did to this request. */
  fault: FaultMark | null = null
  /** The headers of the answer that a scenario changes. */
  changes: readonly HeaderChange[] = NO_CHANGES
  /** How a scenario breaks the answer off. */
  abort: Abort | null = null
  /** The scenario that was active. */
  scenario: string | undefined
  /** The schema that read the body, and the query parameters that were looked at: for the journal. */
  shape: (() => unknown) | null = null
  asked: string[] | null = NONE
  /** The Failure or Problem that was thrown. */
  refused: unknown = undefined
  /** Why what is due had not happened in the tables that refused it. */
  heldUp: KeepError | null = null
  /** The name of the problem that is answered with, in the provider's catalogue. */
  problem: string | null = null
  /** What nobody expected on the way to the answer. */
  error: unknown = undefined
  readonly #destination: Destination
  readonly #makeId: (call: Call) => string
  #requestId: string | undefined
  #whole: string | undefined

  constructor(exchange: Exchange, world: World, destination: Destination, makeId: (call: Call) => string) {
    this.exchange = exchange
    this.world = world
    this.path = destination.path
    this.op = destination.op
    this.n = world.journal.next()
    this.now = world.clock.now()
    this.#destination = destination
    this.#makeId = makeId
  }

  /** The provider's own request id, the same in headers and bodies. */
  get requestId(): string {
    return (this.#requestId ??= this.#makeId(this))
  }

  get method(): string {
    return this.exchange.method
  }

  /** Scheme, host and port under which the client reached the emulator. */
  get origin(): string {
    return ORIGINS[this.exchange.scheme](this.exchange.authority)
  }

  /** Whether its connection has carried an answer before. */
  get reused(): boolean {
    return this.exchange.reused
  }

  /** Path and query as sent. */
  get target(): string {
    return this.exchange.target
  }

  /** The body as it arrived; null when there is none, or one that is too large to be read. */
  get body(): Uint8Array | null {
    return this.exchange.body
  }

  /** A parameter of the path, decoded; empty when the route has none of this name. */
  param(name: Param): string {
    const { params, values } = this.#destination
    const given = params[name]
    const value = typeof given === 'number' ? values![given] : given
    return value === undefined ? '' : tryDecodeURIComponent(value)
  }

  query(name: string): string | undefined {
    this.#note(name)
    return getQueryParam(this.#url, name) as string | undefined
  }

  queries(name: string): readonly string[] {
    // most lists are asked for without most filters, and looking for one value takes a part of the time
    if (this.query(name) === undefined) return []
    return getQueryParams(this.#url, name) as string[]
  }

  #note(parameter: string): void {
    if (this.asked === NONE) this.asked = [parameter]
    else this.asked?.push(parameter)
  }

  get #url(): string {
    return (this.#whole ??= this.origin + this.exchange.query)
  }

  /** A request header by its lower-case name. */
  header(name: string): string | undefined {
    return this.exchange.header(name)
  }

  /** One unit of work on this request's world, at the time of its arrival. */
  transact<R>(work: (tx: Tx) => R): R {
    try {
      return this.world.transact(work, this.n, this.now)
    } catch (error) {
      this.heldUp = this.world.commits.heldUp
      throw error
    }
  }
}
