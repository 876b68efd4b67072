import type { Owner } from './owner.ts'

/** What stands in order, of which a part costs as much as it holds, wherever it begins. */
export interface Sequence<T> extends Iterable<T> {
  readonly size: number
  /** From one position to before another. */
  slice(from: number, to?: number): T[]
}

export type Rank = number | string

/** A sequence in the order of ranks. */
export interface Ranked<T, R extends Rank> extends Sequence<T> {
  /** How many items come before a rank. */
  before(rank: R): number
}

// a method type, so that a list of narrower items still counts as a list of items
type RankOf<T, R extends Rank> = { of(item: T): R }['of']

interface Piece<T> {
  readonly owner: Owner
  readonly items: T[]
}

// copied with the first write to any of its items: far below a microsecond
const MOST = 512

/** Items in the order of their ranks, each rank once, in pieces. Copies share the pieces, so a write copies one of them and not the list. */
export class Sorted<T, R extends Rank = Rank> implements Ranked<T, R> {
  readonly owner: Owner
  readonly #rankOf: RankOf<T, R>
  readonly #pieces: Piece<T>[]
  #size: number

  constructor(owner: Owner, from: Sorted<T, R> | RankOf<T, R>) {
    this.owner = owner
    const of = typeof from === 'function' ? undefined : from
    this.#rankOf = of ? of.#rankOf : (from as RankOf<T, R>)
    this.#pieces = of ? [...of.#pieces] : []
    this.#size = of ? of.#size : 0
  }

  get size(): number {
    return this.#size
  }

  get(rank: R): T | undefined {
    const items = this.#pieces[this.#pieceOf(rank)]?.items
    if (items === undefined) return undefined
    const item = items[this.#within(items, rank)]
    return item !== undefined && this.#rankOf(item) === rank ? item : undefined
  }

  /** Adds an item, in place of the one of the same rank. */
  set(item: T): void {
    const rank = this.#rankOf(item)
    const at = this.#pieceOf(rank)
    if (at < 0) {
      this.#pieces.unshift({ owner: this.owner, items: [item] })
      this.#size++
      return
    }
    const { items } = this.#own(at)
    const within = this.#within(items, rank)
    const present = items[within]
    if (present !== undefined && this.#rankOf(present) === rank) {
      items[within] = item
      return
    }
    this.#size++
    if (within === items.length) items.push(item)
    else items.splice(within, 0, item)
    if (items.length > MOST) this.#split(at, within)
  }

  delete(rank: R): boolean {
    const at = this.#pieceOf(rank)
    const items = this.#pieces[at]?.items
    const within = items ? this.#within(items, rank) : -1
    const present = items?.[within]
    if (present === undefined || this.#rankOf(present) !== rank) return false
    this.#size--
    if (items!.length === 1) this.#pieces.splice(at, 1)
    else this.#own(at).items.splice(within, 1)
    return true
  }

  before(rank: R): number {
    const at = this.#pieceOf(rank)
    if (at < 0) return 0
    let count = this.#within(this.#pieces[at]!.items, rank)
    for (let i = 0; i < at; i++) count += this.#pieces[i]!.items.length
    return count
  }

  slice(from: number, to = this.#size): T[] {
    const found: T[] = []
    let start = 0
    for (const { items } of this.#pieces) {
      if (start >= to) break
      const end = start + items.length
      for (let i = Math.max(from, start); i < Math.min(to, end); i++) found.push(items[i - start]!)
      start = end
    }
    return found
  }

  *[Symbol.iterator](): Generator<T> {
    for (const { items } of this.#pieces) yield* items
  }

  /** Which piece a rank belongs to: the last one that begins no later; -1 before all. */
  #pieceOf(rank: R): number {
    const last = this.#pieces.length - 1
    // most of what comes is the newest
    if (last >= 0 && this.#rankOf(this.#pieces[last]!.items[0]!) <= rank) return last
    let [low, high] = [0, last]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#rankOf(this.#pieces[middle]!.items[0]!) <= rank) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Where in a piece the first item stands that is not before a rank. */
  #within(items: readonly T[], rank: R): number {
    if (this.#rankOf(items.at(-1)!) < rank) return items.length
    let [low, high] = [0, items.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#rankOf(items[middle]!) < rank) low = middle + 1
      else high = middle
    }
    return low
  }

  #own(at: number): Piece<T> {
    const piece = this.#pieces[at]!
    if (piece.owner === this.owner) return piece
    return (this.#pieces[at] = { owner: this.owner, items: [...piece.items] })
  }

  /** Makes two of a piece: half and half, but for what grows at its end. */
  #split(at: number, within: number): void {
    const { items } = this.#pieces[at]!
    const middle = within === items.length - 1 ? within : items.length >> 1
    this.#pieces.splice(at + 1, 0, { owner: this.owner, items: items.splice(middle) })
  }
}

/** What stands behind the items of a sequence, looked up when it is asked for. */
export class Behind<T, R extends Rank> implements Ranked<T, R> {
  readonly #ranks: Ranked<R, R>
  readonly #look: (rank: R) => T

  constructor(ranks: Ranked<R, R>, look: (rank: R) => T) {
    this.#ranks = ranks
    this.#look = look
  }

  get size(): number {
    return this.#ranks.size
  }

  before(rank: R): number {
    return this.#ranks.before(rank)
  }

  slice(from: number, to?: number): T[] {
    return this.#ranks.slice(from, to).map(this.#look)
  }

  *[Symbol.iterator](): Generator<T> {
    for (const rank of this.#ranks) yield this.#look(rank)
  }
}
