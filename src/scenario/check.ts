/** What became of one expectation. */
export interface Check {
  /** The expectation as a sentence. */
  readonly text: string
  readonly passed: boolean
  readonly because: string | undefined
  /** What was seen instead: the near misses that explain a failure. */
  readonly seen: readonly string[]
}
