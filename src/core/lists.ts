/** Several lists in one, which is exactly as long as they are: what is kept should have no room to grow. */
export const concatenate = (...lists: readonly (readonly string[])[]): string[] => {
  let size = 0
  for (const list of lists) size += list.length
  const all = new Array<string>(size) // oxlint-disable-line unicorn/no-new-array -- `Array.from` takes ten times as long
  let at = 0
  for (const list of lists) for (let i = 0; i < list.length; i++) all[at++] = list[i]!
  return all
}

/** Takes everything out of a list, which keeps its room for what comes next. */
export const clear = (list: unknown[]): void => {
  while (list.length > 0) list.pop()
}

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

  /** The item that was added last. */
  get newest(): T | undefined {
    return this.#size === 0 ? undefined : this.#items[(this.#head + this.#size - 1) % this.#capacity]
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.#size; i++) yield this.#items[(this.#head + i) % this.#capacity] as T
  }
}

// headers travel as names and values in turn, as Node takes and gives them: that keeps their spelling and their order

/** The headers of such a list, each with its value. */
export const pairsOf = (headers: readonly string[]): [name: string, value: string][] => {
  const list: [string, string][] = []
  for (let i = 0; i < headers.length; i += 2) list.push([headers[i]!, headers[i + 1]!])
  return list
}

/** The first value under a lower-case name. */
export const headerIn = (headers: readonly string[], name: string): string | undefined => {
  for (let i = 0; i < headers.length; i += 2) if (headers[i]!.toLowerCase() === name) return headers[i + 1]
  return undefined
}
