import type { FrozenTables } from '../../world/frozen-tables.ts'
import type { World } from '../../world/world.ts'
import type { Expectation } from '../document/schema.ts'

/** The rows of a world behind a request. */
export interface Origin {
  readonly tables: FrozenTables
  /** The number of that request. */
  readonly after: number
}

/** The rows that somebody expects unchanged, as they were before the first request, or at a mark. */
export class Origins {
  readonly #world: World
  readonly #kept = new Map<string | null, Origin>()
  #wanted: ReadonlySet<string | null> = new Set()

  constructor(world: World) {
    this.#world = world
  }

  /** Keeps what these expectations will ask for. */
  adopt(expect: readonly Expectation[]): void {
    const unchanged = expect.filter((one) => one.unchanged !== undefined)
    this.#wanted = new Set(unchanged.map(({ since }) => since?.mark ?? null))
  }

  /** The next request is this one, or a mark has come. */
  note(next: number, mark: string | null = null): void {
    if (!this.#wanted.has(mark) || this.#kept.has(mark)) return
    this.#kept.set(mark, { tables: this.#world.snapshot().tables, after: next - 1 })
  }

  /** The rows at a mark, or before the first request; undefined where nobody kept them. */
  at(mark: string | null): Origin | undefined {
    return this.#kept.get(mark)
  }
}
