import type { Namespace } from './namespace.ts'

const REMEMBERED = 50_000

/** Whose credential is whose: what a provider finds in a request, and the namespace that it leads to. */
export class CredentialOwners {
  /** Per provider; null when the namespace is gone. */
  readonly #owners = new Map<string, Map<string, Namespace | null>>()
  readonly #keys = new WeakMap<Namespace, (readonly [provider: string, key: string])[]>()
  readonly #gone: (readonly [provider: string, key: string])[] = []

  /** Whether any credential of a provider leads to a namespace. */
  has(provider: string): boolean {
    return this.#owners.has(provider)
  }

  /** The owner of a credential: null when it is gone, undefined for nobody in particular. */
  of(provider: string, key: string): Namespace | null | undefined {
    return this.#owners.get(provider)?.get(key)
  }

  add(provider: string, key: string, namespace: Namespace): void {
    let owners = this.#owners.get(provider)
    if (!owners) this.#owners.set(provider, (owners = new Map()))
    owners.set(key, namespace)
    const keys = this.#keys.get(namespace)
    if (keys) keys.push([provider, key])
    else this.#keys.set(namespace, [[provider, key]])
  }

  /** Leaves no trace of a namespace that nobody has seen. */
  forget(namespace: Namespace): void {
    for (const [provider, key] of this.#keys.get(namespace) ?? []) {
      const gone = this.#gone.some((one) => one[0] === provider && one[1] === key)
      if (gone) this.#owners.get(provider)!.set(key, null)
      else this.#owners.get(provider)!.delete(key)
    }
  }

  /** Notes that a namespace is gone: a client that still has its credential must hear so, not get into `default` by accident. */
  remove(namespace: Namespace): void {
    for (const [provider, key] of this.#keys.get(namespace) ?? []) {
      if (this.of(provider, key) !== namespace) continue
      this.#owners.get(provider)!.set(key, null)
      this.#gone.push([provider, key])
    }
    for (const [provider, key] of this.#gone.splice(0, this.#gone.length - REMEMBERED)) {
      const owners = this.#owners.get(provider)
      if (owners?.get(key) === null) owners.delete(key)
    }
  }
}
