/** The newest `capacity` items in order; older ones are forgotten. Costs nothing until it is used. */
export class Ring<T> {
  readonly #capacity: number
  readonly #items: (T | undefined)[] = []
  #head = 0
  #size = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#size
  }

  /** Adds an item and returns the one that had to make room. */
  push(item: T): T | undefined {
    if (this.#size === this.#capacity) {
      const oldest = this.#items[this.#head]
      this.#items[this.#head] = item
      this.#head = (this.#head + 1) % this.#capacity
      return oldest
    }
    // slots fill in turn, so the next free one lies within the array or right behind it
    this.#items[(this.#head + this.#size++) % this.#capacity] = item
    return undefined
  }

  /** Takes the oldest item out. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined
    const oldest = this.#items[this.#head]
    this.#items[this.#head] = undefined
    this.#head = (this.#head + 1) % this.#capacity
    this.#size--
    return oldest
  }

  /** The oldest item still kept. */
  get oldest(): T | undefined {
    return this.#items[this.#head]
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.#size; i++) yield this.#items[(this.#head + i) % this.#capacity] as T
  }
}
