import { commandLine } from '../client/command-line.ts'
import type { CaseResult, Graded, ProbeResult } from '../grade.ts'
import { type Letter, type Score, isCritical, reaches, scoreOf } from '../verdict/score.ts'
import { type Outcome, SEVERITIES, VERDICTS, isFailure } from '../verdict/verdicts.ts'

/** What a report tells besides the results. */
export interface ReportContext {
  readonly catalogue: number
  readonly version: string
  readonly provider: string
  readonly seed: number
  readonly command: readonly string[]
  /** The words between `peertwin grade` and the client's command that matter for a repetition. */
  readonly flags: readonly string[]
  readonly titles: ReadonlyMap<string, string>
  readonly started: string
  /** Milliseconds. */
  readonly took: number
}

/** A grade with all that reports tell of it. */
export interface Report extends ReportContext {
  readonly graded: Graded
  readonly score: Score
  /** The results, the worst first. */
  readonly results: readonly ProbeResult[]
  /** In sentences. */
  readonly headline: string
}

export const reportOf = (graded: Graded, context: ReportContext): Report => {
  const score = scoreOf(graded.results.map(({ probe: { severity }, outcome }) => ({ severity, outcome })))
  return { ...context, graded, score, results: [...graded.results].sort(worstFirst), headline: headlineOf(graded) }
}

/** Unknown ends and what does not apply come last. */
const rank = (outcome: Outcome): number =>
  outcome === 'n/a' ? -2 : outcome === 'unknown' ? -1 : VERDICTS.indexOf(outcome)

const worstFirst = (a: ProbeResult, b: ProbeResult): number =>
  Number(isFailure(b.outcome)) - Number(isFailure(a.outcome)) ||
  SEVERITIES.indexOf(a.probe.severity) - SEVERITIES.indexOf(b.probe.severity) ||
  rank(b.outcome) - rank(a.outcome)

const PHRASES: Readonly<Partial<Record<Outcome, string>>> = {
  leak: 'shows secrets on',
  collateral: 'hurts others on',
  duplicate: 'leaves duplicates on',
  orphan: 'leaves orphans on',
  lie: 'lies on',
  crash: 'crashes on',
  hang: 'hangs on',
  spin: 'spins on',
  impatient: 'is impatient on',
  'gave up honestly': 'gives up honestly on',
}

const headlineOf = ({ results }: Graded): string => {
  const known = results.filter(({ outcome }) => outcome !== 'n/a' && outcome !== 'unknown')
  const survived = known.filter(({ outcome }) => outcome.startsWith('survived')).length
  const others = Object.entries(PHRASES).flatMap(([outcome, phrase]) => {
    const count = known.filter((result) => result.outcome === outcome).length
    return count === 0 ? [] : [`${phrase} ${count}`]
  })
  return [`survives ${survived} of ${known.length} bad days`, ...others].join('; ')
}

/** The try that a case is known by: the last one of its outcome. */
export const decisive = ({ tries, outcome }: CaseResult): CaseResult['tries'][number] | undefined =>
  tries.findLast((one) => one.outcome === outcome) ?? tries.at(-1)

/** The case that a probe is known by. */
export const worstCase = ({ cases, outcome }: ProbeResult): CaseResult | undefined =>
  cases.find((one) => one.outcome === outcome) ?? cases[0]

/** The line that plays one probe again. */
export const repeatLine = ({ provider, flags, seed, command }: ReportContext, id: string): string =>
  commandLine([
    'peertwin',
    'grade',
    '--provider',
    provider,
    '--only',
    id,
    ...flags,
    '--seed',
    String(seed),
    '--',
    ...command,
  ])

/** What a grade is held to. */
export interface Demands {
  /** No critical failure when absent. */
  readonly least?: Letter | undefined
  /** Failures that are known already, by the id of their probe; when given, only others count. */
  readonly known?: ReadonlySet<string> | undefined
}

/** Whether a grade is good enough. */
export const meets = ({ score, graded: { results } }: Report, { least, known }: Demands): boolean => {
  if (known) return results.every(({ probe, outcome }) => !isFailure(outcome) || known.has(probe.id))
  if (least) return reaches(score.letter, least)
  return !results.some(({ probe: { severity }, outcome }) => isCritical({ severity, outcome }))
}
