import type { Millis } from '../../../core/clock.ts'
import type { Ids } from '../../../core/ids.ts'

export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const CODES = Buffer.from(CROCKFORD)
const TIME = 10
// laid out in one piece: a text joined from pieces would keep all of them alive as long as itself
const text = Buffer.alloc(26)
let written: Millis = Number.NaN

const writeTime = (now: Millis): void => {
  for (let rest = now, at = TIME - 1; at >= 0; at--, rest = Math.floor(rest / 32)) text[at] = CODES[rest % 32]!
  written = now
}

/** Writes twenty bits as four letters. */
const write = (at: number, bits: number): void => {
  for (let n = 0; n < 4; n++) text[at + n] = CODES[(bits >> (15 - 5 * n)) & 31]!
}

/** A ULID: the time in ten characters, then eighty random bits of a stream. */
export const ulid = (ids: Ids, stream: string, now: Millis): string => {
  const uuid = ids.uuid(stream)
  if (now !== written) writeTime(now)
  // digits clear of its version and variant
  write(TIME, Number.parseInt(uuid.slice(0, 5), 16))
  write(TIME + 4, Number.parseInt(uuid.slice(5, 8) + uuid.slice(9, 11), 16))
  write(TIME + 8, Number.parseInt(uuid.slice(24, 29), 16))
  write(TIME + 12, Number.parseInt(uuid.slice(29, 34), 16))
  return text.toString('latin1')
}
