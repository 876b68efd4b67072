import type { Millis } from '../../../core/clock.ts'

const BEIJING: Millis = 8 * 3_600_000

/** `2015-11-06 11:33:52` in Beijing, without a zone. */
export const beijing = (at: Millis): string => new Date(at + BEIJING).toISOString().slice(0, 19).replace('T', ' ')
