import type { Entry } from '../../../log/entries.ts'
import type { Objects } from '../objects.ts'
import { type Kind, type Mark, encode, toLines } from '../records.ts'
import { settle } from '../settle.ts'
import type { Streams } from '../streams.ts'
import type { FoldHead } from './reading.ts'

/** What somebody who does not hold a unit wants to add to it. */
export interface Proposal {
  readonly subject: string
  readonly entries: readonly Entry[]
  readonly after: number
  /** They take the place of all before. */
  readonly whole: boolean
}

export interface ProposalContext {
  readonly streams: Streams
  readonly objects: Objects
  readonly mark: (kind: Kind) => Mark
  readonly nextObject: () => string
  readonly signal: AbortSignal
}

/** Adds to a unit, unless somebody else was first: then it resolves with null. Rejects with EngineAway when nobody knows. */
export const propose = async (
  { subject, entries, after, whole }: Proposal,
  { streams, objects, mark, nextObject, signal }: ProposalContext,
): Promise<number | null> => {
  const all = encode(toLines(entries))
  const object = all.length > streams.largest / 2 ? nextObject() : undefined
  if (object !== undefined) await objects.put(object, [all], signal)
  const head: FoldHead = { objects: object === undefined ? [] : [object], after }
  const [kind, data]: [Kind, Uint8Array] = whole
    ? ['fold', Buffer.concat([encode(toLines([head])), object === undefined ? all : new Uint8Array()])]
    : object === undefined
      ? ['entries', all]
      : ['large', encode(JSON.stringify({ object }))]
  const { seq } = await settle(streams, { subject, mark: mark(kind), data, expected: after, rollup: whole }, signal)
  if (seq === null && object !== undefined) await objects.remove(object)
  return seq
}
