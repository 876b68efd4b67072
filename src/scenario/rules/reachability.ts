import { GONE, type StatefulDef, statesOf } from '../../world/lifecycle.ts'
import type { FaultRule } from './faults.ts'
import type { Mistakes } from '../document/mistakes.ts'
import { type Vocabulary, machineOf } from '../document/names.ts'
import { type TransitionRule, isSelfActing } from './transitions.ts'

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
export const edgesOf = (def: StatefulDef, byState: ReadonlyMap<string, readonly TransitionRule[]>): Edge[] =>
  statesOf(def.machine).flatMap((from) => {
    const rules = byState.get(from) ?? []
    const state = def.machine.states[from]!
    const edges: Edge[] = rules.filter(({ hold }) => !hold).map((rule) => ({ from, to: rule.to, rule }))
    const replaced = rules.some((rule) => isSelfActing(rule) && rule.conditions.length === 0)
    if (state.after && !replaced) edges.push({ from, to: state.after.to, rule: undefined, ms: state.after.ms })
    for (const [event, to] of Object.entries(state.on ?? {})) {
      const redirected = rules.some(
        ({ drivers, conditions }) =>
          conditions.length === 0 && drivers.some((driver) => driver.kind === 'event' && driver.event === event),
      )
      if (!redirected) edges.push({ from, to: to as string, rule: undefined })
    }
    return edges
  })

/** States in which a resource can start: the initial one, and those that nothing in the machine leads to. */
const entriesOf = (def: StatefulDef): string[] => {
  const targets = new Set(edgesOf(def, new Map()).map(({ to }) => to))
  return statesOf(def.machine).filter((state) => state === def.machine.initial || !targets.has(state))
}

/** The states that a resource can get into. */
export const reachableStates = (
  def: StatefulDef,
  byState: ReadonlyMap<string, readonly TransitionRule[]>,
): Set<string> => {
  const edges = edgesOf(def, byState)
  const reached = new Set(entriesOf(def))
  for (const state of reached)
    for (const edge of edges) if (edge.from === state && edge.to !== GONE) reached.add(edge.to)
  return reached
}

/** Notes transitions that can never happen because nothing leads to where they start. */
export const checkReachability = (
  rules: ReadonlyMap<string, ReadonlyMap<string, readonly TransitionRule[]>>,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): void => {
  for (const [name, byState] of rules) {
    const reached = reachableStates(machineOf(vocabulary, name)!, byState)
    const all = [...byState.values()].flat()
    const dead = new Set(all.filter(({ from }) => !reached.has(from)).map(({ id }) => id))
    for (const { id } of all) if (all.some((rule) => rule.id === id && reached.has(rule.from))) dead.delete(id)
    for (const id of dead) {
      const rule = all.find((one) => one.id === id)!
      mistakes.add([...rule.path, 'from'], `'${id}' can never happen: nothing leads to ${rule.from} any more`)
    }
  }
}

/** Notes faults that can never fire because an earlier one answers every such call. */
export const checkFaultOrder = (faults: readonly FaultRule[], mistakes: Mistakes): void => {
  faults.forEach((fault, index) => {
    if (fault.ending === null) return
    const before = faults.slice(0, index).find((earlier) => alwaysAnswers(earlier) && covers(earlier, fault))
    if (before)
      mistakes.add(fault.path, `'${fault.id}' can never fire: '${before.id}' answers every such call before it`)
  })
}

const alwaysAnswers = ({ ending, match, chance, lastCall, counts, document }: FaultRule): boolean =>
  ending !== null &&
  match.plain &&
  chance === 1 &&
  lastCall === Infinity &&
  counts(1) &&
  counts(2) &&
  document.when === undefined &&
  document.enabled !== false

const covers = (earlier: FaultRule, later: FaultRule): boolean =>
  [...later.match.operations].every((op) => earlier.match.operations.has(op))
