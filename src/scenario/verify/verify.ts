import type { World } from '../../world/world.ts'
import { type Engine, engineOf } from '../run/engine.ts'
import { type Check, boundsText, inBounds, times } from './bounds.ts'
import { checkCalls } from './calls.ts'
import { checkResources } from './resources.ts'
import type { Expectation } from '../document/schema.ts'

export interface Verification {
  /** Name, version and seed of the scenario; what to run again. */
  readonly scenario: string
  readonly passed: boolean
  readonly checks: readonly Check[]
}

/** Judges what happened in a world by the given expectations, or by those of its scenario. */
export const verify = (world: World, given?: readonly Expectation[]): Verification => {
  world.catchUp()
  const engine = engineOf(world)
  const checks = (given ?? engine?.scenario.expect ?? []).map((expectation) => checkOne(world, engine, expectation))
  return {
    scenario: engine?.label ?? `none seed ${world.ids.state.seed[0]}`,
    passed: checks.every(({ passed }) => passed),
    checks,
  }
}

const checkOne = (world: World, engine: Engine | undefined, expectation: Expectation): Check => {
  if (expectation.op !== undefined) return checkCalls(world, expectation)
  if (expectation.resource !== undefined) return checkResources(world, engine, expectation)
  return checkHits(engine, expectation)
}

const checkHits = (engine: Engine | undefined, { fault, hits, because }: Expectation): Check => {
  const { hits: count, calls } = engine?.countOf(fault!) ?? { hits: 0, calls: new Map<string, number>() }
  const matching = [...calls.values()].reduce((sum, one) => sum + one, 0)
  return {
    text: `fault ${fault} hits ${boundsText(hits ?? { atLeast: 1 })}`,
    passed: inBounds(count, hits ?? { atLeast: 1 }),
    because,
    seen: [`it hit ${times(count)}, out of ${matching} matching ${matching === 1 ? 'call' : 'calls'}`],
  }
}
