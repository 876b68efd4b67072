import { pause, wallTimer } from '../core/clock.ts'
import type { Entry } from '../log/entries.ts'
import { Replay } from '../log/replay.ts'
import { KeepError } from '../world/commits.ts'
import type { Provider } from '../world/provider.ts'
import { EngineAway, type Engine, type Follower, type Session } from './engine/engine.ts'

/** The unit that nobody holds and everybody follows. */
const DIRECTORY = 'directory'

/** Told of the entries of the directory, in their order; `whole`: they take the place of all before. */
export type Take = (entries: readonly Entry[], whole: boolean) => void

const AGAIN = 250
// so many records are read quickly enough by a replica that begins
const MANY = 2_000

/**
 * What all replicas have in common: which namespaces there are, which credentials lead to them, the scenario library. Nobody
 * holds it: a change is added when the replica that wants it has followed everything before, and has happened once every
 * replica has followed it.
 */
export class Directory {
  readonly #engine: Engine
  readonly #providers: readonly Provider[]
  readonly #take: Take
  #follower!: Follower
  #state: Replay
  #seq = 0
  #records = 0
  /** The session as which everything was followed that was there when it began. */
  #current: Session | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #waiting: (() => void)[] = []

  private constructor(engine: Engine, providers: readonly Provider[], take: Take) {
    this.#engine = engine
    this.#providers = providers
    this.#take = take
    this.#state = new Replay(providers)
    engine.onSessions(() => this.#wake())
  }

  /** Follows it, and has followed everything by the time that this resolves. */
  static async follow(engine: Engine, providers: readonly Provider[], take: Take): Promise<Directory> {
    const directory = new Directory(engine, providers, take)
    directory.#follower = await engine.follow(DIRECTORY, (entries, seq, whole) => directory.#visit(entries, seq, whole))
    await directory.#join(engine.session)
    return directory
  }

  /** Whether this replica knows, at this moment, everything that has happened here. */
  isCurrent(): boolean {
    return this.#current !== undefined && this.#current === this.#engine.session && this.#current.isLive()
  }

  /** What is kept of the emulator as a whole, by name. */
  get parts(): ReadonlyMap<string, unknown> {
    return this.#state.parts
  }

  /** Follows everything that was stored before the call. */
  catchUp(): Promise<void> {
    return this.#follower.catchUp()
  }

  /**
   * Adds what `decide` asks for after it has seen everything before, and resolves once every replica has followed it. Rejects
   * with what `decide` throws, and with a KeepError when nobody knows what came of it.
   */
  async change(decide: () => readonly Entry[]): Promise<void> {
    const decided = this.#turn.then(() => this.#add(decide))
    this.#turn = decided.catch(() => {})
    try {
      await this.#confirmed(await decided.catch((refusal) => this.#refusedAt(refusal)))
      await decided
    } catch (error) {
      throw error instanceof EngineAway ? new KeepError(error.message) : error
    }
  }

  stop(): void {
    this.#follower.stop()
  }

  /** A refusal tells what there is, so every replica is to have followed that. */
  #refusedAt(refusal: unknown): number {
    if (refusal instanceof EngineAway) throw refusal
    return this.#seq
  }

  async #add(decide: () => readonly Entry[]): Promise<number> {
    for (;;) {
      const entries = decide()
      if (entries.length === 0) return this.#seq
      if (this.#engine.trouble !== null) throw new EngineAway(this.#engine.trouble) // or the next ones wait for this one
      const seq = await this.#engine.propose(DIRECTORY, entries, this.#end)
      if (seq !== null) {
        await this.#until(() => this.#seq >= seq)
        if (this.#records > MANY) await this.#fold()
        return seq
      }
      await this.#follower.catchUp()
    }
  }

  /** Puts one record in place of all, unless another replica was first with something: then it is tried again later. */
  async #fold(): Promise<void> {
    const folded = await this.#engine.propose(DIRECTORY, [...this.#present()], this.#end, true)
    if (folded !== null) this.#records = 0
  }

  /** The number of the last record. */
  get #end(): number {
    return Math.max(this.#seq, this.#follower.seq)
  }

  /** Waits for every replica that may have begun before a change, until it has followed that or is gone. */
  async #confirmed(seq: number): Promise<void> {
    const asked = [...(await this.#engine.sessionsNow()).keys()]
    const { patience, lease } = this.#engine.timing
    await this.#until(() => {
      const sessions = this.#engine.sessions()
      return asked.every((id) => (sessions.get(id)?.seen ?? Infinity) >= seq)
    }, patience + lease)
  }

  #visit(entries: readonly Entry[], seq: number, whole: boolean): void {
    if (whole) {
      this.#state = new Replay(this.#providers)
      this.#records = 0
    }
    for (const entry of entries) this.#state.visit(entry)
    this.#take(entries, whole)
    this.#seq = seq
    this.#records++
    this.#current?.confirm(seq)
    this.#wake()
  }

  async #join(session: Session): Promise<void> {
    session.onLost(() => void this.#joinAnew())
    await this.#follower.catchUp()
    this.#current = session
    session.confirm(this.#seq)
  }

  async #joinAnew(): Promise<void> {
    this.#current = undefined
    const { session } = this.#engine
    try {
      await this.#join(session)
    } catch (error) {
      if (!(error instanceof EngineAway)) throw error
      await pause(AGAIN)
      if (this.#engine.session === session) return this.#joinAnew()
    }
  }

  /** Waits until something holds. Rejects with EngineAway when it does not in so many milliseconds. */
  #until(holds: () => boolean, most?: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new EngineAway('not every replica has confirmed a change of the directory'))
      const cancel = most === undefined ? () => {} : wallTimer(most, late)
      const look = (): void => {
        if (!holds()) return void this.#waiting.push(look)
        cancel()
        resolve()
      }
      look()
    })
  }

  #wake(): void {
    for (const look of this.#waiting.splice(0)) look()
  }

  *#present(): Generator<Entry> {
    const { namespaces, gone, parts } = this.#state
    if (gone.length > 0) yield { k: 'gone', ns: null, digests: gone }
    for (const [name, value] of parts) yield { k: 'part', name, value }
    for (const [ns, { meta, issued }] of namespaces) {
      yield { k: 'namespace', ns, meta, from: null }
      for (const [provider, key] of issued) yield { k: 'issued', ns, provider, key }
    }
  }
}
