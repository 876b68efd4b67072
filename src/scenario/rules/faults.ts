import { type Millis, readDuration, readInstant } from '../../core/clock.ts'
import type { Ending } from '../../world/judge.ts'
import type { CompileContext, Path } from '../document/compile-context.ts'
import { type Span, compileDelay } from '../document/delays.ts'
import type { FaultDocument } from '../document/schema.ts'
import { type CallNumbers, type Per, compileCalls } from './calls.ts'
import { compileEnding } from './effects.ts'
import { type RequestMatch, compileRequestMatch } from './request-match.ts'

/** The longest that a socket is kept waiting, so that a typo cannot wedge a test run. */
export const LONGEST_DELAY: Millis = 30_000

/** A rule about requests. */
export interface FaultRule {
  readonly id: string
  readonly document: FaultDocument
  readonly match: RequestMatch
  readonly calls: CallNumbers
  readonly per: Per
  readonly chance: number
  readonly when: { readonly at: Instant; readonly until: Instant }
  readonly stage: 'before' | 'after'
  readonly delay: Span | undefined
  readonly ending: Ending | null
  readonly path: Path
}

/** An instant of the emulated clock, given the one at which the scenario took its place. */
export type Instant = (start: Millis) => Millis

const instantOf = (text: string | undefined, otherwise: Millis): Instant => {
  if (text === undefined) return () => otherwise
  const after = readDuration(text)
  if (after !== undefined) return (start) => start + after
  const instant = readInstant(text)!
  return () => instant
}

/** Compiles a fault. */
export const compileFault = (document: FaultDocument, context: CompileContext): FaultRule => {
  const { id, effect, when = {}, chance = 1, per = 'route', stage = 'before' } = document
  const match = compileRequestMatch(document.match ?? {}, context.at('match'))
  const calls = compileCalls(document, context.at('calls'))
  const [at, until] = [instantOf(when.at, -Infinity), instantOf(when.until, Infinity)]
  if (at(0) >= until(0)) context.at('when').mistake(`'${id}' can never fire: its window ends before it starts`)
  const ending = compileEnding(document, match.operations, context.at('effect'))
  const delay = effect.delay === undefined ? undefined : compileDelay(effect.delay, context.at('effect', 'delay'))
  return { id, document, match, calls, per, chance, when: { at, until }, stage, delay, ending, path: context.path }
}

/** Notes faults that can never fire because an earlier one answers every such call. */
export const checkFaultOrder = (faults: readonly FaultRule[], root: CompileContext): void => {
  faults.forEach((fault, index) => {
    if (fault.ending === null) return
    const before = faults.slice(0, index).find((earlier) => alwaysAnswers(earlier) && covers(earlier, fault))
    if (before)
      root.goTo(fault.path).mistake(`'${fault.id}' can never fire: '${before.id}' answers every such call before it`)
  })
}

const alwaysAnswers = ({ ending, match, chance, calls, document }: FaultRule): boolean =>
  ending !== null &&
  match.plain &&
  chance === 1 &&
  calls.leftAfter(0) === Infinity &&
  calls.includes(1) &&
  calls.includes(2) &&
  document.when === undefined &&
  document.enabled !== false

const covers = (earlier: FaultRule, later: FaultRule): boolean =>
  [...later.match.operations].every((op) => earlier.match.operations.has(op))
