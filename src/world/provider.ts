import type { ZodType } from 'zod'
import type { Ids } from '../core/ids.ts'
import type { CommonFailure } from '../core/problem.ts'
import type { SettingDefs, Settings } from '../core/settings.ts'
import type { Roles } from './roles/roles.ts'
import type { Tx } from './unit-of-work.ts'
import type { Pages } from './answers/paging.ts'
import type { TableDef } from './table.ts'
import type { Rule, TopologyOf } from './topology/topology.ts'

/** A documented endpoint, and how far the emulator answers it: wholly, unless `partial` or `planned` says why not. */
export interface Endpoint {
  readonly method: string
  /** Path with `{parameters}`, or the action's name. */
  readonly path: string
  /** P0 is the peering and route API itself, P1 what its clients need around it, P2 the rest. */
  readonly rank: 'P0' | 'P1' | 'P2'
  readonly note?: string
  /** What is missing of the answer. */
  readonly partial?: string
  /** Why it is not answered. */
  readonly planned?: string
  /** What to use instead, where the provider calls the endpoint deprecated. */
  readonly deprecated?: string
}

/** The endpoints of a provider by operation name, as in the journal and in scenario files. */
export type Endpoints = Readonly<Record<string, Endpoint>>

/** Declares the endpoints of a provider. */
export const defineEndpoints = <const E extends Endpoints>(endpoints: E): E => endpoints

/** How far an endpoint is answered, and what is to be said about that. */
export const coverageOf = ({
  note,
  partial,
  planned,
}: Endpoint): { readonly status: 'supported' | 'partial' | 'planned'; readonly note?: string } => {
  const status = planned !== undefined ? 'planned' : partial !== undefined ? 'partial' : 'supported'
  const said = planned ?? partial ?? note
  return { status, ...(said !== undefined && { note: said }) }
}

/** A documented fact behind an answer, for people who ask why they got it. */
export interface Fact<Op extends string = string, Name extends string = string> extends Rule {
  /** The operations it is about; all when absent. */
  readonly ops?: readonly Op[]
  /** The status of the answers that it explains; when absent, all that are no refusal, or those of the problem. */
  readonly status?: number
  /** The problem's name in the provider's catalogue, or the kind of a failure that every provider words. */
  readonly problem?: Name | CommonFailure['kind']
}

/** What a newcomer needs to reach a provider: a credential in one line, and the lines for its clients. */
export interface Guide {
  readonly credential: string
  readonly clients: readonly ClientLines[]
}

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
  readonly credential: CredentialParts
  /** What {@link Credentials.identify} finds in the requests made with it. */
  readonly keys: readonly string[]
}

/** How a request tells whose it is, so that a credential leads to its namespace. */
export interface Credentials {
  /** The one that every fresh world knows. */
  readonly wellKnown: CredentialParts
  /** A credential in one line, as people write it down. */
  line(credential: CredentialParts): string
  /** Makes a credential; the same ids give the same one. */
  mint(ids: Ids): Minted
  /** Makes a world know a minted credential, unless it does already. */
  install(tx: Tx, credential: CredentialParts): void
  /** The key of the credential that a request carries. Checks nothing: an unknown or wrong one has a key, too. */
  identify(parts: Parts): string | undefined
  /** Keys of the credentials that a world gave out by itself, such as login tokens. */
  issued?(tx: Tx): Iterable<string>
}

/** How the resources of a provider are told apart. */
export interface Identity {
  /** The members of an answer that hold the id of the object in which they stand. */
  readonly ids: readonly string[]
  /** The record fields that hold the name that a client gave. */
  readonly names: readonly string[]
}

/** Where the requests and answers of a provider carry secrets, besides what everybody calls one. Names are no patterns. */
export interface Secrets {
  /** Headers, in lower case. */
  readonly headers?: readonly string[]
  /** Members of JSON bodies; in `a.b`, b is a member of the object, or of the objects of the list, in a. */
  readonly members?: readonly string[]
  /** Parameters of queries and forms. */
  readonly parameters?: readonly string[]
}

/** A provider: everything the house needs to know about it. The registry is a list of these. `App` is its HTTP side. */
export interface Provider<App = ProviderApp> {
  /** Folder, key and name on the command line. */
  readonly name: string
  readonly title: string
  /** Host names of the real service, where a `*` stands for any one label; `<name>.localhost` always works as well. */
  readonly hosts: readonly string[]
  /** Path prefixes at the root of the shared port; the longest match wins. */
  readonly claims: readonly string[]
  /** Whether a request for `/` at nobody's host name is its own, whoever claims that path. */
  readonly recognises?: (request: Parts) => boolean
  readonly tables: readonly TableDef[]
  readonly identity: Identity
  readonly secrets?: Secrets
  readonly settings: SettingDefs
  readonly endpoints: Endpoints
  /** How its lists come in pages. */
  readonly pages?: readonly Pages[]
  readonly credentials?: Credentials
  readonly clients?: readonly Client[]
  /** Headers, in lower case, that the provider asks its clients to send. */
  readonly recommends?: readonly string[]
  /** Puts the default records of a fresh world. */
  seed(tx: Tx): void
  /** The format of its records in fixture files. Needs `loadZod()` before. */
  readonly fixtures: () => ZodType
  /** Puts records of a fixture file. Throws a ConfigError that names the wrong place. Needs `loadZod()` before. */
  load(tx: Tx, records: unknown): void
  /** Loads and builds the HTTP side; called once, on the first request. */
  createApp(): Promise<App>
  /** What its clients do; loaded when one is graded. */
  roles?(): Promise<Roles>
  /** What is known about its answers; loaded when somebody asks why. */
  facts?(): Promise<readonly Fact[]>
  /** How its world is drawn as networks and what joins them; loaded when somebody looks. */
  topology?(): Promise<TopologyOf>
}

/** What the HTTP side of a provider tells about itself. */
export interface ProviderApp {
  /** The names of the failures that a scenario can ask for. */
  readonly errors?: readonly string[]
}

/** A credential in parts, flat and under the names that the provider's clients use, such as `token` or `username` and `password`. */
export type CredentialParts = Readonly<Record<string, string>>

/** Environment variables with their values. */
export type Variables = Readonly<Record<string, string>>

/** What a client is: a provider of Terraform or OpenTofu, a command, or a library. */
export const CLIENT_KINDS = ['terraform', 'cli', 'sdk'] as const
export type ClientKind = (typeof CLIENT_KINDS)[number]

/** How one client, or several that agree, is told where the provider is and who asks. */
export interface Client {
  readonly name: string
  readonly kinds: readonly ClientKind[]
  /** The variables that say who asks, and for which region or project. */
  readonly identity?: (credential: CredentialParts, settings: Settings) => Variables
  /** The variables that say where the provider is. */
  readonly address?: (base: string, settings: Settings) => Variables
  /** The real base URL, for a client that must be told one even when it is not another. */
  readonly home?: (settings: Settings) => string
  /** What its program or configuration has to say about that, for want of a variable. */
  readonly code?: (base: string, credential: CredentialParts) => readonly string[]
  /** It speaks https and nothing else. */
  readonly secureOnly?: true
}

/** How to point one client at the emulator: lines for a shell, a file or a program. */
export interface ClientLines {
  readonly client: string
  readonly lines: readonly string[]
}

/** Whether a client can be led to a base URL at all. */
const canReach = ({ address, code, secureOnly }: Client, base: string): boolean =>
  (address !== undefined || code !== undefined) && (secureOnly !== true || base.startsWith('https:'))

/** Who asks, and the switches of the provider in the world that answers. */
export interface Asker {
  readonly credential: CredentialParts
  readonly settings: Settings
}

/** The variables that lead clients to a base URL. */
export const variablesAt = (clients: readonly Client[], base: string, { credential, settings }: Asker): Variables =>
  merged(
    clients
      .filter((client) => canReach(client, base))
      .map(({ address, identity }) => ({ ...address?.(base, settings), ...identity?.(credential, settings) })),
  )

/** The variables of clients that believe to speak with the provider itself. */
export const variablesAtHome = (clients: readonly Client[], { credential, settings }: Asker): Variables =>
  merged(
    clients.map(({ address, home, identity }) => ({
      ...(home !== undefined && address?.(home(settings), settings)),
      ...identity?.(credential, settings),
    })),
  )

const merged = (all: readonly Variables[]): Variables => Object.assign({}, ...all) as Variables

/** What points clients at a base URL, for people. */
export const clientLines = (clients: readonly Client[], base: string, asker: Asker): readonly ClientLines[] =>
  clients
    .filter((client) => canReach(client, base))
    .map((client) => ({
      client: client.name,
      lines: [
        ...Object.entries(variablesAt([client], base, asker)).map(([name, value]) => `export ${name}=${value}`),
        ...(client.code?.(base, asker.credential) ?? []),
      ],
    }))
