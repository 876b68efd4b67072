import { type Millis, readDuration, readInstant } from '../../core/clock.ts'
import type { Ending } from '../../world/judge.ts'
import type { CompileContext, Path } from '../document/compile-context.ts'
import { type Span, compileDelay } from '../document/delays.ts'
import type { Delay, FaultDocument } from '../document/schema.ts'
import { type CallNumbers, type Per, compileCalls } from './calls.ts'
import { LONGEST_DELAY, compileEnding, tooLong } from './effects/effects.ts'
import { type Moment, compileMoment } from './moments.ts'
import { type RequestMatch, compileRequestMatch } from './request-match.ts'

/** A rule about requests. */
export interface FaultRule {
  readonly id: string
  readonly document: FaultDocument
  readonly match: RequestMatch
  readonly calls: CallNumbers
  readonly per: Per
  readonly chance: number
  readonly when: { readonly at: Instant; readonly until: Instant }
  /** From when on calls are counted; null from the beginning. */
  readonly since: Moment | null
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
  const since = document.since === undefined ? null : compileMoment(document.since, context.at('since'))
  const ending = compileEnding(document, match.operations, context.at('effect'))
  const delay = effect.delay === undefined ? undefined : compileWait(effect.delay, context.at('effect', 'delay'))
  return {
    id,
    document,
    match,
    calls,
    per,
    chance,
    when: { at, until },
    since,
    stage,
    delay,
    ending,
    path: context.path,
  }
}

/** A delay of an answer. One without a bound is cut off at the limit; one that says that it is longer is a mistake. */
const compileWait = (delay: Delay, context: CompileContext): Span => {
  const span = compileDelay(delay, context)
  if (span.max > LONGEST_DELAY && span.max < Infinity) context.mistake(tooLong(span.max))
  return span
}

/** Notes faults that can never fire because earlier ones answer every such call. */
export const checkFaultOrder = (faults: readonly FaultRule[], root: CompileContext): void => {
  const answered = new Map<string, string>()
  for (const fault of faults) {
    if (fault.ending === null) continue
    const { operations } = fault.match
    if (operations.size > 0 && areIn(answered, operations)) {
      const before = [...new Set(Array.from(operations, (op) => answered.get(op)!))]
      const they = `${before.map((id) => `'${id}'`).join(' and ')} ${before.length === 1 ? 'answers' : 'answer'}`
      root.goTo(fault.path).mistake(`'${fault.id}' can never fire: ${they} every such call before it`)
    } else if (alwaysAnswers(fault)) {
      for (const op of operations) if (!answered.has(op)) answered.set(op, fault.id)
    }
  }
}

const areIn = (known: ReadonlyMap<string, string>, names: Iterable<string>): boolean => {
  for (const name of names) if (!known.has(name)) return false
  return true
}

const alwaysAnswers = ({ ending, match, chance, calls, document }: FaultRule): boolean =>
  ending !== null &&
  match.plain &&
  chance === 1 &&
  calls.leftAfter(0) === Infinity &&
  calls.includes(1) &&
  calls.includes(2) &&
  document.when === undefined &&
  document.since === undefined &&
  document.enabled !== false
