import type { World } from '../core/world.ts'
import type { Scenario } from './compile.ts'
import { Engine } from './engine.ts'

const engines = new WeakMap<World, Engine>()

/** What is active in a world, or undefined. */
export const engineOf = (world: World): Engine | undefined => engines.get(world)

/** Lets a scenario take its place in a world. What was active before is gone; timers that run go on as they are. */
export const activate = (world: World, scenario: Scenario): Engine => {
  deactivate(world)
  const engine = new Engine(world, scenario)
  engines.set(world, engine)
  world.judge = engine
  world.plan = engine.bend
  return engine
}

export const deactivate = (world: World): void => {
  engines.delete(world)
  world.judge = null
  world.plan = null
  world.history = null
  world.rates.bend = null
}

/** A scenario that does nothing, to carry single rules of the control API. */
export const NO_SCENARIO: Scenario = {
  name: 'none',
  variant: undefined,
  seed: undefined,
  clock: undefined,
  fixtures: undefined,
  rules: new Map(),
  faults: [],
  limits: { windows: [], quotas: [] },
  expect: [],
  force: new Map(),
  advance: undefined,
}
