import type { Millis } from '../../core/clock.ts'
import { statesOf } from '../../world/lifecycle.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import type { Scenario } from '../rules/compile.ts'
import { type RulesByState, reachableStates } from '../rules/reachability.ts'
import type { TransitionRule } from '../rules/transitions.ts'
import { longestWay } from './longest-way.ts'
import { type SimulateOptions, type Step, stepsOf } from './steps.ts'

/** What {@link simulate} found out; spans in milliseconds of emulated time. */
export interface Simulation {
  readonly machine: string
  readonly seed: number
  readonly steps: readonly Step[]
  readonly reachable: readonly string[]
  readonly states: number
  /** The longest way to a state that does not end by itself; null when nothing bounds it. */
  readonly worst: Millis | null
  /** Rules that cannot happen. */
  readonly dead: readonly string[]
}

/** What a scenario makes of a machine: the way of one resource, and what any resource can come to. */
export const simulate = (scenario: Scenario, def: StatefulDef, options: SimulateOptions): Simulation => {
  const byState: RulesByState = scenario.lifecycles.get(def.name) ?? new Map()
  const reachable = reachableStates(def, byState)
  const forced = scenario.force.get(def.name)
  const loses = ({ id, from, weight }: TransitionRule): boolean =>
    id !== forced && weight !== undefined && (byState.get(from) ?? []).some((rule) => rule.id === forced)
  const all = [...byState.values()].flat()
  const alive = new Set(all.filter((rule) => reachable.has(rule.from) && !loses(rule)).map(({ id }) => id))
  return {
    machine: def.name,
    seed: options.seed,
    steps: stepsOf(scenario, def, options),
    reachable: statesOf(def.machine).filter((state) => reachable.has(state)),
    states: statesOf(def.machine).length,
    worst: longestWay(def, byState),
    dead: [...new Set(all.map(({ id }) => id))].filter((id) => !alive.has(id)),
  }
}
