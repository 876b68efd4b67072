import type { Bounds, Check, Expectation } from './answers.ts'
import { Peertwin } from './peertwin.ts'

/** How often, and of what kind; at least once where no number is given. */
export interface CallsExpected extends Pick<Expectation, 'match' | 'answered'> {
  readonly exactly?: number
  readonly atLeast?: number
  readonly atMost?: number
}

/** Which resources, and how many there are; at least one where no number is given. */
export interface ResourceExpected extends Pick<Expectation, 'name' | 'where'> {
  readonly id?: string
  /** The present state. */
  readonly state?: string
  readonly count?: Bounds
}

/** What a matcher answers to vitest or Jest. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/** `expect.extend(matchers)`, in vitest and Jest alike. They are to be awaited. */
export const matchers = {
  /** Whether the calls of an operation (`provider/operation`) were as expected. Fails with the calls that there were. */
  async toHaveReceived(received: unknown, op: string, expected: number | CallsExpected = {}): Promise<MatcherResult> {
    const { match, answered, ...bounds } = typeof expected === 'number' ? { exactly: expected } : expected
    const expectation = { op, match, answered, calls: someBounds(bounds) }
    return resultOf(await checked('toHaveReceived', received, expectation))
  },

  /** Whether there are such resources (`provider/kind`). Fails with the timelines of those that there are. */
  async toHaveResource(received: unknown, resource: string, expected: ResourceExpected = {}): Promise<MatcherResult> {
    const { id, state, name, where, count } = expected
    const fields = { ...where, ...(id !== undefined && { id }), ...(state !== undefined && { state }) }
    const some = Object.keys(fields).length > 0 ? fields : undefined
    const expectation = { resource, name, where: some, count: count ?? { atLeast: 1 } }
    return resultOf(await checked('toHaveResource', received, expectation))
  },
}

/** The matchers as assertions, for the types of a test runner. */
export interface Matchers {
  toHaveReceived(op: string, expected?: number | CallsExpected): Promise<void>
  toHaveResource(resource: string, expected?: ResourceExpected): Promise<void>
}

const someBounds = (bounds: Exclude<Bounds, number>): Bounds =>
  Object.keys(bounds).length === 0 ? { atLeast: 1 } : bounds

const checked = async (matcher: string, received: unknown, expectation: Expectation): Promise<Check> => {
  if (!(received instanceof Peertwin)) throw new TypeError(`expect(pt).${matcher} takes what start() resolves with`)
  const { checks } = await received.check([expectation], { allowEmpty: true })
  return checks[0]!
}

const resultOf = ({ text, passed, seen }: Check): MatcherResult => ({
  pass: passed,
  message: () => [`expected${passed ? ' not' : ''}: ${text}`, ...seen.map((line) => `  ${line}`)].join('\n'),
})
