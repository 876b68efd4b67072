import { type Owner, newOwner } from '../core/shared/owner.ts'
import { Filing } from '../core/shared/filing.ts'
import { SharedMap } from '../core/shared/shared-map.ts'
import { Behind, type Ranked, Sorted } from '../core/shared/sorted.ts'

/** A record. Rows are immutable values: a change replaces the row, so worlds and views may share and cache them. */
export interface Row {
  readonly id: string
  /** The table's running number of this row: creation order, and the address of its seeded draws. */
  readonly ord: number
}

/** The keys under which an index files a row. */
export type Keys = string | readonly string[] | undefined

// a method type, so that a definition of a narrower row still counts as a definition of rows
type KeysOf<T extends Row> = { of(row: T): Keys }['of'] & { readonly byId?: true }

/** Makes an index file rows in the order of their ids; others do in creation order. */
export const byId = <T extends Row>(keysOf: (row: T) => Keys): KeysOf<T> =>
  Object.assign(keysOf, { byId: true } as const)

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
  readonly placeOf: (row: Row) => Place
  filing: Filing<Place> | null
}

/** Where a row stands among others of an index: its number, or its id. */
type Place = number | string

const ordOf = ({ ord }: Row): number => ord
const idOf = ({ id }: Row): string => id

/** Rows by id, in creation order, with the indexes of their definition. Copies share everything but what one of them writes. */
export class Table<T extends Row = Row, I extends string = string> {
  readonly def: TableDef<T, I>
  readonly #record: Recorder
  #owner: Owner = newOwner()
  #rows: SharedMap<T>
  #order: Sorted<T, number>
  #indexes: readonly Index<T>[]
  #nextOrd = 1

  constructor(def: TableDef<T, I>, record: Recorder) {
    this.def = def
    this.#record = record
    this.#rows = new SharedMap(this.#owner)
    this.#order = new Sorted<T, number>(this.#owner, ordOf)
    this.#indexes = Object.keys(def.indexes).map((name) => {
      const keysOf: KeysOf<T> = def.indexes[name as I]
      return { name, keysOf, placeOf: keysOf.byId ? idOf : ordOf, filing: null }
    })
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
  all(): Ranked<T, number> {
    return this.#order
  }

  find(where: (row: T) => boolean): T[] {
    return this.#order.slice(0).filter(where)
  }

  /** The rows filed under a key of an index, in its order. */
  by(index: I, key: string): T[] {
    const places = this.#filing(index).get(key)
    if (places === undefined) return []
    return places instanceof Sorted ? places.slice(0).map(this.#rowAt) : [this.#rowAt(places)]
  }

  /** The same, of which a part costs as much as it holds. */
  filed(index: I, key: string): Ranked<T, Place> {
    return new Behind(this.#filing(index).under(key), this.#rowAt)
  }

  /** How many rows an index files under a key; no row is touched. */
  count(index: I, key: string): number {
    return this.#filing(index).count(key)
  }

  /** Adds a row. Throws when the id is taken: that is a defect of the caller, not a client's mistake. */
  insert(draft: Draft<T>): T {
    return this.give({ ...draft } as unknown as T)
  }

  /** As {@link insert}, of a row that the caller has just made and keeps no hold of: it is numbered in place. */
  give(row: T): T {
    if (this.#rows.get(row.id)) throw new Error(`${this.def.name} already has a row ${row.id}`)
    ;(row as { ord: number }).ord = this.#nextOrd
    this.#record(this, row.id, undefined, row)
    this.#nextOrd++
    this.#own()
    this.#rows.set(row.id, row)
    this.#order.set(row)
    this.#refile(undefined, row)
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

  /** Files a complete row under its number without recording it: for loading, and for taking changes back. */
  put(row: T): void {
    let before = this.#rows.get(row.id)
    if (before !== undefined && before.ord !== row.ord) {
      this.drop(row.id)
      before = undefined
    }
    this.#own()
    this.#rows.set(row.id, row)
    this.#order.set(row)
    this.#refile(before, row)
    if (row.ord >= this.#nextOrd) this.#nextOrd = row.ord + 1
  }

  /** Keeps numbers below this one from being given again. */
  reserve(nextOrd: number): void {
    this.#nextOrd = Math.max(this.#nextOrd, nextOrd)
  }

  /** Removes a row without recording it. */
  drop(id: string): void {
    const before = this.#rows.get(id)
    if (!before) return
    this.#own()
    this.#rows.delete(id)
    this.#order.delete(before.ord)
    this.#refile(before, undefined)
  }

  /** Takes one recorded change back. */
  restore(id: string, before: Row | undefined): void {
    if (before) return this.put(before as T)
    const current = this.#rows.get(id)
    if (current) this.#nextOrd = current.ord
    this.drop(id)
  }

  /** A copy for another world. Both share what neither of them writes. */
  fork(record: Recorder): Table<T, I> {
    const copy = new Table(this.def, record)
    copy.#rows = this.#rows
    copy.#order = this.#order
    copy.#indexes = this.#indexes
    copy.#nextOrd = this.#nextOrd
    this.#owner = newOwner()
    return copy
  }

  /** Whether neither side has changed anything since one was forked from the other. */
  sharesRowsWith(other: Table): boolean {
    return (this.#rows as SharedMap<Row>) === other.#rows && this.#nextOrd === other.#nextOrd
  }

  #own(): void {
    const owner = this.#owner
    if (this.#rows.owner === owner) return
    this.#rows = new SharedMap(owner, this.#rows)
    this.#order = new Sorted(owner, this.#order)
    this.#indexes = this.#indexes.map((index) => ({
      ...index,
      filing: index.filing && new Filing(owner, index.filing),
    }))
  }

  readonly #rowAt = (place: Place): T => (typeof place === 'string' ? this.#rows.get(place) : this.#order.get(place))!

  // tables that share their rows share what comes of this as well
  #filing(name: I): Filing<Place> {
    for (const index of this.#indexes) if (index.name === name) return (index.filing ??= this.#filedBy(index))
    throw new Error(`${this.def.name} has no index ${name}`)
  }

  #filedBy({ keysOf, placeOf }: Index<T>): Filing<Place> {
    const filing = new Filing<Place>(this.#rows.owner)
    for (const row of this.#order) for (const key of listed(keysOf(row))) filing.file(key, placeOf(row))
    return filing
  }

  #refile(before: T | undefined, after: T | undefined): void {
    for (const { keysOf, placeOf, filing } of this.#indexes) {
      if (filing === null) continue
      const old = before === undefined ? undefined : keysOf(before)
      const fresh = after === undefined ? undefined : keysOf(after)
      if (old === fresh) continue
      for (const key of listed(old)) if (!includes(fresh, key)) filing.unfile(key, placeOf(before!))
      for (const key of listed(fresh)) if (!includes(old, key)) filing.file(key, placeOf(after!))
    }
  }
}

const listed = (keys: Keys): readonly string[] => (keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys)

const includes = (keys: Keys, key: string): boolean =>
  keys !== undefined && (typeof keys === 'string' ? keys === key : keys.includes(key))

/** Declares a table: the row type first, then the name and the indexes that its operations look up. */
export const defineTable =
  <T extends Row>() =>
  <I extends string>(def: TableDef<T, I>): TableDef<T, I> =>
    def
