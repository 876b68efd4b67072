import type { Provider, Variables } from '../world/provider.ts'
import type { Placeholders } from './client/placeholders.ts'

/** How a client gets into a namespace. */
export interface Entrance {
  readonly namespace: string
  /** Base URL. */
  readonly url: string
  /** The variables that lead clients there, and nothing else. */
  readonly environment: Variables
  readonly placeholders: Placeholders
}

/** What a namespace is to be like, as the control API takes it. */
export interface Wanted {
  readonly name?: string | undefined
  readonly seed?: number | undefined
  readonly [option: string]: unknown
}

/** Something that happened in a namespace, as the control API tells it. */
export interface StreamEvent {
  readonly type: string
  readonly data: unknown
}

/** The emulator that clients under test run against. */
export interface Rig {
  /** Those whose clients are run. */
  readonly providers: readonly Provider[]
  /** Sends a control call; with a namespace, about that one. Throws a ConfigError with the API's own words when it refuses. */
  call(
    method: string,
    path: string,
    options?: { readonly namespace?: string; readonly body?: unknown },
  ): Promise<unknown>
  /** What happens in a namespace from now on, once the promise is fulfilled; ends with the namespace. */
  watch(namespace: string): Promise<AsyncIterable<StreamEvent>>
  /** Makes a namespace. */
  enter(wanted: Wanted): Promise<Entrance>
  close(): Promise<void>
}
