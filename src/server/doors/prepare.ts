import type { Server } from 'node:http'
import type { WallClock } from '../../core/clock.ts'
import { isLoopback } from '../../control/guard.ts'
import type { Registry } from '../../namespaces/registry.ts'
import type { Provider } from '../../world/provider.ts'
import type { ListenerOptions } from '../gateway.ts'
import { providerHosts } from '../hosts.ts'
import { Authority } from './authority.ts'
import { Contexts } from './contexts.ts'
import { Doors } from './doors.ts'
import { Proxy } from './proxy.ts'

const LOOPBACK = ['localhost', '*.localhost', '127.0.0.1', '::1']

/** Which doors an emulator has, and for whom. */
export interface DoorOptions {
  readonly tls: boolean
  readonly proxy: boolean
  /** Where the certificate authority is kept; in memory when absent. */
  readonly folder: string | undefined
  readonly wall: WallClock
  /** Told when clients have to trust another certificate from now on. */
  readonly onRenewal: (sentence: string) => void
  readonly providers: readonly Provider[]
  readonly namespaces: Registry
  /** Names besides loopback under which the emulator is known. */
  readonly ownNames: readonly string[]
}

/** The doors of an emulator. */
export interface PreparedDoors {
  /** PEM text of the certificate that clients have to trust. */
  readonly certificate: string
  /** Opens them on a server. */
  readonly open: (server: Server, options: ListenerOptions) => Doors
}

/** Makes the doors of an emulator, and its certificate authority. Throws a ConfigError when that cannot be kept. */
export const prepareDoors = (options: DoorOptions): PreparedDoors => {
  const { wall, ownNames, namespaces, tls } = options
  const authority = new Authority(options)
  const hosts = providerHosts(options.providers)
  const isOwn = (host: string): boolean => isLoopback(host) || ownNames.includes(host)
  const contexts = new Contexts(authority, wall, {
    ownNames: [...new Set([...LOOPBACK, ...ownNames])],
    knows: (host) => isOwn(host) || hosts.of(host) !== undefined,
  })
  contexts.of(undefined) // a folder that cannot be used is said at the start
  const proxy = options.proxy ? new Proxy(hosts, isOwn, namespaces) : undefined
  return {
    get certificate() {
      return authority.certificate
    },
    open: (server, listener) => new Doors(server, listener, { contexts, tls, proxy }),
  }
}
