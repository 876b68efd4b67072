import { readDuration } from '../core/clock.ts'
import type { Applicable, ProbeCase } from './probes/cases.ts'
import { casesOf } from './probes/cases.ts'
import type { Probe } from './probes/schema.ts'
import type { Rig } from './rig.ts'
import { inParallel } from './run/pool.ts'
import { type Fingerprint, fingerprintOf } from './trial/fingerprint.ts'
import type { Played } from './trial/play.ts'
import { countsOf, lasting, madeIn } from './trial/rows.ts'
import type { Times } from './trial/limits.ts'
import { type Subject, type Tried, Trials } from './trial/trial.ts'
import { overtimeOf } from './verdict/ending.ts'
import { type Judgement, judge } from './verdict/judge.ts'
import { type Outcome, type Verdict, isFailure, valueOf, worst } from './verdict/verdicts.ts'

/** A case with what it came to; a failure was tried twice. */
export interface CaseResult {
  readonly case: ProbeCase
  readonly tries: readonly (Judgement & { readonly tried: Tried })[]
  readonly outcome: Outcome
}

/** A probe with what it came to: the worst of its cases. */
export interface ProbeResult {
  readonly probe: Probe
  readonly outcome: Outcome
  readonly cases: readonly CaseResult[]
  /** Why it says nothing. */
  readonly reason: string | undefined
}

/** What a client came to. */
export interface Graded {
  readonly print: Fingerprint
  readonly baseline: readonly Played[]
  readonly results: readonly ProbeResult[]
  /** What makes the results worth less than they look. */
  readonly warnings: readonly string[]
  readonly interrupted: boolean
  readonly jobs: number
}

/** Thrown when the undisturbed client does not do what it is to do: then there is nothing to grade. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError'
  /** What it did when there was nothing to grade. */
  readonly played: Played

  constructor(message: string, played: Played) {
    super(message)
    this.played = played
  }
}

/** How a client is graded. */
export interface GradeOptions {
  readonly subject: Subject
  readonly times: Times
  readonly probes: readonly Probe[]
  /** How many clients at a time; by how much the client sleeps when absent. */
  readonly jobs?: number | undefined
  readonly cores: number
  /** Told of each case when it is known. */
  readonly onResult?: (result: CaseResult) => void
}

const MINUTE_POLLER = 20_000
const SLEEPERS_PER_CORE = 8
const [SLEEPY, AWAKE] = [0.25, 8]

/** Grades a client. */
export class Grading {
  readonly #options: GradeOptions
  readonly #trials: Trials
  #stopped = false

  constructor(rig: Rig, options: GradeOptions) {
    this.#options = options
    this.#trials = new Trials(rig, options.subject, options.times)
  }

  /** Ends all clients that run; the grade is of what is known by then. */
  stop(): void {
    this.#stopped = true
    this.#trials.stop()
  }

  /** Throws a {@link BaselineError} when there is nothing to grade. */
  async run(): Promise<Graded> {
    const { subject, probes, jobs: asked, cores, onResult } = this.#options
    const both = await Promise.all([this.#trials.baseline(), this.#trials.baseline()])
    const baseline = both.map(({ played }) => played)
    if (!this.#stopped) checkBaseline(baseline, subject)
    const shown = fingerprintOf(subject.roles, baseline[0]!, baseline.slice(1))
    const print = { ...shown, goal: subject.goal ?? shown.goal }
    const jobs = asked ?? (print.asleep >= SLEEPY ? SLEEPERS_PER_CORE * cores : Math.min(AWAKE, cores))
    const applicable = new Map(probes.map((probe) => [probe, this.#applicable(probe, print)]))
    const cases = [...applicable.values()].flatMap((some) => (typeof some === 'string' ? [] : some))
    const tries = new Map<ProbeCase, CaseResult['tries']>()
    // what failed is tried again with fewer neighbours, so that what failed for these can show it
    const work = async (one: ProbeCase): Promise<boolean> => {
      const tried = await this.#trials.try(one, print)
      if (this.#stopped) return false
      const judgement = judge(tried.case)
      const all = [...(tries.get(one) ?? []), { ...judgement, tried }]
      tries.set(one, all)
      if (all.length === 1 && isFailure(judgement.outcome)) return true
      onResult?.(caseResult(one, all))
      return false
    }
    const longestFirst = cases.sort((a, b) => weightOf(b) - weightOf(a))
    await inParallel(longestFirst, jobs, { work, stopped: () => this.#stopped })
    const results = probes.map((probe) => resultOf(probe, applicable.get(probe)!, tries))
    const warnings = warningsOf(
      print,
      both.map(({ played, secrets }) => ({ played, secrets })),
    )
    return { print, baseline, results, warnings, interrupted: this.#stopped, jobs }
  }

  #applicable(probe: Probe, print: Fingerprint): Applicable {
    const { subject, times } = this.#options
    const polls = probe.polls ?? 0
    if (polls > 2 && (print.medianGap ?? 0) > MINUTE_POLLER && times.most < 120_000)
      return `the client looks every ${Math.round(print.medianGap! / 1000)} s (use --slow)`
    if (probe.play === 'then' && !subject.second) return 'it needs --then COMMAND'
    return casesOf(probe, { provider: subject.provider, roles: subject.roles, print })
  }
}

/** About how many seconds a case takes longer than the client does without trouble. */
const weightOf = ({ probe: { exit, play, polls = 0, wait = '0s' } }: ProbeCase): number =>
  (exit === 'success' ? 0 : 3) + (play === 'once' ? 0 : 2) + polls / 2 + readDuration(wait)! / 1000

const checkBaseline = (baseline: readonly Played[], { roles }: Subject): void => {
  const fail = (message: string, played: Played): never => {
    throw new BaselineError(message, played)
  }
  for (const played of baseline) {
    const { runs, requests } = played
    const bad = runs.find(({ end, stopped }) => end.code !== 0 || stopped !== null)
    if (bad && overtimeOf(bad)) fail('the client does not end, without any trouble', played)
    if (bad) fail(`the client ended with ${bad.end.code ?? bad.end.signal}, without any trouble`, played)
    if (requests.length === 0)
      fail(
        'the client sent no request: lead it there by the variables of `peertwin env`, or by {url} in its command',
        played,
      )
  }
  const types = new Set(roles.kinds.map(({ resource }) => resource))
  const [one, other] = baseline.map(({ before, after }) => {
    const counts = countsOf(lasting(madeIn(before, after.at(-1)!, types), roles.kinds))
    return roles.kinds.map(({ resource }) => `${counts.get(resource) ?? 0} ${resource}`).join(', ')
  })
  if (one !== other) fail(`two undisturbed runs left different things: ${one}, and ${other}`, baseline[0]!)
}

const warningsOf = (
  print: Fingerprint,
  both: readonly { readonly played: Played; readonly secrets: readonly string[] }[],
): string[] => {
  const [first] = both
  const output = first!.played.runs.map(({ end }) => end.stdout + end.stderr).join('\n')
  const refused = first!.played.requests.every(({ status }) => status === 401 || status === 403)
  return [
    ...(refused ? ['every request was refused as not allowed: the client never got in'] : []),
    ...(print.kinds.some(({ needs }) => needs.has('create'))
      ? []
      : ['the client makes nothing: most probes say nothing about it']),
    ...(first!.secrets.some((secret) => output.includes(secret))
      ? ['the client shows secrets even without any trouble']
      : []),
  ]
}

const caseResult = (one: ProbeCase, tries: CaseResult['tries']): CaseResult => {
  const outcomes = tries.map(({ outcome }) => outcome)
  const failures = outcomes.filter(isFailure) as Verdict[]
  const [first] = outcomes
  if (first === undefined) return { case: one, tries, outcome: 'unknown' }
  // what fails once and not again says nothing
  const outcome = failures.length === 0 ? first : failures.length === tries.length ? worst(failures) : 'unknown'
  return { case: one, tries, outcome }
}

const resultOf = (
  probe: Probe,
  applicable: Applicable,
  tries: ReadonlyMap<ProbeCase, CaseResult['tries']>,
): ProbeResult => {
  if (typeof applicable === 'string') {
    const outcome = applicable.includes('--slow') ? 'unknown' : 'n/a'
    return { probe, outcome, cases: [], reason: applicable }
  }
  const cases = applicable.map((one) => caseResult(one, tries.get(one) ?? []))
  const known = cases.filter(({ outcome }) => valueOf(outcome) !== undefined).map(({ outcome }) => outcome as Verdict)
  if (known.length > 0) return { probe, outcome: worst(known), cases, reason: undefined }
  const [one] = cases
  const flaky = one!.tries.length > 1 ? 'it came to different ends twice' : one!.tries[0]?.text
  return { probe, outcome: 'unknown', cases, reason: flaky ?? 'it was interrupted' }
}
