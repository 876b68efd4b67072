import { type Micros, stopwatch, wallTimer } from '../../../core/clock.ts'
import { KeepError, type WhenStored } from '../../../world/commits.ts'
import { EngineAway, type Timing } from '../engine.ts'
import type { Objects, Parts } from '../objects.ts'
import { type Kind, type Mark, encode } from '../records.ts'
import { settle } from '../settle.ts'
import type { Streams } from '../streams.ts'

export interface AppenderContext {
  readonly streams: Streams
  readonly objects: Objects
  readonly subject: string
  readonly timing: Timing
  /** What its records are marked with. */
  readonly mark: (kind: Kind) => Mark
  /** A name for an object that no other object has. */
  readonly nextObject: () => string
  /** Why answers may not leave at present; null when they may. */
  readonly heldUp: () => string | null
  /** Told when another record stands where the next one should. */
  readonly deposed: () => void
}

/** Entries that go together. */
interface Batch {
  readonly text: string
  /** Number of the last of them. */
  readonly upTo: number
}

interface Waiting {
  readonly entry: number
  readonly since: Micros
  readonly leave: Parameters<WhenStored>[0]
}

/** Appends the entries of a unit: one record is under way, and those that come meanwhile go together in the next. */
export class Appender {
  /** Sequence number of the last record that is stored. */
  seq: number
  /** How much was stored since this was last set to nothing. */
  grown = { records: 0, bytes: 0 }
  /** The objects that records name. */
  objects: string[]
  readonly #context: AppenderContext
  readonly #over = new AbortController()
  readonly #jobs: (() => Promise<void>)[] = []
  #lines: string[] = []
  #added = 0
  #stored = 0
  #running = false
  #waiting: Waiting[] = []
  #cancelTimer = (): void => {}
  /** When the record that is under way was first sent, and why it takes so long. */
  #sent: Micros | undefined
  #why = 'it takes its time'
  #ended: string | null = null

  constructor(context: AppenderContext, seq: number, objects: string[]) {
    this.#context = context
    this.seq = seq
    this.objects = objects
  }

  /** Why entries are refused; null when all is well. */
  get trouble(): string | null {
    if (this.#ended !== null) return this.#ended
    const patience = this.#context.timing.backlog * 1_000
    if (this.#sent !== undefined && stopwatch() - this.#sent > patience)
      return `the engine does not acknowledge: ${this.#why}`
    return this.#context.heldUp()
  }

  /** Is aborted at the end. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  add(line: string): void {
    const { trouble } = this
    if (trouble !== null) throw new KeepError(trouble)
    this.#lines.push(line)
    this.#added++
    this.#start()
  }

  readonly whenStored: WhenStored = (leave) => {
    if (this.#ended !== null) return leave(this.#ended)
    if (this.#stored >= this.#added) return leave(this.#context.heldUp())
    this.#waiting.push({ entry: this.#added, since: stopwatch(), leave })
    if (this.#waiting.length === 1) this.#giveUpLater()
  }

  /** Runs work of which {@link append} is a part, while no other record is under way. */
  exclusively(work: () => Promise<void>): Promise<void> {
    if (this.#ended !== null) return Promise.reject(new EngineAway(this.#ended))
    return new Promise((resolve, reject) => {
      this.#jobs.push(() => work().then(resolve, reject))
      this.#start()
    })
  }

  /** Appends a record now. Rejects with EngineAway once it is at its end. */
  async append(kind: Kind, data: Uint8Array, rollup = false): Promise<void> {
    const { streams, subject, mark, deposed } = this.#context
    this.#sent = stopwatch()
    const record = { subject, mark: mark(kind), data, expected: this.seq, rollup }
    const { seq } = await settle(streams, record, this.signal, (why) => {
      this.#why = why
    })
    this.#sent = undefined
    if (seq === null) {
      deposed()
      throw new EngineAway('another replica has taken it')
    }
    this.seq = seq
    this.grown.records++
    this.grown.bytes += data.length
  }

  /** Takes entries that are not under way yet, up to so many bytes. */
  take(most = Infinity): Batch {
    let [count, text] = [0, '']
    for (const line of this.#lines) {
      if (count > 0 && text.length + line.length > most) break
      text += line
      count++
    }
    this.#lines.splice(0, count)
    return { text, upTo: this.#added - this.#lines.length }
  }

  /** Appends entries, through an object where they are too large for a record. */
  async appendEntries({ text, upTo }: Batch): Promise<void> {
    if (text === '') return
    const data = encode(text)
    if (data.length <= this.#context.streams.largest) await this.append('entries', data)
    else await this.append('large', encode(JSON.stringify({ object: await this.putObject([data]) })))
    this.reached(upTo)
  }

  /** Puts data under a name of its own, and returns that. */
  async putObject(data: Parts): Promise<string> {
    const { objects, nextObject } = this.#context
    const name = nextObject()
    await objects.put(name, data, this.signal)
    this.objects.push(name)
    return name
  }

  /** Entries up to this number are stored. */
  reached(upTo: number): void {
    this.#stored = upTo
    while (this.#waiting.length > 0 && this.#waiting[0]!.entry <= upTo)
      this.#waiting.shift()!.leave(this.#context.heldUp())
  }

  /** Ends it: whatever waits leaves with the reason. */
  end(reason: string): void {
    if (this.#ended !== null) return
    this.#ended = reason
    this.#cancelTimer()
    this.#lines = []
    this.#over.abort(new EngineAway(reason))
    for (const { leave } of this.#waiting.splice(0)) leave(reason)
  }

  #start(): void {
    if (this.#running) return
    this.#running = true
    // whatever comes in the same turn of the event loop goes along
    setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    try {
      while (this.#ended === null) {
        const job = this.#jobs.shift()
        if (job) await job()
        else if (this.#lines.length > 0) await this.appendEntries(this.take(this.#context.streams.largest))
        else break
      }
    } catch (error) {
      this.end((error as Error).message)
      if (!(error instanceof EngineAway)) throw error
    } finally {
      this.#running = false
      if (this.#ended !== null) for (const job of this.#jobs.splice(0)) void job()
    }
  }

  /** Answers do not wait for ever. */
  #giveUpLater(): void {
    const { answers } = this.#context.timing
    const waited = (stopwatch() - this.#waiting[0]!.since) / 1_000
    this.#cancelTimer = wallTimer(Math.max(0, answers - waited), () => {
      const until = stopwatch() - answers * 1_000
      while (this.#waiting.length > 0 && this.#waiting[0]!.since <= until)
        this.#waiting.shift()!.leave(this.trouble ?? 'the engine has not acknowledged it in time')
      if (this.#waiting.length > 0) this.#giveUpLater()
    })
  }
}
