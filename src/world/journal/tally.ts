/** What is counted of a request. */
export interface Counted {
  readonly provider: string
  readonly op: string | null
  readonly status: number
  /** The scenario that was active. */
  readonly scenario: string | undefined
}

/** How often an operation was answered with a status. */
export interface Recounted extends Omit<Counted, 'scenario'> {
  readonly count: number
}

type Statuses = Map<number, number>

/** How many requests a journal has forgotten; those of scenarios by operation and status as well. */
export class Tally {
  #forgotten = 0
  #told = 0
  readonly #ops = new Map<string, Map<string | null, Statuses>>()

  /** All of them. */
  get forgotten(): number {
    return this.#forgotten
  }

  /** Those of which no more is known than that they were. */
  get untold(): number {
    return this.#forgotten - this.#told
  }

  /** Counts a request that is forgotten. One without a scenario costs no more than that. */
  add({ provider, op, status, scenario }: Counted): void {
    if (scenario === undefined) this.#forgotten++
    else this.recall({ provider, op, status, count: 1 })
  }

  /** Counts requests of which no more is known than that they were. */
  recallUntold(count: number): void {
    this.#forgotten += count
  }

  /** Counts requests as {@link counts} tells of them. */
  recall({ provider, op, status, count }: Recounted): void {
    this.#forgotten += count
    this.#told += count
    let ops = this.#ops.get(provider)
    if (!ops) this.#ops.set(provider, (ops = new Map()))
    let statuses = ops.get(op)
    if (!statuses) ops.set(op, (statuses = new Map()))
    statuses.set(status, (statuses.get(status) ?? 0) + count)
  }

  /** How often each operation was answered with each status. */
  *counts(): Generator<Recounted> {
    for (const [provider, ops] of this.#ops)
      for (const [op, statuses] of ops) for (const [status, count] of statuses) yield { provider, op, status, count }
  }

  clear(): void {
    this.#forgotten = this.#told = 0
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
