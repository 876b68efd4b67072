import { pause } from '../core/clock.ts'
import { pairsOf } from '../core/lists.ts'
import type { Ending } from '../world/judge.ts'
import type { Location } from './location.ts'

/** The largest request body that any provider reads, in bytes. */
export const BODY_LIMIT = 1024 * 1024

/** An answer as it goes on the wire. */
export interface WireAnswer {
  readonly status: number
  /** Names and values in turn, spelt as they are sent. */
  readonly headers: readonly string[]
  readonly body: string | null
}

/** How an answer breaks off on the wire, or does not come at all. */
export type Abort = Extract<Ending, { kind: 'hang' | 'reset' | 'close' | 'truncate' | 'dribble' | 'idleClose' }>

/** One request and the way back to its client. Where it goes is settled before anybody sees it. */
export interface Exchange extends Location {
  readonly method: string
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[]
  /** The body once it was received; null when there is none, or one larger than {@link BODY_LIMIT}. */
  readonly body: Uint8Array | null
  /** The body exceeds the limit and was not read to its end. */
  readonly oversize: boolean
  /** Whether an answer has begun. */
  readonly answered: boolean
  /** Whether its connection has carried an answer before. */
  readonly reused: boolean
  /** Settles once the requests before it on its connection were answered; null where they are. */
  readonly turn: Promise<void> | null
  /** A request header by its lower-case name. */
  header(name: string): string | undefined
  /** Reads the body, up to the limit, then goes on: at once where there is none, never when the client goes away before. */
  receive(done: () => void): void | Promise<void>
  /** Sends the answer; a client that is gone hears nothing. */
  answer(answer: WireAnswer): void
  /** Breaks the answer off, or leaves it out. */
  abort(how: Abort, answer: WireAnswer): void | Promise<void>
  /** Lets a web application answer, which reads the body for itself. */
  answerBy(app: (request: Request) => Promise<Response>): void | Promise<void>
}

/** An answer as a web one. */
export const toResponse = ({ status, headers, body }: WireAnswer): Response =>
  new Response(body, { status, headers: pairsOf(headers) })

/** The parts in which a body dribbles, with the pauses between them. */
export const dribble = async function* (
  body: string | null,
  { bytes, every }: Extract<Abort, { kind: 'dribble' }>,
): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(body ?? '')
  for (let at = 0; at < whole.length; at += bytes) {
    if (at > 0) await pause(every)
    yield whole.subarray(at, at + bytes)
  }
}

/** The start of a body that is cut off. */
export const truncated = (body: string | null, bytes: number): Uint8Array => Buffer.from(body ?? '').subarray(0, bytes)
