import { readDuration } from '../../core/clock.ts'
import type { Kind, Roles } from '../../world/roles/roles.ts'
import type { Counted, Rule } from '../probes/schema.ts'
import { type Scope, filled } from '../probes/scope.ts'
import type { Broken } from '../trial/conduct.ts'
import type { Fingerprint } from '../trial/fingerprint.ts'
import { apart } from '../trial/figures.ts'
import { RUNAWAY } from '../trial/limits.ts'
import type { Played } from '../trial/play.ts'
import type { SeenRequest } from '../watch.ts'

/** What the rules of a probe are held against. */
export interface Evidence {
  readonly played: Played
  readonly print: Fingerprint
  readonly roles: Roles
  readonly kind: Kind
  readonly scope: Scope
}

// timers and sockets are not exact
const TOLERANCE = 100

/** What a client broke of the rules of a probe. */
export const brokenRules = (rules: readonly Rule[], evidence: Evidence): Broken[] =>
  rules.flatMap((rule) => {
    if ('calls' in rule) return brokenCount(rule, evidence)
    if ('gap' in rule) return brokenGap(rule, evidence)
    if ('reads' in rule) return brokenReads(rule, evidence)
    return 'says' in rule ? brokenSaying(rule, evidence) : brokenNotice(rule, evidence)
  })

/** Whether a request is one that a rule counts. */
const countedBy = (counted: Counted, { roles, kind }: Evidence): ((request: SeenRequest) => boolean) => {
  if (counted === 'all') return () => true
  const { ops } = kind
  const names =
    counted === 'login' ? roles.login : counted === 'read' ? [...(ops.get ?? []), ...(ops.list ?? [])] : ops[counted]
  const known = new Set(names)
  return ({ op }) => op !== null && known.has(op)
}

/** What an undisturbed client makes of such calls. */
const usual = (counted: Counted, { print, kind }: Evidence): number => {
  if (counted === 'all') return print.total
  if (counted === 'login') return print.logins
  const names = counted === 'read' ? [...(kind.ops.get ?? []), ...(kind.ops.list ?? [])] : (kind.ops[counted] ?? [])
  return names.reduce((sum, op) => sum + (print.calls.get(op) ?? 0), 0)
}

const brokenCount = (rule: Extract<Rule, { calls: Counted }>, evidence: Evidence): Broken[] => {
  const { calls: counted, atMost, more, run } = rule
  const { played } = evidence
  const second = played.runs[1]?.began ?? Infinity
  const seen = played.requests
    .filter(countedBy(counted, evidence))
    .filter(({ heard }) => run === undefined || (run === 2) === heard >= second).length
  const most = atMost ?? usual(counted, evidence) + (more ?? 0)
  if (seen <= most) return []
  const noun = counted === 'all' ? 'requests' : `calls to ${counted}`
  return [{ rule: `at most ${most} ${noun}`, verdict: rule.else, text: `${seen} ${noun}, ${most} are enough` }]
}

const brokenGap = (rule: Extract<Rule, { gap: Counted }>, evidence: Evidence): Broken[] => {
  const counted = evidence.played.requests.filter(countedBy(rule.gap, evidence))
  const [least, most] = [readDuration(rule.atLeast ?? '0s')!, readDuration(rule.atMost ?? '1000h')!]
  for (const [i, request] of counted.entries()) {
    const last = counted[i - 1]
    if (!last || (rule.after === 'refusal' && last.status < 400 && last.rule?.kind !== 'scenario')) continue
    const gap = Math.round(apart(last, request))
    if (gap < least - TOLERANCE)
      return [{ rule: `${rule.gap}: ${rule.atLeast} apart`, verdict: rule.else, text: `tried again after ${gap} ms` }]
    if (gap > most)
      return [
        { rule: `${rule.gap}: within ${rule.atMost}`, verdict: rule.else, text: `tried again only after ${gap} ms` },
      ]
  }
  return []
}

const brokenReads = (rule: Extract<Rule, { reads: number }>, evidence: Evidence): Broken[] => {
  const { played, scope } = evidence
  const states = [filled(rule.after, scope)].flat()
  const entered = played.transitions.find(({ to }) => states.includes(to))
  if (!entered) return []
  const isRead = countedBy('read', evidence)
  // a run that follows has to look for itself
  const over = played.runs.find(({ began, end }) => began + end.took > entered.heard)
  const last = over ? over.began + over.end.took : Infinity
  const reads =
    played.requests.filter((one) => isRead(one) && one.heard > entered.heard && one.heard <= last).length - 1
  if (reads <= rule.reads) return []
  const broken = { rule: `at most ${rule.reads} looks after ${entered.to}`, text: `${reads} more looks after the end` }
  return [{ ...broken, verdict: reads >= rule.reads + RUNAWAY ? 'hang' : rule.else }]
}

const brokenSaying = (rule: Extract<Rule, { says: unknown }>, { played, scope }: Evidence): Broken[] => {
  const words = wordsOf(rule.says, scope)
  if (says(played, words)) return []
  return [{ rule: 'says why', verdict: rule.else, text: `its output has none of ${words.join(', ')}` }]
}

const brokenNotice = (rule: Extract<Rule, { notices: unknown }>, evidence: Evidence): Broken[] => {
  const { played, scope, kind } = evidence
  const words = wordsOf(rule.notices, scope)
  const writes = new Set((['create', 'update', 'delete'] as const).flatMap((role) => kind.ops[role] ?? []))
  const second = played.runs[1]?.began ?? 0
  const wrote = played.requests.some(({ op, heard }) => op !== null && writes.has(op) && heard >= second)
  if (wrote || says(played, words)) return []
  return [
    { rule: 'notices', verdict: rule.else, text: `it neither did anything about it nor said ${words.join(', ')}` },
  ]
}

const wordsOf = (words: string | readonly string[], scope: Scope): string[] =>
  [words].flat().flatMap((word) => [filled(word, scope)].flat().map(String))

const says = ({ runs }: Played, words: readonly string[]): boolean => {
  const text = runs
    .map(({ end }) => end.stdout + end.stderr)
    .join('\n')
    .toLowerCase()
  return words.some((word) => text.includes(word.toLowerCase()))
}
