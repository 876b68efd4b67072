import type { Probe } from '../probes/schema.ts'
import { filled } from '../probes/scope.ts'
import type { Broken } from '../trial/conduct.ts'
import { type Ending, claimsSuccess, countedRuns, endsText, leftBy, overtimeOf, unnamed, unreached } from './ending.ts'
import { type Held, brokenInvariants, nameOf } from './invariants.ts'
import { type Evidence, brokenRules } from './rules.ts'
import { type Outcome, isFailure, worst } from './verdicts.ts'

/** A play with all that is needed to judge it. */
export interface Case extends Ending, Evidence, Held {
  readonly probe: Probe
  /** Whether another run, without trouble, ended as it should; undefined when there was none. */
  readonly recovered: boolean | undefined
}

/** What a play came to. */
export interface Judgement {
  readonly outcome: Outcome
  /** The rules that were broken, the worst first. */
  readonly broken: readonly Broken[]
  /** What happened, in a few words. */
  readonly text: string
}

/** Whether a further run has to show what becomes of what was left over. */
export const needsRecovery = (one: Case): boolean =>
  expected(one) === 'success' && !claimsSuccess(one) && !overran(one) && unnamed(one).length > 0

const expected = ({ probe, print }: Case): 'success' | 'failure' | 'any' =>
  probe.exit === 'goal' ? (print.goal === 'offered' ? 'success' : 'failure') : probe.exit

const overran = (one: Case): boolean => countedRuns(one).some((run) => overtimeOf(run))

/** Judges a play. */
export const judge = (one: Case): Judgement => {
  const { probe, played } = one
  const success = claimsSuccess(one)
  const stops = played.runs.flatMap(({ stopped }) => (stopped !== null && typeof stopped === 'object' ? [stopped] : []))
  const rules = probe.rules.filter((rule) => !((success ? 'says' : 'notices') in rule))
  const all = [...stops, ...brokenInvariants(one), ...brokenRules(rules, one), ...brokenEnd(one, success)]
  const broken = unique(all.filter(({ verdict }) => !probe.pardons.includes(verdict)))
  const text = whatHappened(one)
  if (!happened(one)) return { outcome: 'unknown', broken: [], text: `${text}; what the probe is about did not come` }
  const outcome = worst(broken.map(({ verdict }) => verdict))
  // what was only noisy when its time was over might have failed later
  if (broken.length > 0 && (isFailure(outcome) || !overran(one)))
    return { outcome, broken: broken.sort((a) => (a.verdict === outcome ? -1 : 1)), text }
  if (overran(one)) return { outcome: 'unknown', broken, text: `${text}; it still worked when its time was over` }
  if (success || expected(one) !== 'success') return { outcome: 'survived', broken, text }
  return { outcome: 'gave up honestly', broken, text }
}

/** Whether the state was entered that the probe is about. */
const happened = ({ probe: { happens }, scope, played }: Case): boolean => {
  if (happens === undefined) return true
  const state = filled(happens, scope)
  return played.transitions.some(({ to }) => to === state)
}

const unique = (all: readonly Broken[]): Broken[] => {
  const seen = new Map(all.map((broken) => [`${broken.rule} ${broken.verdict}`, broken]))
  return [...seen.values()]
}

/** What is wrong with how it ended. */
const brokenEnd = (one: Case, success: boolean): Broken[] => {
  if (overran(one)) return hung(one)
  const wants = expected(one)
  if (success)
    return wants === 'failure'
      ? [{ rule: 'failure is said', verdict: 'lie', text: 'it ended with 0 although it could not be done' }]
      : unreached(one)
  if (wants !== 'success') return []
  const left = unnamed(one)
  return left.length === 0 || one.recovered === true
    ? []
    : [{ rule: 'nothing is left behind unsaid', verdict: 'orphan', text: leftText(left.map(nameOf)) }]
}

const leftText = ([first = '', ...more]: readonly string[]): string =>
  `left ${first}${more.length === 0 ? '' : ` and ${more.length} more`} without a word, and another run does not mend it`

/** A client that did not end: it hangs when it was silent, or waited for longer than it said itself. */
const hung = (one: Case): Broken[] => {
  const run = countedRuns(one).find((some) => (overtimeOf(some) ?? 'budget') !== 'budget')
  if (!run) return []
  const took = Math.round(run.end.took / 1e6)
  return [
    {
      rule: 'it ends',
      verdict: 'hang',
      text: `no end after ${took} s, for it ${run.stopped === 'silence' ? 'was silent' : 'got nowhere any more'}`,
    },
  ]
}

const whatHappened = (one: Case): string => {
  const { played, kind } = one
  const creates = played.requests.filter(({ op }) => op !== null && kind.ops.create?.includes(op)).length
  const rows = leftBy(one).filter(({ type }) => type === kind.resource).length
  const counts =
    creates === 0
      ? []
      : [`${creates} ${creates === 1 ? 'create' : 'creates'}`, `${rows} ${rows === 1 ? 'row' : 'rows'} left`]
  return [...counts, `${played.requests.length} requests`, endsText(one)].join(', ')
}
