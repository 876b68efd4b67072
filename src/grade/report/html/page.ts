import { durationText } from '../../../core/clock.ts'
import { xmlText } from '../../../scenario/verify/report.ts'
import type { ProbeResult } from '../../grade.ts'
import type { Outcome } from '../../verdict/verdicts.ts'
import { isFailure } from '../../verdict/verdicts.ts'
import { type Report, decisive, repeatLine, worstCase } from '../report.ts'
import { caseHtml } from './case.ts'
import { STYLE } from './style.ts'

/** A report as one page that opens without network. Nothing in it is secret. */
export const gradeHtml = (report: Report): string => {
  const { score, headline, results, graded, provider } = report
  const cells = results.map(
    ({ probe, outcome }) =>
      `<a class="cell ${classOf(outcome)}" href="#${probe.id}" title="${xmlText(`${probe.id}: ${outcome}`)}"></a>`,
  )
  const warnings = [...graded.warnings, ...(graded.interrupted ? ['interrupted: this is what was known by then'] : [])]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${xmlText(`${score.letter} ${provider}: ${report.command.join(' ')}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<div class="letter">${xmlText(score.letter)}</div>
<div>
<h1>${xmlText(headline)}</h1>
<p>${[score.value === null ? 'no score' : `${score.value} of 100`, ...score.caps].map(xmlText).join(' · ')}</p>
<p class="facts">${factsOf(report).map(xmlText).join(' · ')}</p>
<p><code>${xmlText(report.command.join(' '))}</code></p>
</div>
</header>
${warnings.map((warning) => `<p class="warning">${xmlText(warning)}</p>`).join('\n')}
<nav aria-label="all probes">${cells.join('')}</nav>
<p class="legend">${LEGEND.map(([outcome, text]) => `<span><i class="cell ${classOf(outcome)}"></i>${text}</span>`).join(' ')}</p>
<main>
${results.map((result) => probeHtml(report, result)).join('\n')}
</main>
</body>
</html>
`
}

const LEGEND: readonly (readonly [Outcome, string])[] = [
  ['leak', 'failed'],
  ['gave up honestly', 'gave up honestly'],
  ['survived noisily', 'survived noisily'],
  ['survived', 'survived'],
  ['unknown', 'unknown or not applicable'],
]

const classOf = (outcome: Outcome): string =>
  isFailure(outcome) ? 'failed' : outcome === 'n/a' ? 'unknown' : outcome.replaceAll(' ', '-')

const factsOf = ({ catalogue, provider, score, version, graded, started, took, seed }: Report): string[] => [
  `catalogue ${catalogue}`,
  `provider ${provider}`,
  `${score.conclusive} of ${score.of} conclusive`,
  `peertwin ${version}`,
  `seed ${seed}`,
  `${graded.jobs} at a time`,
  `${started}, ${durationText(Math.round(took / 100) * 100)}`,
  `without trouble: ${graded.print.total} requests, ${durationText(Math.round(graded.print.took / 100) * 100)}`,
]

const probeHtml = (report: Report, result: ProbeResult): string => {
  const { probe, outcome, cases, reason } = result
  const one = worstCase(result)
  const told = one && decisive(one)
  const summary = reason ?? told?.broken[0]?.text ?? told?.text ?? ''
  return `<details class="probe" id="${probe.id}"${isFailure(outcome) ? ' open' : ''}>
<summary><b class="verdict ${classOf(outcome)}">${outcome}</b> <span class="id">${probe.id}</span> <span class="severity">${probe.severity}</span> <span class="what">${xmlText(summary)}</span></summary>
<dl>
<dt>The service</dt><dd>${xmlText(probe.server)}</dd>
<dt>A good client</dt><dd>${xmlText(probe.good)}</dd>
<dt>Why</dt><dd>${xmlText(probe.from)}</dd>
<dt>Again</dt><dd><code>${xmlText(repeatLine(report, probe.id))}</code></dd>
</dl>
${cases.map((each) => caseHtml(each, classOf)).join('\n')}
</details>`
}
