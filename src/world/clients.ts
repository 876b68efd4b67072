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
  readonly identity?: (credential: CredentialParts) => Variables
  /** The variables that say where the provider is. */
  readonly address?: (base: string) => Variables
  /** The real base URL, for a client that must be told one even when it is not another. */
  readonly home?: string
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

/** The variables that lead clients to a base URL. */
export const variablesAt = (clients: readonly Client[], base: string, credential: CredentialParts): Variables =>
  merged(
    clients
      .filter((client) => canReach(client, base))
      .map(({ address, identity }) => ({ ...address?.(base), ...identity?.(credential) })),
  )

/** The variables of clients that believe to speak with the provider itself. */
export const variablesAtHome = (clients: readonly Client[], credential: CredentialParts): Variables =>
  merged(
    clients.map(({ address, home, identity }) => ({
      ...(home !== undefined && address?.(home)),
      ...identity?.(credential),
    })),
  )

const merged = (all: readonly Variables[]): Variables => Object.assign({}, ...all) as Variables

/** What points clients at a base URL, for people. */
export const clientLines = (
  clients: readonly Client[],
  base: string,
  credential: CredentialParts,
): readonly ClientLines[] =>
  clients
    .filter((client) => canReach(client, base))
    .map((client) => ({
      client: client.name,
      lines: [
        ...Object.entries(variablesAt([client], base, credential)).map(([name, value]) => `export ${name}=${value}`),
        ...(client.code?.(base, credential) ?? []),
      ],
    }))
