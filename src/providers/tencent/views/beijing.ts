import { type Millis, isoSeconds } from '../../../core/clock.ts'

const BEIJING: Millis = 8 * 3_600_000

/** `2015-11-06 11:33:52` in Beijing, without a zone. */
export const beijing = (at: Millis): string => isoSeconds(at + BEIJING).replace('T', ' ')
