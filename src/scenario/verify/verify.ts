import type { Drawable } from '../../world/topology/drawable.ts'
import type { World } from '../../world/world.ts'
import type { Vocabulary } from '../document/names.ts'
import type { Expectation } from '../document/schema.ts'
import { activeIn } from '../run/activation.ts'
import { boundsText, inBounds, times } from './bounds.ts'
import { checkCalls } from './calls.ts'
import type { Check, Verification } from './report.ts'
import { checkReach } from './reach.ts'
import { checkResources } from './resources.ts'
import { checkUnchanged } from './unchanged.ts'

export interface VerifyOptions {
  /** In place of what the scenario expects. */
  readonly expect?: readonly Expectation[] | undefined
  /** Whether it may pass when nothing was expected, or no request came. */
  readonly allowEmpty?: boolean | undefined
  /** How worlds are drawn, for expectations about what reaches what. */
  readonly drawable?: readonly Drawable[] | undefined
}

/** Holds what happened in a world against what is expected of it. */
export const verify = (
  world: World,
  vocabulary: Vocabulary,
  { expect, allowEmpty = false, drawable = [] }: VerifyOptions = {},
): Verification => {
  world.catchUp()
  const active = activeIn(world)
  const expectations = expect ?? active?.scenario.expect ?? []
  const asked = expectations.map((expectation): Check => {
    if (expectation.op !== undefined) return checkCalls(world, expectation)
    if (expectation.reach !== undefined) return checkReach(world, drawable, expectation)
    if (expectation.unchanged !== undefined) return checkUnchanged(world, expectation)
    if (expectation.resource !== undefined) return checkResources(world, vocabulary, expectation.resource, expectation)
    return checkHits(world, expectation.fault!, expectation)
  })
  const checks = allowEmpty ? asked : [...emptiness(world, expectations), ...asked]
  return {
    scenario: active?.label ?? `none seed ${world.ids.state.seed[0]}`,
    passed: checks.every(({ passed }) => passed),
    checks,
    forgotten: world.journal.tally.forgotten,
  }
}

/** What makes a result worthless, as failed checks. */
const emptiness = (world: World, expectations: readonly Expectation[]): Check[] => {
  const failed = (text: string, seen: string): Check => ({ text, passed: false, because: undefined, seen: [seen] })
  const scenario = activeIn(world)?.scenario
  const [entry] = world.journal.entries()
  return [
    ...(expectations.length > 0
      ? []
      : [failed('something is expected', scenario ? `${scenario.name} expects nothing` : 'no scenario is active')]),
    ...(entry || world.journal.tally.forgotten > 0
      ? []
      : [failed('a request reaches the emulator', `there is none in the journal of ${world.name}`)]),
  ]
}

/** Checks an expectation about a fault. */
const checkHits = (world: World, fault: string, { hits = { atLeast: 1 }, because }: Expectation): Check => {
  const count = activeIn(world)?.faults.countOf(fault)
  const { hits: seen = 0, matched = 0 } = count ?? {}
  return {
    text: `fault ${fault} hits ${boundsText(hits)}`,
    passed: inBounds(seen, hits),
    because,
    seen: [`it hit ${times(seen)}, out of ${matched} matching ${matched === 1 ? 'call' : 'calls'}`],
  }
}
