import { constants } from 'node:crypto'
import { type SecureContext, createSecureContext } from 'node:tls'
import type { Millis, WallClock } from '../../core/clock.ts'
import type { Authority } from './authority.ts'

const KEPT = 100
const SPARE: Millis = 24 * 3_600_000

interface Kept {
  readonly context: SecureContext
  readonly until: Millis
  /** The certificate of the authority that vouches for it. */
  readonly by: string
}

/** The names under which an emulator is reached. */
export interface Names {
  readonly ownNames: readonly string[]
  readonly knows: (host: string) => boolean
}

/** Keys and certificates for TLS by host name, each made when it is first asked for. */
export class Contexts {
  readonly #authority: Authority
  readonly #wall: WallClock
  readonly #ownNames: readonly string[]
  readonly #knows: (host: string) => boolean
  readonly #kept = new Map<string, Kept>()

  /** `ownNames` are for who comes under no name, or one that nobody `knows`. */
  constructor(authority: Authority, wall: WallClock, { ownNames, knows }: Names) {
    this.#authority = authority
    this.#wall = wall
    this.#ownNames = ownNames
    this.#knows = knows
  }

  /** The one for a host name; for a name that is not the emulator's, that of the emulator itself. */
  of(host: string | undefined): SecureContext {
    const name = host !== undefined && this.#knows(host) ? host : ''
    const kept = this.#kept.get(name)
    this.#kept.delete(name)
    const holds = kept && this.#wall.now() < kept.until - SPARE && kept.by === this.#authority.certificate
    const fresh = holds ? kept : this.#make(name)
    this.#kept.set(name, fresh)
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!)
    return fresh.context
  }

  #make(name: string): Kept {
    const { cert, key, until } = this.#authority.leaf(name === '' ? this.#ownNames : [name.replaceAll(/[[\]]/g, '')])
    const secureOptions = constants.SSL_OP_NO_RENEGOTIATION
    const context = createSecureContext({ cert, key, minVersion: 'TLSv1.2', secureOptions })
    return { context, until, by: this.#authority.certificate }
  }
}
