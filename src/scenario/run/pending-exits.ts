import type { Millis } from '../../core/clock.ts'
import type { Exit, Stateful } from '../../world/lifecycle.ts'
import { type Note, type Notes, noteName, readName } from '../../world/judge.ts'
import type { StatefulDef, Tx } from '../../world/unit-of-work.ts'
import { type TransitionRule, isSelfActing } from '../rules/transitions.ts'
import { type Draws, addressOf, elect } from './draws.ts'

/** What waits to end the present state of a row. */
export interface PendingExit {
  readonly state: string
  readonly since: Millis
  readonly ord: number
  /** The edition of the scenario that its rules are from. */
  readonly edition: number
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
  readonly edition: number
}

/** Decides on entry of a state what may end it. */
export const pendingExitOf = (
  row: Stateful,
  { rules: offered, normal, edition }: Offer,
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
  const winner = timers[0]?.rule
  return { state, since, ord, edition, rules, timers, winner, reads: 0, previous: shortened(previous, CHAIN) }
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

/** The rules of a state of a machine in an edition of the scenario. */
type RulesOf = (edition: number, machine: string, state: string) => readonly TransitionRule[] | undefined

/** A pending exit as it is kept: its rules by their ids. */
interface ExitNote extends Pick<PendingExit, 'state' | 'since' | 'ord' | 'edition' | 'reads'> {
  readonly rules: readonly string[]
  readonly winner: string | null
}

/** The pending exits of the rows of one world. */
export class PendingExits {
  readonly #notes: Notes
  #tables: Pick<Tx, 'tableNamed'> | undefined
  readonly #byKey = new Map<string, PendingExit & { readonly key: Key }>()
  readonly #followers = new Set<string>()
  #pruneAt = PRUNE_FROM

  constructor(notes: Notes) {
    this.#notes = notes
  }

  /** Those of rows that there are. */
  *notes(): Generator<Note> {
    for (const { key } of this.#byKey.values()) {
      const value = this.#noteOf(key)
      if (value) yield [nameOf(key), value]
    }
  }

  editions(): Set<number> {
    return new Set(Array.from(this.#byKey.values(), ({ edition }) => edition))
  }

  /** Goes on from notes of an earlier run; `rulesOf` tells the rules of a state in an edition. */
  resume(notes: ReadonlyMap<string, unknown>, rulesOf: RulesOf): void {
    for (const [name, value] of notes) {
      const [kind, type = '', id = ''] = readName(name)
      if (kind !== EXIT) continue
      const { rules, winner, ...rest } = value as ExitNote
      const offered = rulesOf(rest.edition, type, rest.state) ?? []
      const named = rules.flatMap((one) => offered.find((rule) => rule.id === one) ?? [])
      const won = named.find((rule) => rule.id === winner)
      this.#file({ type, id }, { ...rest, rules: named, winner: won, timers: [], previous: undefined })
    }
  }

  /** Something of the record about a row is another now. */
  changed(key: Key): void {
    this.#notes.changed(nameOf(key), () => this.#noteOf(key))
  }

  // a unit of work may have been taken back since, so the row says which record counts
  #noteOf(key: Key): ExitNote | null {
    const latest = this.#byKey.get(textOf(key))
    const row = this.#tables?.tableNamed(key.type)?.get(key.id) as Stateful | undefined
    const pending = this.#tables === undefined ? latest : row && stillPending(latest, row)
    if (!pending) return null
    const { state, since, ord, edition, reads, rules, winner } = pending
    return { state, since, ord, edition, reads, rules: rules.map(({ id }) => id), winner: winner?.id ?? null }
  }

  /** The record about the state that a row is in. */
  of(def: StatefulDef, row: Stateful): PendingExit | undefined {
    return stillPending(this.latest(def, row), row)
  }

  /** The newest record about a row, which may be about a state that was taken back. */
  latest({ name }: StatefulDef, { id }: Stateful): PendingExit | undefined {
    return this.#byKey.get(textOf({ type: name, id }))
  }

  keep(tx: Tx, key: Key, pending: PendingExit): void {
    this.#tables = tx
    this.#file(key, pending)
    this.changed(key)
    if (this.#byKey.size > this.#pruneAt) this.#prune(tx)
  }

  #file(key: Key, pending: PendingExit): void {
    const text = textOf(key)
    this.#byKey.set(text, Object.assign(pending, { key }))
    if (pending.rules.some(({ drivers }) => drivers.some(({ kind }) => kind === 'resource'))) this.#followers.add(text)
    else this.#followers.delete(text)
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
    for (const [text, { key }] of this.#byKey) {
      if (tx.tableNamed(key.type)?.get(key.id)) continue
      this.#byKey.delete(text)
      this.changed(key)
    }
    this.#pruneAt = 2 * this.#byKey.size + PRUNE_FROM
  }
}

const EXIT = 'exit'
const nameOf = ({ type, id }: Key): string => noteName(EXIT, type, id)
const textOf = ({ type, id }: Key): string => `${type}\u0000${id}`
