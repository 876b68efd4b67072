import type { World } from '../../world/world.ts'
import type { Vocabulary } from '../document/names.ts'
import type { Expectation } from '../document/schema.ts'
import { engineOf } from '../run/activation.ts'
import { boundsText, inBounds, times } from './bounds.ts'
import { checkCalls } from './calls.ts'
import type { Check, Verification } from './report.ts'
import { checkResources } from './resources.ts'

/** Holds what happened in a world against the given expectations, or those of its scenario. */
export const verify = (world: World, vocabulary: Vocabulary, given?: readonly Expectation[]): Verification => {
  world.catchUp()
  const engine = engineOf(world)
  const expectations = given ?? engine?.scenario.expect ?? []
  const checks = expectations.map((expectation): Check => {
    if (expectation.op !== undefined) return checkCalls(world, expectation.op, expectation)
    if (expectation.resource !== undefined) return checkResources(world, vocabulary, expectation.resource, expectation)
    return checkHits(world, expectation.fault!, expectation)
  })
  return {
    scenario: engine?.label ?? `none seed ${world.ids.state.seed[0]}`,
    passed: checks.every(({ passed }) => passed),
    checks,
  }
}

/** Checks an expectation about a fault. */
const checkHits = (world: World, fault: string, { hits = { atLeast: 1 }, because }: Expectation): Check => {
  const count = engineOf(world)?.faults.countOf(fault)
  const { hits: seen = 0, matched = 0 } = count ?? {}
  return {
    text: `fault ${fault} hits ${boundsText(hits)}`,
    passed: inBounds(seen, hits),
    because,
    seen: [`it hit ${times(seen)}, out of ${matched} matching ${matched === 1 ? 'call' : 'calls'}`],
  }
}
