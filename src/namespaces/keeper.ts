import type { Millis, WallClock } from '../core/clock.ts'
import type { Entry, KeptSnapshot } from '../log/entries.ts'
import { type Log, noLog } from '../log/log.ts'
import type { Note } from '../world/judge.ts'
import type { FrozenTables } from '../world/frozen-tables.ts'
import { toHead } from '../world/snapshot.ts'
import type { Snapshot, World } from '../world/world.ts'
import { deltaOf, headOf, imageEntries, listed, noDelta } from './kept-entries.ts'

/** A namespace as far as it is kept. */
export interface Tenant {
  readonly name: string
  readonly usedAt: Millis
  readonly snapshots: ReadonlyMap<string, { readonly snapshot: Snapshot }>
  /** Where an earlier run left its world, until somebody comes. */
  readonly left: { readonly snapshot: Snapshot; readonly notes: Iterable<Note> | undefined } | undefined
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
  readonly parts: ReadonlyMap<string, unknown>
}

const DIGESTS = 5_000

/** Writes down in a log what happens to namespaces. */
export class Keeper {
  readonly #log: Log
  /** The worlds that are kept, by namespace. */
  readonly #worlds = new Map<string, World>()
  readonly #marked = new WeakMap<World, number>()
  readonly #used = new WeakMap<Tenant, number>()
  readonly #parts = new Map<string, unknown>()
  /** The tables that the log knows, with their numbers. */
  #images = new WeakMap<FrozenTables['tables'], number>()
  #lastImage = 0

  constructor(log: Log) {
    this.#log = log
  }

  /** Goes on from images that the log has. */
  know(images: Iterable<readonly [FrozenTables, number]>, parts: ReadonlyMap<string, unknown>): void {
    for (const [{ tables }, number] of images) {
      this.#images.set(tables, number)
      this.#lastImage = Math.max(this.#lastImage, number)
    }
    for (const [name, value] of parts) this.#parts.set(name, value)
  }

  /** To be called once, when everything that was kept is there again. */
  begin(whole: () => Omit<Whole, 'parts'>, wall: WallClock): void {
    const list = (): readonly Keepable[] => [...whole().namespaces]
    this.#log.begin({
      present: () => this.#present({ ...whole(), parts: this.#parts }),
      mark: () => {
        for (const { namespace, meta } of list()) this.#mark(namespace, meta !== null)
      },
      wall,
    })
  }

  /** Keeps a world that goes on from where the log left it. */
  follow({ name }: Tenant, world: World): void {
    if (this.#log === noLog) return
    const before = this.#worlds.get(name)
    if (before) detach(before)
    this.#worlds.set(name, world)
    const { commits, clock, notes } = world
    commits.whenStored = this.#log.whenStored
    commits.onCommit = ({ rev, put, del }) => {
      const [standing, n] = [{ clock: clock.state, ids: world.ids.state }, world.journal.seen]
      this.#log.add({ k: 'commit', ns: name, rev, put, del, ...standing, n, notes: notes.fresh() })
      notes.written()
    }
    clock.onChange = () => {
      this.#log.add({ k: 'mark', ns: name, head: headOf(world), notes: notes.fresh() })
      notes.written()
    }
    notes.onFresh = (fresh) => this.#log.add({ k: 'notes', ns: name, ...fresh })
  }

  /** Keeps a world from now on, in place of the one before it. */
  world(namespace: Tenant, world: World): void {
    if (this.#log === noLog) return
    const { name } = namespace
    const image = this.#imageOf(world.base)
    const notes = world.notes.all()
    this.#log.add({ k: 'world', ns: name, image, head: headOf(world), delta: deltaOf(world), notes })
    world.notes.written(true)
    this.follow(namespace, world)
  }

  made({ namespace, meta, from }: Omit<Keepable, 'issued'>): void {
    if (this.#log === noLog) return
    this.#log.add({ k: 'namespace', ns: namespace.name, meta, from: from ? this.#kept(from) : null })
  }

  gone({ name }: Tenant, digests: readonly number[]): void {
    this.#log.add({ k: 'gone', ns: name, digests })
    const world = this.#worlds.get(name)
    if (world) detach(world)
    this.#worlds.delete(name)
  }

  issued({ name }: Tenant, provider: string, key: string): void {
    this.#log.add({ k: 'issued', ns: name, provider, key })
  }

  /** A snapshot under a name; null when it is deleted. */
  snapshot({ name: ns }: Tenant, name: string, snapshot: Snapshot | null): void {
    if (this.#log === noLog) return
    this.#log.add({ k: 'snapshot', ns, name, kept: snapshot && this.#kept(snapshot, ns) })
  }

  /** Something of the emulator as a whole, under a name; null takes it away. */
  readonly part = (name: string, value: unknown): void => {
    this.#log.add({ k: 'part', name, value })
    if (value === null) this.#parts.delete(name)
    else this.#parts.set(name, value)
  }

  #kept(snapshot: Snapshot, of?: string): KeptSnapshot {
    return { image: this.#imageOf(snapshot.tables, of), head: toHead(snapshot) }
  }

  /** The number of some tables, which are written down when the log does not have them; `of` names whose present they are. */
  #imageOf(frozen: FrozenTables, of?: string): number {
    const { tables, rev } = frozen
    const known = this.#images.get(tables)
    if (known !== undefined) return known
    const number = ++this.#lastImage
    if (of !== undefined && this.#worlds.has(of)) this.#log.add({ k: 'image', image: number, of, rev })
    else for (const entry of imageEntries(number, frozen)) this.#log.add(entry)
    this.#images.set(tables, number)
    return number
  }

  /** Writes where a namespace stands when it was used since the last time. */
  #mark(namespace: Tenant, hasUse: boolean): void {
    const { name, usedAt } = namespace
    const world = this.#worlds.get(name)
    const notes = world?.notes.fresh(true)
    if (world && (notes ?? this.#marked.get(world) !== world.journal.seen)) {
      const { seen } = world.journal
      this.#log.add({ k: 'mark', ns: name, head: headOf(world), notes })
      world.notes.written(true)
      this.#marked.set(world, seen)
    }
    if (!hasUse || this.#used.get(namespace) === usedAt) return
    this.#log.add({ k: 'used', ns: name, at: usedAt })
    this.#used.set(namespace, usedAt)
  }

  /** The present: worlds and snapshots that share tables go on sharing them. */
  #present({ namespaces, gone, parts }: Whole): Iterable<Entry> {
    const kept = Array.from(namespaces, (one) => ({
      ...one,
      named: [...one.namespace.snapshots],
      used: one.namespace.usedAt,
      issued: [...one.issued],
      world: this.#standing(one.namespace),
    }))
    const images = new WeakMap<FrozenTables['tables'], number>()
    const before: Entry[] = []
    const written = new Map<number, FrozenTables>()
    const write = (frozen: FrozenTables): number => {
      const known = this.#images.get(frozen.tables)
      const number = known ?? ++this.#lastImage
      if (known !== undefined) images.set(frozen.tables, known) // a number of this list alone means nothing if it is not stored
      written.set(number, frozen)
      return number
    }
    const keep = (snapshot: Snapshot): KeptSnapshot => ({ image: write(snapshot.tables), head: toHead(snapshot) })
    const digests = [...gone]
    for (let at = 0; at < digests.length; at += DIGESTS)
      before.push({ k: 'gone', ns: null, digests: digests.slice(at, at + DIGESTS) })
    for (const [name, value] of parts) before.push({ k: 'part', name, value })
    const users = new Map<FrozenTables['tables'], number>()
    const uses = ({ tables }: FrozenTables): void => void users.set(tables, (users.get(tables) ?? 0) + 1)
    for (const { from, named, world } of kept) {
      if (from) uses(from.tables)
      for (const [, { snapshot }] of named) uses(snapshot.tables)
      if (world) uses(world.base)
    }
    const after: Entry[] = []
    for (const { namespace, meta, from, named, used, issued, world } of kept) {
      const { name: ns } = namespace
      if (meta) after.push({ k: 'namespace', ns, meta, from: from ? keep(from) : null }, { k: 'used', ns, at: used })
      for (const [name, { snapshot }] of named) after.push({ k: 'snapshot', ns, name, kept: keep(snapshot) })
      for (const [provider, key] of issued) after.push({ k: 'issued', ns, provider, key })
      if (!world) continue
      const shared = users.get(world.base.tables)! > 1
      const delta = shared ? world.delta() : noDelta(world.tables.rev)
      const image = write(shared ? world.base : world.tables)
      after.push({ k: 'world', ns, image, head: world.head, delta, notes: world.notes })
    }
    this.#images = images
    return listed([...before], written, after)
  }

  #standing({ name, left }: Tenant) {
    const world = this.#worlds.get(name)
    if (!world) {
      if (!left) return undefined
      const { snapshot, notes } = left
      const { tables } = snapshot
      return {
        base: tables,
        tables,
        head: toHead(snapshot),
        delta: () => noDelta(tables.rev),
        notes: notes && [...notes],
      }
    }
    const snapshot = world.snapshot()
    const notes = world.notes.all()
    return { base: world.base, tables: snapshot.tables, head: toHead(snapshot), delta: () => deltaOf(world), notes }
  }
}

const detach = ({ commits, clock, notes }: World): void => {
  commits.onCommit = null
  clock.onChange = null
  notes.onFresh = null
}
