import { type Millis, durationText } from '../core/clock.ts'
import { GONE, type Stateful, statesOf } from '../world/lifecycle.ts'
import type { StatefulDef } from '../world/unit-of-work.ts'
import { pendingExitOf, drawAddress } from './run/pending-exits.ts'
import type { Scenario } from './rules/compile.ts'
import { stateName } from './document/names.ts'
import { type Edge, edgesOf, reachableStates } from './rules/reachability.ts'
import type { TransitionRule } from './rules/transitions.ts'

export interface SimulateOptions {
  readonly seed: number
  readonly namespace?: string | undefined
  /** Which resource of its kind, from 1. */
  readonly ordinal?: number | undefined
  /** Fields of the resource, for the conditions of rules; a condition on any other field counts as met. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
  /** How often a client reads; without it, time goes before reads. */
  readonly poll?: Millis | undefined
}

/** One state on the way of a resource. */
export interface Step {
  /** Since the resource was made. */
  readonly at: Millis
  /** What brought it there: `start`, `time`, `read 2`, or `manual`. */
  readonly by: string
  readonly state: string
  readonly rule: string | null
  readonly note: string | null
}

export interface Simulation {
  readonly machine: string
  readonly seed: number
  readonly steps: readonly Step[]
  readonly reachable: readonly string[]
  readonly states: number
  /** The longest way to a state that does not end by itself; null when nothing bounds it. */
  readonly worst: Millis | null
  /** Transitions that cannot happen. */
  readonly dead: readonly string[]
}

const LONGEST = 100

/** The way that a resource would take under a scenario, if no client changed it. */
export const simulate = (scenario: Scenario, def: StatefulDef, options: SimulateOptions): Simulation => {
  const byState = scenario.lifecycles.get(def.name) ?? new Map<string, readonly TransitionRule[]>()
  const reachable = reachableStates(def, byState)
  const forced = scenario.force.get(def.name)
  const all = [...byState.values()].flat()
  const loses = (rule: TransitionRule): boolean =>
    forced !== undefined && rule.id !== forced && rule.weight !== undefined && sameState(all, rule, forced)
  return {
    machine: def.name,
    seed: options.seed,
    steps: walk(scenario, def, options),
    reachable: statesOf(def.machine).filter((state) => reachable.has(state)),
    states: statesOf(def.machine).length,
    worst: worstFrom(def, byState),
    dead: [...new Set(all.filter((rule) => loses(rule) || !reachable.has(rule.from)).map(({ id }) => id))],
  }
}

const sameState = (all: readonly TransitionRule[], rule: TransitionRule, forced: string): boolean =>
  all.some(({ id, from }) => id === forced && from === rule.from)

const walk = (scenario: Scenario, def: StatefulDef, options: SimulateOptions): Step[] => {
  const { seed, namespace = 'default', ordinal = 1, fields = {}, poll } = options
  const steps: Step[] = [{ at: 0, by: 'start', state: def.machine.initial, rule: null, note: null }]
  let at = 0
  let state: string = def.machine.initial
  while (steps.length < LONGEST && state !== GONE) {
    const row = { ...fields, id: 'simulated', ord: ordinal, state, since: at, due: null, next: null } as Stateful
    const rules = (scenario.lifecycles.get(def.name)?.get(state) ?? []).map((rule) => knowing(rule, row))
    const force = scenario.force.get(def.name)
    const address = (_: unknown, rule: TransitionRule) => drawAddress(seed, namespace, def.name, ordinal, rule.id)
    const normal = def.machine.states[state]?.after ?? null
    const pending = pendingExitOf(row, rules, normal, address, force, undefined)
    const next = nextOf(pending.rules, pending.timers[0], at, poll, steps.at(-1)!.by === 'time')
    if (!next) break
    const { rule } = next
    at = next.at
    state = next.to
    steps.push({ at, by: next.by, state, rule: rule?.id ?? null, note: noteOf(rule, scenario, def) })
  }
  return steps
}

/** The rule without the conditions that nothing is known about. */
const knowing = (rule: TransitionRule, row: object): TransitionRule => ({
  ...rule,
  conditions: rule.conditions.filter((condition) => condition.valueIn(row) !== undefined),
})

interface Next {
  readonly at: Millis
  readonly by: string
  readonly to: string
  readonly rule: TransitionRule | undefined
}

type Timer = { readonly ms: Millis; readonly to: string; readonly rule: TransitionRule | undefined } | undefined

const nextOf = (
  rules: readonly TransitionRule[],
  timer: Timer,
  now: Millis,
  poll: Millis | undefined,
  byTimeHere: boolean,
): Next | undefined => {
  const byTime = timer && { at: now + timer.ms, by: 'time', to: timer.to, rule: timer.rule }
  const reads = rules.flatMap((rule) =>
    rule.drivers.flatMap((driver) =>
      driver.kind === 'reads' && driver.count > 0 ? [{ rule, count: driver.count }] : [],
    ),
  )
  const [first] = reads.sort((a, b) => a.count - b.count)
  if (first) {
    // a client that polls reads at every full interval; what is due then has happened before it reads
    const readBefore = poll === undefined ? 0 : byTimeHere ? Math.ceil(now / poll) - 1 : Math.floor(now / poll)
    const at = poll === undefined ? now : (readBefore + first.count) * poll
    const byRead = { at, by: `read ${first.count}`, to: first.rule.to, rule: first.rule }
    if (!byTime || (poll !== undefined && byRead.at < byTime.at)) return byRead
  }
  if (byTime) return byTime
  const manual = rules.find(({ drivers }) => drivers.some(({ kind }) => kind === 'manual'))
  return manual && { at: now, by: 'manual', to: manual.to, rule: manual }
}

const noteOf = (rule: TransitionRule | undefined, { lifecycles: rules }: Scenario, def: StatefulDef): string | null => {
  if (!rule) return null
  const notes: string[] = []
  if (rule.drivers.some(({ kind }) => kind === 'manual')) notes.push('waits for: peertwin release <id>')
  const original = rules
    .get(def.name)
    ?.get(rule.from)
    ?.find(({ id }) => id === rule.id)
  for (const { text } of original?.conditions ?? []) notes.push(`only if ${text}`)
  return notes.length === 0 ? null : notes.join('; ')
}

/** The longest that a resource can be on its way, going round no circle twice. */
const worstFrom = (def: StatefulDef, byState: ReadonlyMap<string, readonly TransitionRule[]>): Millis | null => {
  const edges = edgesOf(def, byState)
  const longest = (state: string, seen: ReadonlySet<string>): Millis => {
    if (state === GONE || seen.has(state)) return 0
    const further = new Set(seen).add(state)
    return Math.max(
      0,
      ...edges
        .filter(({ from }) => from === state)
        .map((edge) => {
          const wait = waitOf(edge)
          return wait === undefined ? 0 : wait + longest(edge.to, further)
        }),
    )
  }
  const worst = longest(def.machine.initial, new Set())
  return worst === Infinity ? null : worst
}

// what only a client can bring about is on nobody's way
const waitOf = ({ rule, ms }: Edge): Millis | undefined => {
  if (!rule) return ms
  const waits = rule.drivers.flatMap((driver) => {
    if (driver.kind === 'after') return [driver.wait.max]
    return driver.kind === 'reads' ? [0] : driver.kind === 'manual' ? [driver.wait.max] : []
  })
  const timed = rule.drivers.some(({ kind }) => kind === 'after')
  return waits.length === 0
    ? undefined
    : timed
      ? Math.min(...waits.filter((wait) => wait > 0), Infinity)
      : Math.max(...waits)
}

/** The simulation for people. */
export const simulationText = ({ steps, reachable, states, worst, dead }: Simulation): string => {
  const rows = steps.map((step, index) => {
    const since = index === 0 ? 0 : step.at - steps[index - 1]!.at
    const by = index === 0 ? 't=0s' : step.by === 'time' ? `+${durationText(since)}` : step.by
    return [by, stateName(step.state), step.rule ?? '', step.note === null ? '' : `(${step.note})`]
  })
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const end = worst === null ? 'unbounded' : durationText(worst)
  lines.push(
    `reachable: ${reachable.length} of ${states} states   worst time to a final state: ${end}   dead rules: ${dead.join(', ') || 'none'}`,
  )
  return `${lines.join('\n')}\n`
}
