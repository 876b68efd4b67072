import { pause } from '../../core/clock.ts'
import type { Stored } from './records.ts'
import { type Append, Refused, type Streams } from './streams.ts'
import { EngineAway } from './engine.ts'

/** What came of a record: its sequence number, or that another stands in its place (none where all of them are gone). */
export type Settled = { readonly seq: number } | { readonly seq: null; readonly standing: Stored | null }

const NO_ANSWER = 'the engine does not answer'
const WRONG_LAST_SEQUENCE = 10_071
const PAUSES = [5, 25, 100, 250]

/**
 * Appends a record, once. The same record goes out under the same expectation until the engine acknowledges or refuses it;
 * when it is refused because something else stands there, the id of that tells whether it is this very record. What `tell` hears
 * is why it takes so long.
 */
export const settle = async (
  streams: Pick<Streams, 'append' | 'last'>,
  record: Append,
  signal: AbortSignal,
  tell?: (why: string) => void,
): Promise<Settled> => {
  for (let tries = 0; ; tries++) {
    if (signal.aborted) throw signal.reason instanceof EngineAway ? signal.reason : new EngineAway(NO_ANSWER)
    try {
      return { seq: await streams.append(record) }
    } catch (error) {
      if (error instanceof Refused && error.code === WRONG_LAST_SEQUENCE) {
        const settled = await standingOf(streams, record)
        if (settled) return settled
      }
      tell?.((error as Error).message)
    }
    await pause(PAUSES[Math.min(tries, PAUSES.length - 1)]!)
  }
}

/** What the leader says of a record that was refused; undefined when it has not got that far itself. */
const standingOf = async (streams: Pick<Streams, 'last'>, { subject, mark, expected }: Append) => {
  try {
    const last = await streams.last(subject)
    if (last?.mark.id === mark.id) return { seq: last.seq }
    // what is expected stands there: the refusal was about something under way
    if ((last?.seq ?? 0) <= expected && (last !== null || expected === 0)) return undefined
    return { seq: null, standing: last }
  } catch (error) {
    if (error instanceof EngineAway) return undefined
    throw error
  }
}
