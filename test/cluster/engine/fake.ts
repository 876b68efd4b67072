import { EngineAway, type Engine } from '../../../src/cluster/engine/engine.ts'
import { Names } from '../../../src/cluster/engine/names.ts'
import { SharedEngine } from '../../../src/cluster/engine/open-engine.ts'
import type { Stored } from '../../../src/cluster/engine/records.ts'
import { type Append, type Following, Refused, type Streams, Unanswered } from '../../../src/cluster/engine/streams.ts'
import type { Entry } from '../../../src/log/entries.ts'
import type { Log } from '../../../src/log/log.ts'
import { FakeWall } from '../../helpers/wall.ts'

/** What happens to an append instead of its answer: a refusal with a code, or nothing that its sender hears of. */
export type Fault = number | 'unanswered' | 'stored, unanswered'

/** The records of an engine that exists in this process alone. */
export class FakeStore {
  records: Stored[] = []
  /** Everything that was ever stored, in its order. */
  readonly appended: Stored[] = []
  readonly readers = new Set<() => void>()
  #seq = 0

  of(subject: string): Stored[] {
    return this.records.filter((record) => record.subject === subject)
  }

  append({ subject, mark, data, expected, rollup }: Append): number {
    const last = this.of(subject).at(-1)?.seq ?? 0
    if (last !== expected) throw new Refused(10_071, `wrong last sequence: ${last}`)
    if (rollup || subject.includes('.sessions.')) this.purge(subject)
    const record = { subject, mark, data, seq: ++this.#seq }
    this.records.push(record)
    this.appended.push(record)
    for (const read of this.readers) read()
    return this.#seq
  }

  purge(subject: string): void {
    this.records = this.records.filter((record) => !matches(subject, record.subject))
  }
}

const matches = (pattern: string, subject: string): boolean =>
  pattern.endsWith('>') ? subject.startsWith(pattern.slice(0, -1)) : subject === pattern

/** One replica's way to it, which can be cut and go wrong. */
export class FakeStreams implements Streams {
  largest = 1_000
  /** What happens to the next appends. */
  faults: Fault[] = []
  /** Everything that was sent. */
  readonly sent: Append[] = []
  /** How many times a leader was asked. */
  asked = 0
  readonly #store: FakeStore
  #cut = false
  #deaf = false

  constructor(store: FakeStore) {
    this.#store = store
  }

  get trouble(): string | null {
    return this.#cut ? 'the cable is cut' : null
  }

  set cut(cut: boolean) {
    this.#cut = cut
    for (const read of this.#store.readers) read()
  }

  /** Whether nothing that it follows comes through. */
  set deaf(deaf: boolean) {
    this.#deaf = deaf
    for (const read of this.#store.readers) read()
  }

  async append(record: Append): Promise<number> {
    this.sent.push(record)
    if (this.#cut) throw new Unanswered('the cable is cut')
    const fault = this.faults.shift()
    if (typeof fault === 'number') throw new Refused(fault, `refused with ${fault}`)
    if (fault === 'stored, unanswered') this.#store.append(record)
    if (fault !== undefined) throw new Unanswered('timeout')
    return this.#store.append(record)
  }

  async last(subject: string): Promise<Stored | null> {
    this.asked++
    if (this.#cut) throw new EngineAway('the cable is cut')
    return this.#store.of(subject).at(-1) ?? null
  }

  async purge(subject: string): Promise<void> {
    if (this.#cut) throw new EngineAway('the cable is cut')
    this.#store.purge(subject)
  }

  follow(subject: string, after: number, visit: (record: Stored) => void | Promise<void>): Following {
    let [at, reading] = [after, false]
    const read = async (): Promise<void> => {
      if (reading) return
      reading = true
      for (;;) {
        await Promise.resolve()
        const next = this.#store.records.find((record) => record.seq > at && matches(subject, record.subject))
        if (!next || this.#cut || this.#deaf || !this.#store.readers.has(wake)) break
        at = next.seq
        await visit(next)
      }
      reading = false
    }
    const wake = (): void => void read()
    this.#store.readers.add(wake)
    wake()
    return { stop: () => void this.#store.readers.delete(wake) }
  }
}

export const NAMES = new Names('fake')

/** A replica of a cluster in this process. */
export const replica = async (store: FakeStore) => {
  const streams = new FakeStreams(store)
  const options = { servers: [], name: 'fake', address: '127.0.0.1:1', warn: () => {} }
  const engine = new SharedEngine(streams, NAMES, options, () => Promise.resolve())
  await engine.join()
  return { streams, engine }
}

export const part = (value: unknown): Entry => ({ k: 'part', name: 'n', value })

/** Takes a unit and begins its log. */
export const claimed = async (engine: Engine, unit = 'unit', present: readonly Entry[] = []) => {
  const log = await engine.claim(unit)
  const found: Entry[] = []
  log.read((entry) => found.push(entry))
  log.begin({ present: () => ({ entries: present, end: () => {} }), mark: () => true, wall: new FakeWall() })
  const values = found.map((entry) => (entry.k === 'part' ? entry.value : entry.k))
  return { log, found: values }
}

/** What came of everything that was added. */
export const stored = (log: Pick<Log, 'whenStored'>): Promise<string | null> => new Promise(log.whenStored!)
