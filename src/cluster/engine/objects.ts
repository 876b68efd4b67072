import type { Names } from './names.ts'
import { EngineAway } from './engine.ts'
import { type Kind, type Stored } from './records.ts'
import { settle } from './settle.ts'
import type { Streams } from './streams.ts'
import { wallTimer } from '../../core/clock.ts'

/** Bytes, as they come. */
export type Parts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

const LOOK_AGAIN = 2_000

/** Things larger than a record: chunks, one behind the other, and an end. */
export class Objects {
  readonly #streams: Streams
  readonly #names: Names
  readonly #session: () => string
  readonly #nextId: () => string

  constructor(streams: Streams, names: Names, session: () => string, nextId: () => string) {
    this.#streams = streams
    this.#names = names
    this.#session = session
    this.#nextId = nextId
  }

  /** Puts an object in place of one that has its name. */
  async put(name: string, data: Parts, signal: AbortSignal): Promise<void> {
    const subject = this.#names.object(name)
    if (await this.#streams.last(subject)) await this.#streams.purge(subject)
    let expected = 0
    const append = async (kind: Kind, part: Uint8Array): Promise<void> => {
      const mark = { kind, session: this.#session(), epoch: 0, id: this.#nextId() }
      const { seq } = await settle(this.#streams, { subject, mark, data: part, expected }, signal)
      if (seq === null) throw new EngineAway(`somebody else writes the object '${name}'`)
      expected = seq
    }
    for await (const part of inChunks(data, this.#streams.largest)) await append('chunk', part)
    await append('end', new Uint8Array())
  }

  /** The whole object; null where there is none, or not all of it. */
  async get(name: string): Promise<Uint8Array | null> {
    const subject = this.#names.object(name)
    for (;;) {
      const last = await this.#streams.last(subject)
      if (last?.mark.kind !== 'end') return null
      const parts = await this.#parts(subject, last.seq)
      if (parts) return Buffer.concat(parts)
    }
  }

  async remove(name: string): Promise<void> {
    await this.#streams.purge(this.#names.object(name))
  }

  /** The chunks before an end; undefined when that does not come. */
  #parts(subject: string, end: number): Promise<Uint8Array[] | undefined> {
    return new Promise((resolve) => {
      const parts: Uint8Array[] = []
      let before = -1
      const finish = (found: Uint8Array[] | undefined): void => {
        following.stop()
        cancel()
        resolve(found)
      }
      const following = this.#streams.follow(subject, 0, ({ seq, data, mark }: Stored) => {
        if (mark.kind === 'chunk') parts.push(data)
        if (seq >= end) finish(mark.kind === 'end' ? parts : undefined)
      })
      // another may have removed it meanwhile
      const look = (): (() => void) =>
        wallTimer(LOOK_AGAIN, () => {
          if (parts.length === before) return finish(undefined)
          before = parts.length
          cancel = look()
        })
      let cancel = look()
    })
  }
}

const inChunks = async function* (data: Parts, most: number): AsyncGenerator<Uint8Array> {
  let [parts, size]: [Uint8Array[], number] = [[], 0]
  for await (const part of data)
    for (let at = 0; at < part.length;) {
      const piece = part.subarray(at, at + most - size)
      parts.push(piece)
      size += piece.length
      at += piece.length
      if (size < most) continue
      yield Buffer.concat(parts)
      ;[parts, size] = [[], 0]
    }
  if (size > 0) yield Buffer.concat(parts)
}
