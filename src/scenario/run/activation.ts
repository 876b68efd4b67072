import type { World } from '../../world/world.ts'
import type { Scenario } from '../rules/compile.ts'
import { Engine, type LeftEngine } from './engine.ts'

const engines = new WeakMap<World, Engine>()

/** What is active in a world, or undefined. */
export const engineOf = (world: World): Engine | undefined => engines.get(world)

/** Lets a scenario take its place in a world. What was active before is gone; timers that run go on as they are. */
export const activate = (world: World, scenario: Scenario, left?: LeftEngine): Engine => {
  deactivate(world)
  const engine = new Engine(world, scenario, left)
  engines.set(world, engine)
  world.judge = engine
  world.planner = engine.planner
  return engine
}

/** Does something that changes what is active in a world. When it throws, that is as it was before. */
export const orAsBefore = <R>(world: World, change: () => R): R => {
  const { judge, planner } = world
  const { history } = world.commits
  const { override } = world.rates
  const engine = engines.get(world)
  try {
    return change()
  } catch (error) {
    if (engine) engines.set(world, engine)
    else engines.delete(world)
    Object.assign(world, { judge, planner })
    world.commits.history = history
    world.rates.override = override
    throw error
  }
}

/** Ends what is active in a world; timers that run go on. */
export const deactivate = (world: World): void => {
  engines.delete(world)
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
