/** What a probe can come to, the best first. */
export const VERDICTS = [
  'survived',
  'survived noisily',
  'gave up honestly',
  'impatient',
  'spin',
  'hang',
  'crash',
  'lie',
  'orphan',
  'duplicate',
  'collateral',
  'leak',
] as const
/** What a probe came to, where it came to anything. */
export type Verdict = (typeof VERDICTS)[number]

/** `unknown` says that nothing can be said, `n/a` that the client does nothing that the probe is about. */
export type Outcome = Verdict | 'unknown' | 'n/a'

/** The worst of some verdicts. */
export const worst = (verdicts: readonly Verdict[]): Verdict =>
  VERDICTS[Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))]!

const VALUES: Readonly<Partial<Record<Outcome, number>>> = {
  survived: 1,
  'survived noisily': 0.75,
  'gave up honestly': 0.5,
}

/** What an outcome is worth, from 0 to 1; undefined for one that does not count. */
export const valueOf = (outcome: Outcome): number | undefined =>
  outcome === 'unknown' || outcome === 'n/a' ? undefined : (VALUES[outcome] ?? 0)

/** Whether an outcome is a failure of the client. */
export const isFailure = (outcome: Outcome): boolean => valueOf(outcome) === 0

export const SEVERITIES = ['crit', 'high', 'med', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]
