import type { Millis } from './clock.ts'

const UNITS: Readonly<Record<string, Millis>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const FORM = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/

/** A span such as `250ms`, `30s`, `5m` or `1.5h`; undefined when the text is none. */
export const readDuration = (text: string): Millis | undefined => {
  const parts = FORM.exec(text)
  return parts ? Math.round(Number(parts[1]) * UNITS[parts[2]!]!) : undefined
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** An RFC 3339 instant with its zone; undefined when the text is none. */
export const readInstant = (text: string): Millis | undefined => {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
