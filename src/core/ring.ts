/** The newest `capacity` items in order; older ones are forgotten. Costs nothing until it is used. */
export class Ring<T> {
  readonly #capacity: number
  #items: T[] = []
  #head = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#items.length
  }

  push(item: T): void {
    if (this.#items.length < this.#capacity) this.#items.push(item)
    else {
      this.#items[this.#head] = item
      this.#head = (this.#head + 1) % this.#capacity
    }
  }

  /** The oldest item still kept. */
  get oldest(): T | undefined {
    return this.#items[this.#head]
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.#items.length; i++) yield this.#items[(this.#head + i) % this.#items.length]!
  }
}
