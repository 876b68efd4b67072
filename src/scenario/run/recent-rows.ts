import type { Stateful } from '../../world/lifecycle.ts'

const KEPT = 10_000

/** The newest rows of a world, each as it was when it last entered a state: those that are gone included. */
export class RecentRows {
  readonly #rows = new Map<string, { readonly type: string; readonly row: Stateful }>()

  add(type: string, row: Stateful): void {
    const key = `${type}\u0000${row.id}`
    this.#rows.delete(key)
    this.#rows.set(key, { type, row })
    if (this.#rows.size > KEPT) this.#rows.delete(this.#rows.keys().next().value!)
  }

  of(type: string): Stateful[] {
    return [...this.#rows.values()].filter((one) => one.type === type).map(({ row }) => row)
  }
}
