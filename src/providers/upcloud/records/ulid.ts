import type { Millis } from '../../../core/clock.ts'
import type { Ids } from '../../../core/ids.ts'
import { memoizeLast } from '../../../core/memo.ts'

export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** All pairs of letters: ten bits each. */
const PAIRS = Array.from({ length: 1_024 }, (_, bits) => CROCKFORD[bits >> 5]! + CROCKFORD[bits & 31]!)
const TEN = 1_024

/** Where the chosen digits of a uuid give four draws of twenty bits. */
const DRAWS = [0, 5, 12, 17]

const four = (bits: number): string => PAIRS[bits >> 10]! + PAIRS[bits & 1_023]!

const timeText = memoizeLast((now: Millis): string => {
  let text = ''
  for (let rest = now, at = 0; at < 5; at++, rest = Math.floor(rest / TEN)) text = PAIRS[rest % TEN]! + text
  return text
})

/** A ULID: the time in ten characters, then eighty random bits of a stream. */
export const ulid = (ids: Ids, stream: string, now: Millis): string => {
  const uuid = ids.uuid(stream)
  const random = uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24) // clear of its version and variant
  return timeText(now) + DRAWS.map((at) => four(Number.parseInt(random.slice(at, at + 5), 16))).join('')
}
