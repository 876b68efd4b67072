import type { Owner } from './owner.ts'

/** A few entries: those whose hashes end in the same bits, `depth` of them. */
interface Piece {
  readonly owner: Owner
  depth: number
  /** Hash, key and value of each entry in turn: one list is less for the garbage collector than three, or than a `Map`. */
  readonly entries: unknown[]
}

const WIDTH = 3
// so many that few pieces have much room left, and so few that going through them costs no more than a look into a `Map`
const MOST = 16 * WIDTH
// keys of one hash cannot be told apart by more bits, and are to make no long directory
const FEWEST = 2

/** A map in small pieces, by extendible hashing. Copies share the pieces, so a write copies one of them and not the map. */
export class SharedMap<V> {
  readonly owner: Owner
  /** A power of two of them, found by the last bits of a hash; a piece of fewer bits stands here several times. */
  #pieces: Piece[]
  #size: number
  // a key is mostly looked for before it is set, and hashing it costs more than both
  #lastKey = ''
  #lastHash = 0

  constructor(owner: Owner, of?: SharedMap<V>) {
    this.owner = owner
    this.#pieces = of ? [...of.#pieces] : [{ owner, depth: 0, entries: [] }]
    this.#size = of ? of.#size : 0
  }

  get size(): number {
    return this.#size
  }

  get(key: string): V | undefined {
    const hash = this.#hashOf(key)
    const { entries } = this.#pieces[hash & (this.#pieces.length - 1)]!
    const at = find(entries, hash, key)
    return at < 0 ? undefined : (entries[at + 2] as V)
  }

  set(key: string, value: V): void {
    const hash = this.#hashOf(key)
    const { entries } = this.#own(hash)
    const at = find(entries, hash, key)
    if (at >= 0) {
      entries[at + 2] = value
      return
    }
    entries.push(hash, key, value)
    this.#size++
    if (entries.length > MOST) this.#split(hash)
  }

  delete(key: string): boolean {
    const hash = this.#hashOf(key)
    if (find(this.#pieces[hash & (this.#pieces.length - 1)]!.entries, hash, key) < 0) return false
    const { entries } = this.#own(hash)
    entries.splice(find(entries, hash, key), WIDTH)
    this.#size--
    return true
  }

  #hashOf(key: string): number {
    if (key === this.#lastKey) return this.#lastHash
    this.#lastKey = key
    return (this.#lastHash = hashOf(key))
  }

  #own(hash: number): Piece {
    const piece = this.#pieces[hash & (this.#pieces.length - 1)]!
    if (piece.owner === this.owner) return piece
    const own = { owner: this.owner, depth: piece.depth, entries: [...piece.entries] }
    this.#place(hash, own)
    return own
  }

  #place(hash: number, piece: Piece): void {
    const step = 2 ** piece.depth
    for (let at = hash & (step - 1); at < this.#pieces.length; at += step) this.#pieces[at] = piece
  }

  /** Makes two of a piece of one's own, by one more bit. */
  #split(hash: number): void {
    const { length } = this.#pieces
    const low = this.#pieces[hash & (length - 1)]!
    const bit = 2 ** low.depth
    if (bit === length) {
      if (this.#size < length * FEWEST) return
      this.#pieces = [...this.#pieces, ...this.#pieces]
    }
    low.depth++
    const high = { ...low, entries: [...low.entries] } // a copy has room for as many again, and no more
    keep(low.entries, bit, 0)
    keep(high.entries, bit, bit)
    this.#place(hash | bit, high)
  }
}

/** Leaves those of some entries whose hashes have a bit, or have it not. */
const keep = (entries: unknown[], bit: number, wanted: number): void => {
  let kept = 0
  for (let at = 0; at < entries.length; at += WIDTH) {
    if (((entries[at] as number) & bit) !== wanted) continue
    for (let i = 0; i < WIDTH; i++) entries[kept++] = entries[at + i]
  }
  entries.length = kept
}

const find = (entries: readonly unknown[], hash: number, key: string): number => {
  for (let at = 0; at < entries.length; at += WIDTH) if (entries[at] === hash && entries[at + 1] === key) return at
  return -1
}

const hashOf = (key: string): number => {
  let hash = 0
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x45_d9_f3_b)
  return hash ^ (hash >>> 16)
}
