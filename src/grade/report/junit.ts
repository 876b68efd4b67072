import { xmlText } from '../../scenario/verify/report.ts'
import type { ProbeResult } from '../grade.ts'
import { isFailure } from '../verdict/verdicts.ts'
import { type Report, decisive, repeatLine, worstCase } from './report.ts'

/** A report in the form that build servers read: a suite per category, a case per probe. */
export const gradeJUnit = (report: Report): string => {
  const { results, titles, score, catalogue, took } = report
  const categories = [...new Set(results.map(({ probe }) => probe.category))]
  const failures = results.filter(({ outcome }) => isFailure(outcome)).length
  const skipped = results.filter(isSkipped).length
  const counts = `tests="${results.length}" failures="${failures}" errors="0" skipped="${skipped}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="peertwin grade" ${counts} time="${seconds(took)}">`,
    ...categories.flatMap((category) => {
      const own = results.filter(({ probe }) => probe.category === category)
      return [
        `  <testsuite name="${xmlText(titles.get(category) ?? category)}" tests="${own.length}" failures="${own.filter(({ outcome }) => isFailure(outcome)).length}" errors="0" skipped="${own.filter(isSkipped).length}">`,
        '    <properties>',
        `      <property name="score" value="${score.value ?? ''}"/>`,
        `      <property name="letter" value="${xmlText(score.letter)}"/>`,
        `      <property name="catalogue" value="${catalogue}"/>`,
        '    </properties>',
        ...own.flatMap((result) => caseLines(report, result)),
        '  </testsuite>',
      ]
    }),
    '</testsuites>',
    '',
  ].join('\n')
}

const isSkipped = ({ outcome }: ProbeResult): boolean => outcome === 'n/a' || outcome === 'unknown'
const seconds = (ms: number): string => (ms / 1000).toFixed(3)

const caseLines = (report: Report, result: ProbeResult): string[] => {
  const { probe, outcome, reason, cases } = result
  const took = cases.flatMap(({ tries }) =>
    tries.flatMap(({ tried }) => tried.case.played.runs.map(({ end }) => end.took)),
  )
  const time = seconds(took.reduce((sum, one) => sum + one, 0) / 1000)
  const head = `    <testcase classname="peertwin.grade.${probe.category}" name="${probe.id}" time="${time}"`
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
