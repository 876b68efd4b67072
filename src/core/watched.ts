import {
  type Cause,
  type Change,
  type ChangeSet,
  type Transition,
  type Undo,
  changeSet,
  changesOf,
} from './change-set.ts'
import type { Millis } from './clock.ts'
import type { History } from './history.ts'
import { Ring } from './ring.ts'

const KEPT_TRANSITIONS = 10_000
const KEPT_CHANGES = 2_000

/** What is told and remembered of the commits of a store. */
export abstract class Watched {
  /** How many units of work changed something. */
  rev: number
  /** The newest state changes, oldest first. */
  readonly transitions = new Ring<Transition>(KEPT_TRANSITIONS)
  /** What the newest requests did to rows, oldest first. */
  readonly changes = new Ring<Change>(KEPT_CHANGES)
  /** Kept while somebody wants to look back. */
  history: History | null = null
  /** Told of each commit that changed something. */
  onCommit: ((change: ChangeSet) => void) | null = null
  /** Told of the state changes of each commit. */
  onMoves: ((moves: readonly Transition[]) => void) | null = null

  constructor(rev: number) {
    this.rev = rev
  }

  protected committed(at: Millis, cause: Cause, moves: readonly Transition[], undo: readonly Undo[]): void {
    for (const move of moves) this.transitions.push(move)
    if (typeof cause === 'number') for (const change of changesOf(cause, undo)) this.changes.push(change)
    this.rev++
    this.history?.add(at, undo)
    if (moves.length > 0) this.onMoves?.(moves)
    this.onCommit?.(changeSet(this.rev, undo))
  }
}
