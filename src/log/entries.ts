import type { ClockState, Millis } from '../core/clock.ts'
import type { IdsState } from '../core/ids.ts'
import type { ChangeSet } from '../world/commits.ts'
import type { FreshNotes, Note } from '../world/judge.ts'
import type { Head } from '../world/snapshot.ts'
import type { Row } from '../world/table.ts'

/** A snapshot: an image of tables, and the rest. */
export interface KeptSnapshot {
  readonly image: number
  readonly head: Head
}

/** How tables differ from an image: rows put and deleted, and by table the number that the next row gets. */
export interface Delta {
  readonly rev: number
  readonly put: ChangeSet['put']
  readonly del: ChangeSet['del']
  readonly next: Readonly<Record<string, number>>
}

/** One commit of the world of a namespace, with what else stood where then. */
export interface CommitEntry extends ChangeSet {
  readonly k: 'commit'
  readonly ns: string
  readonly clock: ClockState
  readonly ids: IdsState
  /** Number of the last request. */
  readonly n: number
  /** What is new among the notes of the world. */
  readonly notes?: FreshNotes | undefined
}

/** One thing that happened to an emulator. What they say together, in their order, is its state. */
export type Entry =
  | CommitEntry
  /** Where a world stands, its tables apart. */
  | { readonly k: 'mark'; readonly ns: string; readonly head: Head; readonly notes?: FreshNotes | undefined }
  /** What a world knows beyond its rows. */
  | ({ readonly k: 'notes'; readonly ns: string } & FreshNotes)
  /** Another world takes its place in a namespace: an image of tables, what differs from it, and its notes. */
  | {
      readonly k: 'world'
      readonly ns: string
      readonly image: number
      readonly head: Head
      readonly delta: Delta
      readonly notes?: readonly Note[] | undefined
    }
  /** The namespaces that follow, in the order in which they were made. */
  | { readonly k: 'names'; readonly names: readonly string[] }
  /** A namespace is made, or is gone with these digests of its credentials. `meta` is for whoever keeps namespaces. */
  | { readonly k: 'namespace'; readonly ns: string; readonly meta: unknown; readonly from: KeptSnapshot | null }
  | { readonly k: 'gone'; readonly ns: string | null; readonly digests: readonly number[] }
  /** A namespace was last used, on the wall clock. */
  | { readonly k: 'used'; readonly ns: string; readonly at: Millis }
  /** A credential that a world gave out. */
  | { readonly k: 'issued'; readonly ns: string; readonly provider: string; readonly key: string }
  /** The present tables of a namespace, or an empty world, under a number; rows follow. */
  | { readonly k: 'image'; readonly image: number; readonly of: string | null; readonly rev: number }
  /** Rows of an image, in creation order. */
  | {
      readonly k: 'rows'
      readonly image: number
      readonly table: string
      readonly next: number
      readonly rows: readonly Row[]
    }
  /** A named snapshot of a namespace; null when it is deleted. */
  | { readonly k: 'snapshot'; readonly ns: string; readonly name: string; readonly kept: KeptSnapshot | null }
  /** Something of the emulator as a whole, under a name, in place of what was there; null takes it away. */
  | { readonly k: 'part'; readonly name: string; readonly value: unknown }
  /** The emulator ended in order: nothing that is written late is missing. */
  | { readonly k: 'closed' }
