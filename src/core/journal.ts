import type { Millis } from './clock.ts'
import type { FaultMark } from './judge.ts'
import { Ring } from './ring.ts'

/** One request and its answer, as they went over the wire. */
export interface Entry {
  /** Running number in its world, sent to the client as `X-Peertwin-Request`. */
  readonly n: number
  /** Emulated time of arrival. */
  readonly at: Millis
  readonly provider: string
  /** Operation name such as `vpc_peerings.create`; null when no route matched. */
  readonly op: string | null
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  /** Who asked, in a form that gives no secret away; null before authentication succeeded. */
  readonly credential: string | null
  /** Names and values in turn. */
  readonly requestHeaders: readonly string[]
  readonly requestBody: Uint8Array | null
  readonly status: number
  readonly responseHeaders: readonly string[]
  readonly responseBody: string
  /** Wall milliseconds from the arrival of the head of the request to the answer. */
  readonly took: Millis
  /** What failed unexpectedly. */
  readonly error: unknown
  /** Name, version and seed of the scenario that was active. */
  readonly scenario?: string
  /** What it did to the request; a lost answer has status 0. */
  readonly fault?: FaultMark | null
}

const KEPT_ENTRIES = 1_000

/** The newest requests of a world. */
export class Journal {
  readonly #entries = new Ring<Entry>(KEPT_ENTRIES)
  readonly #listener: ((entry: Entry) => void) | undefined
  #last: number

  constructor(listener?: (entry: Entry) => void, last = 0) {
    this.#listener = listener
    this.#last = last
  }

  /** Numbers the next request. */
  next(): number {
    return ++this.#last
  }

  /** How many requests this world has seen, forgotten ones included. */
  get seen(): number {
    return this.#last
  }

  add(entry: Entry): void {
    this.#entries.push(entry)
    this.#listener?.(entry)
  }

  /** Oldest first. */
  entries(): Iterable<Entry> {
    return this.#entries
  }
}
