import { statesOf } from '../../world/lifecycle.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import type { CompileContext, Path } from '../document/compile-context.ts'
import { type Condition, compileConditions } from '../document/conditions.ts'
import type { TransitionDocument } from '../document/schema.ts'
import { type Driver, compileDrivers } from './drivers.ts'

/** One way out of one state. */
export interface TransitionRule {
  readonly id: string
  readonly machine: string
  readonly from: string
  readonly to: string
  readonly hold: boolean
  readonly drivers: readonly Driver[]
  readonly conditions: readonly Condition[]
  readonly weight: number | undefined
  /** Record fields that go along. */
  readonly patch: Readonly<Record<string, unknown>> | undefined
  readonly path: Path
}

/** A rule that ends its state by itself takes the place of the machine's own timer; one that waits for an event does not. */
export const isSelfActing = ({ hold, drivers }: TransitionRule): boolean =>
  hold || drivers.some(({ kind }) => kind === 'after' || kind === 'reads' || kind === 'manual')

/** Compiles the transitions of one machine, at its name. */
export const compileTransitions = (
  name: string,
  list: readonly TransitionDocument[],
  context: CompileContext,
): TransitionRule[] => {
  const def = context.machine(name)
  if (!def) return []
  const seen = new Set<string>()
  return context.each(list).flatMap(([document, here]) => {
    if (seen.has(document.id)) here.at('id').mistake(`${name} has two transitions '${document.id}'`)
    seen.add(document.id)
    return compileTransition(document, def, here)
  })
}

const compileTransition = (
  document: TransitionDocument,
  def: StatefulDef,
  context: CompileContext,
): TransitionRule[] => {
  const { id, hold = false, weight } = document
  const to = compileTarget(document, def, context)
  const from = compileOrigin(document, def, context.at('from'))
  const drivers = compileDrivers(document, { def, from }, context)
  const conditions = compileConditions(document.if, def, context.at('if'))
  const patch = compilePatch(document.set, def, context.at('set'))
  const rule = { id, machine: def.name, to, hold, drivers, conditions, weight, patch, path: context.path }
  return from.map((state) => ({ ...rule, from: state }))
}

const compileTarget = ({ id, hold, to }: TransitionDocument, def: StatefulDef, context: CompileContext): string => {
  if (hold && to !== undefined) context.at('to').mistake(`'${id}' holds its state, so it leads nowhere`)
  else if (!hold && to === undefined) context.mistake(`'${id}' needs a state to lead to: give it 'to'`)
  else if (to !== undefined) context.at('to').state(def, to, 'also $gone')
  return to ?? ''
}

/** The states that a transition leaves: the given ones, else all but the one that it leads to. */
const compileOrigin = ({ from, to }: TransitionDocument, def: StatefulDef, context: CompileContext): string[] => {
  const states = statesOf(def.machine)
  if (from === undefined) return states.filter((state) => state !== to)
  const given = [from].flat()
  for (const state of given) context.state(def, state, 'not $gone')
  return given.filter((state) => states.includes(state))
}

const compilePatch = (
  set: TransitionDocument['set'],
  { name: machine, settable = {} }: StatefulDef,
  context: CompileContext,
): Record<string, unknown> | undefined => {
  if (!set) return undefined
  const patch: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(set)) {
    const field = Object.hasOwn(settable, name) ? (settable as Readonly<Record<string, string>>)[name] : undefined
    if (field === undefined) context.at(name).unknown(`field of ${machine} to set`, name, Object.keys(settable))
    else patch[field] = value
  }
  return patch
}
