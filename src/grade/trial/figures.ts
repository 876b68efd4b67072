import type { SeenRequest } from '../watch.ts'

/** The middle of some numbers. */
export const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!

/**
 * Milliseconds between two requests: as the emulator saw them come, which a busy machine does not shorten, or as they were heard of
 * where its clock stands still.
 */
export const apart = (one: SeenRequest, next: SeenRequest): number =>
  Math.max(next.came - one.came, (next.heard - one.heard) / 1000)

/** The longest pause between two requests, in milliseconds. */
export const longestPause = (requests: readonly SeenRequest[]): number =>
  Math.max(0, ...requests.map(({ heard }, i) => heard - (requests[i - 1]?.heard ?? heard))) / 1000

const NAP = 250_000

/** Which part of a span, in microseconds, a client slept between two requests. */
export const shareOf = (requests: readonly SeenRequest[], span: number): number => {
  let asleep = 0
  for (const [i, { heard }] of requests.entries()) {
    const pause = heard - (requests[i - 1]?.heard ?? heard)
    if (pause > NAP) asleep += pause
  }
  return span === 0 ? 0 : Math.min(1, asleep / span)
}
