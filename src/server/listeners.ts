import type { WallClock } from '../core/clock.ts'
import { CONTROL } from '../control/context.ts'
import type { Registry } from '../namespaces/registry.ts'
import type { Provider } from '../world/provider.ts'
import type { PreparedDoors } from './doors/prepare.ts'
import type { Gateway, ListenerOptions } from './gateway.ts'
import { type Listening, listen } from './listen.ts'

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string | undefined
  /** Default 0: any free port. */
  readonly port?: number | undefined
  /** Gives each provider a listener of its own as well. */
  readonly providerPorts?: boolean | undefined
  /** Puts the control API on this port (0 for any) and nowhere else. */
  readonly controlPort?: number | undefined
  /** Speaks TLS on the same ports as well, for the host names of the providers and this machine. */
  readonly tls?: boolean | undefined
  /** Is a proxy for the host names of the providers as well, and for nothing else. */
  readonly proxy?: boolean | undefined
  /** Keeps the certificate authority behind `tls` and `proxy` in this folder; in memory when absent. */
  readonly authorityFolder?: string | undefined
  /** False: the process may end while it listens. Default true. */
  readonly keepsProcess?: boolean | undefined
  /** Told when clients have to trust another certificate from now on. Default: a line on stderr. */
  readonly onRenewal?: ((sentence: string) => void) | undefined
}

/** The names of the options. */
export const LISTEN_OPTIONS = {
  host: true,
  port: true,
  providerPorts: true,
  controlPort: true,
  tls: true,
  proxy: true,
  authorityFolder: true,
  keepsProcess: true,
  onRenewal: true,
} satisfies Record<keyof ListenOptions, true>

/** Where a listening emulator is reached. */
export interface Addresses {
  readonly port: number
  /** Base URL of the control API. */
  readonly control: string
  /** Base URL per provider. */
  readonly urls: Readonly<Record<string, string>>
  /** The same over TLS, with `tls`. */
  readonly https?: Readonly<Record<string, string>>
  /** URL of the proxy, with `proxy`. */
  readonly proxy?: string
  /** PEM text of the certificate that clients have to trust, with `tls` or `proxy`. */
  readonly certificate?: string
}

/** What listeners serve. */
export interface Served {
  readonly gateway: Gateway
  readonly providers: readonly Provider[]
  readonly namespaces: Registry
  /** Names besides loopback under which the emulator is known. */
  readonly ownNames: readonly string[]
  readonly wall: WallClock
}

/** The listening sockets of an emulator. */
export class Listeners {
  readonly #served: Served
  readonly #open: Listening[] = []
  #host = '127.0.0.1'
  #keepsProcess = true
  #doors: PreparedDoors | undefined
  #addresses: Addresses | undefined

  constructor(served: Served) {
    this.#served = served
  }

  /** Where they are; undefined before they are open. */
  get addresses(): Addresses | undefined {
    return this.#addresses && { ...this.#addresses, ...(this.#doors && { certificate: this.#doors.certificate }) }
  }

  /** Opens them. Rejects with Node's error when a port cannot be had; nothing stays half-open then. */
  async open(options: ListenOptions = {}): Promise<Addresses> {
    const { host = '127.0.0.1', port = 0, providerPorts = false, controlPort, tls = false, proxy = false } = options
    this.#host = host
    this.#keepsProcess = options.keepsProcess ?? true
    this.#doors = tls || proxy ? await this.#prepareDoors(options) : undefined
    const control = controlPort === undefined ? {} : { control: 'not' as const }
    try {
      const shared = await this.#listen(port, control)
      const apart = controlPort === undefined ? shared : await this.#listen(controlPort, { control: 'only' })
      const urls: Record<string, string> = {}
      for (const { name } of this.#served.providers) {
        const own = providerPorts ? await this.#listen(0, { provider: name, ...control }) : shared
        urls[name] = urlOf(host, own.port)
      }
      this.#addresses = {
        port: shared.port,
        control: urlOf(host, apart.port) + CONTROL,
        urls,
        ...(tls && { https: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, secure(url)])) }),
        ...(proxy && { proxy: urlOf(host, shared.port) }),
      }
      return this.addresses!
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Opens one for a namespace. Rejects with Node's error when the port cannot be had. */
  async openFor(namespace: string, port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
    const own = await listen(this.#served.gateway, this.#place(port), { namespace })
    return { url: urlOf(this.#host, own.port), close: () => own.close() }
  }

  /** Has clients go elsewhere with their next requests, while all of them are still answered. */
  async turnAway(): Promise<void> {
    await Promise.all(this.#open.map((listener) => listener.turnAway()))
  }

  async close(): Promise<void> {
    this.#addresses = undefined
    await Promise.all(this.#open.splice(0).map((listener) => listener.close()))
  }

  async #listen(port: number, options: ListenerOptions): Promise<Listening> {
    const listening = await listen(this.#served.gateway, this.#place(port), options)
    this.#open.push(listening)
    return listening
  }

  #place(port: number) {
    return { host: this.#host, port, keepsProcess: this.#keepsProcess, openDoors: this.#doors?.open }
  }

  // loaded when there are doors to open: TLS and certificates take longer than the rest of the start
  async #prepareDoors({ tls = false, proxy = false, authorityFolder, onRenewal = tell }: ListenOptions) {
    const { prepareDoors } = await import('./doors/prepare.ts')
    return prepareDoors({ ...this.#served, tls, proxy, folder: authorityFolder, onRenewal })
  }
}

const tell = (sentence: string): void => void process.stderr.write(`peertwin: ${sentence}\n`)

/** The same address over TLS. */
const secure = (url: string): string => url.replace('http:', 'https:')

// a wildcard address is where to listen, not where to connect
const urlOf = (host: string, port: number): string => {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
