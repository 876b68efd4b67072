import { GONE, statesOf } from '../../world/lifecycle.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import type { CompileContext } from '../document/compile-context.ts'
import { machineOf } from '../document/names.ts'
import { type TransitionRule, isSelfActing } from './transitions.ts'

/** The ways out of the states of one machine, in the order of the file. */
export type RulesByState = ReadonlyMap<string, readonly TransitionRule[]>

/** The same, by machine. */
export type Lifecycles = ReadonlyMap<string, RulesByState>

/** Where a state can lead, under the rules of a scenario. */
export interface Edge {
  readonly from: string
  readonly to: string
  /** The rule, or undefined for what the machine itself does. */
  readonly rule: TransitionRule | undefined
  /** How long the machine itself waits; undefined for what only an event brings about. */
  readonly ms?: number
}

/** Every way out of every state: the rules, and of the machine's own ways those that no rule replaces. */
export const edgesOf = (def: StatefulDef, byState: RulesByState): Edge[] =>
  statesOf(def.machine).flatMap((from) => {
    const rules = byState.get(from) ?? []
    const state = def.machine.states[from]!
    const edges: Edge[] = rules.filter(({ hold }) => !hold).map((rule) => ({ from, to: rule.to, rule }))
    const unconditional = rules.filter(({ conditions }) => conditions.length === 0)
    if (state.after && !unconditional.some(isSelfActing))
      edges.push({ from, to: state.after.to, rule: undefined, ms: state.after.ms })
    for (const [event, to] of Object.entries(state.on ?? {})) {
      const replaced = unconditional.some(({ drivers }) =>
        drivers.some((driver) => driver.kind === 'event' && driver.event === event),
      )
      if (!replaced) edges.push({ from, to: to as string, rule: undefined })
    }
    return edges
  })

/** States in which a resource can start: the initial one, and those that nothing in the machine leads to. */
const entriesOf = (def: StatefulDef): string[] => {
  const targets = new Set(edgesOf(def, new Map()).map(({ to }) => to))
  return statesOf(def.machine).filter((state) => state === def.machine.initial || !targets.has(state))
}

/** The states that a resource can get into. */
export const reachableStates = (def: StatefulDef, byState: RulesByState): Set<string> => {
  const edges = edgesOf(def, byState)
  const reachable = new Set(entriesOf(def))
  for (const state of reachable)
    for (const edge of edges) if (edge.from === state && edge.to !== GONE) reachable.add(edge.to)
  return reachable
}

/** The rules of a machine that can never happen because nothing leads to where they start. */
const deadRules = (def: StatefulDef, byState: RulesByState): TransitionRule[] => {
  const reachable = reachableStates(def, byState)
  const all = [...byState.values()].flat()
  const told = new Set(all.filter(({ from }) => reachable.has(from)).map(({ id }) => id))
  return all.filter(({ id }) => !told.has(id) && told.add(id))
}

/** What is compiled: a file as it is, or in a variant. */
interface Compiling {
  readonly root: CompileContext
  readonly variant: string | undefined
}

/** Notes the rules that can never happen. One of the file that a variant cuts off is no mistake of the file. */
export const checkReachability = (lifecycles: Lifecycles, { root, variant }: Compiling): void => {
  for (const [name, byState] of lifecycles)
    for (const { id, from, path } of deadRules(machineOf(root.vocabulary, name)!, byState)) {
      const why = `can never happen: nothing leads to ${from} any more`
      if (variant === undefined || path[0] === 'variants') root.goTo([...path, 'from']).mistake(`'${id}' ${why}`)
      else root.goTo(['variants', variant]).warning(`in the variant '${variant}', '${id}' of ${name} ${why}`)
    }
}
