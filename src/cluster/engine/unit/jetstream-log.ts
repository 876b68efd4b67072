import { turn, wallTimer } from '../../../core/clock.ts'
import { ConfigError } from '../../../core/config.ts'
import type { Entry } from '../../../log/entries.ts'
import { type LogSource, markEverySecond } from '../../../log/log.ts'
import type { WhenStored } from '../../../world/commits.ts'
import { Appender, type AppenderContext } from './appender.ts'
import { EngineAway, type OwnedLog } from '../engine.ts'
import { gathered, inParts } from './parts.ts'
import { decode, encode, toLines } from '../records.ts'
import type { FoldHead, LeftHead } from './reading.ts'

/** What a unit was found with. */
export interface Found {
  readonly entries: readonly Entry[]
  readonly left: object | undefined
  /** Sequence number of the record with which this replica took it. */
  readonly seq: number
  readonly objects: readonly string[]
  /** How much stands there since it was folded. */
  readonly grown: { readonly records: number; readonly bytes: number }
}

export interface OwnedLogContext extends Omit<AppenderContext, 'deposed' | 'heldUp'> {
  readonly unit: string
  /** Why nothing may be served at present; null when it may. */
  readonly suspended: () => string | null
  /** How many times the session was suspended so far. */
  readonly gaps: () => number
  /** Whether the last record of a unit is this one. */
  readonly isLast: (seq: number) => Promise<boolean>
  /** Told when it is at its end. */
  readonly ended: (log: JetStreamLog) => void
  readonly warn: (note: string) => void
}

const FOLD_RECORDS = 4_000
const FOLD_BYTES = 8 * 1024 * 1024
// what is quicker to be read than to be folded
const SHORT_RECORDS = 100
const SHORT_BYTES = 256 * 1024
const TAKEN = 'another replica has taken it'

/** The log of a unit that this replica holds. */
export class JetStreamLog implements OwnedLog {
  readonly unit: string
  readonly left: object | undefined
  readonly whenStored: WhenStored
  readonly #context: OwnedLogContext
  readonly #appender: Appender
  readonly #listeners: ((reason: string) => void)[] = []
  #found: readonly Entry[]
  #source: LogSource | undefined
  #stopMarking = (): void => {}
  #gaps: number
  #isClosed = false
  #closing: Promise<void> | undefined
  #folding: Promise<void> | undefined
  /** Entries that were added since the present was taken for a fold. */
  #tail: string[] | undefined
  #foldBytes = FOLD_BYTES

  constructor(context: OwnedLogContext, { entries, left, seq, objects, grown }: Found) {
    this.unit = context.unit
    this.left = left
    this.#context = context
    this.#found = entries
    this.#gaps = context.gaps()
    this.#appender = new Appender(
      { ...context, heldUp: () => this.#heldUp(), deposed: () => this.depose(TAKEN) },
      seq,
      [...objects],
    )
    this.#appender.grown = { ...grown }
    this.whenStored = this.#appender.whenStored
  }

  get seq(): number {
    return this.#appender.seq
  }

  get trouble(): string | null {
    return this.#isClosed ? null : this.#appender.trouble
  }

  isHeld(): boolean {
    return !this.#closing && !this.#appender.signal.aborted && this.#heldUp() === null
  }

  async verify(): Promise<boolean> {
    if (this.#appender.signal.aborted) return false
    const gaps = this.#context.gaps()
    // a record under way is the question already: it would be refused
    await this.#appender.exclusively(async () => {
      if (!(await this.#context.isLast(this.seq))) this.depose(TAKEN)
    })
    this.#gaps = gaps
    return this.isHeld()
  }

  onDeposed(then: (reason: string) => void): void {
    this.#listeners.push(then)
  }

  /** Ends it for a reason: nothing of it may be served any more. */
  depose(reason: string): void {
    if (this.#appender.signal.aborted) return
    this.#stop(reason)
    for (const then of this.#listeners) then(reason)
  }

  read(visit: (entry: Entry) => void): void {
    let n = 0
    try {
      for (const entry of this.#found) {
        n++
        visit(entry)
      }
    } catch (error) {
      if (error instanceof ConfigError) throw new ConfigError(`${this.#context.subject}:${n}: ${error.message}`)
      throw error
    }
  }

  begin(source: LogSource): void {
    this.#source = source
    if (this.#found.length === 0) {
      const { entries, end } = source.present()
      for (const entry of entries) this.add(entry)
      end()
    }
    this.#found = []
    this.#stopMarking = markEverySecond(source)
  }

  add(entry: Entry): void {
    const line = `${JSON.stringify(entry)}\n`
    this.#appender.add(line)
    this.#tail?.push(line)
    const { records, bytes } = this.#appender.grown
    if ((records >= FOLD_RECORDS || bytes >= this.#foldBytes) && !this.#folding && this.#source && !this.#closing)
      setImmediate(() => void this.fold().catch((error: unknown) => this.#foldFailed(error)))
  }

  fold(): Promise<void> {
    this.#folding ??= this.#fold().finally(() => {
      this.#folding = undefined
    })
    return this.#folding
  }

  abandon(): void {
    this.#stop('it was let go of')
  }

  close(): Promise<void> {
    this.#closing ??= this.#end(() => ({}))
    return this.#closing
  }

  release(left: () => object): Promise<void> {
    const { records, bytes } = this.#appender.grown
    const isShort = records < SHORT_RECORDS && bytes < SHORT_BYTES
    this.#closing ??= this.#end(left, !isShort)
    return this.#closing
  }

  #heldUp(): string | null {
    return this.#context.suspended() ?? (this.#gaps === this.#context.gaps() ? null : 'it is being looked after')
  }

  async #end(left: () => object, folded = false): Promise<void> {
    const appender = this.#appender
    const giveUp = wallTimer(2 * this.#context.timing.answers, () => this.depose('the engine does not answer'))
    try {
      await (folded ? this.fold() : this.#folding)
      if (!appender.signal.aborted) {
        await appender.exclusively(() => appender.appendEntries(appender.take()))
        await turn() // what waited for that leaves, and is among what is left
        this.#stopMarking()
        this.#source?.mark()
        if (this.#source) this.add({ k: 'closed' })
        await appender.exclusively(() => this.#writeEnd(left()))
      }
    } finally {
      giveUp()
      this.#stop('it was closed')
    }
  }

  async #writeEnd(left: object): Promise<void> {
    const appender = this.#appender
    const { largest } = this.#context.streams
    let batch = appender.take()
    if (batch.text.length > largest / 2) {
      await appender.appendEntries(batch)
      batch = appender.take()
    }
    const data = encode(JSON.stringify(left))
    const head: LeftHead = data.length > largest / 2 ? { object: await appender.putObject([data]) } : { left }
    await appender.append('closed', encode(toLines([head]) + batch.text))
    appender.reached(batch.upTo)
    this.#isClosed = true
    this.#stop('it was closed') // nothing comes behind it
  }

  #stop(reason: string): void {
    this.#stopMarking()
    this.#source = undefined
    this.#appender.end(reason)
    this.#context.ended(this)
  }

  async #fold(): Promise<void> {
    const appender = this.#appender
    const source = this.#source
    if (!source) throw new EngineAway('it was closed')
    const tail: string[] = (this.#tail = [])
    const before = [...appender.objects]
    const { entries, end } = source.present()
    try {
      const most = this.#context.streams.largest / 3
      const present = await gathered(inParts(entries), most)
      const small = present instanceof Uint8Array ? decode(present) : ''
      const objects = present instanceof Uint8Array ? [] : [await appender.putObject(present)]
      await appender.exclusively(async () => {
        const { upTo } = appender.take() // they are in the tail
        const added = encode(tail.join(''))
        const fits = added.length <= most
        if (!fits) objects.push(await appender.putObject([added]))
        const head: FoldHead = { objects, after: appender.seq }
        await appender.append('fold', encode(toLines([head]) + small + (fits ? decode(added) : '')), true)
        appender.grown = { records: 0, bytes: 0 }
        appender.objects = objects
        appender.reached(upTo)
      })
    } finally {
      this.#tail = undefined
      end()
    }
    // what cannot be removed takes room, and nobody asks for it
    await Promise.allSettled(before.map((name) => this.#context.objects.remove(name)))
  }

  #foldFailed(error: unknown): void {
    if (this.#appender.signal.aborted) return
    this.#foldBytes = this.#appender.grown.bytes + FOLD_BYTES
    this.#context.warn(`${this.unit}: the log could not be folded, and grows: ${(error as Error).message}`)
  }
}
