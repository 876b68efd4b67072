import {
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  type StoredMsg,
} from '@nats-io/jetstream'
import { type NatsConnection, headers } from '@nats-io/transport-node'
import { pause, stopwatch } from '../../../core/clock.ts'
import { CALL_TIMEOUT, reasonOf } from './connection.ts'
import { EngineAway } from '../engine.ts'
import type { Names } from '../names.ts'
import { MARK, type Stored, readMark, writeMark } from '../records.ts'
import { type Append, type Following, Refused, type Streams, Unanswered } from '../streams.ts'

const FOLLOW_AGAIN = 100
const PULL = { max_messages: 500, expires: 2_000, idle_heartbeat: 1_000 }
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
    let at = after
    const over = new AbortController()
    let stop = (): void => {}
    const once = async (): Promise<void> => {
      const consumer = await this.#client.consumers.get(this.#names.stream(subject), {
        filter_subjects: subject,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: at + 1,
      })
      const messages = await consumer.consume(PULL)
      stop = () => messages.stop()
      try {
        if (over.signal.aborted) return
        void this.#stopWhenLost(messages)
        for await (const message of messages) {
          if (over.signal.aborted) return
          if (message.seq <= at) continue
          await visit(toStored(message))
          at = message.seq
        }
      } finally {
        messages.stop()
        void consumer.delete().catch(() => false) // the engine forgets it after a while
      }
    }
    const run = async (): Promise<void> => {
      while (!over.signal.aborted) {
        await once().catch((error: unknown) => this.#tell(subject, error))
        if (!over.signal.aborted) await pause(FOLLOW_AGAIN)
      }
    }
    void run()
    return {
      stop() {
        over.abort()
        stop()
      },
    }
  }

  #tell(subject: string, error: unknown): void {
    const note = `the records of ${subject} are asked for again: ${reasonOf(error)}`
    if (note !== this.#told) this.#warn(note)
    this.#told = note
  }

  /** A consumer that lost its server is made anew, sooner than its library would. */
  async #stopWhenLost(messages: { stop(): void; status(): AsyncIterable<{ readonly type: string }> }): Promise<void> {
    for await (const { type } of messages.status())
      if (/^(?:heartbeats_missed|consumer_not_found|consumer_deleted|no_responders|stream_not_found)$/.test(type))
        return messages.stop()
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
      if (type === 'reconnect') this.#down = undefined
      if (type !== 'disconnect') continue
      this.#down ??= stopwatch()
      for (const reject of this.#waiting) reject(new Unanswered('the connection to the engine was lost'))
      this.#waiting.clear()
    }
  }
}

const toStored = (message: JsMsg | StoredMsg): Stored => {
  const { subject, seq, data } = message
  const marked = 'headers' in message ? message.headers : message.header
  return { subject, seq, data, mark: readMark(marked?.get(MARK)) }
}
