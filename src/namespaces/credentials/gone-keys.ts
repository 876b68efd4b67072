const FIRST_ROOM = 1_024

/** A well-mixed whole number of 53 bits for a text, never 0 (the public-domain cyrb53). */
export const digestOf = (text: string): number => {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  const first = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  const second = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909)
  return 4294967296 * (2097151 & second) + (first >>> 0) || 1
}

/** Texts that are only ever asked for again: each takes some sixteen bytes, so none has to be forgotten. */
export class GoneKeys {
  #slots = new Float64Array(FIRST_ROOM)
  #size = 0

  get size(): number {
    return this.#size
  }

  add(key: string): void {
    this.addDigest(digestOf(key))
  }

  has(key: string): boolean {
    return this.#size > 0 && this.#slots[this.#slotOf(digestOf(key))] !== 0
  }

  /** All of them, as {@link addDigest} takes them. */
  *digests(): Generator<number> {
    for (const digest of this.#slots) if (digest !== 0) yield digest
  }

  addDigest(digest: number): void {
    const slot = this.#slotOf(digest)
    if (this.#slots[slot] !== 0) return
    this.#slots[slot] = digest
    if (++this.#size * 2 > this.#slots.length) this.#grow()
  }

  /** Where a digest stands, or the free slot in which it would. */
  #slotOf(digest: number): number {
    const last = this.#slots.length - 1
    let slot = (digest >>> 0) & last
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== digest) slot = (slot + 1) & last
    return slot
  }

  #grow(): void {
    const digests = [...this.digests()]
    this.#slots = new Float64Array(this.#slots.length * 2)
    for (const digest of digests) this.#slots[this.#slotOf(digest)] = digest
  }
}
