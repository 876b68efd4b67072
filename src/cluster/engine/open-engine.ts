import { jetstreamManager } from '@nats-io/jetstream'
import { nuid } from '@nats-io/transport-node'
import { wallTimer } from '../../core/clock.ts'
import { ConfigError } from '../../core/config.ts'
import { claim } from './unit/claim.ts'
import { CALL_TIMEOUT, openConnection } from './nats/connection.ts'
import {
  type Engine,
  EngineAway,
  type EngineOptions,
  type Follower,
  type OwnedLog,
  TIMING,
  type Visit,
} from './engine.ts'
import { JetStreams } from './nats/jetstream.ts'
import { Names } from './names.ts'
import { Objects } from './objects.ts'
import { JetStreamLog } from './unit/jetstream-log.ts'
import { propose } from './unit/propose.ts'
import { UnitFollower } from './unit/unit-follower.ts'
import type { Entry } from '../../log/entries.ts'
import { type Kind, type Mark, decode, encode } from './records.ts'
import { makeStreams, requireSafe } from './nats/requirements.ts'
import { OwnSession } from './sessions/own-session.ts'
import { Sessions } from './sessions/sessions.ts'
import { settle } from './settle.ts'
import type { Streams } from './streams.ts'

/** Joins a cluster. Rejects with a ConfigError of one line that says what to do. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  if (!/^[\w-]{1,32}$/.test(options.name))
    throw new ConfigError(`the name of a cluster has letters, digits, '-' and '_', 32 at most: '${options.name}'`)
  const connection = await openConnection(options)
  try {
    await requireSafe(connection, options)
    const manager = await jetstreamManager(connection, { timeout: CALL_TIMEOUT, checkAPI: false })
    const names = new Names(options.name)
    await makeStreams(manager, names, options)
    const streams = new JetStreams(connection, manager, names, options.warn)
    const engine = new SharedEngine(streams, names, options, () => (streams.stop(), connection.close()))
    await engine.join()
    return engine
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** An engine over streams, wherever these come from. */
export class SharedEngine implements Engine {
  readonly timing: Engine['timing']
  readonly #streams: Streams
  readonly #names: Names
  readonly #options: EngineOptions
  readonly #disconnect: () => Promise<void>
  readonly #over = new AbortController()
  readonly #sessions: Sessions
  readonly #objects: Objects
  readonly #followers = new Map<string, UnitFollower>()
  readonly #held = new Set<JetStreamLog>()
  readonly #origin = nuid.next()
  #session: OwnSession
  #ids = 0
  #cancelLook = (): void => {}

  constructor(streams: Streams, names: Names, options: EngineOptions, disconnect: () => Promise<void>) {
    this.timing = { ...TIMING, ...options.timing }
    this.#streams = streams
    this.#names = names
    this.#options = options
    this.#disconnect = disconnect
    this.#session = this.#begin()
    const subject = (id: string): string => names.session(id)
    const context = { streams, subject, timing: this.timing, nextId: this.#nextId, own: () => this.#session }
    this.#sessions = new Sessions(context)
    this.#objects = new Objects(streams, names, () => this.#session.id, this.#nextId)
  }

  get session(): OwnSession {
    return this.#session
  }

  get trouble(): string | null {
    return this.#streams.trouble ?? this.#session.trouble
  }

  /** Begins the session, and hears of the others. */
  async join(): Promise<void> {
    await this.#sessions.reached(await this.#session.renew())
    this.#look()
  }

  sessions: Engine['sessions'] = () => this.#sessions.all()

  async sessionsNow(): ReturnType<Engine['sessionsNow']> {
    await this.#sessions.reached(await this.#session.renew())
    return this.#sessions.all()
  }

  onSessions(then: () => void): void {
    this.#sessions.onChange(then)
  }

  async holderOf(unit: string): Promise<string | null> {
    const last = await this.#streams.last(this.#names.unit(unit))
    if (!last || last.mark.kind === 'closed') return null
    return (await this.#sessions.isAlive(last.mark.session)) ? last.mark.session : null
  }

  async claim(unit: string): Promise<OwnedLog> {
    const subject = this.#names.unit(unit)
    const session = this.#session
    const { epoch, ...found } = await claim(subject, {
      streams: this.#streams,
      objects: this.#objects,
      session,
      isAlive: (id) => this.#sessions.isAlive(id),
      nextId: this.#nextId,
      signal: this.#over.signal,
    })
    if (session !== this.#session) throw new EngineAway(session.trouble!) // it was lost meanwhile
    for (const before of this.#held) if (before.unit === unit) before.depose('it was claimed again')
    const log = new JetStreamLog(
      {
        unit,
        subject,
        streams: this.#streams,
        objects: this.#objects,
        timing: this.timing,
        mark: (kind: Kind): Mark => ({ kind, session: session.id, epoch, id: this.#nextId() }),
        nextObject: () => this.#names.objectOf(unit, this.#nextId()),
        suspended: () => session.trouble,
        gaps: () => session.gaps,
        isLast: async (seq) => (await this.#streams.last(subject))?.seq === seq,
        ended: (log) => this.#held.delete(log),
        warn: this.#options.warn,
      },
      found,
    )
    this.#held.add(log)
    return log
  }

  async follow(unit: string, visit: Visit): Promise<Follower> {
    const follower = new UnitFollower(this.#streams, this.#objects, this.#names.unit(unit), visit)
    this.#followers.set(unit, follower)
    return follower.catchUp().then(
      () => follower,
      (error: unknown) => {
        follower.stop()
        throw error
      },
    )
  }

  async propose(unit: string, entries: readonly Entry[], after: number, whole = false): Promise<number | null> {
    const session = this.#session.id
    const before = this.#followers.get(unit)?.objects ?? []
    const seq = await propose(
      { subject: this.#names.unit(unit), entries, after, whole },
      {
        streams: this.#streams,
        objects: this.#objects,
        mark: (kind) => ({ kind, session, epoch: 0, id: this.#nextId() }),
        nextObject: () => this.#names.objectOf(unit, this.#nextId()),
        signal: AbortSignal.any([this.#over.signal, AbortSignal.timeout(this.timing.answers)]),
      },
    )
    if (seq !== null && whole) for (const name of before) await this.#objects.remove(name)
    return seq
  }

  async remove(unit: string): Promise<void> {
    await this.#streams.purge(this.#names.unit(unit))
    await this.#streams.purge(this.#names.objectsOf(unit))
  }

  async agree<T extends object>(config: T): Promise<T> {
    const subject = this.#names.agreed
    const mark: Mark = { kind: 'agreed', session: this.#session.id, epoch: 0, id: this.#nextId() }
    const record = { subject, mark, data: encode(JSON.stringify(config)), expected: 0 }
    const settled = await settle(this.#streams, record, this.#over.signal)
    if (settled.seq !== null) return config
    if (!settled.standing) throw new EngineAway('what the cluster agreed on is gone')
    return JSON.parse(decode(settled.standing.data)) as T
  }

  async putObject(name: string, data: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    await this.#objects.put(name, data instanceof Uint8Array ? [data] : data, this.#over.signal)
  }

  getObject(name: string): Promise<Uint8Array | null> {
    return this.#objects.get(name)
  }

  removeObject(name: string): Promise<void> {
    return this.#objects.remove(name)
  }

  async close(): Promise<void> {
    this.#cancelLook()
    for (const log of this.#held) log.abandon()
    await this.#session.end()
    this.#sessions.stop()
    this.#over.abort(new EngineAway('this replica has left'))
    await this.#disconnect()
  }

  readonly #nextId = (): string => `${this.#origin}-${++this.#ids}`

  #begin(): OwnSession {
    const session = new OwnSession(nuid.next(), {
      streams: this.#streams,
      subject: (id) => this.#names.session(id),
      address: this.#options.address,
      timing: this.timing,
      nextId: this.#nextId,
      resumed: () => void this.#verifyAll().catch(() => {}), // the next look sees to it
    })
    session.onLost(() => this.#beginAgain(session.trouble!))
    return session
  }

  #beginAgain(reason: string): void {
    this.#options.warn(reason)
    this.#session = this.#begin()
    for (const log of this.#held) log.depose(reason)
    this.#session.renew().catch(() => {}) // it goes on trying by itself
  }

  /** Sees, as often as there is a heartbeat, to what nobody waits for. */
  #look(): void {
    this.#cancelLook = wallTimer(this.timing.beat, () => {
      void this.#sessions
        .clear()
        .then(() => this.#verifyAll())
        .catch(() => {}) // the engine is away: the next look sees to it
        .finally(() => {
          if (!this.#over.signal.aborted) this.#look()
        })
    })
  }

  /** What was held before a suspension is held still, as nobody could take it; the engine is asked all the same. */
  async #verifyAll(): Promise<void> {
    for (const log of this.#held) if (!log.isHeld() && this.#session.isLive()) await log.verify()
  }
}
