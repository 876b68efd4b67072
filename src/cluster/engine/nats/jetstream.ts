import {
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  type StoredMsg,
} from '@nats-io/jetstream'
import { type NatsConnection, headers } from '@nats-io/transport-node'
import { stopwatch } from '../../../core/clock.ts'
import { CALL_TIMEOUT, reasonOf } from './connection.ts'
import { type Batch, Reading } from './reading.ts'
import { EngineAway } from '../engine.ts'
import type { Names } from '../names.ts'
import { MARK, type Stored, readMark, writeMark } from '../records.ts'
import { type Append, type Following, Refused, type Streams, Unanswered } from '../streams.ts'

const PULL = { max_messages: 500, expires: 1_000, idle_heartbeat: 500 }
const LOST = new Set([
  'heartbeats_missed',
  'consumer_not_found',
  'consumer_deleted',
  'no_responders',
  'stream_not_found',
])
// a server's own limit is for the whole message, of which the headers are a part
const MOST = 512 * 1024
const SHARE = 2

/** The engine over a connection. */
export class JetStreams implements Streams {
  readonly #connection: NatsConnection
  readonly #client: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #names: Names
  readonly #waiting = new Set<(error: Error) => void>()
  readonly #warn: (note: string) => void
  readonly #readings = new Set<Reading>()
  #down: number | undefined
  #told = ''

  constructor(connection: NatsConnection, manager: JetStreamManager, names: Names, warn: (note: string) => void) {
    this.#connection = connection
    this.#client = manager.jetstream()
    this.#manager = manager
    this.#names = names
    this.#warn = warn
    void this.#watch()
  }

  get largest(): number {
    return Math.min(MOST, Math.floor((this.#connection.info?.max_payload ?? MOST) / SHARE))
  }

  get trouble(): string | null {
    if (this.#down === undefined) return null
    return `no server of the engine has answered for ${Math.round((stopwatch() - this.#down) / 1_000_000)} s`
  }

  async append({ subject, mark, data, expected, rollup }: Append): Promise<number> {
    const sent = headers()
    sent.set(MARK, writeMark(mark))
    if (rollup) sent.set('Nats-Rollup', 'sub')
    const expect = { lastSubjectSequence: expected }
    try {
      const { seq } = await this.#call(() =>
        this.#client.publish(subject, data, { headers: sent, expect, timeout: CALL_TIMEOUT }),
      )
      return seq
    } catch (error) {
      if (error instanceof JetStreamApiError) throw new Refused(error.code, error.message)
      throw new Unanswered(reasonOf(error))
    }
  }

  async last(subject: string): Promise<Stored | null> {
    const stream = this.#names.stream(subject)
    const found = await this.#ask(() => this.#manager.streams.getMessage(stream, { last_by_subj: subject }))
    return found && toStored(found)
  }

  async purge(subject: string): Promise<void> {
    const stream = this.#names.stream(subject)
    await this.#ask(() => this.#manager.streams.purge(stream, { filter: subject }))
  }

  follow(subject: string, after: number, visit: (record: Stored) => void | Promise<void>): Following {
    const stream = this.#names.stream(subject)
    const reading = new Reading(
      {
        consume: (after) => this.#consume(stream, subject, after),
        next: async (after) => {
          const query = { seq: after + 1, next_by_subj: subject }
          const found = await this.#ask(() => this.#manager.streams.getMessage(stream, query))
          return found && toStored(found)
        },
        tell: (error) => this.#tell(subject, error),
      },
      after,
      visit,
    )
    this.#readings.add(reading)
    return {
      stop: () => {
        reading.stop()
        this.#readings.delete(reading)
      },
    }
  }

  /** Ends whatever is read. */
  stop(): void {
    for (const reading of this.#readings) reading.stop()
  }

  async #consume(stream: string, subject: string, after: number): Promise<Batch> {
    const consumer = await this.#client.consumers.get(stream, {
      filter_subjects: subject,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
    })
    const messages = await consumer.consume(PULL)
    void stopWhenLost(messages)
    const records = async function* (): AsyncGenerator<Stored> {
      for await (const message of messages) yield toStored(message)
    }
    return {
      records: records(),
      stop: () => {
        messages.stop()
        void consumer.delete().catch(() => false) // the engine forgets it after a while
      },
    }
  }

  #tell(subject: string, error: unknown): void {
    const note = `the records of ${subject} come from the leader alone at present: ${reasonOf(error)}`
    if (note !== this.#told) this.#warn(note)
    this.#told = note
  }

  async #ask<R>(question: () => Promise<R>): Promise<R> {
    try {
      return await this.#call(question)
    } catch (error) {
      throw new EngineAway(reasonOf(error))
    }
  }

  /** A call ends when the connection does: the answer would have come on it. */
  #call<R>(question: () => Promise<R>): Promise<R> {
    if (this.#down !== undefined) return Promise.reject(new Unanswered(this.trouble!))
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject)
      question()
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(reject))
    })
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === 'reconnect') {
        this.#down = undefined
        for (const reading of this.#readings) reading.renew() // who handed it out may be gone with the connection
      }
      if (type !== 'disconnect') continue
      this.#down ??= stopwatch()
      for (const reject of this.#waiting) reject(new Unanswered('the connection to the engine was lost'))
      this.#waiting.clear()
    }
  }
}

/** A consumer that lost its server is made anew, sooner than its library would. */
const stopWhenLost = async (messages: ConsumerMessages): Promise<void> => {
  for await (const { type } of messages.status()) if (LOST.has(type)) return messages.stop()
}

const toStored = (message: JsMsg | StoredMsg): Stored => {
  const { subject, seq, data } = message
  const marked = 'headers' in message ? message.headers : message.header
  return { subject, seq, data, mark: readMark(marked?.get(MARK)) }
}
