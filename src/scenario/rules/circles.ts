import type { CompileContext, Path } from '../document/compile-context.ts'
import { machineOf } from '../document/names.ts'
import { type Edge, type Lifecycles, edgesOf } from './reachability.ts'

/** Notes lifecycles in which a resource can go round for ever without any time passing. */
export const checkCircles = (lifecycles: Lifecycles, root: CompileContext): void => {
  for (const [name, byState] of lifecycles) {
    const atOnce = new Map<string, Edge[]>()
    for (const edge of edgesOf(machineOf(root.vocabulary, name)!, byState))
      if (canBeAtOnce(edge)) atOnce.set(edge.from, [...(atOnce.get(edge.from) ?? []), edge])
    const circle = circleIn(atOnce)
    if (!circle) continue
    const way = [...circle, circle[0]!].map(({ from }) => from).join(' → ')
    const { rule } = circle.findLast((edge) => edge.rule)!
    root
      .goTo(placeOf(rule!.path))
      .mistake(`'${rule!.id}' can go round for ever: ${way} may take no time; let one of them wait longer than 0s`)
  }
}

const placeOf = (path: Path): Path => [...path, 'after']

const canBeAtOnce = ({ rule, ms }: Edge): boolean =>
  rule
    ? rule.drivers.some(
        (driver) =>
          (driver.kind === 'after' && driver.wait.min === 0) || (driver.kind === 'reads' && driver.count === 0),
      )
    : ms === 0

/** The first circle among the edges, in the order in which it is gone; undefined when there is none. */
const circleIn = (edges: ReadonlyMap<string, readonly Edge[]>): readonly Edge[] | undefined => {
  const done = new Set<string>()
  const follow = (state: string, way: readonly Edge[]): readonly Edge[] | undefined => {
    const start = way.findIndex(({ from }) => from === state)
    if (start !== -1) return way.slice(start)
    if (done.has(state)) return undefined
    for (const edge of edges.get(state) ?? []) {
      const circle = follow(edge.to, [...way, edge])
      if (circle) return circle
    }
    done.add(state)
    return undefined
  }
  for (const state of edges.keys()) {
    const circle = follow(state, [])
    if (circle) return circle
  }
  return undefined
}
