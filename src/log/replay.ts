import type { Millis } from '../core/clock.ts'
import { ConfigError } from '../core/config.ts'
import { nearest } from '../core/nearest.ts'
import { type FrozenTables, frozen, noTables } from '../world/frozen-tables.ts'
import type { Provider } from '../world/provider.ts'
import type { FreshNotes } from '../world/judge.ts'
import type { Table, TableDef } from '../world/table.ts'
import { type Head, snapshotOf } from '../world/snapshot.ts'
import type { Snapshot } from '../world/world.ts'
import type { Delta, Entry, KeptSnapshot } from './entries.ts'

/** The tables of a world or an image, which share what nobody changed. */
interface Tables {
  rev: number
  /** The image that they go on from. */
  readonly from?: Tables
  readonly tables: Map<string, Table>
  made?: FrozenTables
}

/** A namespace as it was kept. */
export interface KeptNamespace {
  readonly meta: unknown
  /** The snapshot that it begins with. */
  readonly from: KeptSnapshot | null
  used: Millis | undefined
  readonly issued: (readonly [provider: string, key: string])[]
  readonly snapshots: Map<string, KeptSnapshot>
  world: { tables: Tables & { readonly from: Tables }; head: Head; notes: Map<string, unknown> | undefined } | undefined
}

const record = (): void => {}

// after a kill some of the newest requests may be unknown, and no number is to be given twice
const SKIP = 1_000_000

/** Follows entries to the state that they lead to. */
export class Replay {
  readonly namespaces = new Map<string, KeptNamespace>()
  /** Things of the emulator as a whole, by name. */
  readonly parts = new Map<string, unknown>()
  /** Digests of the credentials of namespaces that are gone. */
  readonly gone: number[] = []
  readonly #providers: readonly Provider[]
  readonly #defs: ReadonlyMap<string, TableDef>
  readonly #images = new Map<number, Tables>()
  #closed = false

  constructor(providers: readonly Provider[]) {
    this.#providers = providers
    this.#defs = new Map(providers.flatMap(({ tables }) => tables.map((def) => [def.name, def] as const)))
  }

  /** Takes the next entry. Throws a ConfigError for one that does not fit. */
  readonly visit = (entry: Entry): void => {
    this.#closed = entry.k === 'closed'
    switch (entry.k) {
      case 'commit': {
        const world = this.#worldOf(entry.ns)
        if (entry.rev !== world.tables.rev + 1)
          throw new ConfigError(`commit ${world.tables.rev + 1} was expected, and this is ${entry.rev}`)
        this.#change(world.tables, { ...entry, next: {} })
        world.head = { ...world.head, clock: entry.clock, ids: entry.ids, journal: entry.n }
        if (entry.notes) note(world, entry.notes)
        return
      }
      case 'mark': {
        const world = this.#worldOf(entry.ns)
        world.head = entry.head
        if (entry.notes) note(world, entry.notes)
        return
      }
      case 'notes':
        note(this.#worldOf(entry.ns), entry)
        return
      case 'world': {
        const from = this.#image(entry.image)
        const tables = { ...forked(from), from }
        this.#change(tables, entry.delta)
        this.#namespace(entry.ns).world = { tables, head: entry.head, notes: entry.notes && new Map(entry.notes) }
        return
      }
      case 'names':
        for (const name of entry.names) this.namespaces.set(name, fresh(null, null))
        return
      case 'namespace':
        this.namespaces.set(entry.ns, fresh(entry.meta, entry.from))
        return
      case 'gone':
        if (entry.ns !== null) this.namespaces.delete(entry.ns)
        for (const digest of entry.digests) this.gone.push(digest)
        return
      case 'used':
        this.#namespace(entry.ns).used = entry.at
        return
      case 'issued':
        this.#namespace(entry.ns).issued.push([entry.provider, entry.key])
        return
      case 'image': {
        const source = entry.of === null ? empty(this.#defs) : this.#worldOf(entry.of).tables
        this.#images.set(entry.image, { ...forked(source), rev: entry.rev })
        return
      }
      case 'rows': {
        const { tables } = this.#image(entry.image)
        this.#defOf(entry.table)
        const table = tables.get(entry.table)!
        for (const row of entry.rows) table.put(row)
        table.reserve(entry.next)
        return
      }
      case 'snapshot': {
        const { snapshots } = this.#namespace(entry.ns)
        if (entry.kept) snapshots.set(entry.name, entry.kept)
        else snapshots.delete(entry.name)
        return
      }
      case 'part':
        if (entry.value === null) this.parts.delete(entry.name)
        else this.parts.set(entry.name, entry.value)
        return
      case 'closed':
        return
      default:
        throw new ConfigError(`there is no entry of the kind '${String((entry as { k?: unknown }).k)}'`)
    }
  }

  /** The world of a namespace at its end; undefined where nobody came. */
  worldOf({ world }: KeptNamespace): Snapshot | undefined {
    if (!world) return undefined
    const { head, tables } = world
    const journal = this.#closed ? head.journal : head.journal + SKIP
    return snapshotOf(this.#providers, { ...head, journal }, this.#frozen(tables))
  }

  /** The tables that the world of a namespace goes on from. */
  baseOf({ tables }: NonNullable<KeptNamespace['world']>): FrozenTables {
    return this.#frozen(tables.from)
  }

  /** The notes of each world, by namespace. */
  notes(): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
    const all = Array.from(this.namespaces, ([name, { world }]) => [name, world?.notes] as const)
    return new Map(all.filter((one): one is [string, Map<string, unknown>] => one[1] !== undefined))
  }

  /** A snapshot as it was kept. Those of one image share their tables. */
  snapshotOf({ image, head }: KeptSnapshot): Snapshot {
    return snapshotOf(this.#providers, head, this.#frozen(this.#image(image)))
  }

  /** The images with their numbers. */
  *images(): Generator<readonly [FrozenTables, number]> {
    for (const [number, tables] of this.#images) yield [this.#frozen(tables), number]
  }

  #frozen(tables: Tables): FrozenTables {
    const { rev, from } = tables
    return (tables.made ??= frozen(rev, tables.tables, from && this.#frozen(from)))
  }

  #image(number: number): Tables {
    const image = this.#images.get(number)
    if (!image) throw new ConfigError(`there is no image ${number}`)
    return image
  }

  #namespace(name: string): KeptNamespace {
    let namespace = this.namespaces.get(name)
    if (!namespace && name === 'default') this.namespaces.set(name, (namespace = fresh(null, null)))
    if (!namespace) throw new ConfigError(`there is no namespace '${name}'`)
    return namespace
  }

  #worldOf(name: string): NonNullable<KeptNamespace['world']> {
    const { world } = this.#namespace(name)
    if (!world) throw new ConfigError(`the namespace '${name}' has no world yet`)
    return world
  }

  #defOf(table: string): void {
    if (!this.#defs.has(table))
      throw new ConfigError(
        `there is no table '${table}'${nearest(table, [...this.#defs.keys()])}; serve the providers that the folder was made with`,
      )
  }

  #change(world: Tables, { rev, put, del, next }: Delta): void {
    world.rev = rev
    for (const [name, id] of del) {
      this.#defOf(name)
      world.tables.get(name)!.drop(id)
    }
    for (const [name, row] of put) {
      this.#defOf(name)
      world.tables.get(name)!.put(row)
    }
    for (const [name, ord] of Object.entries(next)) world.tables.get(name)?.reserve(ord)
  }
}

const fresh = (meta: unknown, from: KeptSnapshot | null): KeptNamespace => ({
  meta,
  from,
  used: undefined,
  issued: [],
  snapshots: new Map(),
  world: undefined,
})

const note = (world: NonNullable<KeptNamespace['world']>, { anew, put }: FreshNotes): void => {
  if (anew || !world.notes) world.notes = new Map()
  for (const [name, value] of put)
    if (value === null) world.notes.delete(name)
    else world.notes.set(name, value)
}

const empty = (defs: ReadonlyMap<string, TableDef>): Tables => ({
  rev: 0,
  tables: new Map(noTables(defs.values()).tables),
})

const forked = ({ rev, tables }: Tables): Tables => ({
  rev,
  tables: new Map(Array.from(tables, ([name, table]) => [name, table.fork(record)])),
})
