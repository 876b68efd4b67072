import type { Millis } from '../core/clock.ts'
import type { KeptNamespace, Replay } from '../log/replay.ts'
import type { Snapshot } from '../world/world.ts'
import type { NamespaceOptions } from './initial-worlds.ts'
import { type NamespaceHold, namedSnapshot } from './namespace.ts'

/** What is kept of a namespace besides its worlds. */
export interface Details {
  readonly meta: {
    readonly asked: Omit<NamespaceOptions, 'from'>
    readonly usedAt: Millis
    /** The number of the newest namespace that was named by number. */
    readonly counter: number
  }
  readonly from: Snapshot | undefined
  readonly issued: (readonly [provider: string, key: string])[]
}

/** Where an earlier run left a namespace, for when somebody comes. */
export const resuming = (
  replay: Replay,
  kept: KeptNamespace | undefined,
  adapt: (found: Snapshot) => Snapshot,
): Pick<NamespaceHold, 'resumeFrom' | 'snapshots'> | undefined =>
  kept && {
    ...(kept.world && {
      resumeFrom: () => ({
        snapshot: () => adapt(replay.worldOf(kept)!),
        base: replay.baseOf(kept.world!),
        notes: kept.world!.notes,
      }),
    }),
    snapshots: () =>
      new Map(Array.from(kept.snapshots, ([name, one]) => [name, namedSnapshot(replay.snapshotOf(one))] as const)),
  }
