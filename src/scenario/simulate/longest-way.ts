import type { Millis } from '../../core/clock.ts'
import { GONE } from '../../world/lifecycle.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import { type Edge, type RulesByState, edgesOf } from '../rules/reachability.ts'

/** The longest that a resource can be on its way, going round no circle twice; null when nothing bounds it. */
export const longestWay = (def: StatefulDef, byState: RulesByState): Millis | null => {
  const edges = edgesOf(def, byState)
  const longestFrom = (state: string, seen: ReadonlySet<string>): Millis => {
    if (state === GONE || seen.has(state)) return 0
    const further = new Set(seen).add(state)
    const ways = edges
      .filter(({ from }) => from === state)
      .map((edge) => {
        const wait = waitOf(edge)
        return wait === undefined ? 0 : wait + longestFrom(edge.to, further)
      })
    return Math.max(0, ...ways)
  }
  const longest = longestFrom(def.machine.initial, new Set())
  return longest === Infinity ? null : longest
}

/** The longest wait on an edge; undefined for what only a client can bring about, which is on nobody's way. */
const waitOf = ({ rule, ms }: Edge): Millis | undefined => {
  if (!rule) return ms
  const timers = rule.drivers.flatMap((driver) => (driver.kind === 'after' ? [driver.wait.max] : []))
  if (timers.length > 0) return Math.min(...timers)
  const others = rule.drivers.flatMap((driver) =>
    driver.kind === 'reads' ? [0] : driver.kind === 'manual' ? [driver.wait.max] : [],
  )
  return others.length > 0 ? Math.max(...others) : undefined
}
