import type { Millis } from '../core/clock.ts'

/** A span for people. */
export const span = (ms: Millis): string => {
  if (ms < 60_000) return `${ms / 1000}s`
  const [minutes, seconds] = [Math.floor(ms / 60_000), (ms % 60_000) / 1000]
  const tail = seconds === 0 ? '' : ` ${seconds}s`
  return minutes < 60
    ? `${minutes}m${tail}`
    : `${Math.floor(minutes / 60)}h${minutes % 60 === 0 ? '' : ` ${minutes % 60}m`}${tail}`
}
