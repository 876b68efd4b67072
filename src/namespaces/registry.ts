import { type WallClock, machineClock } from '../core/clock.ts'
import { Ids } from '../core/ids.ts'
import { nearest } from '../core/nearest.ts'
import type { Minted, Parts, Provider } from '../world/provider.ts'
import type { Tx } from '../world/unit-of-work.ts'
import { type Snapshot, World } from '../world/world.ts'
import { CredentialOwners } from './credentials/owners.ts'
import { InitialWorlds, type NamespaceOptions, type NamespacesOptions } from './initial-worlds.ts'
import { Namespace, type NamespaceHold, type NamespaceInit } from './namespace.ts'
import { NamespaceError } from './namespace-error.ts'

/** The name of the namespace that always exists. */
export const DEFAULT = 'default'
const PREFIX = 'ns-'

/** A name that is free, and the number of the newest namespace that was named by number once it is taken. */
interface FreeName {
  readonly name: string
  readonly counter: number
}

/** The namespaces of an emulator, by name and by credential; `default` always exists. */
export abstract class Registry {
  /** The namespace of requests that name no other. */
  abstract readonly default: Namespace
  protected readonly initialWorlds: InitialWorlds
  protected readonly owners = new CredentialOwners()
  protected readonly wall: WallClock
  readonly #providers: readonly Provider[]
  readonly #hooks: Omit<NamespaceInit, 'ttl' | 'usedAt'>
  readonly #max: number
  readonly #named = new Map<string, Namespace>()
  #counter = 0

  constructor(providers: readonly Provider[], options: NamespacesOptions) {
    this.#providers = providers
    this.initialWorlds = new InitialWorlds(providers, options)
    this.#max = options.maxNamespaces ?? 10_000
    this.wall = options.wall ?? machineClock
    const { onEntry, journal: journalLimits, maxEvents, prepare } = options
    this.#hooks = { onEntry, journalLimits, maxEvents, prepare, wall: this.wall }
  }

  /** Throws a {@link NamespaceError} when the name is taken or there are too many, a ConfigError for wrong options. */
  abstract create(options?: NamespaceOptions): Namespace | Promise<Namespace>

  /** Throws a {@link NamespaceError} when there is none, or for `default`. */
  abstract delete(name: string): Promise<void>

  /** Takes back a namespace that was just made and cannot be had after all. */
  abstract discard(namespace: Namespace): void | Promise<void>

  /** A named snapshot of `default`. */
  abstract snapshotOfDefault(name: string): Snapshot | undefined | Promise<Snapshot | undefined>

  /** To be waited for before a world is put into a namespace that has had another life. */
  abstract beforeRestore(namespace: Namespace): void | Promise<void>

  /** The world of `default`, as far as somebody has to know what it gave out; undefined: nobody has. */
  protected abstract worldOfDefault(): World | undefined

  /** A world gave out a credential. */
  protected abstract issued(namespace: Namespace, provider: string, key: string): void

  /** The time-to-live of a namespace is over. */
  protected abstract expire(namespace: Namespace): void

  /** The present world of `default` or, where that is in another process, what it begins with: to be looked at alone. */
  get shown(): World {
    if (this.default.isHeld) return this.default.world
    return World.resume(this.initialWorlds.forDefault.snapshot())
  }

  /** All, `default` first. */
  list(): Namespace[] {
    this.sweep()
    return [this.default, ...this.#named.values()]
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
    const owner = key === undefined ? undefined : this.owners.of(provider.name, key)
    if (owner === undefined) return undefined
    if (owner === null) throw new NamespaceError('gone', 'The namespace of this credential is deleted or has expired.')
    this.#use(owner)
    return owner
  }

  /** Whether any credential of a provider leads to a namespace. */
  hasCredentials({ name }: Provider): boolean {
    return this.owners.has(name)
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

  /** A namespace besides `default`, or `default` itself, that is not to be found yet. */
  protected build(name: string, init: Pick<NamespaceInit, 'ttl' | 'usedAt'>, hold: NamespaceHold | null): Namespace {
    const own = name === DEFAULT ? {} : { installCredentials: this.#installCredentials }
    return new Namespace(name, { ...this.#hooks, ...own, ...init }, hold)
  }

  /** The name that is asked for, or the next number. Throws a {@link NamespaceError} when it cannot be had. */
  protected freeName(asked: string | undefined): FreeName {
    const name = asked ?? this.#nextName()
    if (name === DEFAULT || this.#named.has(name))
      throw new NamespaceError('taken', `There is a namespace '${name}' already.`)
    if (this.#named.size >= this.#max)
      throw new NamespaceError('full', `There are ${this.#max} namespaces already; delete some, or give them a ttl.`)
    return { name, counter: asked === undefined ? Number(name.slice(PREFIX.length)) : this.#counter }
  }

  /** Lets requests find a namespace. */
  protected admit(namespace: Namespace, counter: number): void {
    this.#counter = Math.max(this.#counter, counter)
    for (const [provider, { keys }] of Object.entries(this.credentialsOf(namespace)))
      for (const key of keys) this.owners.add(provider, key, namespace)
    this.#named.set(namespace.name, namespace)
  }

  /** Has requests find it no more; those that still have its credentials hear that it is gone. */
  protected remove(namespace: Namespace): void {
    this.#named.delete(namespace.name)
    this.owners.remove(namespace)
  }

  /** As if it had never been. */
  protected unmake(namespace: Namespace): void {
    this.#named.delete(namespace.name)
    this.owners.forget(namespace)
    if (namespace.name === `${PREFIX}${this.#counter}`) this.#counter--
  }

  protected find(name: string): Namespace | undefined {
    return this.#named.get(name)
  }

  /** Those besides `default`. */
  protected others(): Iterable<Namespace> {
    return this.#named.values()
  }

  /** Ends those whose time is over. */
  protected sweep(): void {
    for (const namespace of this.#named.values()) if (this.#isOver(namespace)) this.expire(namespace)
  }

  readonly #installCredentials = (namespace: Namespace, world: World, restored: boolean): void => {
    const minted = this.credentialsOf(namespace)
    world.transact((tx) => {
      for (const { name, credentials } of this.#providers) credentials?.install(tx, minted[name]!.credential)
    }, 'seed')
    if (restored) this.#adoptIssued(namespace, world)
    world.onIssue = (provider, key) => this.issued(namespace, provider, key)
  }

  // what a world that was put here gave out before leads here from now on, unless somebody else still has it
  #adoptIssued(namespace: Namespace, world: World): void {
    const other = this.worldOfDefault()
    if (!other) return
    for (const { name, credentials } of this.#providers) {
      if (!credentials?.issued) continue
      const issued = (tx: Tx): string[] => [...credentials.issued!(tx)]
      const elsewhere = new Set(other.transact(issued))
      for (const key of world.transact(issued))
        if (!elsewhere.has(key) && !this.owners.of(name, key)) this.issued(namespace, name, key)
    }
  }

  #nextName(): string {
    for (let n = this.#counter + 1; ; n++) if (!this.#named.has(`${PREFIX}${n}`)) return `${PREFIX}${n}`
  }

  // only where it is held does anybody know when it was last used
  #isOver({ ttl, usedAt, isHeld }: Namespace): boolean {
    return ttl !== null && isHeld && this.wall.now() > usedAt + ttl
  }

  #use(namespace: Namespace): void {
    if (namespace.ttl === null || !namespace.isHeld) return
    if (this.#isOver(namespace)) {
      this.expire(namespace)
      throw new NamespaceError('gone', `The namespace '${namespace.name}' has expired.`)
    }
    namespace.usedAt = this.wall.now()
  }
}
