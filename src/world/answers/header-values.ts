import { type Millis, readDuration } from '../../core/clock.ts'

/** How an instant is written in a header. */
export const INSTANT_FORMATS = ['date', 'epoch', 'ms', 'iso'] as const
export type InstantFormat = (typeof INSTANT_FORMATS)[number]

const FARTHEST: Millis = 100 * 365 * 24 * 3_600_000

const ANY = /\{\{.*?\}\}/g
const KNOWN = /^\{\{(?:(origin)|now(?:([+-])([^|]+))?(?:\|(\w+))?)\}\}$/

/** What the placeholders of a header stand for. */
export interface Moment {
  readonly now: Millis
  /** Scheme, host and port under which the client reached the emulator. */
  readonly origin: string
}

type Placeholder = (moment: Moment) => string

const FORMATS: Readonly<Record<InstantFormat, (at: Millis) => string>> = {
  date: (at) => new Date(at).toUTCString(),
  epoch: (at) => String(Math.floor(at / 1000)),
  ms: (at) => String(at),
  iso: (at) => new Date(at).toISOString(),
}

const readPlaceholder = (text: string): Placeholder | undefined => {
  const [, origin, sign, span, format = 'date'] = KNOWN.exec(text) ?? []
  if (origin !== undefined) return (moment) => moment.origin
  if (!KNOWN.test(text) || !Object.hasOwn(FORMATS, format)) return undefined
  const by = span === undefined ? 0 : readDuration(span)
  if (by === undefined || by > FARTHEST) return undefined
  return ({ now }) => FORMATS[format as InstantFormat](sign === '-' ? now - by : now + by)
}

/** The placeholders of a text that are none. */
export const unknownPlaceholders = (text: string): string[] =>
  (text.match(ANY) ?? []).filter((one) => readPlaceholder(one) === undefined)

/** A text with its placeholders filled in: `{{origin}}`, `{{now}}`, `{{now+3s}}`, `{{now-1h|epoch}}`. */
export const filledIn = (text: string, moment: Moment): string =>
  text.includes('{{') ? text.replaceAll(ANY, (one) => readPlaceholder(one)!(moment)) : text

/** One header of an answer, in place of those of its name; null leaves them out. */
export type HeaderChange = readonly [name: string, value: string | null]

/** Headers with some of them replaced, added or left out. Names and values in turn. */
export const changedHeaders = (
  headers: readonly string[],
  changes: readonly HeaderChange[],
  moment: Moment,
): string[] => {
  const changed = new Set(changes.map(([name]) => name.toLowerCase()))
  const kept = headers.filter((_, i) => !changed.has(headers[i - (i % 2)]!.toLowerCase()))
  const given = changes.flatMap(([name, value]) => (value === null ? [] : [name, filledIn(value, moment)]))
  return [...kept, ...given]
}
