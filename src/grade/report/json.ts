import type { Infer } from '../../core/schema.ts'
import type { CaseResult, ProbeResult } from '../grade.ts'
import { callsOf } from '../trial/fingerprint.ts'
import type { PlayedRun } from '../trial/play.ts'
import { countsOf } from '../trial/rows.ts'
import { valueOf } from '../verdict/verdicts.ts'
import { type Report, repeatLine } from './report.ts'
import { REPORT_SCHEMA_FILE, type ReportSchema } from './schema.ts'
import { redactedBy } from './redaction.ts'

export type JsonReport = Infer<typeof ReportSchema>

const TAIL = 4_000

/** A report as programs read it. Nothing in it is secret. */
export const gradeJson = (report: Report): JsonReport => {
  const { graded, score, headline, results } = report
  const { print } = graded
  return {
    $schema: REPORT_SCHEMA_FILE,
    run: {
      catalogue: report.catalogue,
      peertwin: report.version,
      provider: report.provider,
      seed: report.seed,
      jobs: graded.jobs,
      command: [...report.command],
      flags: [...report.flags],
      started: report.started,
      wall_ms: Math.round(report.took),
      interrupted: graded.interrupted,
      warnings: [...graded.warnings],
      baseline: {
        goal: print.goal,
        requests: print.total,
        calls: Object.fromEntries(print.calls),
        wall_ms: Math.round(print.took),
        gap_ms: print.gap === null ? null : Math.round(print.gap),
        left: Object.fromEntries(print.left),
        asleep: Math.round(print.asleep * 100) / 100,
      },
    },
    score: { ...score, caps: [...score.caps], headline },
    probes: results.map((result) => probeView(report, result)),
  }
}

const probeView = (report: Report, { probe, outcome, cases, reason }: ProbeResult): JsonReport['probes'][number] => {
  const { id, category, severity, mode, from, server, good } = probe
  return {
    id,
    category,
    severity,
    mode,
    verdict: outcome,
    value: valueOf(outcome) ?? null,
    reason: reason ?? null,
    from,
    server,
    good,
    repeat: repeatLine(report, id),
    cases: cases.map(caseView),
  }
}

const caseView = ({ case: one, outcome, tries }: CaseResult): JsonReport['probes'][number]['cases'][number] => ({
  id: one.id,
  resource: one.kind.resource,
  verdict: outcome,
  scenario: JSON.stringify(tries[0]?.tried.scenario ?? {}),
  tries: tries.map(({ outcome: verdict, text, broken, tried }) => {
    const { played, secrets, recovered } = tried.case
    return {
      verdict,
      text,
      broken: broken.map(({ rule, verdict: as, text: what }) => ({ rule, verdict: as, text: what })),
      namespace: played.namespace,
      runs: played.runs.map((run) => runView(run, redactedBy(secrets))),
      calls: Object.fromEntries(callsOf(played.requests)),
      statuses: tally(played.requests.map(({ status }) => String(status))),
      rows: {
        before: Object.fromEntries(countsOf([...played.before.values()])),
        after: Object.fromEntries(countsOf([...(played.after.at(-1) ?? played.before).values()])),
      },
      recovered: recovered ?? null,
    }
  }),
})

type RunView = JsonReport['probes'][number]['cases'][number]['tries'][number]['runs'][number]

const runView = ({ end, stopped }: PlayedRun, redacted: (text: string) => string): RunView => {
  const [stdout, stderr] = [redacted(end.stdout), redacted(end.stderr)]
  return {
    exit: end.code,
    signal: end.signal,
    stopped: stopped === null || typeof stopped === 'string' ? stopped : stopped.text,
    wall_ms: Math.round(end.took / 1000),
    stdout_tail: stdout.slice(-TAIL),
    stderr_tail: stderr.slice(-TAIL),
    redacted: stdout !== end.stdout || stderr !== end.stderr,
  }
}

const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
