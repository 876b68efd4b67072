import { GoneKeys, digestOf } from './gone-keys.ts'
import type { Namespace } from '../namespace.ts'

/** Whose credential is whose: what a provider finds in a request, and the namespace that it leads to. */
export class CredentialOwners {
  /** The credentials of namespaces that are gone, of all providers. */
  readonly gone = new GoneKeys()
  readonly #owners = new Map<string, Map<string, Namespace>>()
  readonly #keys = new WeakMap<Namespace, (readonly [provider: string, key: string])[]>()

  /** Whether any credential of a provider may lead to a namespace, or has done so. */
  has(provider: string): boolean {
    return this.#owners.has(provider) || this.gone.size > 0
  }

  /** The owner of a credential: null when it is gone, undefined for nobody in particular. */
  of(provider: string, key: string): Namespace | null | undefined {
    const owner = this.#owners.get(provider)?.get(key)
    return owner ?? (this.gone.has(goneKey(provider, key)) ? null : undefined)
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
    for (const [provider, key] of this.#ownKeys(namespace)) this.#owners.get(provider)!.delete(key)
  }

  /** Notes that a namespace is gone: a client that still has its credential must hear so, not get into `default` by accident. */
  remove(namespace: Namespace): void {
    for (const [provider, key] of this.#ownKeys(namespace)) {
      this.#owners.get(provider)!.delete(key)
      this.gone.add(goneKey(provider, key))
    }
  }

  /** What would be kept of a namespace if it were gone. */
  digestsOf(namespace: Namespace): number[] {
    return this.#ownKeys(namespace).map(([provider, key]) => digestOf(goneKey(provider, key)))
  }

  /** What leads to a namespace and to no later one. */
  #ownKeys(namespace: Namespace): (readonly [provider: string, key: string])[] {
    const keys = this.#keys.get(namespace) ?? []
    return keys.filter(([provider, key]) => this.#owners.get(provider)?.get(key) === namespace)
  }
}

const goneKey = (provider: string, key: string): string => `${provider} ${key}`
