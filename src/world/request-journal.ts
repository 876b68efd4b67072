import type { Micros, Millis } from '../core/clock.ts'
import type { FaultMark } from './judge.ts'
import { Ring } from '../core/lists.ts'
import { KEPT_MARKS, type Mark, Tally } from './journal/tally.ts'

/** A text, or something that can become one. */
export type Text = string | { readonly length: number; toString(): string }

/** One request and its answer, as they went over the wire. */
export interface JournalEntry {
  /** Running number in its world, sent to the client as `X-Peertwin-Request`. */
  readonly n: number
  /** Emulated time of arrival. */
  readonly at: Millis
  /** Stopwatch reading at arrival in whole milliseconds, to tell how much wall time lies between two requests. */
  readonly started: Millis
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
  /** As text once somebody read it as such, because that is smaller; see {@link bodyText}. */
  readonly requestBody: string | Uint8Array | null
  readonly status: number
  readonly responseHeaders: readonly string[]
  readonly responseBody: Text
  /** Wall time from the arrival of the whole request to its answer. */
  readonly took: Micros
  /** What failed unexpectedly. */
  readonly error: unknown
  /** Name, version and seed of the scenario that was active. */
  readonly scenario: string | undefined
  /** What it did to the request; a lost answer has status 0. */
  readonly fault: FaultMark | null
  /** The Failure or Problem that was thrown. */
  readonly refused?: unknown
  /** The name of the problem that was answered with, in the provider's catalogue. */
  readonly problem?: string | null
  /** Nothing is left of a rate window. */
  readonly exhausted?: boolean
  /** The schema that read the body. */
  readonly shape?: (() => unknown) | null
  /** The query parameters that the operation looked at; null when it looked at all of them. */
  readonly asked?: readonly string[] | null
  /** What the request sent in vain, where another process has found that out. */
  readonly unread?: Unread
}

/** What a request sent that its operation does not look at. */
export interface Unread {
  /** Members of the body. */
  readonly fields: readonly string[]
  /** Parameters of the query. */
  readonly parameters: readonly string[]
}

const utf8 = new TextDecoder()
const EMPTY = new Uint8Array()

/** A request body as text; what is not UTF-8 in it is replaced. */
export const bodyText = (body: JournalEntry['requestBody']): string =>
  typeof body === 'string' ? body : utf8.decode(body ?? EMPTY)

/** How much a journal keeps. */
export interface JournalLimits {
  readonly entries: number
  /** Bodies and headers of all entries together, in bytes. */
  readonly bytes: number
}

const LIMITS: JournalLimits = { entries: 1_000, bytes: 32 * 1024 * 1024 }
const HEADERS = 1_024 // roughly; counting them would cost more than it tells

const sizeOf = (entry: JournalEntry): number => HEADERS + (entry.requestBody?.length ?? 0) + entry.responseBody.length

const same = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The newest requests of a world. */
export class RequestJournal {
  /** Told of each entry while somebody watches the world. */
  watch: ((entry: JournalEntry) => void) | null = null
  /** What it has forgotten. */
  readonly tally = new Tally()
  /** The newest marks. */
  readonly marks = new Ring<Mark>(KEPT_MARKS)
  readonly #entries: Ring<JournalEntry>
  readonly #limit: number
  /** Told of each entry; the world that it is in takes care of that. */
  listener: ((entry: JournalEntry) => void) | undefined
  #headers: readonly string[] = []
  #target = ''
  #bytes = 0
  #last: number

  constructor(listener?: (entry: JournalEntry) => void, last = 0, { entries, bytes }: JournalLimits = LIMITS) {
    this.listener = listener
    this.#last = last
    this.#entries = new Ring(entries)
    this.#limit = bytes
  }

  /** Numbers the next request. */
  next(): number {
    return ++this.#last
  }

  /** How many requests this world has seen, forgotten ones included. */
  get seen(): number {
    return this.#last
  }

  get size(): number {
    return this.#entries.size
  }

  /** Roughly what the entries take. */
  get bytes(): number {
    return this.#bytes
  }

  /** Request headers as they are to be kept: the ones of the request before, when they are the same. */
  shared(headers: readonly string[]): readonly string[] {
    if (!same(headers, this.#headers)) this.#headers = headers
    return this.#headers
  }

  /** The same for the target. */
  sharedTarget(target: string): string {
    if (target !== this.#target) this.#target = target
    return this.#target
  }

  add(entry: JournalEntry): void {
    this.recall(entry)
    this.listener?.(entry)
    this.watch?.(entry)
  }

  /** Keeps a request that another process has told of. */
  recall(entry: JournalEntry): void {
    this.#last = Math.max(this.#last, entry.n)
    this.#bytes += sizeOf(entry)
    const forgotten = this.#entries.push(entry)
    if (forgotten) this.#forget(forgotten)
    while (this.#bytes > this.#limit && this.#entries.size > 1) this.#forget(this.#entries.shift()!)
  }

  #forget(entry: JournalEntry): void {
    this.#bytes -= sizeOf(entry)
    this.tally.add(entry)
  }

  /** Names a point between the last request and the next one. */
  mark(text: string, at: Millis): Mark {
    const mark = { text, n: this.#last, at }
    this.marks.push(mark)
    return mark
  }

  /** Forgets all entries and marks; the numbers go on. */
  clear(): void {
    this.tally.clear()
    while (this.marks.size > 0) this.marks.shift()
    while (this.#entries.size > 0) this.#entries.shift()
    this.#bytes = 0
  }

  /** Oldest first. */
  entries(): Iterable<JournalEntry> {
    return this.#entries
  }
}
