import { pause, stopwatch } from '../core/clock.ts'
import { KeepError } from '../world/commits.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import { EngineAway, type Engine, Taken } from './engine/engine.ts'
import type { SharedNamespaces } from './namespaces.ts'
import type { Destination, Passed } from './peers/peers.ts'
import type { Units } from './units.ts'

const FIRST_PAUSE = 10
const LONGEST_PAUSE = 250

/** What finding a namespace takes. */
export interface Surroundings {
  readonly engine: Engine
  readonly namespaces: SharedNamespaces
  readonly units: Units
  /** Whether this replica takes nothing more. */
  readonly isLeaving: () => boolean
}

/** Finds out where namespaces are, and takes those that nobody holds. */
export class Placement {
  readonly #around: Surroundings
  /** The sessions that held units when they were last looked for. */
  readonly #holders = new Map<string, string>()

  constructor(around: Surroundings) {
    this.#around = around
  }

  /**
   * Does something with a namespace where that is: here, or by passing it on. Tries again for as long as answers may wait, as
   * long as nothing can have happened elsewhere. Undefined: it is here, or is gone. Throws a KeepError when nobody knows.
   */
  async at<R>(namespace: Namespace, pass: (to: Destination) => Promise<Passed<R>>): Promise<{ answer: R } | undefined> {
    const { engine, namespaces } = this.#around
    const until = stopwatch() + engine.timing.answers * 1_000
    let reason = 'no replica holds the namespace at present'
    for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      if (!namespaces.has(namespace)) return undefined
      try {
        const to = await this.#find(namespace)
        if (to === 'here') return undefined
        const passed = to && (await pass(to))
        if (passed?.kind === 'answered') return passed
        if (passed?.kind === 'lost') throw new KeepError(passed.reason)
        if (passed?.kind === 'unreached') ({ reason } = passed)
        this.#holders.delete(namespaces.unitOf(namespace))
      } catch (error) {
        if (!(error instanceof EngineAway)) throw error
        reason = error.message
      }
      if (stopwatch() > until) throw new KeepError(reason)
      await pause(wait)
    }
  }

  /** Takes a namespace unless another replica holds it. Returns whether it is here. */
  async hold(namespace: Namespace): Promise<boolean> {
    return (await this.#find(namespace)) === 'here'
  }

  /** Undefined: not known yet. */
  async #find(namespace: Namespace): Promise<Destination | 'here' | undefined> {
    const { engine, namespaces, units, isLeaving } = this.#around
    if (!engine.session.isLive()) throw new EngineAway(engine.trouble ?? 'the session of this replica has run out')
    if (await units.verify(namespace)) return 'here'
    const unit = namespaces.unitOf(namespace)
    const holder = await this.#holderOf(unit)
    if (holder !== null && holder !== engine.session.id) return this.#addressOf(holder, unit)
    if (isLeaving()) return this.#anyOther(unit)
    try {
      await units.take(namespace)
      return 'here'
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      this.#holders.set(unit, error.session)
      return this.#addressOf(error.session, unit)
    }
  }

  async #holderOf(unit: string): Promise<string | null> {
    const known = this.#holders.get(unit)
    // one that leaves may have handed it over by now
    if (known !== undefined && this.#around.engine.sessions().get(known)?.leaving === false) return known
    const holder = await this.#around.engine.holderOf(unit)
    if (holder === null) this.#holders.delete(unit)
    else this.#holders.set(unit, holder)
    return holder
  }

  #addressOf(session: string, unit: string): Destination | undefined {
    const view = this.#around.engine.sessions().get(session)
    return view && { address: view.address, unit }
  }

  /** A replica that may take what is free, where this one leaves. */
  #anyOther(unit: string): Destination | undefined {
    const { engine } = this.#around
    for (const { id, address, leaving } of engine.sessions().values())
      if (id !== engine.session.id && !leaving) return { address, unit }
    return undefined
  }
}
