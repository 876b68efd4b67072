import { type KeyObject, X509Certificate, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Millis, type WallClock, iso } from '../../core/clock.ts'
import { ConfigError } from '../../core/config.ts'
import { authorityCertificate, leafCertificate } from './certificate.ts'

const DAY: Millis = 24 * 3_600_000
const YEAR = 365 * DAY
const LEAF = 7 * DAY
// for clients whose clock is behind
const BEFORE = DAY

const KEY = 'ca-key.pem'
const CERTIFICATE = 'ca.pem'

/** A certificate with its key, both as PEM text. */
export interface Leaf {
  readonly cert: string
  readonly key: string
  readonly until: Millis
}

/** What an authority needs to know. */
export interface AuthorityOptions {
  /** Where it is kept; in memory when absent. */
  readonly folder?: string | undefined
  readonly wall: WallClock
  /** Told when clients have to trust another certificate from now on. */
  readonly onRenewal: (sentence: string) => void
}

/** The key and the certificate of an authority. */
interface Identity {
  readonly key: KeyObject
  readonly cert: string
  readonly until: Millis
}

/** The certificate authority of an emulator, made on its first use and made anew before it expires. */
export class Authority {
  readonly #options: AuthorityOptions
  // one key for all leaves: making one for each would cost more than the certificate
  readonly #leafKey = newKey()
  #identity: Identity | undefined

  constructor(options: AuthorityOptions) {
    this.#options = options
  }

  /** Its certificate as PEM text. Throws a ConfigError when the folder cannot be used. */
  get certificate(): string {
    return this.#current().cert
  }

  /** A certificate for host names and addresses, younger than the authority's own. */
  leaf(names: readonly string[]): Leaf {
    const { key } = this.#current()
    const now = this.#options.wall.now()
    const until = now + LEAF
    return {
      cert: leafCertificate(key, this.#leafKey, names, { from: now - BEFORE, until }),
      key: pemOf(this.#leafKey),
      until,
    }
  }

  #current(): Identity {
    const { wall, onRenewal, folder } = this.#options
    const known = this.#identity ?? (folder === undefined ? undefined : readIdentity(folder))
    // a leaf must not outlive the authority
    if (known && wall.now() < known.until - LEAF) return (this.#identity = known)
    const made = this.#make()
    if (folder !== undefined) keepIdentity(folder, made)
    if (known)
      onRenewal(
        `the certificate of the local CA ends on ${iso(known.until)}; a new one takes its place, which clients have to be told to trust (peertwin ca)`,
      )
    return (this.#identity = made)
  }

  #make(): Identity {
    const key = newKey()
    const now = this.#options.wall.now()
    const until = now + YEAR
    return { key, cert: authorityCertificate(key, { from: now - BEFORE, until }), until }
  }
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** What a folder keeps; undefined when there is nothing. Throws a ConfigError for what does not belong together. */
const readIdentity = (folder: string): Identity | undefined => {
  const [key, cert] = [textOf(join(folder, KEY)), textOf(join(folder, CERTIFICATE))]
  if (key === undefined || cert === undefined) return undefined
  try {
    const certificate = new X509Certificate(cert)
    const own = createPrivateKey(key)
    if (certificate.checkPrivateKey(own)) return { key: own, cert, until: Date.parse(certificate.validTo) }
  } catch {
    // said below
  }
  throw new ConfigError(`${join(folder, CERTIFICATE)} and ${KEY} are no certificate and its key; delete both`)
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new ConfigError(`${path}: ${(error as Error).message}`)
  }
}

// the certificate comes last: without it the key beside it counts for nothing
const keepIdentity = (folder: string, { key, cert }: Identity): void => {
  try {
    mkdirSync(folder, { recursive: true })
    rmSync(join(folder, CERTIFICATE), { force: true })
    put(join(folder, KEY), pemOf(key), 0o600)
    put(join(folder, CERTIFICATE), cert, 0o644)
  } catch (error) {
    throw new ConfigError(`${folder}: the certificate authority cannot be kept: ${(error as Error).message}`)
  }
}

const put = (path: string, text: string, mode: number): void => {
  const aside = `${path}.new`
  rmSync(aside, { force: true })
  writeFileSync(aside, text, { mode, flag: 'wx' })
  renameSync(aside, path)
}
