import type { NamespacesOptions } from '../namespaces/initial-worlds.ts'
import type { ScenarioLibrary } from '../scenario/library/library.ts'
import type { ProviderApps } from '../server/provider-apps.ts'
import type { Timing } from './engine/engine.ts'

/** How a replica joins a cluster. */
export interface ClusterOptions {
  /** Addresses of the engine, such as `nats://127.0.0.1:4222`. */
  readonly servers: readonly string[]
  /** What the cluster is called: replicas with the same name share their worlds. */
  readonly name: string
  /** What every replica of the cluster knows, and nobody else. */
  readonly secret: string
  /** Where the others reach this replica, as `host:port`; default any free port of 127.0.0.1. */
  readonly peer?: string | undefined
  /** How many servers of the engine hold each record; default 1. */
  readonly copies?: 1 | 3 | 5 | undefined
  /** A credentials file of the engine. */
  readonly credentials?: string | undefined
  /** Goes on with an engine that may lose what it acknowledged. */
  readonly unsafe?: boolean | undefined
  readonly timing?: Partial<Timing> | undefined
}

/** What a replica serves. */
export interface Served {
  readonly apps: ProviderApps
  readonly options: NamespacesOptions
  readonly library: ScenarioLibrary
  /** What callers of the control API must send. */
  readonly token: string | undefined
}
