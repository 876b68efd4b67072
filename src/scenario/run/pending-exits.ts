import type { Millis } from '../../core/clock.ts'
import { drawAt } from '../../core/ids.ts'
import type { Exit, Stateful } from '../../world/lifecycle.ts'
import type { Row } from '../../world/table.ts'
import { type TransitionRule, isSelfActing } from '../rules/transitions.ts'

/** What waits to end the present state of a row. */
export interface PendingExit {
  readonly state: string
  readonly since: Millis
  readonly ord: number
  /** The transitions that may happen: their conditions hold, and chance has not chosen another. */
  readonly rules: readonly TransitionRule[]
  /** When time alone would end the state; the rule is undefined for the machine's own timer. */
  readonly timers: readonly Timer[]
  /** The rule behind what is planned. */
  winner: TransitionRule | undefined
  reads: number
  /** The record of the state before, which counts again when the unit of work that left it is taken back. */
  readonly previous: PendingExit | undefined
}

interface Timer {
  readonly ms: Millis
  readonly to: string
  readonly rule: TransitionRule | undefined
}

type Addresses = (row: Row, rule: TransitionRule) => (string | number)[]

/** The address of the draws of one rule for one resource: nothing else in a file can shift them. */
export const drawAddress = (
  seed: number,
  namespace: string,
  machine: string,
  ordinal: number,
  rule: string,
): (string | number)[] => [seed, namespace, machine, ordinal, rule]

/** Decides on entry of a state what may end it. */
export const pendingExitOf = (
  row: Stateful,
  all: readonly TransitionRule[],
  normal: Exit | null,
  addresses: Addresses,
  force: string | undefined,
  previous: PendingExit | undefined,
): PendingExit => {
  const fitting = all.filter(({ conditions }) => conditions.every((condition) => condition.holdsFor(row)))
  const rules = elect(row, fitting, addresses, force)
  const timers: Timer[] = rules.flatMap((rule) =>
    rule.drivers.flatMap((driver): Timer[] => {
      if (driver.kind === 'after') return [{ ms: driver.wait.at(addresses(row, rule), row.ord), to: rule.to, rule }]
      return driver.kind === 'reads' && driver.count === 0 ? [{ ms: 0, to: rule.to, rule }] : []
    }),
  )
  if (normal && !rules.some(isSelfActing)) timers.push({ ...normal, rule: undefined })
  timers.sort((a, b) => a.ms - b.ms)
  const { state, since, ord } = row
  return { state, since, ord, rules, timers, winner: timers[0]?.rule, reads: 0, previous: shortened(previous, CHAIN) }
}

export const exitAt = ({ timers: [first] }: PendingExit): Exit | null => (first ? { ms: first.ms, to: first.to } : null)

// a unit of work rarely moves a row more than twice
const CHAIN = 4

const shortened = (pending: PendingExit | undefined, length: number): PendingExit | undefined =>
  pending && (length === 0 ? undefined : { ...pending, previous: shortened(pending.previous, length - 1) })

/** The record about the state that the row is in now. */
export const stillPending = (pending: PendingExit | undefined, row: Stateful): PendingExit | undefined =>
  !pending || (pending.state === row.state && pending.since === row.since && pending.ord === row.ord)
    ? pending
    : stillPending(pending.previous, row)

/**
 * Of the rules with a weight one stays. Each draws for itself, with odds by its weight, so that a further rule can only win
 * the draw but not shift it.
 */
const elect = (
  row: Row,
  rules: readonly TransitionRule[],
  addresses: Addresses,
  force: string | undefined,
): TransitionRule[] => {
  const weighted = rules.filter(({ weight }) => weight !== undefined)
  const forced = force === undefined ? undefined : rules.find(({ id }) => id === force)
  if (weighted.length === 0 && !forced) return [...rules]
  const lot = (rule: TransitionRule): number => -Math.log(1 - drawAt(...addresses(row, rule), 'weight')) / rule.weight!
  const winner = forced ?? weighted.map((rule) => ({ rule, lot: lot(rule) })).sort((a, b) => a.lot - b.lot)[0]!.rule
  // a forced rule stands alone against the weighted ones
  return rules.filter((rule) => rule === winner || rule.weight === undefined)
}
