import type { Millis } from '../../core/clock.ts'
import { History } from '../../world/commits.ts'
import { drawAt } from '../../core/ids.ts'
import type { Asked, Judge, Outcome, Verdict } from '../../world/judge.ts'
import type { World } from '../../world/world.ts'
import { TransitionPlanner } from './transition-planner.ts'
import type { Scenario } from '../rules/compile.ts'
import { counterOf } from '../rules/calls.ts'
import { ParsedRequest, observedRows } from '../rules/parsed-request.ts'
import { type FaultRule, LONGEST_DELAY } from '../rules/faults.ts'
import { Windows } from './windows.ts'

/** How often a fault was looked at and happened. */
export interface FaultCount {
  /** Matching calls by what they are counted per. */
  readonly calls: Map<string, number>
  hits: number
  lastAt: Millis | null
  lastRequest: number | null
}

/** A scenario at work in one world. */
export class Engine implements Judge {
  readonly world: World
  readonly seed: number
  readonly planner: TransitionPlanner
  /** When the scenario took its place: windows of time count from here. */
  readonly start: Millis
  #scenario: Scenario
  #version = 1
  #windows: Windows
  /** Rules of the control API: in place of those of the file with the same id, or before them. */
  readonly #single = new Map<string, FaultRule>()
  #faults: readonly FaultRule[] = []
  readonly #counts = new Map<string, FaultCount>()
  #jumped = false

  constructor(world: World, scenario: Scenario) {
    this.world = world
    this.seed = scenario.seed ?? (world.ids.state.seed[0]! as number)
    this.start = world.clock.now()
    this.#scenario = scenario
    this.planner = new TransitionPlanner(world, scenario, this.seed)
    this.#windows = new Windows(scenario.limits.windows)
    this.#equip()
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

  get faults(): readonly FaultRule[] {
    return this.#faults
  }

  /** Takes a new version: resources keep the rules under which they entered their state. */
  adopt(scenario: Scenario): void {
    this.#scenario = scenario
    this.#version++
    this.planner.adopt(scenario)
    this.#windows = new Windows(scenario.limits.windows)
    this.#equip()
  }

  /** Puts a rule of the control API, or takes it away. */
  setSingle(id: string, rule: FaultRule | undefined): void {
    if (rule) this.#single.set(id, rule)
    else this.#single.delete(id)
    this.#equip()
  }

  get singles(): ReadonlyMap<string, FaultRule> {
    return this.#single
  }

  countOf(id: string): FaultCount {
    let count = this.#counts.get(id)
    if (!count) this.#counts.set(id, (count = { calls: new Map(), hits: 0, lastAt: null, lastRequest: null }))
    return count
  }

  forget(id: string): void {
    this.#counts.delete(id)
  }

  arriving(provider: string, asked: Asked): void {
    const { advance } = this.#scenario
    if (!advance || this.#jumped || `${provider}/${asked.op ?? ''}` !== advance.before) return
    this.#jumped = true
    this.world.clock.advance(advance.by)
  }

  judge(provider: string, asked: Asked): Verdict | null {
    const request = new ParsedRequest(this.world, provider, asked)
    const refused = this.#windows.refuse(request)
    if (refused) return refused
    let verdict: Verdict | null = null
    for (const rule of this.faults) {
      if (rule.document.enabled === false || !rule.match.fits(request)) continue
      const hit = this.#hit(rule, request)
      if (hit === undefined || (rule.ending && verdict?.ending)) continue
      verdict = this.#with(verdict, rule, hit.address, hit.call)
      const count = this.countOf(rule.id)
      count.hits++
      count.lastAt = asked.now
      count.lastRequest = asked.n
    }
    return verdict
  }

  heard(provider: string, asked: Asked, { status, body, changed }: Outcome): void {
    if (!this.planner.listens || status < 200 || status > 299) return
    const request = new ParsedRequest(this.world, provider, asked)
    for (const { def, row } of observedRows(request, body)) {
      if (!changed) this.world.transact((tx) => this.planner.read(tx, def, row), asked.n)
      this.world.transact((tx) => this.planner.called(tx, def, row, request.op), asked.n)
    }
  }

  /** Counts a matching call, and says whether the rule means it. */
  #hit(rule: FaultRule, request: ParsedRequest): { address: (string | number)[]; call: number } | undefined {
    const { now } = request.asked
    if (now < rule.when.at(this.start) || now >= rule.when.until(this.start)) return undefined
    const counter = counterOf(rule.per, request)
    const { calls } = this.countOf(rule.id)
    const call = (calls.get(counter) ?? 0) + 1
    calls.set(counter, call)
    if (!rule.calls.includes(call)) return undefined
    const address = [this.seed, this.world.name, request.provider, 'fault', rule.id, counter, call]
    return rule.chance === 1 || drawAt(...address, 'chance') < rule.chance ? { address, call } : undefined
  }

  #with(verdict: Verdict | null, rule: FaultRule, address: (string | number)[], call: number): Verdict {
    const before = verdict ?? NOTHING
    const wait = rule.delay?.at(address, call) ?? 0
    const early = rule.stage === 'before'
    return {
      faults: [...before.faults, rule.id],
      delay: Math.min(LONGEST_DELAY, before.delay + (early ? wait : 0)),
      lag: Math.min(LONGEST_DELAY, before.lag + (early ? 0 : wait)),
      stage: rule.ending ? rule.stage : before.stage,
      ending: before.ending ?? rule.ending,
    }
  }

  #equip(): void {
    const own = this.#scenario.faults
    const single = [...this.#single.values()]
    this.#faults = [
      ...single.filter(({ id }) => !own.some((rule) => rule.id === id)),
      ...own.map((rule) => this.#single.get(rule.id) ?? rule),
    ]
    const spans = this.faults.map(({ ending }) => (ending?.kind === 'stale' ? ending.by : 0))
    const span = Math.max(0, ...spans)
    const { commits } = this.world
    commits.history = span === 0 ? null : (commits.history ?? new History(span))
    if (commits.history) commits.history.span = span
    this.world.rates.override = this.#windows.override
  }
}

const NOTHING: Verdict = { faults: [], delay: 0, lag: 0, stage: 'before', ending: null }

const engines = new WeakMap<World, Engine>()

/** What is active in a world, or undefined. */
export const engineOf = (world: World): Engine | undefined => engines.get(world)

/** Lets a scenario take its place in a world. What was active before is gone; timers that run go on as they are. */
export const activate = (world: World, scenario: Scenario): Engine => {
  deactivate(world)
  const engine = new Engine(world, scenario)
  engines.set(world, engine)
  world.judge = engine
  world.planner = engine.planner
  return engine
}

export const deactivate = (world: World): void => {
  engines.delete(world)
  world.judge = null
  world.planner = null
  world.commits.history = null
  world.rates.override = null
}

/** A scenario that does nothing, to carry single rules of the control API. */
export const NO_SCENARIO: Scenario = {
  name: 'none',
  variant: undefined,
  seed: undefined,
  clock: undefined,
  fixtures: undefined,
  lifecycles: new Map(),
  faults: [],
  limits: { windows: [], quotas: [] },
  expect: [],
  force: new Map(),
  advance: undefined,
}
