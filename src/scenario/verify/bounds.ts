import type { Bounds } from '../document/schema.ts'

/** Whether a count is within bounds. */
export const inBounds = (count: number, bounds: Bounds): boolean => {
  const { exactly, atMost = Infinity, atLeast = 0 } = typeof bounds === 'number' ? { exactly: bounds } : bounds
  return (exactly === undefined || count === exactly) && count <= atMost && count >= atLeast
}

/** How often, in words. */
export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

/** Bounds in words; `say` words their numbers. */
export const boundsText = (bounds: Bounds, say: (count: number) => string = times): string => {
  if (typeof bounds === 'number') return say(bounds)
  const { exactly, atMost, atLeast } = bounds
  const parts = [
    exactly === undefined ? [] : [say(exactly)],
    atLeast === undefined ? [] : [`at least ${say(atLeast)}`],
    atMost === undefined ? [] : [`at most ${say(atMost)}`],
  ]
  return parts.flat().join(' and ')
}
