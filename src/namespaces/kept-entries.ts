import type { Delta, Entry, Head, KeptSnapshot } from '../log/entries.ts'
import { type FrozenTables, differences } from '../world/frozen-tables.ts'
import { toHead } from '../world/snapshot.ts'
import type { Millis } from '../core/clock.ts'
import type { Note } from '../world/judge.ts'
import type { Snapshot, World } from '../world/world.ts'

/** Where an earlier run left a world; without notes where nobody took any. */
export interface Left {
  readonly snapshot: () => Snapshot
  /** The tables that it is kept as a difference from. */
  readonly base: FrozenTables
  readonly notes: ReadonlyMap<string, unknown> | undefined
}

/** A namespace as far as it is kept. */
export interface Tenant {
  readonly name: string
  readonly usedAt: Millis
  readonly snapshots: ReadonlyMap<string, { readonly snapshot: Snapshot }>
  /** Where an earlier run left its world, until somebody comes. */
  readonly left: Left | undefined
}

/** Everything that is kept of a namespace. */
export interface Keepable {
  readonly namespace: Tenant
  /** What it was asked to be; null for `default`, which the start makes. */
  readonly meta: object | null
  readonly from: Snapshot | undefined
  readonly issued: Iterable<readonly [provider: string, key: string]>
}

/** Everything that is kept besides the namespaces. */
export interface Whole {
  readonly namespaces: Iterable<Keepable>
  readonly gone: Iterable<number>
  readonly parts: readonly (readonly [name: string, value: unknown])[]
}

/** Where a world stands, its tables apart. */
export const headOf = (world: World): Head => toHead(world.head())

const noDelta = (rev: number): Delta => ({ rev, put: [], del: [], next: {} })

/** What some tables differ in from others. */
export const deltaOf = (base: FrozenTables, { rev, tables }: FrozenTables): Delta => {
  const changes = [...differences(base.tables, tables)]
  return {
    rev,
    put: changes.flatMap(({ table, put }) => put.map((row) => [table, row] as const)),
    del: changes.flatMap(({ table, del }) => del.map((id) => [table, id] as const)),
    next: Object.fromEntries(changes.map(({ table, nextOrd }) => [table, nextOrd])),
  }
}

const ROWS = 200

/** Tables as an image. */
export const imageEntries = function* (image: number, { tables, rev }: FrozenTables): Generator<Entry> {
  yield { k: 'image', image, of: null, rev }
  for (const [name, table] of tables) {
    if (table.nextOrd === 1) continue
    let rows = []
    for (const row of table.all()) {
      rows.push(row)
      if (rows.length < ROWS) continue
      yield { k: 'rows', image, table: name, next: table.nextOrd, rows }
      rows = []
    }
    yield { k: 'rows', image, table: name, next: table.nextOrd, rows }
  }
}

const CHUNK = 5_000
// a world that differs in more rows is written as it is, in parts
const MOST_CHANGES = 1_000

const chunks = function* <T>(values: Iterable<T>): Generator<readonly T[]> {
  let chunk: T[] = []
  for (const value of values) {
    if (chunk.push(value) < CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** The numbers of images. */
interface Numbers {
  /** That under which the log has some tables. */
  readonly known: (frozen: FrozenTables) => number | undefined
  readonly next: () => number
}

/** Where a world stood. */
interface Standing {
  readonly snapshot: Snapshot
  readonly base: FrozenTables
  readonly notes: readonly Note[] | undefined
}

/**
 * The present of all namespaces as the shortest list of entries. A namespace is taken when the list gets to it, or right before
 * something happens to it, so that nobody waits for all of them. Worlds and snapshots that share tables go on sharing them.
 */
export class Present {
  /** The tables that a later entry may name, with their numbers. */
  readonly images = new WeakMap<FrozenTables['tables'], number>()
  readonly #whole: Whole
  readonly #worlds: ReadonlyMap<string, World>
  readonly #numbers: Numbers
  readonly #waiting = new Map<string, Keepable>()
  readonly #names: string[] = []
  readonly #taken: Iterable<Entry>[] = []
  /** How many worlds go on from some tables; two stand for several, and for those that are written anyway. */
  readonly #users = new Map<FrozenTables['tables'], number>()
  readonly #written = new Map<FrozenTables['tables'], number>()

  constructor(whole: Whole, worlds: ReadonlyMap<string, World>, numbers: Numbers) {
    this.#whole = whole
    this.#worlds = worlds
    this.#numbers = numbers
    for (const one of whole.namespaces) {
      const { name, snapshots, left } = one.namespace
      this.#waiting.set(name, one)
      if (one.meta) this.#names.push(name)
      if (one.from) this.#use(one.from.tables, true)
      for (const { snapshot } of snapshots.values()) this.#use(snapshot.tables, true)
      const base = worlds.get(name)?.base ?? left?.base
      if (base) this.#use(base, false)
    }
  }

  /** Takes a namespace as it stands, unless it was taken. */
  take(name: string): void {
    const one = this.#waiting.get(name)
    if (!one) return
    this.#waiting.delete(name)
    const { namespace, issued } = one
    const standing = this.#standing(namespace)
    this.#taken.push(this.#entriesOf(one, [...namespace.snapshots], [...issued], standing))
  }

  *entries(): Generator<Entry> {
    for (const names of chunks(this.#names)) yield { k: 'names', names }
    for (const digests of chunks(this.#whole.gone)) yield { k: 'gone', ns: null, digests }
    for (const [name, value] of this.#whole.parts) yield { k: 'part', name, value }
    for (;;) {
      for (const [name] of this.#taken.length > 0 ? [] : this.#waiting) {
        this.take(name)
        break
      }
      const next = this.#taken.shift()
      if (!next) return
      yield* next
    }
  }

  /** Notes that tables have a user. Those of snapshots, and those of several, are written, so that entries may name them. */
  #use(frozen: FrozenTables, always: boolean): void {
    const users = this.#users.get(frozen.tables) ?? 0
    if (users > 1) return // ten thousand namespaces may begin with the same
    this.#users.set(frozen.tables, always ? 2 : users + 1)
    const known = this.#numbers.known(frozen)
    if (known !== undefined && (always || users > 0)) this.images.set(frozen.tables, known)
  }

  #standing({ name, left }: Tenant): Standing | undefined {
    const world = this.#worlds.get(name)
    if (world) return { snapshot: world.standing(), base: world.base, notes: world.notes.all() }
    return left && { snapshot: left.snapshot(), base: left.base, notes: left.notes && [...left.notes] }
  }

  *#entriesOf(
    { namespace: { name: ns, usedAt }, meta, from }: Keepable,
    named: readonly (readonly [string, { readonly snapshot: Snapshot }])[],
    issued: readonly (readonly [string, string])[],
    world: Standing | undefined,
  ): Generator<Entry> {
    if (meta) {
      yield { k: 'namespace', ns, meta, from: from ? yield* this.#kept(from) : null }
      yield { k: 'used', ns, at: usedAt }
    }
    for (const [name, { snapshot }] of named) yield { k: 'snapshot', ns, name, kept: yield* this.#kept(snapshot) }
    for (const [provider, key] of issued) yield { k: 'issued', ns, provider, key }
    if (world) yield* this.#world(ns, world)
  }

  *#world(ns: string, { snapshot, base, notes }: Standing): Generator<Entry> {
    const { tables } = snapshot
    const head = toHead(snapshot)
    if (this.#users.get(base.tables)! > 1) {
      const image = yield* this.#image(base)
      const delta = deltaOf(base, tables)
      if (delta.put.length + delta.del.length <= MOST_CHANGES)
        return yield { k: 'world', ns, image, head, delta, notes }
    }
    const image = this.#numbers.next()
    yield* imageEntries(image, tables)
    yield { k: 'world', ns, image, head, delta: noDelta(tables.rev), notes }
  }

  *#kept(snapshot: Snapshot): Generator<Entry, KeptSnapshot> {
    return { image: yield* this.#image(snapshot.tables), head: toHead(snapshot) }
  }

  *#image(frozen: FrozenTables): Generator<Entry, number> {
    const written = this.#written.get(frozen.tables)
    if (written !== undefined) return written
    const image = this.#numbers.known(frozen) ?? this.#numbers.next()
    this.#written.set(frozen.tables, image)
    yield* imageEntries(image, frozen)
    return image
  }
}
