import type { Entry } from '../log/entries.ts'
import type { Details } from '../namespaces/earlier-run.ts'
import type { NamespaceOptions, NamespacesOptions } from '../namespaces/initial-worlds.ts'
import type { InitialWorld, Namespace } from '../namespaces/namespace.ts'
import { NamespaceError } from '../namespaces/namespace-error.ts'
import { DEFAULT, Registry } from '../namespaces/registry.ts'
import { KeepError } from '../world/commits.ts'
import type { Provider } from '../world/provider.ts'
import type { Snapshot, World } from '../world/world.ts'

/** What the directory says of a namespace. */
export interface SharedMeta {
  readonly asked: Details['meta']['asked']
  readonly usedAt: number
  readonly counter: number
  /** Where it is kept: another unit for each namespace of a name. */
  readonly unit: string
  /** The object with the snapshot that it begins with. */
  readonly from: string | null
}

/** What the namespaces of a replica need of the cluster. */
export interface Common {
  /** See {@link Directory.change}. */
  change(decide: () => readonly Entry[]): Promise<void>
  /** A text that no other replica makes. */
  unique(): string
  /** Keeps a snapshot. Resolves with the name of its object. */
  putSnapshot(snapshot: Snapshot): Promise<string>
  snapshotOfDefault(name: string): Promise<Snapshot | undefined>
  /** The world of `default` as it stands, wherever it is; undefined when it is here by now. */
  worldOfDefault(): Promise<World | undefined>
  /** Holds the answers of a namespace until something has come to its end. */
  holdFor(namespace: Namespace, work: Promise<void>): void
  /** A namespace is gone. */
  gone(namespace: Namespace, meta: SharedMeta): void
}

/** The namespaces of a cluster, as one replica knows them from the directory. Their worlds come and go. */
export class SharedNamespaces extends Registry {
  readonly default: Namespace
  readonly #common: Common
  readonly #metas = new WeakMap<Namespace, SharedMeta>()
  readonly #byUnit = new Map<string, Namespace>()
  readonly #ending = new WeakSet<Namespace>()
  readonly #onGone: NamespacesOptions['onGone']
  /** What `default` was when somebody asked for it last. */
  #looked: World | undefined

  constructor(providers: readonly Provider[], options: NamespacesOptions, common: Common) {
    super(providers, options)
    this.#common = common
    this.#onGone = options.onGone
    this.default = this.build(DEFAULT, {}, null)
  }

  /** What the directory says of a namespace; undefined for `default`, which always is. */
  metaOf(namespace: Namespace): SharedMeta | undefined {
    return this.#metas.get(namespace)
  }

  unitOf(namespace: Namespace): string {
    return this.#metas.get(namespace)?.unit ?? DEFAULT
  }

  /** Whether a namespace is to be found. */
  has(namespace: Namespace): boolean {
    return namespace === this.default || this.find(namespace.name) === namespace
  }

  /** Ends those that are held here and whose time is over. Returns those of which only their holders know. */
  overdue(): Namespace[] {
    this.sweep()
    const now = this.wall.now()
    return [...this.others()].filter(({ ttl, usedAt, isHeld }) => ttl !== null && !isHeld && now > usedAt + ttl)
  }

  /** The namespace that is kept in a unit. */
  byUnit(unit: string): Namespace | undefined {
    return unit === DEFAULT ? this.default : this.#byUnit.get(unit)
  }

  /** What a namespace begins with. */
  initialOf({ name }: Namespace, from: Snapshot | undefined): InitialWorld {
    const meta = this.#metas.get(this.find(name) ?? this.default)
    if (!meta) return this.initialWorlds.forDefault
    return this.initialWorlds.forNamespace(name, { ...meta.asked, from }, meta.usedAt)
  }

  /** A snapshot of `default` under the options of this replica. */
  adapted(namespace: Namespace, found: Snapshot): Snapshot {
    return namespace === this.default ? this.initialWorlds.withOptions(found) : found
  }

  async create(options: NamespaceOptions = {}): Promise<Namespace> {
    const { from, ...asked } = options
    const { name } = await this.#agreed(() => this.freeName(options.name))
    this.initialWorlds.forNamespace(name, options) // what is wrong with it is to be said now
    const snapshot = from ? await this.#common.putSnapshot(from) : null
    const [usedAt, nonce] = [this.wall.now(), this.#common.unique()]
    let made = name
    await this.#common.change(() => {
      const free = this.freeName(options.name)
      made = free.name
      const meta: SharedMeta = { asked, usedAt, counter: free.counter, unit: `${made}~${nonce}`, from: snapshot }
      return [{ k: 'namespace', ns: made, meta, from: null }]
    })
    return this.named(made)
  }

  async delete(name: string): Promise<void> {
    if (name === DEFAULT) throw new NamespaceError('taken', 'The namespace default always exists; reset it instead.')
    await this.#end(await this.#agreed(() => this.named(name)))
  }

  async discard(namespace: Namespace): Promise<void> {
    await this.#end(namespace)
  }

  snapshotOfDefault(name: string): Promise<Snapshot | undefined> {
    return this.#common.snapshotOfDefault(name)
  }

  /** Takes over what the directory says; `whole`: in place of everything that it said before. */
  take(entries: readonly Entry[], whole: boolean): void {
    if (whole) {
      const there = new Set(entries.map((entry) => (entry.k === 'namespace' ? (entry.meta as SharedMeta).unit : '')))
      for (const namespace of this.others()) if (!there.has(this.unitOf(namespace))) this.#forget(namespace)
    }
    for (const entry of entries) this.#takeOne(entry)
  }

  async beforeRestore(namespace: Namespace): Promise<void> {
    if (namespace !== this.default && !this.default.isHeld) this.#looked = await this.#common.worldOfDefault()
  }

  // a world that another replica held before has told of everything that it gave out
  protected worldOfDefault(): World | undefined {
    if (this.default.isHeld) return this.default.world
    const looked = this.#looked
    this.#looked = undefined
    return looked
  }

  protected issued(namespace: Namespace, provider: string, key: string): void {
    this.owners.add(provider, key, namespace)
    const { name: ns } = namespace
    const entry: Entry = { k: 'issued', ns, provider, key }
    this.#common.holdFor(
      namespace,
      this.#common.change(() => (this.has(namespace) ? [entry] : [])),
    )
  }

  protected expire(namespace: Namespace): void {
    if (this.#ending.has(namespace)) return
    this.#ending.add(namespace)
    this.#end(namespace).catch((error: unknown) => {
      this.#ending.delete(namespace)
      if (!(error instanceof KeepError)) throw error // it is tried again with the next request
    })
  }

  /** What is here; when something is refused because of it, no replica says otherwise afterwards. */
  async #agreed<T>(read: () => T): Promise<T> {
    try {
      return read()
    } catch {
      let found!: T
      await this.#common.change(() => {
        found = read()
        return []
      })
      return found
    }
  }

  #takeOne(entry: Entry): void {
    if (entry.k === 'namespace') this.#welcome(entry.ns, entry.meta as SharedMeta)
    else if (entry.k === 'issued') this.#know(entry)
    else if (entry.k === 'gone') {
      const namespace = entry.ns === null ? undefined : this.find(entry.ns)
      if (namespace) this.#forget(namespace)
      for (const digest of entry.digests) this.owners.gone.addDigest(digest)
    }
  }

  #welcome(name: string, meta: SharedMeta): void {
    const known = this.find(name)
    if (known && this.unitOf(known) === meta.unit) return
    if (known) this.#forget(known)
    const namespace = this.build(name, { ttl: meta.asked.ttl ?? null, usedAt: meta.usedAt }, null)
    this.#metas.set(namespace, meta)
    this.#byUnit.set(meta.unit, namespace)
    this.admit(namespace, meta.counter)
  }

  #know({ ns, provider, key }: Extract<Entry, { k: 'issued' }>): void {
    const namespace = this.find(ns)
    if (namespace && this.owners.of(provider, key) !== namespace) this.owners.add(provider, key, namespace)
  }

  #forget(namespace: Namespace): void {
    this.#onGone?.(namespace.name)
    this.remove(namespace)
    this.#byUnit.delete(this.unitOf(namespace))
    this.#common.gone(namespace, this.#metas.get(namespace)!)
  }

  #end(namespace: Namespace): Promise<void> {
    return this.#common.change(() =>
      this.has(namespace) ? [{ k: 'gone', ns: namespace.name, digests: this.owners.digestsOf(namespace) }] : [],
    )
  }
}
