import type { Delta, Entry, KeptSnapshot } from '../log/entries.ts'
import { type FrozenTables, differences } from '../world/frozen-tables.ts'
import { type Head, toHead } from '../world/snapshot.ts'
import type { Millis, Pausing } from '../core/clock.ts'
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

/** Everything that is kept. */
export interface Whole {
  /** The one that the start makes. */
  readonly default: Keepable | undefined
  readonly namespaces: ReadonlyMap<string, Keepable>
  readonly gone: Iterable<number>
  readonly parts: readonly (readonly [name: string, value: unknown])[]
}

/** All namespaces, `default` first. */
export const allOf = function* ({
  default: first,
  namespaces,
}: Pick<Whole, 'default' | 'namespaces'>): Generator<Keepable> {
  if (first) yield first
  yield* namespaces.values()
}

/** How many worlds and snapshots have some tables. */
export type Users = ReadonlyMap<FrozenTables['tables'], number>

/** Looks at all namespaces for who shares tables with whom. */
export const usersIn = function* (all: Iterable<Keepable>, worlds: ReadonlyMap<string, World>): Pausing<Users> {
  const users = new Map<FrozenTables['tables'], number>()
  const use = ({ tables }: FrozenTables): void => void users.set(tables, (users.get(tables) ?? 0) + 1)
  for (const { namespace, from } of all) {
    const { name, snapshots, left } = namespace
    if (from) use(from.tables)
    for (const { snapshot } of snapshots.values()) use(snapshot.tables)
    const base = worlds.get(name)?.base ?? left?.base
    if (base) use(base)
    yield
  }
  return users
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

/** What the log knows already. */
interface Known {
  readonly worlds: ReadonlyMap<string, World>
  readonly users: Users
  /** The number under which it has some tables. */
  readonly image: (frozen: FrozenTables) => number | undefined
  readonly nextImage: () => number
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
  readonly #known: Known
  readonly #names: readonly string[]
  /** The names of those that were taken, and of those that came later. */
  readonly #done = new Set<string>()
  readonly #taken: Iterable<Entry>[] = []
  readonly #owed: FrozenTables[] = []
  readonly #written = new Map<FrozenTables['tables'], number>()
  #ended = false

  /** Looks at no namespace: there may be ten thousand. */
  constructor(whole: Whole, known: Known) {
    this.#whole = whole
    this.#known = known
    this.#names = [...whole.namespaces.keys()]
  }

  /** Leaves a namespace out that was made after the present. */
  leaveOut(name: string): void {
    this.#done.add(name)
  }

  /** Takes a namespace as it stands, unless it was taken. */
  take(name: string): void {
    const { default: first, namespaces } = this.#whole
    const one = first?.namespace.name === name ? first : namespaces.get(name)
    if (one) this.#take(one)
  }

  /** The number of tables that a later entry is to name: those that the log had are written once more. */
  owe(frozen: FrozenTables): number | undefined {
    const image = this.#ended ? undefined : this.#known.image(frozen)
    if (image === undefined) return undefined
    this.images.set(frozen.tables, image)
    this.#owed.push(frozen)
    return image
  }

  *entries(): Generator<Entry> {
    for (const names of chunks(this.#names)) yield { k: 'names', names }
    for (const digests of chunks(this.#whole.gone)) yield { k: 'gone', ns: null, digests }
    for (const [name, value] of this.#whole.parts) yield { k: 'part', name, value }
    for (const one of allOf(this.#whole)) {
      this.#take(one)
      for (let next = this.#taken.shift(); next; next = this.#taken.shift()) yield* next
    }
    for (let next = this.#taken.shift(); next; next = this.#taken.shift()) yield* next
    for (const frozen of this.#owed) yield* this.#image(frozen)
    this.#ended = true
  }

  #take(one: Keepable): void {
    const { namespace, issued } = one
    if (this.#done.has(namespace.name)) return
    this.#done.add(namespace.name)
    this.#taken.push(this.#entriesOf(one, [...namespace.snapshots], [...issued], this.#standing(namespace)))
  }

  #standing({ name, left }: Tenant): Standing | undefined {
    const world = this.#known.worlds.get(name)
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
    if ((this.#known.users.get(base.tables) ?? 0) > 1) {
      const image = yield* this.#image(base)
      const delta = deltaOf(base, tables)
      if (delta.put.length + delta.del.length <= MOST_CHANGES)
        return yield { k: 'world', ns, image, head, delta, notes }
    }
    const image = this.#known.nextImage()
    yield* imageEntries(image, tables)
    yield { k: 'world', ns, image, head, delta: noDelta(tables.rev), notes }
  }

  *#kept(snapshot: Snapshot): Generator<Entry, KeptSnapshot> {
    return { image: yield* this.#image(snapshot.tables), head: toHead(snapshot) }
  }

  *#image(frozen: FrozenTables): Generator<Entry, number> {
    const written = this.#written.get(frozen.tables)
    if (written !== undefined) return written
    const known = this.#known.image(frozen)
    const image = known ?? this.#known.nextImage()
    this.#written.set(frozen.tables, image)
    if (known !== undefined) this.images.set(frozen.tables, known) // the other numbers are good for nothing if the fold fails
    yield* imageEntries(image, frozen)
    return image
  }
}
