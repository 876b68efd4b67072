import type { CaseResult, ProbeResult } from '../grade.ts'
import { isFailure } from '../verdict/verdicts.ts'
import { type Report, decisive, repeatLine, worstCase } from './report.ts'

/** A report for people, the worst first. With `all` also what went well and what says nothing. */
export const gradeText = (report: Report, all = false): string => {
  const { score, headline, provider, catalogue, version, graded, results } = report
  const failed = results.filter(({ outcome }) => isFailure(outcome))
  const rest = results.filter((result) => !failed.includes(result))
  const shown = all ? rest : rest.filter(({ outcome }) => outcome === 'gave up honestly')
  const lines = [
    `${score.letter}  ${headline}`,
    `   ${[score.value === null ? 'no score' : `${score.value} of 100`, ...score.caps].join('; ')}`,
    `   catalogue ${catalogue}, provider ${provider}, ${score.conclusive} of ${score.of} conclusive; peertwin ${version}`,
    ...graded.warnings.map((warning) => `   warning: ${warning}`),
    ...(graded.interrupted ? ['   interrupted: this is what was known by then'] : []),
    ...failed.flatMap((result) => ['', ...failureLines(report, result)]),
    ...(shown.length === 0 ? [] : ['', ...shown.map(restLine)]),
    ...(all || rest.length === 0 ? [] : ['', countLine(rest)]),
  ]
  return `${lines.join('\n')}\n`
}

const failureLines = (report: Report, result: ProbeResult): string[] => {
  const { probe, outcome } = result
  const one = worstCase(result)
  const told = one && decisive(one)
  return [
    `${outcome.toUpperCase()}  ${one?.case.id ?? probe.id}  (${probe.severity})  ${told?.text ?? ''}`,
    ...(told?.broken ?? []).map(({ rule, text }) => `  ${rule}: ${text}`),
    `  the service ${probe.server}`,
    `  good: ${probe.good}`,
    `  why: ${probe.from}`,
    `  again: ${repeatLine(report, probe.id)}`,
  ]
}

const restLine = (result: ProbeResult): string => {
  const one = worstCase(result)
  const told = one && decisive(one)
  const why = result.reason ?? [told?.text, ...(told?.broken.map(({ text }) => text) ?? [])].join('; ')
  return `${result.outcome}  ${result.probe.id}  ${why}`
}

const countLine = (rest: readonly ProbeResult[]): string => {
  const counts = new Map<string, number>()
  for (const { outcome } of rest) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return `${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')} (--all shows them)`
}

/** A case in one line, as soon as it is known. */
export const caseLine = ({ case: { id, probe }, outcome, tries }: CaseResult): string =>
  `${outcome}  ${id}  (${probe.severity})  ${tries.at(-1)?.text ?? ''}`
