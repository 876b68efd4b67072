import { stopwatch, wallTimer } from '../../../core/clock.ts'
import type { Entry } from '../../../log/entries.ts'
import { EngineAway, Taken } from '../engine.ts'
import type { Objects } from '../objects.ts'
import type { Found } from './jetstream-log.ts'
import { Records, STALLED, stalled } from './reading.ts'
import type { Kind, Mark } from '../records.ts'
import { settle } from '../settle.ts'
import type { Streams } from '../streams.ts'

export interface ClaimContext {
  readonly streams: Streams
  readonly objects: Objects
  readonly session: { readonly id: string; readonly trouble: string | null }
  readonly isAlive: (session: string) => Promise<boolean>
  readonly nextId: () => string
  readonly signal: AbortSignal
}

/**
 * Takes a unit: a record says so, behind the last one of the owner before, which can append nothing from then on. Rejects with
 * Taken where that owner lives, and with EngineAway.
 */
export const claim = async (subject: string, context: ClaimContext): Promise<Found & { readonly epoch: number }> => {
  const { streams, session, isAlive, nextId, signal } = context
  for (;;) {
    const last = await streams.last(subject)
    if (last && last.mark.kind !== 'closed' && last.mark.session !== session.id && (await isAlive(last.mark.session)))
      throw new Taken(last.mark.session)
    if (session.trouble !== null) throw new EngineAway(session.trouble)
    const epoch = (last?.mark.epoch ?? 0) + 1
    const mark: Mark = { kind: 'open' satisfies Kind, session: session.id, epoch, id: nextId() }
    const expected = last?.seq ?? 0
    const { seq } = await settle(streams, { subject, mark, data: new Uint8Array(), expected }, signal)
    if (seq !== null) return { ...(await replay(subject, seq, context)), epoch }
  }
}

/** What stands before a record. */
const replay = (subject: string, until: number, { streams, objects }: ClaimContext): Promise<Found> =>
  new Promise((resolve, reject) => {
    let entries: Entry[] = []
    let named: string[] = []
    let left: object | undefined
    let grown = { records: 0, bytes: 0 }
    let moved = stopwatch()
    const records = new Records(objects, {
      entries(some, _seq, whole) {
        if (whole) entries = [...some]
        else for (const entry of some) entries.push(entry)
      },
      objects(names, anew) {
        named = anew ? [...names] : [...named, ...names]
        if (anew) grown = { records: 0, bytes: 0 }
      },
      left(found) {
        left = found
      },
      record(bytes) {
        grown.records++
        grown.bytes += bytes
      },
    })
    const following = streams.follow(subject, 0, async (record) => {
      moved = stopwatch()
      if (record.seq < until) return records.visit(record)
      following.stop()
      cancel()
      resolve({ entries, left, seq: until, objects: named, grown })
    })
    const look = (): (() => void) =>
      wallTimer(STALLED / 4, () => {
        if (stopwatch() - moved < STALLED * 1_000) {
          cancel = look()
          return
        }
        following.stop()
        reject(stalled())
      })
    let cancel = look()
  })
