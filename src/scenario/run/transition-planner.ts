import type { Millis } from '../../core/clock.ts'
import { NamedError, type Note } from '../../world/judge.ts'
import type { Exit, Stateful } from '../../world/lifecycle.ts'
import type { Row, Table } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import type { EventOutcome, Planner, StatefulDef, Tx } from '../../world/unit-of-work.ts'
import type { Span } from '../document/delays.ts'
import type { Scenario } from '../rules/compile.ts'
import { driverIn } from '../rules/drivers.ts'
import type { TransitionRule } from '../rules/transitions.ts'
import { type Draws, addressOf } from './draws.ts'
import { type Key, type Offer, type PendingExit, PendingExits, pendingExitOf } from './pending-exits.ts'
import { RecentRows } from './recent-rows.ts'

/** A cascade that is longer than this goes round in circles. */
const LONGEST_CASCADE = 1_000

/** A transition that is to happen after a wait. */
interface Taking {
  readonly rule: TransitionRule
  readonly wait: Span
}

/** Plans the transitions of one world by the rules of a scenario. Resources keep the rules under which they entered their state. */
export class TransitionPlanner implements Planner {
  readonly recent = new RecentRows()
  readonly #namespace: string
  readonly #seed: number
  readonly #pending: PendingExits
  #scenario: Scenario
  #listens: boolean
  #depth = 0

  constructor({ name, notes }: Pick<World, 'name' | 'notes'>, seed: number, scenario: Scenario) {
    this.#namespace = name
    this.#pending = new PendingExits(notes)
    this.#seed = seed
    this.#scenario = scenario
    this.#listens = listensTo(scenario)
  }

  notes(): Iterable<Note> {
    return this.#pending.notes()
  }

  /** The editions of the scenario that pending exits have rules of. */
  editions(): Set<number> {
    return this.#pending.editions()
  }

  /** Goes on from notes of an earlier run; `edition` tells the scenario as it was. */
  resume(notes: ReadonlyMap<string, unknown>, edition: (number: number) => Scenario | undefined): void {
    this.#pending.resume(notes, (number, machine, state) => edition(number)?.lifecycles.get(machine)?.get(state))
    for (const number of this.editions()) {
      const scenario = edition(number)
      this.#listens ||= scenario !== undefined && listensTo(scenario)
    }
  }

  /** Whether any rule waits for reads or calls. */
  get listens(): boolean {
    return this.#listens
  }

  /** Takes new rules: for states that are entered from now on. */
  adopt(scenario: Scenario): void {
    this.#scenario = scenario
    this.#listens ||= listensTo(scenario)
  }

  exit(tx: Tx, def: StatefulDef, row: Stateful, normal: Exit | null): Exit | null {
    this.recent.add(def.name, row)
    const offer = this.#offer(def, row.state)
    const previous = this.#pending.latest(def, row)
    if (offer.rules.length === 0 && !previous) return normal
    const pending = pendingExitOf(row, { ...offer, normal }, this.#draws, previous)
    this.#pending.keep(tx, keyOf(def, row), pending)
    const [first] = pending.timers
    return first ? { ms: first.ms, to: first.to } : null
  }

  taken(tx: Tx, def: StatefulDef, row: Stateful): Partial<Row> | undefined {
    return this.#pendingOf(tx, def, row)?.winner?.patch
  }

  fired(tx: Tx, def: StatefulDef, row: Stateful, event: string): EventOutcome | undefined {
    for (const rule of this.#rulesOf(tx, def, row)) {
      const driver = driverIn(rule, 'event', (one) => one.event === event)
      if (!driver) continue
      const { wait } = driver
      const exit = this.#sooner(tx, def, row, { rule, ms: this.#draw(row, { rule, wait }) })
      return { ...exit, patch: rule.patch as Partial<Row> | undefined }
    }
    return undefined
  }

  entered(tx: Tx, def: StatefulDef, row: Stateful, to: string): void {
    if (this.#depth > LONGEST_CASCADE) throw new Error(`the transitions of ${this.#scenario.name} go round in circles`)
    this.#depth++
    try {
      for (const { key, pending } of this.#pending.followers()) {
        for (const rule of pending.rules) {
          const driver = driverIn(rule, 'resource', ({ type, enters }) => type === def.name && enters === to)
          if (driver) this.#follow(tx, key, { rule, ...driver }, row)
        }
      }
    } finally {
      this.#depth--
    }
  }

  adding(table: Table, added: Row): void {
    for (const { table: name, conditions, max, error } of this.#scenario.limits.quotas) {
      if (name !== table.def.name) continue
      const counts = (row: Row): boolean => conditions.every((condition) => condition.holdsFor(row))
      if (!counts(added)) continue
      const count = conditions.length > 0 ? table.find(counts).length : table.size
      if (count >= max) throw new NamedError(error, { limit: max, quota: name })
    }
  }

  /** Counts a read that returned a row; the last one that its state waits for ends it. */
  read(tx: Tx, def: StatefulDef, row: Stateful): void {
    const pending = this.#pendingOf(tx, def, row)
    if (!pending) return
    pending.reads++
    this.#pending.changed(keyOf(def, row))
    const rule = pending.rules.find((one) => driverIn(one, 'reads', ({ count }) => pending.reads >= count))
    if (rule) tx.enter(def, row, rule.to, { patch: rule.patch })
  }

  /** Tells of an answered call that names a row. */
  called(tx: Tx, def: StatefulDef, row: Stateful, op: string): void {
    for (const rule of this.#rulesOf(tx, def, row)) {
      const driver = driverIn(rule, 'call', (one) => one.op === op)
      if (driver) return this.#take(tx, def, row, { rule, wait: driver.wait })
    }
  }

  /** The transitions of the scenario that may end the present state of a row. */
  waysOut(tx: Tx, def: StatefulDef, row: Stateful): readonly TransitionRule[] {
    return this.#rulesOf(tx, def, row)
  }

  /** The transitions of a row that wait to be released by hand. */
  manual(tx: Tx, def: StatefulDef, row: Stateful): TransitionRule[] {
    return this.#rulesOf(tx, def, row).filter((rule) => driverIn(rule, 'manual'))
  }

  release(tx: Tx, def: StatefulDef, row: Stateful, rule: TransitionRule): void {
    this.#take(tx, def, row, { rule, wait: driverIn(rule, 'manual')!.wait })
  }

  #follow(tx: Tx, { type, id }: Key, { rule, wait, related }: Taking & { related: boolean }, other: Stateful): void {
    const table = tx.tableNamed(type)
    const row = table?.get(id) as Stateful | undefined
    if (!table || !row) return this.#pending.unfollow({ type, id })
    const def = table.def as StatefulDef
    if (id === other.id || !this.#pending.of(def, row)?.rules.includes(rule)) return
    if (related && !mentions(row, other.id) && !mentions(other, id)) return
    this.#take(tx, def, row, { rule, wait })
  }

  #take(tx: Tx, def: StatefulDef, row: Stateful, taking: Taking): void {
    const { rule } = taking
    const ms = this.#draw(row, taking)
    if (ms === 0) tx.enter(def, row, rule.to, { patch: rule.patch })
    else tx.replan(def, row, this.#sooner(tx, def, row, { rule, ms }))
  }

  /** The exit by a rule, unless what was planned before comes sooner: the first wins. */
  #sooner(tx: Tx, def: StatefulDef, row: Stateful, { rule, ms }: { rule: TransitionRule; ms: Millis }): Exit {
    const left = row.due === null ? Infinity : row.due - tx.now
    if (ms > 0 && left <= ms) return { ms: left, to: row.next! }
    const pending = this.#pending.of(def, row)
    if (pending) {
      pending.winner = rule
      this.#pending.changed(keyOf(def, row))
    }
    return { ms, to: rule.to }
  }

  #draw({ ord }: Stateful, { rule, wait }: Taking): Millis {
    return wait.at(addressOf(this.#draws, rule, ord), ord)
  }

  get #draws(): Draws {
    return { seed: this.#seed, namespace: this.#namespace, force: this.#scenario.force }
  }

  #offer({ name, machine }: StatefulDef, state: string): Offer {
    const rules = this.#scenario.lifecycles.get(name)?.get(state) ?? []
    return { rules, normal: machine.states[state]?.after ?? null, edition: this.#scenario.edition }
  }

  #rulesOf(tx: Tx, def: StatefulDef, row: Stateful): readonly TransitionRule[] {
    return this.#pendingOf(tx, def, row)?.rules ?? []
  }

  /** The record about a row; one that is made now for a state that was entered before the scenario came, whose timer stays. */
  #pendingOf(tx: Tx, def: StatefulDef, row: Stateful): PendingExit | undefined {
    const known = this.#pending.of(def, row)
    if (known) return known
    const offer = this.#offer(def, row.state)
    if (offer.rules.length === 0) return undefined
    const pending = pendingExitOf(row, offer, this.#draws)
    const [first] = pending.timers
    if (row.due !== row.since + (first?.ms ?? Infinity) || row.next !== first?.to) pending.winner = undefined
    this.#pending.keep(tx, keyOf(def, row), pending)
    return pending
  }
}

const keyOf = ({ name }: StatefulDef, { id }: Stateful): Key => ({ type: name, id })

const listensTo = ({ lifecycles }: Scenario): boolean =>
  [...lifecycles.values()].some((byState) =>
    [...byState.values()].flat().some((rule) => driverIn(rule, 'reads') ?? driverIn(rule, 'call')),
  )

const mentions = (value: unknown, id: string, depth = 3): boolean =>
  value === id ||
  (depth > 0 &&
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((inner) => mentions(inner, id, depth - 1)))
