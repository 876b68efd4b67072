import { type Outcome, type Severity, isFailure, valueOf } from './verdicts.ts'

/** A probe with what it came to. */
export interface Scored {
  readonly severity: Severity
  readonly outcome: Outcome
}

/** A grade, with what held it down. */
export interface Score {
  /** From 0 to 100, one decimal; null when nothing could be said. */
  readonly value: number | null
  /** In brackets when too little could be said. */
  readonly letter: string
  readonly caps: readonly string[]
  readonly conclusive: number
  readonly of: number
}

const WEIGHTS: Readonly<Record<Severity, number>> = { crit: 10, high: 7.5, med: 5, low: 2.5 }
export const LETTERS = ['A+', 'A', 'B', 'C', 'D', 'F'] as const
export type Letter = (typeof LETTERS)[number]
const BOUNDS: readonly (readonly [Letter, number])[] = [
  ['A+', 97],
  ['A', 90],
  ['B', 80],
  ['C', 65],
  ['D', 50],
]
const ENOUGH = 0.6

const CAPS: readonly { readonly cap: Letter; readonly why: string; readonly holds: (one: Scored) => boolean }[] = [
  {
    cap: 'D',
    why: 'it hurts others or shows secrets',
    holds: ({ outcome }) => ['collateral', 'leak'].includes(outcome),
  },
  {
    cap: 'C',
    why: 'it leaves duplicates or orphans',
    holds: ({ outcome, severity }) => outcome === 'duplicate' || (outcome === 'orphan' && severity === 'crit'),
  },
  {
    cap: 'B',
    why: 'it hangs, crashes, spins or lies',
    holds: ({ outcome }) => ['hang', 'crash', 'spin', 'lie'].includes(outcome),
  },
]

/** The grade of some probes. What could not be said counts in neither sum. */
export const scoreOf = (all: readonly Scored[]): Score => {
  let [sum, most, whole] = [0, 0, 0]
  for (const { severity, outcome } of all) {
    const [weight, value] = [WEIGHTS[severity], valueOf(outcome)]
    whole += weight
    if (value === undefined) continue
    sum += weight * value
    most += weight
  }
  const conclusive = all.filter(({ outcome }) => valueOf(outcome) !== undefined).length
  const base = { conclusive, of: all.length }
  if (most === 0) return { ...base, value: null, letter: '-', caps: [] }
  const value = Math.round((1000 * sum) / most) / 10
  const held = CAPS.filter(({ holds }) => all.some(holds))
  const flawless = all.every(({ outcome }) => valueOf(outcome) === undefined || outcome === 'survived')
  const byValue = BOUNDS.find(([letter, least]) => value >= least && (letter !== 'A+' || flawless))?.[0] ?? 'F'
  const letter = [byValue, ...held.map(({ cap }) => cap)].sort((a, b) => LETTERS.indexOf(b) - LETTERS.indexOf(a))[0]!
  const caps = held.map(({ cap, why }) => `at most ${cap}: ${why}`)
  return { ...base, value, letter: most < whole * ENOUGH ? `(${letter})` : letter, caps }
}

/** Whether a grade is at or above another one; brackets do not count. */
export const reaches = (letter: string, least: Letter): boolean =>
  LETTERS.indexOf(letter.replaceAll(/[()]/g, '') as Letter) <= LETTERS.indexOf(least) && letter !== '-'

/** Whether a probe broke what must not break: data lost, doubled or hurt. */
export const isCritical = ({ severity, outcome }: Scored): boolean => severity === 'crit' && isFailure(outcome)
