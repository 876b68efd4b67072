import type { Log } from '../log/log.ts'
import { type KeptNamespace, Replay } from '../log/replay.ts'
import { KeepError } from '../world/commits.ts'
import type { Provider } from '../world/provider.ts'
import type { Snapshot, World } from '../world/world.ts'
import type { NamespaceOptions, NamespacesOptions } from './initial-worlds.ts'
import type { Keepable } from './kept-entries.ts'
import { Keeper } from './keeper.ts'
import { type Details, resuming } from './earlier-run.ts'
import type { Namespace } from './namespace.ts'
import { NamespaceError } from './namespace-error.ts'
import { DEFAULT, Registry } from './registry.ts'

/** The namespaces of one process, all kept in one log. */
export class Namespaces extends Registry {
  readonly default: Namespace
  readonly #keeper: Keeper
  /** What is kept of those besides `default`, by name. */
  readonly #details = new Map<string, Keepable & Details>()
  readonly #onGone: NamespacesOptions['onGone']

  /** They go on from what the log kept, and are kept there. */
  constructor(providers: readonly Provider[], options: NamespacesOptions, log: Log) {
    super(providers, options)
    this.#onGone = options.onGone
    this.#keeper = new Keeper(log)
    const replay = new Replay(providers)
    log.read(replay.visit)
    this.#keeper.know(replay.images(), replay.parts)
    this.default = this.build(
      DEFAULT,
      {},
      {
        initial: this.initialWorlds.forDefault,
        keeper: this.#keeper,
        ...resuming(replay, replay.namespaces.get(DEFAULT), (found) => this.initialWorlds.withOptions(found)),
      },
    )
    for (const digest of replay.gone) this.owners.gone.addDigest(digest)
    for (const [name, one] of replay.namespaces) if (name !== DEFAULT) this.#revive(name, replay, one)
    const first = { namespace: this.default, meta: null, from: undefined, issued: [] }
    const kept = { default: first, namespaces: this.#details }
    this.#keeper.begin(() => ({ ...kept, gone: this.owners.gone.digests() }), this.wall)
    options.onKept?.({ parts: replay.parts, notes: replay.notes(), keep: this.#keeper.part })
    void this.default.world // what is the matter with it is to be said at the start
  }

  create(options: NamespaceOptions = {}): Namespace {
    this.sweep()
    const { name, counter } = this.freeName(options.name)
    const usedAt = this.wall.now()
    const { from, ...asked } = options
    const initial = this.initialWorlds.forNamespace(name, options)
    const namespace = this.build(name, { ttl: asked.ttl ?? null, usedAt }, { initial, keeper: this.#keeper })
    const details = { namespace, meta: { asked, usedAt, counter }, from, issued: [] }
    this.#keeper.made(details)
    this.#welcome(details)
    return namespace
  }

  /** Takes back a namespace that was just made and cannot be had after all, as if it had never been. */
  discard(namespace: Namespace): void {
    this.#keeper.gone(namespace, [])
    this.unmake(namespace)
    this.#details.delete(namespace.name)
  }

  async delete(name: string): Promise<void> {
    if (name === DEFAULT) throw new NamespaceError('taken', 'The namespace default always exists; reset it instead.')
    await this.#end(this.named(name))
  }

  snapshotOfDefault(name: string): Snapshot | undefined {
    return this.default.snapshots.get(name)?.snapshot
  }

  beforeRestore(): void {}

  protected worldOfDefault(): World {
    return this.default.world
  }

  protected issued(namespace: Namespace, provider: string, key: string): void {
    this.#keeper.issued(namespace, provider, key)
    this.#details.get(namespace.name)!.issued.push([provider, key])
    this.owners.add(provider, key, namespace)
  }

  protected expire(namespace: Namespace): void {
    try {
      void this.#end(namespace)
    } catch (error) {
      if (!(error instanceof KeepError)) throw error // until that can be kept
    }
  }

  #welcome(details: Keepable & Details & { readonly namespace: Namespace }): void {
    const { namespace } = details
    this.#details.set(namespace.name, details)
    this.admit(namespace, details.meta.counter)
    for (const [provider, key] of details.issued) this.owners.add(provider, key, namespace)
  }

  /** A namespace of an earlier run, as it was asked for then. */
  #revive(name: string, replay: Replay, kept: KeptNamespace): void {
    const meta = kept.meta as Details['meta']
    const from = kept.from ? replay.snapshotOf(kept.from) : undefined
    const namespace = this.build(
      name,
      { ttl: meta.asked.ttl ?? null, usedAt: kept.used ?? meta.usedAt },
      {
        initial: this.initialWorlds.forNamespace(name, { ...meta.asked, from }),
        keeper: this.#keeper,
        ...resuming(replay, kept, (found) => found),
      },
    )
    this.#welcome({ namespace, meta, from, issued: kept.issued })
  }

  #end(namespace: Namespace): Promise<void> {
    this.#keeper.gone(namespace, this.owners.digestsOf(namespace))
    this.#onGone?.(namespace.name)
    this.remove(namespace)
    this.#details.delete(namespace.name)
    return namespace.close()
  }
}
