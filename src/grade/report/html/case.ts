import { durationText } from '../../../core/clock.ts'
import { xmlText } from '../../../scenario/verify/report.ts'
import type { CaseResult } from '../../grade.ts'
import { endText } from '../../run/summary.ts'
import type { Played, PlayedRun } from '../../trial/play.ts'
import type { Outcome } from '../../verdict/verdicts.ts'
import { redactedBy } from '../redaction.ts'
import { type WireRequest, wireHtml } from './wire.ts'

const SHOWN = 2_000

/** A case with its time line, what its client wrote, and its requests on the wire. */
export const caseHtml = ({ case: one, outcome, tries }: CaseResult, classOf: (outcome: Outcome) => string): string => {
  const last = tries.findLast((attempt) => attempt.outcome === outcome) ?? tries.at(-1)
  if (!last) return ''
  const { tried, broken, text } = last
  const { played, secrets } = tried.case
  return `<section>
<h3><b class="verdict ${classOf(outcome)}">${outcome}</b> ${xmlText(one.id)}</h3>
<p>${xmlText(text)}</p>
${broken.length === 0 ? '' : `<ul>${broken.map(({ rule, text: what }) => `<li><b>${xmlText(rule)}</b>: ${xmlText(what)}</li>`).join('')}</ul>`}
${timeLine(played)}
${played.runs.map((run, i) => outputHtml(run, i, redactedBy(secrets))).join('\n')}
<details class="wire"><summary>${tried.wire.length} requests on the wire</summary>
${tried.wire.map((request) => wireHtml(request as WireRequest, tried.entrance.url)).join('\n')}
</details>
<details class="wire"><summary>the scenario</summary><pre>${xmlText(JSON.stringify(tried.scenario, null, 2))}</pre></details>
</section>`
}

/** What happened when: the runs as bars, requests as marks, changes of state as diamonds. */
const timeLine = ({ began, runs, requests, transitions }: Played): string => {
  const ends = [...runs.map(({ began: start, end }) => start + end.took), ...requests.map(({ heard }) => heard)]
  const whole = Math.max(1, Math.max(...ends) - began)
  const at = (moment: number): string => `${Math.max(0, Math.min(100, ((moment - began) / whole) * 100)).toFixed(2)}%`
  const clock = (moment: number): string => `${((moment - began) / 1e6).toFixed(2)} s`
  const bars = runs.map(
    ({ began: start, end, stopped }) =>
      `<i class="run" style="left:${at(start)};width:${((end.took / whole) * 100).toFixed(2)}%" title="${xmlText(`${clock(start)}: started; ${endText(end)}${stopped === null ? '' : ', ended from outside'} after ${durationText((Math.round(end.took / 10_000) / 100) * 1000)}`)}"></i>`,
  )
  const marks = requests.map(
    ({ heard, method, op, target, status, rule }) =>
      `<i class="request s${Math.floor(status / 100)}${rule?.kind === 'scenario' ? ' fault' : ''}" style="left:${at(heard)}" title="${xmlText(`${clock(heard)}: ${method} ${op ?? target} ${status === 0 ? 'no answer' : status}${rule ? ` (${rule.kind} ${rule.name})` : ''}`)}"></i>`,
  )
  const moves = transitions.map(
    ({ heard, type, from, to }) =>
      `<i class="move" style="left:${at(heard)}" title="${xmlText(`${clock(heard)}: ${type} ${from ?? 'new'} → ${to}`)}"></i>`,
  )
  return `<div class="line" role="img" aria-label="${requests.length} requests in ${durationText(Math.round(whole / 1e5) * 100)}">${bars.join('')}${marks.join('')}${moves.join('')}</div>
<p class="scale"><span>0 s</span><span>${durationText(Math.round(whole / 1e5) * 100)}</span></p>`
}

const outputHtml = ({ end }: PlayedRun, i: number, redacted: (text: string) => string): string => {
  const text = redacted(`${end.stdout}${end.stderr}`).trimEnd()
  return `<p class="run-end">run ${i + 1} ${xmlText(endText(end))}</p>${text === '' ? '' : `<pre>${xmlText(text.slice(-SHOWN))}</pre>`}`
}
