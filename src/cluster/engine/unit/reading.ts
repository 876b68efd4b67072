import type { Entry } from '../../../log/entries.ts'
import type { Objects } from '../objects.ts'
import { type Stored, decode, fromLines } from '../records.ts'
import { EngineAway, type Visit } from '../engine.ts'

/** So many milliseconds without a record that is stored, and the engine counts as away. */
export const STALLED = 10_000
export const stalled = (): EngineAway => new EngineAway('the engine does not hand out what it has')

/** The first line of a fold. */
export interface FoldHead {
  /** Objects with the entries, in their order. */
  readonly objects: readonly string[]
  /** Sequence number of the last record whose place it takes. */
  readonly after: number
}

/** What an owner leaves at its planned end: itself, or the object that has it. */
export interface LeftHead {
  readonly left?: object
  readonly object?: string
}

/** Told of the records of a unit, read. */
export interface Reader {
  readonly entries: Visit
  /** A record names objects; `anew`: no record before it counts any more. */
  readonly objects?: (names: readonly string[], anew: boolean) => void
  /** The owner has let go of it, or another has begun. */
  readonly left?: (left: object | undefined) => void
  readonly record?: (bytes: number) => void
}

/** Reads the records of a unit as they come, with what they keep in objects. */
export class Records {
  #seq = 0
  readonly #objects: Objects
  readonly #reader: Reader

  constructor(objects: Objects, reader: Reader) {
    this.#objects = objects
    this.#reader = reader
  }

  /** Sequence number of the last record. */
  get seq(): number {
    return this.#seq
  }

  readonly visit = async ({ seq, mark, data }: Stored): Promise<void> => {
    const { entries, objects, left, record } = this.#reader
    switch (mark.kind) {
      case 'open':
        entries([], seq, false)
        left?.(undefined)
        break
      case 'entries':
        entries(fromLines(data) as Entry[], seq, false)
        break
      case 'large': {
        const { object } = JSON.parse(decode(data)) as { object: string }
        const found = await this.#object(object)
        objects?.([object], false)
        entries(found, seq, false)
        break
      }
      case 'fold': {
        const [head, ...tail] = fromLines(data) as [FoldHead, ...Entry[]]
        // who has seen all that it stands for needs nothing of it
        if (head.after > this.#seq) {
          const all = []
          for (const name of head.objects) for (const entry of await this.#object(name)) all.push(entry)
          entries([...all, ...tail], seq, true)
        } else entries([], seq, false)
        objects?.(head.objects, true)
        break
      }
      case 'closed': {
        const [head, ...tail] = fromLines(data) as [LeftHead, ...Entry[]]
        entries(tail, seq, false)
        if (left && head.object !== undefined) {
          const whole = await this.#objects.get(head.object)
          objects?.([head.object], false)
          left(whole ? (JSON.parse(decode(whole)) as object) : undefined)
        } else left?.(head.left)
        break
      }
    }
    record?.(data.length)
    this.#seq = seq
  }

  async #object(name: string): Promise<Entry[]> {
    const data = await this.#objects.get(name)
    // what was read then is older than the removal, and soon gone as well
    if (!data) throw new EngineAway(`the object '${name}' is missing`)
    return fromLines(data) as Entry[]
  }
}
