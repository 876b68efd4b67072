import type { Millis } from '../../core/clock.ts'
import { NamedError } from '../../world/judge.ts'
import type { Exit, Stateful } from '../../world/lifecycle.ts'
import type { EventOutcome, Planner, StatefulDef, Tx } from '../../world/unit-of-work.ts'
import type { Row, Table } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import { type PendingExit, stillPending, pendingExitOf, drawAddress, exitAt } from './pending-exits.ts'
import type { Scenario } from '../rules/compile.ts'
import type { Driver } from '../rules/drivers.ts'
import type { TransitionRule } from '../rules/transitions.ts'

/** A cascade that is longer than this goes round in circles. */
const LONGEST_CASCADE = 1_000
const PRUNE_FROM = 10_000
const REMEMBERED = 10_000

type Of<K extends Driver['kind']> = Extract<Driver, { kind: K }>

/** A transition that is to happen, at once or after its wait. */
interface Taking {
  readonly rule: TransitionRule
  readonly wait: Of<'manual'>['wait']
}

/** Plans the transitions of one world by the rules of a scenario. Resources keep the rules under which they entered their state. */
export class TransitionPlanner implements Planner {
  readonly #namespace: string
  readonly #seed: number
  #scenario: Scenario
  readonly #pending = new Map<string, PendingExit>()
  readonly #seen = new Map<string, Stateful>()
  /** Keys of the rows that wait for other resources. */
  readonly #followers = new Set<string>()
  #pruneAt = PRUNE_FROM
  #depth = 0
  #listens: boolean

  constructor(world: World, scenario: Scenario, seed: number) {
    this.#namespace = world.name
    this.#scenario = scenario
    this.#seed = seed
    this.#listens = listensTo(scenario)
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
    this.#remember(def.name, row)
    const rules = this.#scenario.lifecycles.get(def.name)?.get(row.state) ?? []
    const key = keyOf(def.name, row.id)
    const previous = this.#pending.get(key)
    if (rules.length === 0 && !previous) return normal
    const draws = this.#draws(def.name)
    const force = this.#scenario.force.get(def.name)
    const pending = pendingExitOf(row, rules, normal, draws, force, previous)
    this.#keep(tx, key, pending)
    return exitAt(pending)
  }

  taken(tx: Tx, def: StatefulDef, row: Stateful): Partial<Row> | undefined {
    return this.#of(tx, def, row)?.winner?.patch
  }

  fired(tx: Tx, def: StatefulDef, row: Stateful, event: string): EventOutcome | undefined {
    for (const rule of this.#of(tx, def, row)?.rules ?? []) {
      const driver = rule.drivers.find((one): one is Of<'event'> => one.kind === 'event' && one.event === event)
      if (!driver) continue
      const ms = driver.wait.at(this.#address(def, row, rule), row.ord)
      const exit = this.#later(tx.now, def, row, { ms, rule })
      return { ...exit, patch: rule.patch as Partial<Row> | undefined }
    }
    return undefined
  }

  entered(tx: Tx, def: StatefulDef, row: Stateful, to: string): void {
    if (this.#followers.size === 0) return
    if (this.#depth > LONGEST_CASCADE) throw new Error(`the transitions of ${this.#scenario.name} go round in circles`)
    this.#depth++
    try {
      for (const key of this.#followers) {
        const pending = this.#pending.get(key)
        for (const rule of pending?.rules ?? []) {
          const driver = rule.drivers.find(
            (one): one is Of<'resource'> => one.kind === 'resource' && one.type === def.name && one.enters === to,
          )
          if (driver) this.#follow(tx, key, rule, driver, row)
        }
      }
    } finally {
      this.#depth--
    }
  }

  adding(table: Table): void {
    for (const quota of this.#scenario.limits.quotas) {
      if (quota.table !== table.def.name) continue
      const { conditions } = quota
      const count = conditions.length
        ? table.find((row) => conditions.every((condition) => condition.holdsFor(row))).length
        : table.size
      if (count >= quota.max) throw new NamedError(quota.error, { limit: quota.max, quota: quota.table })
    }
  }

  /** Counts a read that returned a row; the last one that its state waits for ends it. */
  read(tx: Tx, def: StatefulDef, row: Stateful): void {
    const pending = this.#of(tx, def, row)
    if (!pending) return
    pending.reads++
    for (const rule of pending.rules) {
      const driver = rule.drivers.find((one): one is Of<'reads'> => one.kind === 'reads')
      if (!driver || pending.reads < driver.count) continue
      tx.enter(def, row, rule.to, rule)
      return
    }
  }

  /** Tells of an answered call that names a row. */
  called(tx: Tx, def: StatefulDef, row: Stateful, op: string): void {
    for (const rule of this.#of(tx, def, row)?.rules ?? []) {
      const driver = rule.drivers.find((one): one is Of<'call'> => one.kind === 'call' && one.op === op)
      if (!driver) continue
      this.#take(tx, def, row, { rule, wait: driver.wait })
      return
    }
  }

  /** The transitions of a row that wait to be released by hand. */
  manual(tx: Tx, def: StatefulDef, row: Stateful): TransitionRule[] {
    return this.#of(tx, def, row)?.rules.filter(({ drivers }) => drivers.some(({ kind }) => kind === 'manual')) ?? []
  }

  release(tx: Tx, def: StatefulDef, row: Stateful, rule: TransitionRule): void {
    const driver = rule.drivers.find((one): one is Of<'manual'> => one.kind === 'manual')!
    this.#take(tx, def, row, { rule, wait: driver.wait })
  }

  // a state that was entered before the scenario came keeps its timer, and other causes hold for it as well
  #of(tx: Tx, def: StatefulDef, row: Stateful): PendingExit | undefined {
    const key = keyOf(def.name, row.id)
    const known = stillPending(this.#pending.get(key), row)
    if (known) return known
    const rules = this.#scenario.lifecycles.get(def.name)?.get(row.state)
    if (!rules) return undefined
    const { machine } = def
    const normal = machine.states[row.state]?.after ?? null
    const draws = this.#draws(def.name)
    const force = this.#scenario.force.get(def.name)
    const found = pendingExitOf(row, rules, normal, draws, force, undefined)
    const [first] = found.timers
    const same = first !== undefined && row.due === row.since + first.ms && row.next === first.to
    const pending = { ...found, winner: same ? found.winner : undefined }
    this.#keep(tx, key, pending)
    return pending
  }

  #keep(tx: Tx, key: string, pending: PendingExit): void {
    this.#pending.set(key, pending)
    const follows = pending.rules.some(({ drivers }) => drivers.some(({ kind }) => kind === 'resource'))
    if (follows) this.#followers.add(key)
    else this.#followers.delete(key)
    if (this.#pending.size > this.#pruneAt) this.#prune(tx)
  }

  // rows that are gone leave their records behind, because their going may be taken back
  #prune(tx: Tx): void {
    for (const key of this.#pending.keys()) {
      const [type, id] = key.split('\u0000') as [string, string]
      if (!tx.tableNamed(type)?.get(id)) this.#pending.delete(key)
    }
    this.#pruneAt = 2 * this.#pending.size + PRUNE_FROM
  }

  #follow(tx: Tx, key: string, rule: TransitionRule, driver: Of<'resource'>, other: Stateful): void {
    const [type, id] = key.split('\u0000') as [string, string]
    const table = tx.tableNamed(type)
    const row = table?.get(id) as Stateful | undefined
    if (!table || !row) return void this.#followers.delete(key)
    if (row.id === other.id || !stillPending(this.#pending.get(key), row)?.rules.includes(rule)) return
    if (driver.related && !mentions(row, other.id) && !mentions(other, row.id)) return
    this.#take(tx, table.def as StatefulDef, row, { rule, wait: driver.wait })
  }

  #take(tx: Tx, def: StatefulDef, row: Stateful, { rule, wait }: Taking): void {
    const ms = wait.at(this.#address(def, row, rule), row.ord)
    if (ms === 0) tx.enter(def, row, rule.to, rule)
    else tx.replan(def, row, this.#later(tx.now, def, row, { ms, rule }))
  }

  // what was planned before and comes sooner stays: the first wins
  #later(now: Millis, def: StatefulDef, row: Stateful, { ms, rule }: { ms: Millis; rule: TransitionRule }): Exit {
    const left = row.due === null ? Infinity : row.due - now
    if (ms > 0 && left <= ms) return { ms: left, to: row.next! }
    const pending = stillPending(this.#pending.get(keyOf(def.name, row.id)), row)
    if (pending) pending.winner = rule
    return { ms, to: rule.to }
  }

  /** The newest rows of a kind, as they were when they last entered a state: those that are gone included. */
  remembered(type: string): Stateful[] {
    return [...this.#seen].filter(([key]) => key.startsWith(`${type}\u0000`)).map(([, row]) => row)
  }

  #remember(type: string, row: Stateful): void {
    const key = keyOf(type, row.id)
    this.#seen.delete(key)
    this.#seen.set(key, row)
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.keys().next().value!)
  }

  #address(def: StatefulDef, row: Row, rule: TransitionRule): (string | number)[] {
    return drawAddress(this.#seed, this.#namespace, def.name, row.ord, rule.id)
  }

  #draws(machine: string): (row: Row, rule: TransitionRule) => (string | number)[] {
    return (row, rule) => drawAddress(this.#seed, this.#namespace, machine, row.ord, rule.id)
  }
}

const listensTo = ({ lifecycles: rules }: Scenario): boolean =>
  [...rules.values()].some((byState) =>
    [...byState.values()].flat().some(({ drivers }) => drivers.some(({ kind }) => kind === 'reads' || kind === 'call')),
  )

const keyOf = (type: string, id: string): string => `${type}\u0000${id}`

const mentions = (value: unknown, id: string, depth = 3): boolean =>
  value === id ||
  (depth > 0 &&
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((inner) => mentions(inner, id, depth - 1)))
