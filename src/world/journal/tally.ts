/** How often an operation was answered with a status. */
export interface Counted {
  readonly provider: string
  readonly op: string | null
  readonly status: number
  readonly count: number
}

interface Count extends Counted {
  count: number
}

/** How many requests a journal has forgotten, by operation and status. */
export class Tally {
  #forgotten = 0
  readonly #ops = new Map<string, Map<string | null, Map<number, Count>>>()
  /** Clients ask the same thing again and again, and that costs no look-up. */
  #newest: Count | null = null

  /** All of them. */
  get forgotten(): number {
    return this.#forgotten
  }

  /** Counts requests that are forgotten. */
  add({ provider, op, status }: Omit<Counted, 'count'>, count = 1): void {
    const newest = this.#newest
    const same = newest !== null && newest.op === op && newest.status === status && newest.provider === provider
    const counted = same ? newest : (this.#newest = this.#countOf(provider, op, status))
    counted.count += count
    this.#forgotten += count
  }

  #countOf(provider: string, op: string | null, status: number): Count {
    let ops = this.#ops.get(provider)
    if (!ops) this.#ops.set(provider, (ops = new Map()))
    let statuses = ops.get(op)
    if (!statuses) ops.set(op, (statuses = new Map()))
    let counted = statuses.get(status)
    if (!counted) statuses.set(status, (counted = { provider, op, status, count: 0 }))
    return counted
  }

  /** How often each operation was answered with each status. */
  *counts(): Generator<Counted> {
    for (const ops of this.#ops.values())
      for (const statuses of ops.values()) for (const counted of statuses.values()) yield { ...counted }
  }

  clear(): void {
    this.#forgotten = 0
    this.#newest = null
    this.#ops.clear()
  }
}

/** A point in the work of a client, as somebody outside named it. */
export interface Mark {
  readonly text: string
  /** The number of the last request before it. */
  readonly n: number
  /** Emulated time. */
  readonly at: number
}

/** As many marks as a journal keeps. */
export const KEPT_MARKS = 1_000
