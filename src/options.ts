import type { ClusterOptions } from './cluster/options.ts'
import type { Log } from './log/log.ts'
import type { NamespacesOptions } from './namespaces/initial-worlds.ts'
import type { ScenarioLibrary } from './scenario/library/library.ts'
import type { Addresses, ListenOptions } from './server/listeners.ts'
import type { CredentialParts, Guide } from './world/provider.ts'
import type { World } from './world/world.ts'

export interface EmulatorOptions extends NamespacesOptions {
  /** Providers to serve; all when absent. */
  readonly providers?: readonly string[] | undefined
  /** The scenarios that are there from the start. */
  readonly scenarios?: ScenarioLibrary | undefined
  /** Host names besides loopback under which the control API answers. */
  readonly controlHosts?: readonly string[] | undefined
  /** What callers of the control API must send as bearer token; health and readiness are open to all. */
  readonly controlToken?: string | undefined
  /** Whether the control API serves the dashboard; default true. */
  readonly dashboard?: boolean | undefined
  /** Shares the worlds with other replicas; for `openEmulator` alone. */
  readonly cluster?: ClusterOptions | undefined
  /** Keeps everything beyond this process, for example `folderLog(folder)`. */
  readonly log?: OpenLog | undefined
}

/** The names of the options. */
export const EMULATOR_OPTIONS = {
  providers: true,
  seed: true,
  clock: true,
  auth: true,
  rateLimits: true,
  settings: true,
  fixtures: true,
  empty: true,
  scenarios: true,
  journal: true,
  maxNamespaces: true,
  maxEvents: true,
  controlHosts: true,
  controlToken: true,
  dashboard: true,
  cluster: true,
  log: true,
  prepare: true,
  onEntry: true,
  onGone: true,
  onKept: true,
  wall: true,
} satisfies Record<keyof EmulatorOptions, true>

/** Opens the log in which an emulator is kept. */
export type OpenLog = () => Log

export interface Emulator {
  /** Answers a request in this process, as the server would. Rejects as `fetch` does when a scenario loses the answer. */
  fetch(request: Request): Promise<Response>
  /** The present world of the default namespace; a reset puts another one in its place. */
  readonly world: World
  /** The credential that every fresh world knows, in parts. Throws {@link ConfigError} for a provider that is not served. */
  credential(provider: string): CredentialParts
  /** How to point clients at a base URL. Throws {@link ConfigError} for a provider that is not served. */
  guide(provider: string, base: string): Guide
  /** Where it listens; undefined where it does not. */
  readonly addresses: Addresses | undefined
  /** Opens the sockets. Rejects with Node's error when a port cannot be had; nothing stays half-open then. */
  listen(options?: ListenOptions): Promise<Addresses>
  /** Closes the sockets; requests in flight may finish. */
  close(): Promise<void>
}
