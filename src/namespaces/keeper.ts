import { type WallClock, atOnce, inSlices } from '../core/clock.ts'
import type { Entry, KeptSnapshot } from '../log/entries.ts'
import { type Log, noLog } from '../log/log.ts'
import type { FrozenTables } from '../world/frozen-tables.ts'
import { toHead } from '../world/snapshot.ts'
import type { WhenStored } from '../world/commits.ts'
import type { Snapshot, World } from '../world/world.ts'
import {
  type Keepable,
  Present,
  type Tenant,
  type Users,
  type Whole,
  allOf,
  deltaOf,
  headOf,
  imageEntries,
  usersIn,
} from './kept-entries.ts'

/** Writes down in a log what happens to namespaces. */
export class Keeper {
  readonly #log: Log
  readonly #whenStored: WhenStored | null
  /** The worlds that are kept, by namespace. */
  readonly #worlds = new Map<string, World>()
  readonly #marked = new WeakMap<World, number>()
  readonly #used = new WeakMap<Tenant, number>()
  readonly #parts = new Map<string, unknown>()
  /** The tables that the log knows, with their numbers. */
  #images = new WeakMap<FrozenTables['tables'], number>()
  #lastImage = 0
  /** The namespaces that are still to be marked in this round. */
  #marking: Iterator<Keepable> | undefined
  /** Who shared tables with whom when somebody looked, a moment ago. */
  #users: Users | undefined
  /** The present that is being written down beside the running work. */
  #fold: Present | undefined

  /** Answers wait until `whenStored` lets them leave. */
  constructor(log: Log, whenStored = log.whenStored) {
    this.#log = log
    this.#whenStored = whenStored
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
    this.#log.begin({
      prepare: async () => {
        this.#users = await inSlices(usersIn(allOf(whole()), this.#worlds))
      },
      present: () => this.#present({ ...whole(), parts: [...this.#parts] }),
      mark: (most = Infinity) => {
        this.#marking ??= allOf(whole())
        for (let left = most; left > 0; left--) {
          const { value, done } = this.#marking.next() as IteratorResult<Keepable, undefined>
          if (done) {
            this.#marking = undefined
            return true
          }
          this.#mark(value.namespace, value.meta !== null)
        }
        return false
      },
      wall,
    })
  }

  /** Keeps a world that goes on from where the log left it. */
  follow({ name }: Tenant, world: World): void {
    if (this.#log === noLog) return
    this.#fold?.take(name)
    const before = this.#worlds.get(name)
    if (before) detach(before)
    this.#worlds.set(name, world)
    const { commits, clock, notes } = world
    commits.whenStored = this.#whenStored
    commits.onBegin = () => {
      world.ids.watch()
      this.#fold?.take(name)
    }
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
    this.#fold?.take(name)
    const image = this.#imageOf(world.base)
    const delta = deltaOf(world.base, world.standing().tables)
    this.#log.add({ k: 'world', ns: name, image, head: headOf(world), delta, notes: world.notes.all() })
    world.notes.written(true)
    this.follow(namespace, world)
  }

  /** Writes down where a world stands that goes on from where another process left it: it has passed over numbers of requests. */
  standing({ name }: Tenant, world: World): void {
    this.#log.add({ k: 'mark', ns: name, head: headOf(world) })
  }

  made({ namespace, meta, from }: Omit<Keepable, 'issued'>): void {
    if (this.#log === noLog) return
    this.#fold?.leaveOut(namespace.name)
    this.#log.add({ k: 'namespace', ns: namespace.name, meta, from: from ? this.#kept(from) : null })
  }

  gone({ name }: Tenant, digests: readonly number[]): void {
    this.#fold?.take(name)
    this.#log.add({ k: 'gone', ns: name, digests })
    const world = this.#worlds.get(name)
    if (world) detach(world)
    this.#worlds.delete(name)
  }

  issued({ name }: Tenant, provider: string, key: string): void {
    this.#fold?.take(name)
    this.#log.add({ k: 'issued', ns: name, provider, key })
  }

  /** A snapshot under a name; null when it is deleted. */
  snapshot({ name: ns }: Tenant, name: string, snapshot: Snapshot | null): void {
    if (this.#log === noLog) return
    this.#fold?.take(ns)
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
    const known = this.#images.get(tables) ?? this.#fold?.owe(frozen)
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

  #present(whole: Whole): { entries: Iterable<Entry>; end: () => void } {
    const worlds = this.#worlds
    const users = this.#users ?? atOnce(usersIn(allOf(whole), worlds))
    this.#users = undefined
    const before = this.#images
    const fold = new Present(whole, {
      worlds,
      users,
      image: ({ tables }) => before.get(tables),
      nextImage: () => ++this.#lastImage,
    })
    this.#images = fold.images
    this.#fold = fold
    return {
      entries: fold.entries(),
      end: () => {
        this.#fold = undefined
      },
    }
  }
}

const detach = ({ commits, clock, notes }: World): void => {
  commits.onBegin = null
  commits.onCommit = null
  clock.onChange = null
  notes.onFresh = null
}
