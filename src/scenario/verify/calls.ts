import type { JournalEntry } from '../../world/request-journal.ts'
import type { World } from '../../world/world.ts'
import type { Bounds, Expectation } from '../document/schema.ts'
import { fitsStatus } from '../rules/moments.ts'
import { boundsText, inBounds, times } from './bounds.ts'
import { calledIn, forgottenText, shown } from './called.ts'
import type { Check } from './report.ts'
import { checkGap, checkRate } from './rhythm.ts'

/** Checks an expectation about the calls of operations. */
export const checkCalls = (world: World, expectation: Expectation): Check => {
  if (expectation.gap !== undefined) return checkGap(world, expectation, expectation.gap)
  if (expectation.rate !== undefined) return checkRate(world, expectation, expectation.rate)
  const { calls, answered, because } = expectation
  const { what, since, entries, forgotten, unknown, nearMiss } = calledIn(world, expectation)
  const wanted = answered === undefined ? [] : [answered].flat()
  const isWanted = ({ status }: Pick<JournalEntry, 'status'>): boolean =>
    wanted.length === 0 || wanted.some((one) => fitsStatus(status, one))
  const done = wanted.length === 0 ? 'called' : `answered ${wanted.join(' or ')}`
  const [all, fitting] = [countOf(entries, forgotten), countOf(entries.filter(isWanted), forgotten.filter(isWanted))]
  const lines = (some: readonly JournalEntry[]): string[] => [
    ...(all > 0 ? shown(some) : [nearMiss]),
    ...forgottenText(world),
  ]
  if (calls !== undefined)
    return {
      text: `${what} is ${done} ${boundsText(calls)}${since}`,
      passed: isSurelyIn(fitting, unknown, calls),
      because,
      seen: [`it was ${done} ${times(fitting)}${orMore(unknown)}`, ...lines(entries)],
    }
  const others = all - fitting
  return {
    text: `every call of ${what} is ${done}${since}`,
    passed: all > 0 && others === 0 && unknown === 0,
    because,
    seen: [...(all > 0 ? [`${others} of ${all} were not`] : []), ...lines(entries.filter((entry) => !isWanted(entry)))],
  }
}

const countOf = (entries: readonly unknown[], forgotten: readonly { readonly count: number }[]): number =>
  forgotten.reduce((sum, { count }) => sum + count, entries.length)

// what may have been is held against whoever expects something
const isSurelyIn = (count: number, unknown: number, bounds: Bounds): boolean =>
  inBounds(count, bounds) && inBounds(count + unknown, bounds)

const orMore = (unknown: number): string => (unknown === 0 ? '' : `, and may have been ${unknown} times more`)
