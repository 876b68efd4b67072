import type { Provider } from '../world/provider.ts'

/** Finds what stands for a host name in a list of names, where a `*` stands for any one label. */
export class HostTable<T> {
  readonly #names = new Map<string, T>()
  readonly #patterns: { readonly labels: readonly string[]; readonly value: T }[] = []

  constructor(entries: Iterable<readonly [name: string, value: T]>) {
    for (const [name, value] of entries) {
      if (name.includes('*')) this.#patterns.push({ labels: name.split('.'), value })
      else this.#names.set(name, value)
    }
  }

  /** What stands for a host name in lower case, without its port. */
  of(host: string): T | undefined {
    const known = this.#names.get(host)
    if (known !== undefined || this.#patterns.length === 0) return known
    const labels = host.split('.')
    return this.#patterns.find((pattern) => fits(pattern.labels, labels))?.value
  }
}

const fits = (pattern: readonly string[], labels: readonly string[]): boolean =>
  pattern.length === labels.length && pattern.every((part, i) => part === '*' || part === labels[i])

/** The providers by their host names. */
export const providerHosts = <P extends Pick<Provider, 'name' | 'hosts'>>(providers: readonly P[]): HostTable<P> =>
  new HostTable(
    providers.flatMap((provider) =>
      [`${provider.name}.localhost`, ...provider.hosts].map((host) => [host, provider] as const),
    ),
  )

/** The host name in an authority, without its port. */
export const hostOf = (authority: string): string => authority.replace(/:\d*$/, '')
