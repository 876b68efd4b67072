import type { Bounds } from '../document/schema.ts'

export const inBounds = (count: number, bounds: Bounds): boolean => {
  if (typeof bounds === 'number') return count === bounds
  const { exactly, atMost, atLeast } = bounds
  return (
    (exactly === undefined || count === exactly) &&
    (atMost === undefined || count <= atMost) &&
    (atLeast === undefined || count >= atLeast)
  )
}

export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

export const boundsText = (bounds: Bounds): string => {
  if (typeof bounds === 'number') return times(bounds)
  const { exactly, atMost, atLeast } = bounds
  return [
    exactly === undefined ? '' : times(exactly),
    atLeast === undefined ? '' : `at least ${times(atLeast)}`,
    atMost === undefined ? '' : `at most ${times(atMost)}`,
  ]
    .filter((part) => part !== '')
    .join(' and ')
}

/** What became of one expectation. */
export interface Check {
  /** The expectation as a sentence. */
  readonly text: string
  readonly passed: boolean
  readonly because: string | undefined
  /** What was seen instead: the near misses that explain a failure. */
  readonly seen: readonly string[]
}
