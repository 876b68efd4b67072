import { type Millis, durationText, readDuration } from '../../core/clock.ts'
import type { JournalEntry } from '../../world/request-journal.ts'
import type { World } from '../../world/world.ts'
import type { Expectation } from '../document/schema.ts'
import { counterOf } from '../rules/calls.ts'
import { ParsedRequest } from '../rules/parsed-request.ts'
import { type Called, calledIn, forgottenText, lineOf, sentOf } from './called.ts'
import type { Check } from './report.ts'

const SHOWN = 10

/** The time between two requests: a client may wait on its own clock, or have the emulated one moved. */
const between = (first: JournalEntry, second: JournalEntry): Millis =>
  Math.max(second.started - first.started, second.at - first.at)

interface Pair {
  readonly first: JournalEntry
  readonly second: JournalEntry
  readonly ms: Millis
}

/** Checks how long calls are apart. */
export const checkGap = (
  world: World,
  expectation: Expectation,
  { atLeast, atMost }: NonNullable<Expectation['gap']>,
): Check => {
  const [low, high] = [spanOf(atLeast, 0), spanOf(atMost, Infinity)]
  const called = calledIn(world, expectation)
  const pairs = sequences(world, called, expectation).flatMap(pairsOf)
  const wrong = pairs.filter(({ ms }) => ms < low || ms > high)
  const bounds = [
    atLeast === undefined ? [] : [`at least ${atLeast}`],
    atMost === undefined ? [] : [`at most ${atMost}`],
  ]
  return {
    text: `calls of ${called.what} are ${bounds.flat().join(' and ')} apart${called.since}`,
    passed: wrong.length === 0 && called.entries.length > 0,
    because: expectation.because,
    seen: [
      ...(called.entries.length === 0 ? [called.nearMiss] : [`${wrong.length} of ${pairs.length} gaps are not`]),
      ...wrong.slice(-SHOWN).map(({ first, second, ms }) => `${durationText(ms)} after #${first.n}: ${lineOf(second)}`),
      ...forgottenText(world),
    ],
  }
}

/** Checks how many calls come within a span of time. */
export const checkRate = (
  world: World,
  expectation: Expectation,
  { atMost, per }: NonNullable<Expectation['rate']>,
): Check => {
  const called = calledIn(world, expectation)
  const span = readDuration(per)!
  const most = sequences(world, called, expectation)
    .map((entries) => busiest(entries, span))
    .reduce((one, other) => (other.length > one.length ? other : one), [])
  return {
    text: `${called.what} is called at most ${atMost} times per ${per}${called.since}`,
    passed: most.length <= atMost,
    because: expectation.because,
    seen: [
      ...(most.length === 0
        ? [called.nearMiss]
        : [`it was called ${most.length} times within ${per}, from #${most[0]!.n} to #${most.at(-1)!.n}`]),
      ...forgottenText(world),
    ],
  }
}

const spanOf = (text: string | undefined, otherwise: Millis): Millis =>
  text === undefined ? otherwise : readDuration(text)!

/** The calls in order, apart by what they are told apart by. */
const sequences = (world: World, { entries }: Called, { per }: Expectation): JournalEntry[][] => {
  const found = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const key = per === undefined ? '' : counterOf(per, new ParsedRequest(world, entry.provider, sentOf(entry)))
    const sequence = found.get(key)
    if (sequence) sequence.push(entry)
    else found.set(key, [entry])
  }
  return [...found.values()]
}

const pairsOf = (entries: readonly JournalEntry[]): Pair[] =>
  entries.slice(1).map((second, i) => ({ first: entries[i]!, second, ms: between(entries[i]!, second) }))

/** The most calls that lie within less than a span of each other. */
const busiest = (entries: readonly JournalEntry[], span: Millis): readonly JournalEntry[] => {
  let most: readonly [from: number, to: number] = [0, 0]
  for (let from = 0, to = 0; to < entries.length; to++) {
    while (between(entries[from]!, entries[to]!) >= span && from < to) from++
    if (to + 1 - from > most[1] - most[0]) most = [from, to + 1]
  }
  return entries.slice(...most)
}
