import type { ControlApp, ControlContext } from '../control/context.ts'
import type { NamespacesOptions } from '../namespaces/initial-worlds.ts'
import type { Registry } from '../namespaces/registry.ts'
import type { Provider } from '../world/provider.ts'
import type { Gateway, Places } from './gateway.ts'

/** Where the worlds of an emulator are: all in this process, or shared out among several. */
export interface Home extends Pick<ControlContext, 'trouble' | 'whenStored' | 'changeLibrary'> {
  /** Null where all worlds are in this process. */
  readonly places: Places | null
  /** The namespaces, as they were left. Throws a ConfigError for wrong options. */
  open(providers: readonly Provider[], options: NamespacesOptions): Registry
  /** Told who answers, once, before anything is asked. */
  serve(gateway: Gateway, control: ControlApp): void
  /** Ends it in order. */
  close(clients: Clients): Promise<void>
}

/** What stands in the way of changes, as a sentence; null for nothing. */
export const keepTrouble = (reason: string | null): string | null =>
  reason === null ? null : `What requests change cannot be kept: ${reason}.`

/** Those who ask, when it ends. */
export interface Clients {
  /** Has them go elsewhere with their next requests, while all of them are still answered. */
  turnAway(): Promise<void>
  /** Ends what listens, and the answers under way. */
  stop(): Promise<void>
}
