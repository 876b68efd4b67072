import type { Millis } from '../core/clock.ts'
import type { Log } from '../log/log.ts'
import type { KeptNamespace, Replay } from '../log/replay.ts'
import type { Snapshot } from '../world/world.ts'
import type { NamespaceOptions } from './initial-worlds.ts'
import type { Left } from './kept-entries.ts'
import { type NamespaceHold, namedSnapshot } from './namespace.ts'
import type { FrozenTables } from '../world/frozen-tables.ts'

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

/** What the entries of a log need that is loaded on demand. */
export const partsKept = (log: Log): { scenarios: boolean; fixtures: boolean } => {
  const found = { scenarios: false, fixtures: false }
  log.read((entry) => {
    if (entry.k === 'namespace') found.fixtures ||= (entry.meta as Details['meta']).asked.fixtures !== undefined
    else if (entry.k === 'world') found.scenarios ||= (entry.notes ?? []).length > 0
    else if (entry.k === 'commit' || entry.k === 'mark') found.scenarios ||= entry.notes !== undefined
    else found.scenarios ||= entry.k === 'part' || entry.k === 'notes'
  })
  return found
}

/** Where an earlier run left a namespace, for when somebody comes. */
export const resuming = (
  replay: Replay,
  kept: KeptNamespace | undefined,
  adapt: (found: Snapshot) => Snapshot,
): Pick<NamespaceHold, 'resumeFrom' | 'snapshots'> | undefined =>
  kept && {
    resumeFrom: kept.world && new Remains(replay, kept, adapt),
    ...(kept.snapshots.size > 0 && {
      snapshots: () =>
        new Map(Array.from(kept.snapshots, ([name, one]) => [name, namedSnapshot(replay.snapshotOf(one))] as const)),
    }),
  }

/** What an earlier run left of a world. There may be one for each of ten thousand namespaces, and a fold looks at all of them. */
class Remains implements Left {
  readonly #replay: Replay
  readonly #kept: KeptNamespace
  readonly #adapt: (found: Snapshot) => Snapshot

  constructor(replay: Replay, kept: KeptNamespace, adapt: (found: Snapshot) => Snapshot) {
    this.#replay = replay
    this.#kept = kept
    this.#adapt = adapt
  }

  snapshot(): Snapshot {
    return this.#adapt(this.#replay.worldOf(this.#kept)!)
  }

  get base(): FrozenTables {
    return this.#replay.baseOf(this.#kept.world!)
  }

  get notes(): ReadonlyMap<string, unknown> | undefined {
    return this.#kept.world!.notes
  }
}
