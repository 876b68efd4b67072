import type { Millis } from '../../core/clock.ts'
import type { Transition } from '../../world/commits.ts'
import type { World } from '../../world/world.ts'
import type { Moment } from '../rules/moments.ts'
import type { ActiveFaults } from './active-faults.ts'

/** Notices the moments since which faults count calls. */
export class MomentWatch {
  readonly #world: World
  readonly #faults: ActiveFaults
  #seen: Transition | undefined

  constructor(world: World, faults: ActiveFaults) {
    this.#world = world
    this.#faults = faults
    this.#seen = world.commits.transitions.newest
  }

  /** Looks at the state changes since the last look, as far as they are remembered. */
  look(): void {
    const { transitions } = this.#world.commits
    const { newest } = transitions
    const before = this.#seen
    if (newest === before) return
    this.#seen = newest
    if (this.#faults.waiting.length === 0) return
    const moves = [...transitions]
    for (const { type, to, at } of moves.slice(before ? moves.indexOf(before) + 1 : 0))
      this.#begin(at, ({ isMove }) => isMove(type, to))
  }

  /** A call was answered by its provider. */
  heard(op: string, status: number, at: Millis): void {
    this.#begin(at, ({ isCall }) => isCall(op, status))
  }

  marked(text: string): void {
    this.#begin(this.#world.clock.now(), ({ isMark }) => isMark(text))
  }

  #begin(at: Millis, isIt: (since: Moment) => boolean): void {
    for (const { id, since } of this.#faults.waiting) if (isIt(since!)) this.#faults.begin(id, at)
  }
}
