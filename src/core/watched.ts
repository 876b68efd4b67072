import {
  type Cause,
  type ChangeSet,
  type Commit,
  type Transition,
  type Undo,
  changeSet,
  commitOf,
} from './change-set.ts'
import type { Millis } from './clock.ts'
import type { History } from './history.ts'
import { Ring } from './ring.ts'

const KEPT_TRANSITIONS = 10_000
const KEPT_COMMITS = 1_000

/** What is told and remembered of the commits of a store. */
export abstract class Watched {
  /** How many units of work changed something. */
  rev: number
  /** The newest state changes, oldest first. */
  readonly transitions = new Ring<Transition>(KEPT_TRANSITIONS)
  /** What the newest changing requests did to rows. */
  readonly commits = new Ring<Commit>(KEPT_COMMITS)
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
    if (typeof cause === 'number') this.commits.push(commitOf(cause, undo))
    this.rev++
    this.history?.add(at, undo)
    if (moves.length > 0) this.onMoves?.(moves)
    this.onCommit?.(changeSet(this.rev, undo))
  }
}
