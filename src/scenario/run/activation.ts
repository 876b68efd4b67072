import type { World } from '../../world/world.ts'
import type { Scenario } from '../rules/compile.ts'
import { ActiveScenario, type LeftScenario } from './active-scenario.ts'

const scenarios = new WeakMap<World, ActiveScenario>()

/** What is active in a world, or undefined. */
export const activeIn = (world: World): ActiveScenario | undefined => scenarios.get(world)

/** Lets a scenario take its place in a world. What was active before is gone; timers that run go on as they are. */
export const activate = (world: World, scenario: Scenario, left?: LeftScenario): ActiveScenario => {
  deactivate(world)
  const active = new ActiveScenario(world, scenario, left)
  scenarios.set(world, active)
  world.judge = active
  world.planner = active.planner
  return active
}

/** Does something that changes what is active in a world. When it throws, that is as it was before. */
export const orAsBefore = <R>(world: World, change: () => R): R => {
  const { judge, planner } = world
  const { history } = world.commits
  const { override } = world.rates
  const active = scenarios.get(world)
  try {
    return change()
  } catch (error) {
    if (active) scenarios.set(world, active)
    else scenarios.delete(world)
    Object.assign(world, { judge, planner })
    world.commits.history = history
    world.rates.override = override
    throw error
  }
}

/** Ends what is active in a world; timers that run go on. */
export const deactivate = (world: World): void => {
  scenarios.delete(world)
  world.judge = null
  world.planner = null
  world.commits.history = null
  world.rates.override = null
}

/** A scenario that does nothing, to carry single faults of the control API. */
export const NO_SCENARIO: Scenario = {
  name: 'none',
  variant: undefined,
  edition: 0,
  seed: undefined,
  clock: undefined,
  fixtures: undefined,
  vocabulary: new Map(),
  lifecycles: new Map(),
  faults: [],
  limits: { windows: [], quotas: [] },
  expect: [],
  force: new Map(),
  advance: undefined,
}
