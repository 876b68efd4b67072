import type { Millis } from '../../core/clock.ts'
import type { Exit, Stateful } from '../../world/lifecycle.ts'
import type { StatefulDef, Tx } from '../../world/unit-of-work.ts'
import { type TransitionRule, isSelfActing } from '../rules/transitions.ts'
import { type Draws, addressOf, elect } from './draws.ts'

/** What waits to end the present state of a row. */
export interface PendingExit {
  readonly state: string
  readonly since: Millis
  readonly ord: number
  /** The transitions that may happen: their conditions hold, and chance has not chosen another. */
  readonly rules: readonly TransitionRule[]
  /** When time alone would end the state, the soonest first. */
  readonly timers: readonly Timer[]
  /** The rule behind what is planned. */
  winner: TransitionRule | undefined
  reads: number
  /** The record of the state before, which counts again when the unit of work that left it is taken back. */
  readonly previous: PendingExit | undefined
}

/** An exit that time alone brings about. */
export interface Timer extends Exit {
  /** Undefined for the machine's own timer. */
  readonly rule: TransitionRule | undefined
}

/** What a state offers: the rules of the scenario, and the machine's own timer. */
export interface Offer {
  readonly rules: readonly TransitionRule[]
  readonly normal: Exit | null
}

/** Decides on entry of a state what may end it. */
export const pendingExitOf = (
  row: Stateful,
  { rules: offered, normal }: Offer,
  draws: Draws,
  previous?: PendingExit,
): PendingExit => {
  const { state, since, ord } = row
  const fitting = offered.filter(({ conditions }) => conditions.every((condition) => condition.holdsFor(row)))
  const rules = elect(fitting, ord, draws)
  const timers = rules.flatMap((rule) =>
    rule.drivers.flatMap((driver): Timer[] => {
      if (driver.kind === 'after') return [{ ms: driver.wait.at(addressOf(draws, rule, ord), ord), to: rule.to, rule }]
      return driver.kind === 'reads' && driver.count === 0 ? [{ ms: 0, to: rule.to, rule }] : []
    }),
  )
  if (normal && !rules.some(isSelfActing)) timers.push({ ...normal, rule: undefined })
  timers.sort((a, b) => a.ms - b.ms)
  return { state, since, ord, rules, timers, winner: timers[0]?.rule, reads: 0, previous: shortened(previous, CHAIN) }
}

// a unit of work rarely moves a row more than twice
const CHAIN = 4

const shortened = (pending: PendingExit | undefined, length: number): PendingExit | undefined =>
  pending && (length === 0 ? undefined : { ...pending, previous: shortened(pending.previous, length - 1) })

/** The record about the state that the row is in now. */
const stillPending = (pending: PendingExit | undefined, row: Stateful): PendingExit | undefined =>
  !pending || (pending.state === row.state && pending.since === row.since && pending.ord === row.ord)
    ? pending
    : stillPending(pending.previous, row)

const PRUNE_FROM = 10_000

/** Names a row. */
export interface Key {
  readonly type: string
  readonly id: string
}

/** The pending exits of the rows of one world. */
export class PendingExits {
  readonly #byKey = new Map<string, PendingExit & { readonly key: Key }>()
  readonly #followers = new Set<string>()
  #pruneAt = PRUNE_FROM

  /** The record about the state that a row is in. */
  of(def: StatefulDef, row: Stateful): PendingExit | undefined {
    return stillPending(this.latest(def, row), row)
  }

  /** The newest record about a row, which may be about a state that was taken back. */
  latest({ name }: StatefulDef, { id }: Stateful): PendingExit | undefined {
    return this.#byKey.get(textOf({ type: name, id }))
  }

  keep(tx: Tx, key: Key, pending: PendingExit): void {
    const text = textOf(key)
    this.#byKey.set(text, Object.assign(pending, { key }))
    if (pending.rules.some(({ drivers }) => drivers.some(({ kind }) => kind === 'resource'))) this.#followers.add(text)
    else this.#followers.delete(text)
    if (this.#byKey.size > this.#pruneAt) this.#prune(tx)
  }

  /** The rows that wait for other resources. What joins in while they are told is told as well. */
  *followers(): Generator<{ readonly key: Key; readonly pending: PendingExit }> {
    for (const text of this.#followers) {
      const pending = this.#byKey.get(text)
      if (pending) yield { key: pending.key, pending }
    }
  }

  unfollow(key: Key): void {
    this.#followers.delete(textOf(key))
  }

  // rows that are gone leave their records behind, because their going may be taken back
  #prune(tx: Tx): void {
    for (const [text, { key }] of this.#byKey) if (!tx.tableNamed(key.type)?.get(key.id)) this.#byKey.delete(text)
    this.#pruneAt = 2 * this.#byKey.size + PRUNE_FROM
  }
}

const textOf = ({ type, id }: Key): string => `${type}\u0000${id}`
