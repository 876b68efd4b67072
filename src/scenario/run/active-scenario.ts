import type { Millis } from '../../core/clock.ts'
import { drawAt } from '../../core/ids.ts'
import { type JudgedRequest, type Judge, type Note, type Handled, type Ruling, noteName } from '../../world/judge.ts'
import { History, KeepError } from '../../world/commits.ts'
import type { World } from '../../world/world.ts'
import type { Address } from '../document/delays.ts'
import { counterOf } from '../rules/calls.ts'
import type { Scenario } from '../rules/compile.ts'
import type { FaultDocument } from '../document/schema.ts'
import type { RatesState } from '../../world/rates.ts'
import type { FaultRule } from '../rules/faults.ts'
import { ParsedRequest } from '../rules/parsed-request.ts'
import { ActiveFaults } from './active-faults.ts'
import { MomentWatch } from './moment-watch.ts'
import { observedRows } from './observed-rows.ts'
import { Origins } from './origins.ts'
import { TransitionPlanner } from './transition-planner.ts'
import { NOTHING, joined } from './rulings.ts'
import { Windows } from './windows.ts'

/** What is active in a world, as it is kept. */
export interface ActiveNote {
  readonly name: string
  readonly variant?: string | undefined
  readonly edition: number
  readonly seed: number
  readonly version: number
  readonly start: Millis
  readonly advanced: boolean
}

/** A scenario that was active in an earlier run, as it is kept. */
export interface LeftScenario {
  readonly active: ActiveNote
  readonly notes: ReadonlyMap<string, unknown>
  /** The scenario as it was in an edition. */
  readonly edition: (number: number) => Scenario | undefined
  /** Makes a rule of a single fault. */
  readonly fault: (document: FaultDocument) => FaultRule
}

export const ACTIVE = noteName('active')
const WINDOWS = noteName('windows')

/** A scenario at work in one world. */
export class ActiveScenario implements Judge {
  readonly world: World
  readonly seed: number
  /** When the scenario took its place: windows of time count from here. */
  readonly start: Millis
  readonly planner: TransitionPlanner
  readonly faults: ActiveFaults
  readonly origins: Origins
  #scenario: Scenario
  readonly #moments: MomentWatch
  #version = 1
  #windows: Windows
  #advanced = false

  constructor(world: World, scenario: Scenario, left?: LeftScenario) {
    this.world = world
    this.seed = left?.active.seed ?? scenario.seed ?? (world.ids.state.seed[0]! as number)
    this.start = left?.active.start ?? world.clock.now()
    this.#scenario = scenario
    this.planner = new TransitionPlanner(world, this.seed, scenario)
    this.faults = new ActiveFaults(world.notes)
    this.origins = new Origins(world)
    this.#moments = new MomentWatch(world, this.faults)
    this.#windows = new Windows(scenario.limits.windows, left?.notes.get(WINDOWS) as RatesState)
    if (left) {
      this.#version = left.active.version
      this.#advanced = left.active.advanced
      this.faults.resume(left.notes, left.fault)
      this.planner.resume(left.notes, left.edition)
    }
    this.#adoptRules()
  }

  /** All that it knows. */
  *notes(): Generator<Note> {
    yield [ACTIVE, this.#active]
    yield* this.faults.notes()
    yield* this.planner.notes()
    yield [WINDOWS, this.#windows.state]
  }

  /** The editions of the scenario that resources still have rules of. */
  editions(): Set<number> {
    return this.planner.editions().add(this.#scenario.edition)
  }

  get #active(): ActiveNote {
    const { name, variant, edition } = this.#scenario
    const { seed, start } = this
    return { name, variant, edition, seed, version: this.#version, start, advanced: this.#advanced }
  }

  get scenario(): Scenario {
    return this.#scenario
  }

  get version(): number {
    return this.#version
  }

  get label(): string {
    const { name, variant } = this.#scenario
    return `${name}${variant === undefined ? '' : `:${variant}`}@${this.#version} seed ${this.seed}`
  }

  /** Takes a new version: resources keep the rules under which they entered their state. */
  adopt(scenario: Scenario): void {
    this.#scenario = scenario
    this.#version++
    this.planner.adopt(scenario)
    this.#windows = new Windows(scenario.limits.windows)
    this.#adoptRules()
    this.#activeChanged()
    this.world.notes.changedLate(WINDOWS, () => this.#windows.state)
  }

  /** Puts a single fault, in place of the one with the same id. */
  putFault(rule: FaultRule): void {
    this.#change(rule.id, () => this.faults.put(rule))
  }

  /** Takes a single fault away. */
  dropFault(id: string): void {
    this.#change(id, () => this.faults.drop(id))
  }

  /** Takes all single faults away. Returns how many there were. */
  dropFaults(): number {
    return this.#change(null, () => this.faults.dropAll())
  }

  arriving(provider: string, sent: JudgedRequest): void {
    const { advance } = this.#scenario
    if (!advance || this.#advanced || `${provider}/${sent.op ?? ''}` !== advance.before) return
    this.#advanced = true
    this.#activeChanged()
    try {
      this.world.clock.advance(advance.by)
    } catch (error) {
      this.#advanced = false
      throw error
    }
  }

  judge(provider: string, sent: JudgedRequest): Ruling | null {
    this.origins.note(sent.n)
    const request = new ParsedRequest(this.world, provider, sent)
    const refused = this.#windows.refuse(request)
    if (this.#scenario.limits.windows.length > 0) this.world.notes.changedLate(WINDOWS, () => this.#windows.state)
    if (refused) return refused
    this.#moments.look()
    let ruling: Ruling | null = null
    for (const rule of this.faults.rules) {
      if (rule.document.enabled === false || !rule.match.fits(request)) continue
      const hit = this.#hit(rule, request)
      if (!hit || (rule.ending && ruling?.ending)) continue
      const rest = { ...rule, ending: this.faults.endingOf(rule, sent.now) }
      ruling = joined(ruling ?? NOTHING, rest, rule.delay?.at(hit.address, hit.call) ?? 0)
      this.faults.hit(rule.id, sent.now, sent.n)
    }
    return ruling
  }

  heard(provider: string, sent: JudgedRequest, { status, body, changed }: Handled): void {
    if (sent.op !== null) this.#moments.heard(`${provider}/${sent.op}`, status, sent.now)
    if (!this.planner.listens || status < 200 || status > 299) return
    const request = new ParsedRequest(this.world, provider, sent)
    for (const { def, row } of observedRows(request, body, this.#idMembers(provider))) {
      if (!changed) this.world.transact((tx) => this.planner.read(tx, def, row), sent.n)
      this.world.transact((tx) => this.planner.called(tx, def, row, request.op), sent.n)
    }
  }

  /** Told of a mark. */
  marked(text: string): void {
    this.#moments.marked(text)
    this.origins.note(this.world.journal.seen + 1, text)
    this.answering()
  }

  answering(): void {
    try {
      this.world.notes.keep()
    } catch (error) {
      if (!(error instanceof KeepError)) throw error // what was counted is kept once there is room
    }
  }

  // what cannot be kept has not happened
  #change<R>(id: string | null, change: () => R): R {
    this.#moments.look()
    try {
      return this.faults.orAsBefore(id, () => {
        const result = change()
        this.world.notes.keep()
        return result
      })
    } finally {
      this.#keepHistory()
    }
  }

  #activeChanged(): void {
    this.world.notes.changed(ACTIVE, () => this.#active)
  }

  /** Counts a fitting call, and says whether the rule means it. */
  #hit(rule: FaultRule, request: ParsedRequest): { address: Address; call: number } | undefined {
    const { now } = request.sent
    if (!this.faults.counts(rule)) return undefined
    if (now < rule.when.at(this.start) || now >= rule.when.until(this.start)) return undefined
    const counter = counterOf(rule.per, request)
    const call = this.faults.number(rule.id, counter)
    if (!rule.calls.includes(call)) return undefined
    const address = [this.seed, this.world.name, request.provider, 'fault', rule.id, counter, call]
    return rule.chance === 1 || drawAt(...address, 'chance') < rule.chance ? { address, call } : undefined
  }

  #idMembers(provider: string): readonly string[] {
    return this.#scenario.vocabulary.get(provider)?.identity.ids ?? []
  }

  #adoptRules(): void {
    this.faults.adopt(this.#scenario.faults)
    this.origins.adopt(this.#scenario.expect)
    this.world.rates.override = this.#windows.override
    this.#keepHistory()
  }

  // as far back as the most stale read looks
  #keepHistory(): void {
    const span = this.faults.longestStale
    const { commits } = this.world
    commits.history = span === 0 ? null : (commits.history ?? new History(span))
    if (commits.history) commits.history.span = span
  }
}
