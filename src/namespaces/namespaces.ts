import { type WallClock, machineClock } from '../core/clock.ts'
import { Ids } from '../core/ids.ts'
import type { Log } from '../log/log.ts'
import { type KeptNamespace, Replay } from '../log/replay.ts'
import { KeepError } from '../world/commits.ts'
import { nearest } from '../core/nearest.ts'
import type { Minted, Parts, Provider } from '../world/provider.ts'
import type { Tx } from '../world/unit-of-work.ts'
import type { World } from '../world/world.ts'
import { InitialWorlds, type NamespaceOptions, type NamespacesOptions } from './initial-worlds.ts'
import { CredentialOwners } from './credential-owners.ts'
import { Keeper } from './keeper.ts'
import { type Details, resuming } from './earlier-run.ts'
import { NamespaceError } from './namespace-error.ts'
import { Namespace, type NamespaceInit } from './namespace.ts'

/** The name of the namespace that always exists. */
export const DEFAULT = 'default'
const PREFIX = 'ns-'

/** The namespaces of one emulator, by name and by credential; `default` always exists. */
export class Namespaces {
  /** The namespace of requests that name no other. */
  readonly default: Namespace
  readonly #providers: readonly Provider[]
  readonly #wall: WallClock
  readonly #hooks: Pick<NamespaceInit, 'onEntry' | 'journalLimits' | 'maxEvents' | 'prepare' | 'wall' | 'keeper'>
  readonly #keeper: Keeper
  readonly #details = new WeakMap<Namespace, Details>()
  readonly #onGone: NamespacesOptions['onGone']
  readonly #max: number
  readonly #initialWorlds: InitialWorlds
  readonly #named = new Map<string, Namespace>()
  readonly #owners = new CredentialOwners()
  #counter = 0

  /** They go on from what the log kept, and are kept there. */
  constructor(providers: readonly Provider[], options: NamespacesOptions, log: Log) {
    this.#providers = providers
    this.#initialWorlds = new InitialWorlds(providers, options)
    this.#onGone = options.onGone
    this.#max = options.maxNamespaces ?? 10_000
    this.#wall = options.wall ?? machineClock
    this.#keeper = new Keeper(log)
    const { onEntry, journal: journalLimits, maxEvents, prepare } = options
    this.#hooks = { keeper: this.#keeper, onEntry, journalLimits, maxEvents, prepare, wall: this.#wall }
    const replay = new Replay(providers)
    log.read(replay.visit)
    this.#keeper.know(replay.images(), replay.parts)
    this.default = new Namespace(DEFAULT, this.#initialWorlds.forDefault, {
      ...this.#hooks,
      ...resuming(replay, replay.namespaces.get(DEFAULT), (found) => this.#initialWorlds.withOptions(found)),
    })
    for (const digest of replay.gone) this.#owners.gone.addDigest(digest)
    for (const [name, one] of replay.namespaces) if (name !== DEFAULT) this.#revive(name, replay, one)
    this.#keeper.begin(() => ({ namespaces: this.#kept(), gone: this.#owners.gone.digests() }), this.#wall)
    options.onKept?.({ parts: replay.parts, notes: replay.notes(), keep: this.#keeper.part })
    void this.default.world // what is the matter with it is to be said at the start
  }

  /** All, `default` first. */
  list(): Namespace[] {
    this.#sweep()
    return [this.default, ...this.#named.values()]
  }

  get size(): number {
    return this.#named.size + 1
  }

  /** A namespace by its name. Throws a {@link NamespaceError} when there is none. */
  named(name: string): Namespace {
    const namespace = name === DEFAULT ? this.default : this.#named.get(name)
    if (!namespace)
      throw new NamespaceError(
        'unknown',
        `There is no namespace '${name}'${nearest(
          name,
          this.list()
            .slice(0, 20)
            .map((one) => one.name),
        )}`,
      )
    this.#use(namespace)
    return namespace
  }

  /** Whose credential a request carries; undefined when it is nobody's in particular. Throws for one whose owner is gone. */
  byCredential(provider: Provider, parts: Parts): Namespace | undefined {
    const key = provider.credentials?.identify(parts)
    const owner = key === undefined ? undefined : this.#owners.of(provider.name, key)
    if (owner === undefined) return undefined
    if (owner === null) throw new NamespaceError('gone', 'The namespace of this credential is deleted or has expired.')
    this.#use(owner)
    return owner
  }

  /** Whether any credential of a provider leads to a namespace. */
  hasCredentials({ name }: Provider): boolean {
    return this.#owners.has(name)
  }

  /** Throws a {@link NamespaceError} when the name is taken or there are too many, a ConfigError for wrong options. */
  create(options: NamespaceOptions = {}): Namespace {
    this.#sweep()
    const name = options.name ?? this.#freeName()
    if (name === DEFAULT || this.#named.has(name))
      throw new NamespaceError('taken', `There is a namespace '${name}' already.`)
    if (this.#named.size >= this.#max)
      throw new NamespaceError('full', `There are ${this.#max} namespaces already; delete some, or give them a ttl.`)
    const counter = options.name === undefined ? Number(name.slice(PREFIX.length)) : this.#counter
    const usedAt = this.#wall.now()
    const { from, ...asked } = options
    const details: Details = { meta: { asked, usedAt, counter }, from, issued: [] }
    const namespace = this.#build(name, options, { usedAt })
    this.#keeper.made({ namespace, ...details })
    this.#counter = counter
    this.#admit(namespace, details)
    return namespace
  }

  #build(name: string, options: NamespaceOptions, init: Partial<NamespaceInit>): Namespace {
    return new Namespace(name, this.#initialWorlds.forNamespace(name, options), {
      ttl: options.ttl ?? null,
      installCredentials: this.#installCredentials,
      ...this.#hooks,
      ...init,
    })
  }

  /** Lets requests find a namespace. */
  #admit(namespace: Namespace, details: Details): void {
    this.#details.set(namespace, details)
    for (const [provider, { keys }] of Object.entries(this.credentialsOf(namespace)))
      for (const key of keys) this.#owners.add(provider, key, namespace)
    for (const [provider, key] of details.issued) this.#owners.add(provider, key, namespace)
    this.#named.set(namespace.name, namespace)
  }

  /** A namespace of an earlier run, as it was asked for then. */
  #revive(name: string, replay: Replay, kept: KeptNamespace): void {
    const meta = kept.meta as Details['meta']
    const from = kept.from ? replay.snapshotOf(kept.from) : undefined
    const namespace = this.#build(
      name,
      { ...meta.asked, from },
      { usedAt: kept.used ?? meta.usedAt, ...resuming(replay, kept, (found) => found) },
    )
    this.#counter = Math.max(this.#counter, meta.counter)
    this.#admit(namespace, { meta, from, issued: kept.issued })
  }

  *#kept() {
    yield { namespace: this.default, meta: null, from: undefined, issued: [] }
    for (const namespace of this.#named.values()) yield { namespace, ...this.#details.get(namespace)! }
  }

  /** Takes back a namespace that was just made and cannot be had after all, as if it had never been. */
  discard(namespace: Namespace): void {
    this.#keeper.gone(namespace, [])
    this.#named.delete(namespace.name)
    this.#owners.forget(namespace)
    if (namespace.name === `${PREFIX}${this.#counter}`) this.#counter--
  }

  /** Throws a {@link NamespaceError} when there is none, or for `default`. */
  async delete(name: string): Promise<void> {
    if (name === DEFAULT) throw new NamespaceError('taken', 'The namespace default always exists; reset it instead.')
    await this.#remove(this.named(name))
  }

  /** Ends the streams and closes the listeners of all namespaces. */
  async close(): Promise<void> {
    await Promise.all([this.default, ...this.#named.values()].map((namespace) => namespace.close()))
  }

  /** The credentials of a namespace by provider: for `default` those that every fresh world knows, which lead nowhere else. */
  credentialsOf({ name }: Namespace): Record<string, Minted> {
    const minted: Record<string, Minted> = {}
    for (const { name: provider, credentials: own } of this.#providers)
      if (own)
        minted[provider] =
          name === DEFAULT ? { credential: own.wellKnown, keys: [] } : own.mint(new Ids('namespace', name))
    return minted
  }

  readonly #installCredentials = (namespace: Namespace, world: World, restored: boolean): void => {
    const minted = this.credentialsOf(namespace)
    world.transact((tx) => {
      for (const { name, credentials } of this.#providers) credentials?.install(tx, minted[name]!.credential)
    }, 'seed')
    if (restored) this.#adoptIssued(namespace, world)
    world.onIssue = (provider, key) => this.#issue(namespace, provider, key)
  }

  // what a world that was put here gave out before leads here from now on, unless somebody else still has it
  #adoptIssued(namespace: Namespace, world: World): void {
    for (const { name, credentials } of this.#providers) {
      if (!credentials?.issued) continue
      const issued = (tx: Tx): string[] => [...credentials.issued!(tx)]
      const elsewhere = new Set(this.default.world.transact(issued))
      for (const key of world.transact(issued))
        if (!elsewhere.has(key) && !this.#owners.of(name, key)) this.#issue(namespace, name, key)
    }
  }

  #issue(namespace: Namespace, provider: string, key: string): void {
    this.#keeper.issued(namespace, provider, key)
    this.#details.get(namespace)!.issued.push([provider, key])
    this.#owners.add(provider, key, namespace)
  }

  #freeName(): string {
    for (let n = this.#counter + 1; ; n++) if (!this.#named.has(`${PREFIX}${n}`)) return `${PREFIX}${n}`
  }

  #use(namespace: Namespace): void {
    if (namespace.ttl === null) return
    const now = this.#wall.now()
    if (now > namespace.usedAt + namespace.ttl) {
      this.#expire(namespace)
      throw new NamespaceError('gone', `The namespace '${namespace.name}' has expired.`)
    }
    namespace.usedAt = now
  }

  #sweep(): void {
    for (const namespace of this.#named.values())
      if (namespace.ttl !== null && this.#wall.now() > namespace.usedAt + namespace.ttl) this.#expire(namespace)
  }

  #expire(namespace: Namespace): void {
    try {
      void this.#remove(namespace)
    } catch (error) {
      if (!(error instanceof KeepError)) throw error // until that can be kept
    }
  }

  #remove(namespace: Namespace): Promise<void> {
    this.#keeper.gone(namespace, this.#owners.digestsOf(namespace))
    this.#named.delete(namespace.name)
    this.#onGone?.(namespace.name)
    this.#owners.remove(namespace)
    return namespace.close()
  }
}
