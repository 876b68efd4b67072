import type { Ids } from '../core/ids.ts'
import type { SettingDefs } from '../core/settings.ts'
import type { Tx } from './store.ts'
import type { TableDef } from './table.ts'

/** A documented endpoint and whether the emulator answers it. */
export interface Coverage {
  /** Operation name, as in the journal and in scenario files. */
  readonly op: string
  readonly method: string
  /** Path with `{parameters}`, or the action's name. */
  readonly path: string
  readonly status: 'supported' | 'partial' | 'planned'
  /** The rank of the behaviour sheet. */
  readonly rank: 'P0' | 'P1' | 'P2'
  readonly note?: string
  /** What to use instead, where the provider calls the endpoint deprecated. */
  readonly deprecated?: string
}

/** A documented fact behind an answer, for people who ask why they got it. */
export interface Fact {
  /** The operations it is about; all when absent. */
  readonly ops?: readonly string[]
  /** The status of the answers that it explains; when absent, all that are no refusal, or those of the problem. */
  readonly status?: number
  /** The name of the function in the provider's error catalogue. */
  readonly problem?: string
  readonly says: string
  readonly evidence: 'documented' | 'observed' | 'inferred'
}

/** How to point one client at the emulator: lines for a shell, a file or a program. */
export interface ClientLines {
  readonly client: string
  readonly lines: readonly string[]
}

/** What a newcomer needs to reach a provider: the credential of the default world and the lines for its clients. */
export interface Guide {
  readonly credential: string
  readonly clients: readonly ClientLines[]
}

/** An answer given by a fetch handler; the environment carries the world and, on a socket, Node's own objects. */
export type Fetch<Env> = (request: Request, env: Env) => Response | Promise<Response>

/** The parts of a request in which a credential can be. */
export interface Parts {
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  /** The body as text; empty when there is none. */
  readonly body: () => string
}

/** A credential made for a namespace. */
export interface Minted {
  /** Its parts, flat and under the names that the provider's clients use, such as `token` or `username` and `password`. */
  readonly credential: Readonly<Record<string, string>>
  /** What {@link Credentials.identify} finds in the requests made with it. */
  readonly keys: readonly string[]
}

/** How a request tells whose it is, so that a credential leads to its namespace. */
export interface Credentials {
  /** Makes a credential; the same ids give the same one. */
  mint(ids: Ids): Minted
  /** Makes a world know a minted credential, unless it does already. */
  install(tx: Tx, credential: Minted['credential']): void
  /** The key of the credential that a request carries. Judges nothing: an unknown or wrong one has a key, too. */
  identify(parts: Parts): string | undefined
  /** Keys of the credentials that a world gave out by itself, such as login tokens. */
  issued?(tx: Tx): Iterable<string>
}

/** A provider: everything the house needs to know about it. The registry is a list of these. */
export interface Provider<Env = never> {
  /** Folder, key and name on the command line. */
  readonly name: string
  readonly title: string
  /** Host names of the real service; `<name>.localhost` always works as well. */
  readonly hosts: readonly string[]
  /** Path prefixes at the root of the shared port; the longest match wins. */
  readonly claims: readonly string[]
  readonly tables: readonly TableDef[]
  readonly settings: SettingDefs
  readonly coverage: readonly Coverage[]
  readonly credentials?: Credentials
  /** Headers, in lower case, that the provider asks its clients to send. */
  readonly recommends?: readonly string[]
  /** Puts the default records of a fresh world. */
  seed(tx: Tx): void
  /** Puts records of a fixture file. Throws a ConfigError that names the wrong place. Needs `loadZod()` before. */
  load(tx: Tx, records: unknown): void
  /** Loads and builds the HTTP side; called once, on the first request. */
  createApp(): Promise<ProviderApp<Env>>
  /** What is known about its answers; loaded when somebody asks why. */
  facts?(): Promise<readonly Fact[]>
  guide(base: string): Guide
}

/** The HTTP side of a provider. */
export interface ProviderApp<Env> {
  readonly fetch: Fetch<Env>
  readonly operations: readonly Operation[]
  /** The names of the failures that a scenario can ask for. */
  readonly errors?: readonly string[]
}

/** A registered route or action. */
export interface Operation {
  readonly op: string
  readonly method: string
  readonly path: string
}
