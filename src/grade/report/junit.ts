import { xmlText } from '../../scenario/verify/report.ts'
import type { ProbeResult } from '../grade.ts'
import { isFailure } from '../verdict/verdicts.ts'
import { type Report, decisive, repeatLine, worstCase } from './report.ts'

/** A report in the form that build servers read, as the schema of Ant's reports has it: a suite per category, a case per probe. */
export const gradeJUnit = (report: Report): string => {
  const categories = [...new Set(report.results.map(({ probe }) => probe.category))]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...categories.flatMap((category, id) => suiteLines(report, category, id)),
    '</testsuites>',
    '',
  ].join('\n')
}

const suiteLines = (report: Report, category: string, id: number): string[] => {
  const { results, titles, score, catalogue, started } = report
  const own = results.filter(({ probe }) => probe.category === category)
  const counts = {
    tests: own.length,
    failures: own.filter(({ outcome }) => isFailure(outcome)).length,
    errors: 0,
    skipped: own.filter(isSkipped).length,
    time: seconds(own.reduce((sum, one) => sum + tookOf(one), 0)),
  }
  const attributes = {
    name: titles.get(category) ?? category,
    package: 'peertwin.grade',
    id,
    // that schema knows no time zones
    timestamp: started.slice(0, 19),
    hostname: 'localhost',
    ...counts,
  }
  const properties = { score: score.value ?? '', letter: score.letter, catalogue }
  return [
    `  <testsuite ${attributesText(attributes)}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property ${attributesText({ name, value })}/>`),
    '    </properties>',
    ...own.flatMap((result) => caseLines(report, result)),
    '    <system-out/>',
    '    <system-err/>',
    '  </testsuite>',
  ]
}

const attributesText = (attributes: Readonly<Record<string, string | number>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${xmlText(String(value))}"`)
    .join(' ')

const isSkipped = ({ outcome }: ProbeResult): boolean => outcome === 'n/a' || outcome === 'unknown'
const seconds = (ms: number): string => (ms / 1000).toFixed(3)

/** Milliseconds that the client ran for a probe. */
const tookOf = ({ cases }: ProbeResult): number => {
  const runs = cases.flatMap(({ tries }) => tries.flatMap(({ tried }) => tried.case.played.runs))
  return runs.reduce((sum, { end }) => sum + end.took, 0) / 1000
}

const caseLines = (report: Report, result: ProbeResult): string[] => {
  const { probe, outcome, reason } = result
  const named = { classname: `peertwin.grade.${probe.category}`, name: probe.id, time: seconds(tookOf(result)) }
  const head = `    <testcase ${attributesText(named)}`
  if (isSkipped(result))
    return [`${head}>`, `      <skipped message="${xmlText(`${outcome}: ${reason ?? ''}`)}"/>`, '    </testcase>']
  if (!isFailure(outcome)) return [`${head}/>`]
  const one = worstCase(result)
  const told = one && decisive(one)
  const evidence = [
    one?.case.id ?? probe.id,
    told?.text ?? '',
    ...(told?.broken.map(({ rule, text }) => `${rule}: ${text}`) ?? []),
    `why: ${probe.from}`,
    `again: ${repeatLine(report, probe.id)}`,
  ].join('\n')
  return [
    `${head}>`,
    `      <failure type="${outcome}" message="${xmlText(told?.broken[0]?.text ?? outcome)}">${xmlText(evidence)}</failure>`,
    '    </testcase>',
  ]
}
