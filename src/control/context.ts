import type { Namespace, NamespaceListener } from '../namespaces/namespace.ts'
import type { Registry } from '../namespaces/registry.ts'
import type { Part } from '../scenario/library/editions.ts'
import type { ScenarioLibrary } from '../scenario/library/library.ts'
import type { Millis } from '../core/clock.ts'
import type { Provider } from '../world/provider.ts'
import type { WhenStored } from '../world/commits.ts'
import type { World } from '../world/world.ts'

/** The path of the control API. */
export const CONTROL = '/_peertwin'

/** Answers a web request for the control API; that of a listener of a namespace acts on it without being told. */
export type ControlApp = (request: Request, namespace?: string) => Promise<Response>

/** Where the emulator listens. */
export interface Listening {
  /** Base URL of the control API. */
  readonly control: string
  /** Base URL per provider. */
  readonly urls: Readonly<Record<string, string>>
  /** The same over TLS. */
  readonly https?: Readonly<Record<string, string>>
  /** URL of the proxy. */
  readonly proxy?: string
  /** PEM text of the certificate that clients have to trust. */
  readonly certificate?: string
}

/** Where the worlds are that this process shares with others. */
export interface ControlPlaces {
  /** Throws a KeepError while this process does not know which namespaces there are. */
  check(): void
  /** Has a call about a namespace answered where that is; undefined: it is here, at the latest when that resolves. */
  callElsewhere(request: Request, namespace: Namespace, own: string | undefined): Promise<Response | undefined>
}

/** What the control API works on. */
export interface ControlContext {
  /** When the emulator began, in wall time. */
  readonly began: Millis
  readonly providers: readonly Provider[]
  readonly namespaces: Registry
  /** Counts and sizes over all namespaces as Prometheus text, with its content type. */
  metrics(): Promise<{ readonly text: string; readonly contentType: string }>
  /** The scenario library, where it is open. */
  readonly library: ScenarioLibrary | undefined
  /** The scenario library, opened on the first call about it where the start brought none. */
  openLibrary(): Promise<ScenarioLibrary>
  /** Keeps what an edit of the scenario library asks for, and takes it over. */
  changeLibrary(library: ScenarioLibrary, edit: () => readonly Part[]): Promise<void>
  /** Null where all worlds are in this process. */
  readonly places: ControlPlaces | null
  /** Why it should not be sent requests at present, in a sentence; null when all is well. */
  trouble(): string | null
  /** Has an answer leave when everything that it has seen is stored; null where it may at once. */
  readonly whenStored: WhenStored | null
  /** Host names besides loopback that it answers to. */
  readonly hosts: readonly string[]
  /** What callers must send as bearer token, where one is wanted. */
  readonly token: string | undefined
  /** Whether there is a dashboard. */
  readonly dashboard: boolean
  /** Where it listens; undefined where it does not. */
  readonly addresses: Listening | undefined
  /** Opens a listener for a namespace. Rejects with Node's error when the port cannot be had. */
  openListener(namespace: string, port: number): Promise<NamespaceListener>
}

/** One control call with its inputs read and checked. */
export interface ControlCall<Body = unknown, Query = unknown> {
  readonly context: ControlContext
  readonly namespace: Namespace
  readonly world: World
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  readonly request: Request
}
