import type { Millis } from '../../core/clock.ts'
import type { Entry } from '../../log/entries.ts'
import type { Log } from '../../log/log.ts'

/** How patient replicas are with each other, and with the engine. */
export interface Timing {
  /** Between two renewals of a session. */
  readonly beat: Millis
  /** How long after the last renewal was sent a session may serve. */
  readonly lease: Millis
  /** How long another session must stand unchanged before its units may be claimed; longer than the lease. */
  readonly patience: Millis
  /** For how long entries may wait for the engine before more of them are refused. */
  readonly backlog: Millis
  /** For how long answers wait for the engine before they leave without knowing. */
  readonly answers: Millis
}

export const TIMING: Timing = { beat: 3_000, lease: 12_000, patience: 15_000, backlog: 1_500, answers: 5_000 }

export interface EngineOptions {
  /** Addresses of the engine, such as `nats://127.0.0.1:4222`, `tls:` for TLS; user and password, or a token, may stand in the first. */
  readonly servers: readonly string[]
  /** What the cluster is called: letters, digits, `-` and `_`. */
  readonly name: string
  /** How many servers of the engine hold each record, where this replica makes the streams; default 1. */
  readonly copies?: 1 | 3 | 5 | undefined
  /** A credentials file (`.creds`). */
  readonly credentials?: string | undefined
  /** Goes on with servers that may lose what they acknowledged when their machine fails. */
  readonly unsafe?: boolean | undefined
  /** Where other replicas reach this one. */
  readonly address: string
  readonly timing?: Partial<Timing> | undefined
  readonly warn: (note: string) => void
}

/** A replica as the others see it. */
export interface SessionView {
  readonly id: string
  /** Where it is reached. */
  readonly address: string
  /** It is about to end, and takes nothing more. */
  readonly leaving: boolean
  /** The number that it confirmed last. */
  readonly seen: number
}

/** The part of this replica in the cluster, from one beginning until it leaves or is given up by the others. */
export interface Session {
  readonly id: string
  /** Whether it may serve what it holds: by the clock of this machine, at this moment. */
  isLive(): boolean
  /** Tells the others, at once, up to which sequence number this replica has followed what it follows. */
  confirm(seq: number): void
  /** Tells the others that it takes nothing more. Resolves when that is stored, or the engine is away. */
  leave(): Promise<void>
  /** Calls back when the others have given it up: everything that it held is lost. The engine has a new session then. */
  onLost(then: () => void): void
}

/** Something that follows a unit which another replica may hold. */
export interface Follower {
  /** Sequence number of the last record that it has seen. */
  readonly seq: number
  /** Resolves once it has visited everything that was stored before the call. Rejects with {@link EngineAway}. */
  catchUp(): Promise<void>
  stop(): void
}

/**
 * Told of entries as they are stored, with the sequence number of their record. `whole`: they are the whole state of the unit,
 * in place of all entries before.
 */
export type Visit = (entries: readonly Entry[], seq: number, whole: boolean) => void

/** A shared engine, as one replica uses it. What it cannot do at present is rejected with {@link EngineAway}. */
export interface Engine {
  /** The present session. */
  readonly session: Session
  readonly timing: Timing
  /** Why the engine is away; null when all is well. */
  readonly trouble: string | null
  /** The replicas that have not left and were not given up, this one included, by session, as far as this one has heard. */
  sessions(): ReadonlyMap<string, SessionView>
  /** The same with every replica that had begun before this call. */
  sessionsNow(): Promise<ReadonlyMap<string, SessionView>>
  /** Calls back whenever {@link sessions} changed. */
  onSessions(then: () => void): void
  /** The living session that holds a unit; null when it is free, or its holder is gone. */
  holderOf(unit: string): Promise<string | null>
  /** Takes a unit with everything that was stored of it. Rejects with {@link Taken} when a living session holds it. */
  claim(unit: string): Promise<OwnedLog>
  /** Follows a unit from its beginning; resolves once it has visited everything that was stored before the call. */
  follow(unit: string, visit: Visit): Promise<Follower>
  /**
   * Adds entries to a unit that nobody ever holds, if number `after` still is its last record (0: there is none); with `whole`
   * they take the place of all before. Resolves with the number of the new record, or with null when another replica was
   * first. Rejects with {@link EngineAway} when nobody knows: then it may be stored, or never be.
   */
  propose(unit: string, entries: readonly Entry[], after: number, whole?: boolean): Promise<number | null>
  /** Removes everything of a unit that nobody will ask for again. */
  remove(unit: string): Promise<void>
  /** What the first replica of the cluster said in answer to the same question. */
  agree<T extends object>(config: T): Promise<T>
  putObject(name: string, data: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>
  getObject(name: string): Promise<Uint8Array | null>
  removeObject(name: string): Promise<void>
  /** Leaves. Units that are still held go to others only after a while: release them first. */
  close(): Promise<void>
}

/** The log of a unit that this replica holds. */
export interface OwnedLog extends Log {
  readonly unit: string
  /** Sequence number of the last record that is stored. */
  readonly seq: number
  /** What the owner before left at its planned end; undefined where there was none. */
  readonly left: object | undefined
  /** Whether requests may be served from it at this moment. */
  isHeld(): boolean
  /** Asks the engine whether it is still held. */
  verify(): Promise<boolean>
  /** Calls back, with the reason, when it is lost: nothing of it may be served any more. */
  onDeposed(then: (reason: string) => void): void
  /** Writes the present down in one piece, in place of all entries before. */
  fold(): Promise<void>
  /**
   * Ends it in order, short to read. From the call on it is not held, while what is under way may still add to it; `left`
   * gives what the next owner should have besides, once nothing is.
   */
  release(left: () => object): Promise<void>
}

/** The engine does not answer, or this replica's session has run out: nobody knows, for now. */
export class EngineAway extends Error {
  override readonly name = 'EngineAway'
}

/** Another session holds the unit. */
export class Taken extends Error {
  override readonly name = 'Taken'
  /** The session that holds it. */
  readonly session: string

  constructor(session: string) {
    super(`the session ${session} holds it`)
    this.session = session
  }
}
