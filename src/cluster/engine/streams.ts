import type { Mark, Stored } from './records.ts'

/** A record that is to stand behind the one with the sequence number `expected` of its subject; behind none for 0. */
export interface Append {
  readonly subject: string
  readonly mark: Mark
  readonly data: Uint8Array
  readonly expected: number
  /** It takes the place of all records of its subject. */
  readonly rollup?: boolean | undefined
}

/** Goes on until it is stopped. */
export interface Following {
  stop(): void
}

/** What is asked of the engine: a few kinds of calls, on which everything else stands. */
export interface Streams {
  /** Resolves with the sequence number. Rejects with {@link Refused}, or {@link Unanswered}: it may stand there or not, or yet come to. */
  append(record: Append): Promise<number>
  /** The last record of a subject, as the leader of its stream has it. Rejects with EngineAway. */
  last(subject: string): Promise<Stored | null>
  /**
   * Visits the records of a subject (whose last token may be `>`) behind a sequence number, each once, in their order, as they
   * come. They come from any copy, so a record that was acknowledged may be a while.
   */
  follow(subject: string, after: number, visit: (record: Stored) => void | Promise<void>): Following
  /** Removes all records of a subject. Rejects with EngineAway. */
  purge(subject: string): Promise<void>
  /** How much a record may hold, in bytes. */
  readonly largest: number
  /** Why there is no way to the engine; null when there is. */
  readonly trouble: string | null
}

/** Nobody knows what came of a call. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

/** The engine's refusal. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
