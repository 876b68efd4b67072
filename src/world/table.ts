import { type Bucket, copied, file, unfile } from '../core/lists.ts'

/** A record. Rows are immutable values: a change replaces the row, so worlds and views may share and cache them. */
export interface Row {
  readonly id: string
  /** The table's running number of this row: creation order, and the address of its seeded draws. */
  readonly ord: number
}

/** The keys under which an index files a row. */
export type Keys = string | readonly string[] | undefined

// a method type, so that a definition of a narrower row still counts as a definition of rows
type KeysOf<T extends Row> = { of(row: T): Keys }['of']

export interface TableDef<T extends Row = Row, I extends string = string> {
  /** `provider/kind`. */
  readonly name: string
  readonly indexes: { readonly [K in I]: KeysOf<T> }
}

/** What a table hands in before it numbers the row. */
export type Draft<T extends Row> = Omit<T, 'ord'>

/** Called before each change with the row as it was, so that the unit of work can take it back. */
export type Recorder = (table: Table, id: string, before: Row | undefined, added?: Row) => void

/** An index, built when somebody first asks for it and kept up from then on. */
interface Index<T extends Row> {
  readonly name: string
  readonly keysOf: KeysOf<T>
  buckets: Map<string, Bucket> | null
}

/** Rows by id, in creation order, with the indexes of their definition. Copies share everything until one of them writes. */
export class Table<T extends Row = Row, I extends string = string> {
  readonly def: TableDef<T, I>
  readonly #record: Recorder
  #rows = new Map<string, T>()
  #indexes: readonly Index<T>[]
  #nextOrd = 1
  #shared = false
  #sharesIndexes = false

  constructor(def: TableDef<T, I>, record: Recorder) {
    this.def = def
    this.#record = record
    this.#indexes = Object.keys(def.indexes).map((name) => ({ name, keysOf: def.indexes[name as I], buckets: null }))
  }

  get size(): number {
    return this.#rows.size
  }

  /** The number that the next row gets. */
  get nextOrd(): number {
    return this.#nextOrd
  }

  get(id: string): T | undefined {
    return this.#rows.get(id)
  }

  /** All rows in creation order. */
  all(): IterableIterator<T> {
    return this.#rows.values()
  }

  find(where: (row: T) => boolean): T[] {
    return [...this.#rows.values()].filter(where)
  }

  /** The rows filed under a key of an index, in creation order. */
  by(index: I, key: string): T[] {
    const bucket = this.#bucket(index, key)
    if (bucket === undefined) return []
    if (typeof bucket === 'string') return [this.#rows.get(bucket)!]
    return Array.from(bucket, (id) => this.#rows.get(id)!).sort((a, b) => a.ord - b.ord)
  }

  /** The rows filed under a key of an index, in the order of filing: for whoever wants only the first of many. */
  *filed(index: I, key: string): Generator<T> {
    const bucket = this.#bucket(index, key)
    if (bucket === undefined) return
    if (typeof bucket === 'string') yield this.#rows.get(bucket)!
    else for (const id of bucket) yield this.#rows.get(id)!
  }

  /** How many rows an index files under a key; no row is touched. */
  count(index: I, key: string): number {
    const bucket = this.#bucket(index, key)
    return bucket === undefined ? 0 : typeof bucket === 'string' ? 1 : bucket.size
  }

  /** Adds a row. Throws when the id is taken: that is a defect of the caller, not a client's mistake. */
  insert(draft: Draft<T>): T {
    return this.give({ ...draft } as unknown as T)
  }

  /** As {@link insert}, of a row that the caller has just made and keeps no hold of: it is numbered in place. */
  give(row: T): T {
    if (this.#rows.has(row.id)) throw new Error(`${this.def.name} already has a row ${row.id}`)
    ;(row as { ord: number }).ord = this.#nextOrd
    this.#record(this, row.id, undefined, row)
    this.#nextOrd++
    this.#own()
    this.#rows.set(row.id, row)
    this.#reindex(row.id, undefined, row)
    return row
  }

  /** Replaces a row by a changed copy and returns it. */
  update(id: string, patch: Partial<Omit<T, 'id' | 'ord'>>): T {
    const before = this.#rows.get(id)
    if (!before) throw new Error(`${this.def.name} has no row ${id}`)
    const row = { ...before, ...patch }
    this.#record(this, id, before)
    this.put(row)
    return row
  }

  delete(id: string): boolean {
    const before = this.#rows.get(id)
    if (!before) return false
    this.#record(this, id, before)
    this.drop(id)
    return true
  }

  /** Files a complete row without recording it: for loading, and for taking changes back. */
  put(row: T): void {
    this.#own()
    const before = this.#rows.get(row.id)
    this.#rows.set(row.id, row)
    this.#reindex(row.id, before, row)
    if (row.ord >= this.#nextOrd) this.#nextOrd = row.ord + 1
  }

  /** Keeps numbers below this one from being given again. */
  reserve(nextOrd: number): void {
    this.#nextOrd = Math.max(this.#nextOrd, nextOrd)
  }

  /** Removes a row without recording it. */
  drop(id: string): void {
    this.#own()
    const before = this.#rows.get(id)
    this.#rows.delete(id)
    if (before) this.#reindex(id, before, undefined)
  }

  /** Takes one recorded change back. Returns true when the creation order must be restored afterwards. */
  restore(id: string, before: Row | undefined): boolean {
    const current = this.#rows.get(id)
    if (before) this.put(before as T)
    else {
      if (current) this.#nextOrd = current.ord
      this.drop(id)
    }
    return before !== undefined && current === undefined
  }

  /** Puts the rows back into creation order, after a deletion was taken back. */
  reorder(): void {
    this.#rows = new Map([...this.#rows].sort(([, a], [, b]) => a.ord - b.ord))
    this.#indexes = this.#indexes.map((index) => ({ ...index, buckets: null })) // filed anew, in the same order
  }

  /** A copy for another world. Both share rows and indexes until one changes its own; a `still` one makes its indexes if asked. */
  fork(record: Recorder, still = false): Table<T, I> {
    const copy = new Table(this.def, record)
    copy.#rows = this.#rows
    copy.#nextOrd = this.#nextOrd
    copy.#shared = this.#shared = true
    if (still) return copy
    copy.#indexes = this.#indexes
    copy.#sharesIndexes = this.#sharesIndexes = true
    return copy
  }

  /** Whether neither side has changed anything since one was forked from the other. */
  sharesRowsWith(other: Table): boolean {
    return (this.#rows as ReadonlyMap<string, Row>) === other.#rows && this.#nextOrd === other.#nextOrd
  }

  #own(): void {
    if (!this.#shared) return
    this.#shared = false
    this.#rows = new Map(this.#rows)
    if (!this.#sharesIndexes) return
    this.#sharesIndexes = false
    this.#indexes = this.#indexes.map((index) => ({ ...index, buckets: index.buckets && copied(index.buckets) }))
  }

  #bucket(name: I, key: string): Bucket | undefined {
    for (const index of this.#indexes) if (index.name === name) return (index.buckets ??= this.#built(index)).get(key)
    throw new Error(`${this.def.name} has no index ${name}`)
  }

  // tables that share their rows share what comes of this as well
  #built({ keysOf }: Index<T>): Map<string, Bucket> {
    const buckets = new Map<string, Bucket>()
    for (const row of this.#rows.values()) for (const key of listed(keysOf(row))) file(buckets, key, row.id)
    return buckets
  }

  #reindex(id: string, before: T | undefined, after: T | undefined): void {
    for (const { keysOf, buckets } of this.#indexes) {
      if (buckets === null) continue
      const old = before === undefined ? undefined : keysOf(before)
      const fresh = after === undefined ? undefined : keysOf(after)
      if (old === fresh) continue
      for (const key of listed(old)) unfile(buckets, key, id)
      for (const key of listed(fresh)) file(buckets, key, id)
    }
  }
}

const listed = (keys: Keys): readonly string[] => (keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys)

/** Declares a table: the row type first, then the name and the indexes that its operations look up. */
export const defineTable =
  <T extends Row>() =>
  <I extends string>(def: TableDef<T, I>): TableDef<T, I> =>
    def
