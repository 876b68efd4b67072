import type { WallClock } from '../core/clock.ts'
import { Replay } from '../log/replay.ts'
import { resuming } from '../namespaces/earlier-run.ts'
import { Keeper } from '../namespaces/keeper.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import type { WhenStored } from '../world/commits.ts'
import type { Provider } from '../world/provider.ts'
import type { Snapshot, World } from '../world/world.ts'
import type { Engine, OwnedLog } from './engine/engine.ts'
import { journalText, recallJournal } from './journal-text.ts'
import type { SharedNamespaces } from './namespaces.ts'

/** A namespace that this replica holds. */
interface Unit {
  readonly log: OwnedLog
  /** What its answers wait for besides its log. */
  readonly pending: Set<Promise<void>>
}

/** What a replica that ends leaves to the next owner of a unit, besides what is stored of it. */
interface Legacy {
  /** The text of its journal, until it is read. */
  journal?: string | undefined
}

const AT_ONCE = 16

/** What holding a namespace takes. */
export interface Holding {
  readonly engine: Engine
  readonly namespaces: SharedNamespaces
  readonly providers: readonly Provider[]
  readonly wall: WallClock
  /** Follows everything that the directory says. */
  readonly catchUp: () => Promise<void>
  /** The snapshot in an object. */
  readonly getSnapshot: (object: string) => Promise<Snapshot>
}

/** The namespaces that this replica holds. */
export class Units {
  readonly #holding: Holding
  readonly #held = new Map<Namespace, Unit>()
  readonly #taking = new Map<Namespace, Promise<void>>()

  constructor(holding: Holding) {
    this.#holding = holding
  }

  /** Whether a namespace may be served here at this moment. */
  serves(namespace: Namespace): boolean {
    return this.#held.get(namespace)?.log.isHeld() ?? false
  }

  /** Whether a namespace may be served here, after a look at the engine where that is needed. */
  async verify(namespace: Namespace): Promise<boolean> {
    const unit = this.#held.get(namespace)
    return unit !== undefined && (unit.log.isHeld() || (await unit.log.verify()))
  }

  /** Takes a namespace. Rejects with Taken when another replica holds it, with EngineAway when nobody knows. */
  take(namespace: Namespace): Promise<void> {
    // whoever asked before may have taken it since
    if (this.serves(namespace)) return Promise.resolve()
    let taking = this.#taking.get(namespace)
    if (!taking) {
      taking = this.#take(namespace).finally(() => this.#taking.delete(namespace))
      this.#taking.set(namespace, taking)
    }
    return taking
  }

  /** Holds the answers of a namespace until some work is done; when that fails, nobody knows what came of them. */
  holdFor(namespace: Namespace, work: Promise<void>): void {
    const pending = this.#held.get(namespace)?.pending
    pending?.add(work)
    const done = (): void => void pending?.delete(work)
    work.then(done, done) // those who wait hear why it failed
  }

  /** Lets go of a namespace that is gone, or that another replica took. */
  drop(namespace: Namespace): void {
    const unit = this.#held.get(namespace)
    if (!unit) return
    this.#held.delete(namespace)
    unit.log.abandon()
    namespace.letGo()
  }

  /** Hands all of them over. Rejects when the engine does not take one of them, after a try at each. */
  async release(): Promise<void> {
    await Promise.all([...this.#taking.values()].map((taking) => taking.catch(() => {})))
    const waiting = [...this.#held.keys()]
    const next = async (): Promise<void> => {
      const namespace = waiting.pop()
      if (namespace) await this.#release(namespace).finally(next)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next))
  }

  async #release(namespace: Namespace): Promise<void> {
    const log = this.#held.get(namespace)?.log
    if (!log) return // it was let go of meanwhile
    const legacy = (): Legacy => {
      const { worldIfMade: world } = namespace
      return world ? { journal: [...journalText(world)].join('') } : {}
    }
    try {
      await log.release(legacy)
    } catch (error) {
      if (this.#holding.namespaces.has(namespace)) throw error // or nobody is to have it
    } finally {
      this.drop(namespace)
    }
  }

  async #take(namespace: Namespace): Promise<void> {
    // whoever looked before it was taken here comes after that: to claim it again would depose the log that holds it
    if (await this.verify(namespace)) return
    const { engine, namespaces, catchUp } = this.#holding
    const log = await engine.claim(namespaces.unitOf(namespace))
    try {
      await catchUp()
      if (namespaces.has(namespace)) await this.#enter(namespace, log)
      else log.abandon()
    } catch (error) {
      this.drop(namespace)
      log.abandon()
      throw error
    }
  }

  async #enter(namespace: Namespace, log: OwnedLog): Promise<void> {
    const { namespaces, providers, getSnapshot, wall } = this.#holding
    const meta = namespaces.metaOf(namespace)
    const replay = new Replay(providers)
    log.read(replay.visit)
    const kept = replay.namespaces.get(namespace.name)
    const from = kept?.from
      ? replay.snapshotOf(kept.from)
      : typeof meta?.from === 'string'
        ? await getSnapshot(meta.from)
        : undefined
    const unit: Unit = { log, pending: new Set() }
    const keeper = new Keeper(log, whenAll(namespace, unit))
    keeper.know(replay.images(), replay.parts)
    namespace.usedAt = kept?.used ?? meta?.usedAt ?? 0
    namespace.hold({
      initial: namespaces.initialOf(namespace, from),
      keeper,
      recall: (world) => recallLegacy(world, log.left),
      ...resuming(replay, kept, (found) => namespaces.adapted(namespace, found)),
    })
    this.#held.set(namespace, unit)
    log.onDeposed(() => this.drop(namespace))
    const keepable = { namespace, meta: meta ?? null, from, issued: [] }
    const others = new Map(meta ? [[namespace.name, keepable]] : [])
    keeper.begin(() => ({ default: meta ? undefined : keepable, namespaces: others, gone: [] }), wall)
    // whoever takes it over before its first second is over must not give the same numbers to other requests
    keeper.standing(namespace, namespace.world)
  }
}

const recallLegacy = (world: World, legacy: Legacy = {}): void => {
  if (legacy.journal !== undefined) recallJournal(world, legacy.journal)
  legacy.journal = undefined // the log keeps it for as long as it lives
}

/**
 * As the log has it, and once what was pending at the time of the call is done as well. While something that is due cannot be
 * kept, nobody gets an answer: one process would show what comes of it.
 */
const whenAll =
  (namespace: Namespace, { log, pending }: Unit): WhenStored =>
  (leave) => {
    const heldUp = namespace.worldIfMade?.commits.heldUp
    if (heldUp && log.trouble !== null) return leave(heldUp.message)
    const works = [...pending]
    log.whenStored!((lost) => {
      if (lost !== null || works.length === 0) return leave(lost)
      void Promise.all(works).then(
        () => leave(null),
        (error: Error) => leave(error.message),
      )
    })
  }
