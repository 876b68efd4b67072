import type { Millis } from '../../core/clock.ts'
import { drawAt } from '../../core/ids.ts'
import { History } from '../../world/commits.ts'
import type { JudgedRequest, Judge, Outcome, Verdict } from '../../world/judge.ts'
import type { World } from '../../world/world.ts'
import type { Address } from '../document/delays.ts'
import { counterOf } from '../rules/calls.ts'
import type { Scenario } from '../rules/compile.ts'
import { LONGEST_DELAY } from '../rules/effects.ts'
import type { FaultRule } from '../rules/faults.ts'
import { ParsedRequest } from '../rules/parsed-request.ts'
import { ActiveFaults } from './active-faults.ts'
import { observedRows } from './observed-rows.ts'
import { TransitionPlanner } from './transition-planner.ts'
import { Windows } from './windows.ts'

/** A scenario at work in one world. */
export class Engine implements Judge {
  readonly world: World
  readonly seed: number
  /** When the scenario took its place: windows of time count from here. */
  readonly start: Millis
  readonly planner: TransitionPlanner
  readonly faults = new ActiveFaults()
  #scenario: Scenario
  #version = 1
  #windows: Windows
  #advanced = false

  constructor(world: World, scenario: Scenario) {
    this.world = world
    this.seed = scenario.seed ?? (world.ids.state.seed[0]! as number)
    this.start = world.clock.now()
    this.#scenario = scenario
    this.planner = new TransitionPlanner(world.name, this.seed, scenario)
    this.#windows = new Windows(scenario.limits.windows)
    this.#adoptRules()
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
  }

  /** Puts a single fault, in place of the one with the same id. */
  putFault(rule: FaultRule): void {
    this.faults.put(rule)
    this.#keepHistory()
  }

  /** Takes a single fault away. */
  dropFault(id: string): void {
    this.faults.drop(id)
    this.#keepHistory()
  }

  /** Takes all single faults away. Returns how many there were. */
  dropFaults(): number {
    const dropped = this.faults.dropAll()
    this.#keepHistory()
    return dropped
  }

  arriving(provider: string, sent: JudgedRequest): void {
    const { advance } = this.#scenario
    if (!advance || this.#advanced || `${provider}/${sent.op ?? ''}` !== advance.before) return
    this.#advanced = true
    this.world.clock.advance(advance.by)
  }

  judge(provider: string, sent: JudgedRequest): Verdict | null {
    const request = new ParsedRequest(this.world, provider, sent)
    const refused = this.#windows.refuse(request)
    if (refused) return refused
    let verdict: Verdict | null = null
    for (const rule of this.faults.rules) {
      if (rule.document.enabled === false || !rule.match.fits(request)) continue
      const hit = this.#hit(rule, request)
      if (!hit || (rule.ending && verdict?.ending)) continue
      verdict = joined(verdict ?? NOTHING, rule, rule.delay?.at(hit.address, hit.call) ?? 0)
      this.faults.countOf(rule.id).hit(sent.now, sent.n)
    }
    return verdict
  }

  heard(provider: string, sent: JudgedRequest, { status, body, changed }: Outcome): void {
    if (!this.planner.listens || status < 200 || status > 299) return
    const request = new ParsedRequest(this.world, provider, sent)
    for (const { def, row } of observedRows(request, body, this.#idMembers(provider))) {
      if (!changed) this.world.transact((tx) => this.planner.read(tx, def, row), sent.n)
      this.world.transact((tx) => this.planner.called(tx, def, row, request.op), sent.n)
    }
  }

  /** Counts a fitting call, and says whether the rule means it. */
  #hit(rule: FaultRule, request: ParsedRequest): { address: Address; call: number } | undefined {
    const { now } = request.sent
    if (now < rule.when.at(this.start) || now >= rule.when.until(this.start)) return undefined
    const counter = counterOf(rule.per, request)
    const call = this.faults.countOf(rule.id).number(counter)
    if (!rule.calls.includes(call)) return undefined
    const address = [this.seed, this.world.name, request.provider, 'fault', rule.id, counter, call]
    return rule.chance === 1 || drawAt(...address, 'chance') < rule.chance ? { address, call } : undefined
  }

  #idMembers(provider: string): readonly string[] {
    return this.#scenario.vocabulary.get(provider)?.identity.ids ?? []
  }

  #adoptRules(): void {
    this.faults.adopt(this.#scenario.faults)
    this.world.rates.override = this.#windows.override
    this.#keepHistory()
  }

  // as far back as the most stale read looks
  #keepHistory(): void {
    let span = 0
    for (const { ending } of this.faults.rules) if (ending?.kind === 'stale' && ending.by > span) span = ending.by
    const { commits } = this.world
    commits.history = span === 0 ? null : (commits.history ?? new History(span))
    if (commits.history) commits.history.span = span
  }
}

const NOTHING: Verdict = { faults: [], delay: 0, lag: 0, stage: 'before', ending: null }

/** A verdict with one more rule: delays add up, and the first ending wins. */
const joined = (before: Verdict, { id, stage, ending }: FaultRule, wait: Millis): Verdict => ({
  faults: [...before.faults, id],
  delay: Math.min(LONGEST_DELAY, before.delay + (stage === 'before' ? wait : 0)),
  lag: Math.min(LONGEST_DELAY, before.lag + (stage === 'after' ? wait : 0)),
  stage: before.ending ? before.stage : stage,
  ending: before.ending ?? ending,
})
