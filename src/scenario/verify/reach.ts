import { ConfigError } from '../../core/config.ts'
import type { World } from '../../world/world.ts'
import { type Drawable, drawnIn } from '../../world/topology/drawable.ts'
import { type Reach, reach, reachText } from '../../world/topology/reach.ts'
import type { Expectation } from '../document/schema.ts'
import type { Check } from './report.ts'

/** Checks whether one network, subnet or address reaches another. An end that there is not fails the check. */
export const checkReach = (world: World, drawable: readonly Drawable[], expectation: Expectation): Check => {
  const { reaches = true, because } = expectation
  const { from, to, port, provider } = expectation.reach!
  const text = `${from} ${reaches ? 'reaches' : 'does not reach'} ${to}${port === undefined ? '' : ` at port ${port}`}`
  const worlds = world.transact((tx) =>
    drawnIn(
      tx,
      drawable.filter((one) => provider === undefined || one.provider === provider),
    ),
  )
  let found: Reach
  try {
    found = reach(worlds, { from, to, port })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { text, passed: false, because, seen: [error.message] }
  }
  return { text, passed: found.reaches === reaches, because, seen: reachText(found).trimEnd().split('\n') }
}
