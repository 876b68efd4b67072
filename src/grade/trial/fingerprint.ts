import { longestPause, median, shareOf } from './figures.ts'
import type { Kind, Role, Roles } from '../../world/roles/roles.ts'
import type { Need } from '../probes/schema.ts'
import type { SeenRequest } from '../watch.ts'
import { densest } from './conduct.ts'
import type { Habits } from './limits.ts'
import type { Played } from './play.ts'
import { type Row, countsOf, lasting, madeIn, touchedIn } from './rows.ts'

/** What a client wants, as its undisturbed runs show. */
export type Goal = 'active' | 'offered' | 'gone' | 'listed'

/** What an undisturbed client does with one kind of resource. */
export interface KindPrint {
  readonly kind: Kind
  /** How many it makes in all. */
  readonly made: number
  readonly needs: ReadonlySet<Need>
}

/** What an undisturbed client does. */
export interface Fingerprint extends Habits {
  readonly kinds: readonly KindPrint[]
  /** Calls by operation. */
  readonly calls: ReadonlyMap<string, number>
  readonly total: number
  readonly logins: number
  /** Rows of each type after the first program, and after all of them. */
  readonly kept: ReadonlyMap<string, number>
  readonly left: ReadonlyMap<string, number>
  /** Kinds of which it waits until they have arrived. */
  readonly settled: ReadonlySet<string>
  readonly peak: ReadonlyMap<string, number>
  /** Types of which it changes rows that others made. */
  readonly touched: ReadonlySet<string>
  /** Names that it read and showed. */
  readonly shown: readonly string[]
  /** Names that it gave. */
  readonly named: Played['named']
  readonly goal: Goal
  /** Milliseconds that all of its programs take together. */
  readonly took: number
  /** Milliseconds between two looks at the same thing at least. */
  readonly gap: number | null
  /** The part of its time that it sleeps. */
  readonly asleep: number
  readonly burst: number
}

const usedOps = (kind: Kind, role: Role, calls: ReadonlyMap<string, number>): number =>
  (kind.ops[role] ?? []).reduce((sum, op) => sum + (calls.get(op) ?? 0), 0)

/** What two undisturbed plays have in common; the slower one gives the times. */
export const fingerprintOf = (roles: Roles, played: Played, others: readonly Played[]): Fingerprint => {
  const { requests, before, after } = played
  const calls = callsOf(requests)
  const types = new Set(roles.kinds.map(({ resource }) => resource))
  const logins = (roles.login ?? []).reduce((sum, op) => sum + (calls.get(op) ?? 0), 0)
  const afterFirst = lasting(madeIn(before, after[0]!, types), roles.kinds)
  const atEnd = lasting(madeIn(before, after.at(-1)!, types), roles.kinds)
  const kinds = roles.kinds
    .map((kind) =>
      kindPrint(
        kind,
        { ...played, calls },
        { kept: countsOf(afterFirst).get(kind.resource) ?? 0, signed: roles.expired !== undefined && logins === 0 },
      ),
    )
    .filter(({ needs }) => needs.size > 0)
  const all = [played, ...others]
  const spans = all.map((one) => one.runs.map(({ end }) => end.took / 1000))
  const took = Math.max(...spans.map((some) => some.reduce((sum, span) => sum + span, 0)))
  const gaps = all.flatMap((one) => pollGaps(roles, one.requests))
  return {
    kinds,
    calls,
    total: Math.max(...all.map((one) => one.requests.length)),
    logins,
    kept: countsOf(afterFirst),
    left: countsOf(atEnd),
    settled: new Set(kinds.filter(({ kind }) => isSettled(kind, afterFirst)).map(({ kind }) => kind.resource)),
    peak: played.peak,
    touched: new Set(touchedIn(before, after.at(-1)!).map(({ type }) => type)),
    shown: namesShown(played),
    named: played.named,
    goal: goalOf(kinds, afterFirst),
    took,
    longest: Math.max(...spans.flat()),
    gap: gaps.length === 0 ? null : Math.min(...gaps),
    medianGap: gaps.length === 0 ? null : median(gaps),
    asleep: Math.min(...all.map((one) => shareOf(one.requests, took * 1000))),
    pause: Math.max(...all.map((one) => longestPause(one.requests))),
    burst: Math.max(...all.map((one) => densest(one.requests))),
  }
}

/** Calls by operation. */
export const callsOf = (requests: readonly SeenRequest[]): ReadonlyMap<string, number> => {
  const calls = new Map<string, number>()
  for (const { op } of requests) if (op !== null) calls.set(op, (calls.get(op) ?? 0) + 1)
  return calls
}

const kindPrint = (
  kind: Kind,
  { calls, ...played }: Played & { readonly calls: ReadonlyMap<string, number> },
  { kept, signed }: { readonly kept: number; readonly signed: boolean },
): KindPrint => {
  const needs = new Set<Need>()
  for (const role of Object.keys(kind.ops) as Role[]) if (usedOps(kind, role, calls) > 0) needs.add(role)
  const { requests } = played
  const at = (role: Role): number => requests.findIndex(({ op }) => op !== null && kind.ops[role]?.includes(op))
  const readsAfter = (index: number): boolean =>
    index >= 0 &&
    requests
      .slice(index + 1)
      .some(({ op }) => op !== null && (kind.ops.get?.includes(op) || kind.ops.list?.includes(op)))
  if ((kind.arrival ?? kind.consent) && readsAfter(at('create'))) needs.add('wait')
  if (readsAfter(at('delete'))) needs.add('farewell')
  if (isOffer(kind, played)) needs.add('offer')
  if (kept > 0) needs.add('keep')
  if (signed && needs.size > 0) needs.add('signed')
  return { kind, made: usedOps(kind, 'create', calls), needs }
}

const WRITES = ['create', 'update', 'accept'] as const

/** Whether a kind passes through what the other side has to agree to, and the client is not that other side as well. */
const isOffer = (
  { consent, ops }: Kind,
  { requests, transitions }: Pick<Played, 'requests' | 'transitions'>,
): boolean => {
  const moves = transitions.filter(({ type }) => type === consent?.machine)
  if (!consent || !moves.some(({ to }) => to === consent.from)) return false
  const writes = new Set(WRITES.flatMap((role) => ops[role] ?? []))
  const own = new Set(requests.filter(({ op }) => op !== null && writes.has(op)).map(({ n }) => n))
  return !moves.some(({ from, cause }) => from === consent.from && typeof cause === 'number' && own.has(cause))
}

/** Whether all rows of a kind were where their way leads when the program had ended. */
const isSettled = ({ resource, arrival, consent }: Kind, rows: readonly Row[]): boolean => {
  const own = rows.filter(({ type }) => type === resource)
  const ends = [arrival, consent].flatMap((step) => (step?.machine === resource ? [step.to] : []))
  return own.length > 0 && own.every(({ state }) => state !== null && ends.includes(state))
}

const goalOf = (kinds: readonly KindPrint[], kept: readonly Row[]): Goal => {
  if (!kinds.some(({ needs }) => needs.has('create'))) return 'listed'
  if (kept.length === 0) return 'gone'
  const offered = kinds.some(({ kind: { consent } }) => kept.some(({ state }) => state === consent?.from))
  return offered ? 'offered' : 'active'
}

/** The names of rows that were there before and that the program showed. */
const namesShown = ({ before, runs }: Played): string[] => {
  const text = runs.map(({ end }) => end.stdout).join('\n')
  const names = [...before.values()].flatMap(({ name }) => (name === null || name.length < 3 ? [] : [name]))
  return [...new Set(names)].filter((name) => text.includes(name))
}

/** Milliseconds between two looks at the same thing, without anything in between. */
const pollGaps = (roles: Roles, requests: readonly SeenRequest[]): number[] => {
  const gets = new Set(roles.kinds.flatMap(({ ops }) => ops.get ?? []))
  const gaps: number[] = []
  for (const [i, request] of requests.entries()) {
    const last = requests[i - 1]
    if (!last || last.op !== request.op || request.op === null) continue
    const same = gets.has(request.op) ? pathOf(last) === pathOf(request) : last.target === request.target
    if (same) gaps.push((request.heard - last.heard) / 1000)
  }
  return gaps
}

const pathOf = ({ target }: SeenRequest): string => target.split('?')[0]!
