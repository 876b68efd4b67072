import { KeepError } from '../../world/commits.ts'
import { type Kept, noteName, readName } from '../../world/judge.ts'
import type { ScenarioDocument } from '../document/schema.ts'

/** Something of the emulator as a whole under a name, in place of what was there; null takes it away. */
export type Part = readonly [name: string, value: unknown]

// editions that nobody needs any more are looked for when there are so many more than there were
const SPARE = 32

/** The texts of scenarios under numbers that are never given again: resources keep the rules under which they entered their state. */
export class Editions {
  readonly #documents = new Map<number, ScenarioDocument>()
  /** The editions that worlds of an earlier run name, by namespace, until somebody comes. */
  readonly #left = new Map<string, ReadonlySet<number>>()
  #last = 0
  #pruneAt = SPARE

  /** The text of an edition that somebody needs. */
  document(edition: number): ScenarioDocument | undefined {
    return this.#documents.get(edition)
  }

  /** Goes on from what was kept. */
  resume(parts: Kept['parts'], notes: Kept['notes']): void {
    this.#documents.clear()
    for (const [name, value] of parts) {
      const [kind, number] = readName(name)
      if (kind !== 'edition') continue
      this.take(Number(number), value as ScenarioDocument)
    }
    for (const [namespace, own] of notes) {
      const named = new Set<number>()
      for (const value of own.values()) {
        const { edition } = (value ?? {}) as { edition?: unknown }
        if (typeof edition === 'number') named.add(edition)
      }
      if (named.size > 0) this.#left.set(namespace, named)
    }
    this.#pruneAt = this.#documents.size + SPARE
  }

  /** The number of the next text, and how it is kept. */
  next(document: ScenarioDocument): readonly [edition: number, part: Part] {
    const edition = this.#last + 1
    return [edition, [nameOf(edition), document]]
  }

  /** Takes over a text that was kept; null is one that nobody needs. */
  take(edition: number, document: ScenarioDocument | null): void {
    if (document) this.#documents.set(edition, document)
    else this.#documents.delete(edition)
    this.#last = Math.max(this.#last, edition)
  }

  /** Somebody came to a namespace, or it is gone. */
  release(namespace: string): void {
    this.#left.delete(namespace)
  }

  /** Forgets the texts that nobody needs, once there are many; `used` lists those that are in use. */
  prune(used: () => Iterable<number>, keep: Kept['keep']): void {
    if (this.#documents.size < this.#pruneAt) return
    const needed = new Set(used())
    for (const named of this.#left.values()) for (const edition of named) needed.add(edition)
    try {
      for (const edition of this.#documents.keys()) {
        if (needed.has(edition)) continue
        keep(nameOf(edition), null)
        this.#documents.delete(edition)
      }
    } catch (error) {
      if (!(error instanceof KeepError)) throw error // they are looked for again
    }
    this.#pruneAt = this.#documents.size + SPARE
  }
}

const nameOf = (edition: number): string => noteName('edition', String(edition))
