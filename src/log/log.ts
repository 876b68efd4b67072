import type { WallClock } from '../core/clock.ts'
import { KeepError, type WhenStored } from '../world/commits.ts'
import type { Entry } from './entries.ts'

/** What an emulator tells its log at the start. */
export interface LogSource {
  /** Looks at everything beside the running work, so that `present` need not do so in one go. */
  prepare?(): Promise<void>
  /**
   * The whole present as the shortest list of entries: that of the moment of the call, however late it is read. `end` says that
   * nobody reads on.
   */
  present(): { readonly entries: Iterable<Entry>; readonly end: () => void }
  /** Adds what is only written once a second, for so many namespaces at most. Returns whether that were all. */
  mark(most?: number): boolean
  readonly wall: WallClock
}

/** Where the entries of an emulator are kept. Those that `add` took are found by whoever opens the same place next. */
export interface Log {
  /** Hands over all entries that were kept, oldest first. Throws a ConfigError that names the place of one that does not fit. */
  read(visit: (entry: Entry) => void): void
  /** To be called once, when all were read: from now on entries come. */
  begin(source: LogSource): void
  /** Takes an entry. Throws a {@link KeepError} when it cannot be kept; then nothing of it is. */
  add(entry: Entry): void
  /** Calls back once all entries so far are stored, in the order of the calls; null where they are as soon as `add` returns. */
  readonly whenStored: WhenStored | null
  /** Why entries are refused at present; null when all is well. */
  readonly trouble: string | null
  /** Lets go of it at once, when the emulator that it was opened for cannot be built; once, however often it is asked to. */
  abandon(): void
  /** Ends the log. Rejects when something could not be written. */
  close(): Promise<void>
}

/** Keeps nothing. */
export const noLog: Log = {
  read() {},
  begin() {},
  add() {},
  whenStored: null,
  trouble: null,
  abandon() {},
  close: () => Promise.resolve(),
}

const MARK_EVERY = 1_000
const MARKED_AT_ONCE = 200

/** Has a source write, every second, what is only written then; `also` runs along. Returns a way to end that. */
export const markEverySecond = (source: LogSource, also: () => void = () => {}): (() => void) => {
  let ended = false
  let cancel = (): void => {}
  const mark = (): void => {
    if (ended) return
    try {
      if (!source.mark(MARKED_AT_ONCE)) setImmediate(mark)
    } catch (error) {
      if (!(error instanceof KeepError)) throw error // it is tried again in a second
    }
  }
  const later = (): void => {
    cancel = source.wall.timer(MARK_EVERY, () => {
      mark()
      also()
      if (!ended) later()
    })
  }
  later()
  return () => {
    ended = true
    cancel()
  }
}
