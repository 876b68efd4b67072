import { nearest } from '../../../core/nearest.ts'
import { type Infer, schema } from '../../../core/schema.ts'
import { activeIn } from '../../../scenario/run/activation.ts'
import type { ActiveScenario } from '../../../scenario/run/active-scenario.ts'
import { GONE, type Stateful, statesOf } from '../../../world/lifecycle.ts'
import { isStateful, type StatefulDef, type Tx } from '../../../world/unit-of-work.ts'
import { Refusal, invalid } from '../../refusal.ts'
import { type Route, route } from '../../route.ts'
import { OneType, Scalar } from '../../schemas.ts'
import { Timeline, locate, timelineOf } from './list.ts'

const ForceState = schema((z) =>
  z.strictObject({ state: z.string(), set: z.record(z.string(), Scalar(z)).default({}) }),
)
const Release = schema((z) => z.strictObject({ transition: z.string().optional() }))

/** A resource with states, as the path of a call names it. */
interface Named {
  readonly id: string
  readonly type: string | undefined
}

const statefulOf = (tx: Tx, { id, type }: Named): { readonly def: StatefulDef; readonly row: Stateful } => {
  const { def, row } = locate(tx, id, type)
  if (!isStateful(def)) throw invalid(`A ${def.name} has no states.`)
  return { def, row: row as Stateful }
}

/** Puts a resource into a state of its machine, with the fields that its type lets be set. */
const forceState = (tx: Tx, named: Named, { state, set }: Infer<typeof ForceState>): StatefulDef => {
  const { def, row } = statefulOf(tx, named)
  const states = [...statesOf(def.machine), GONE]
  if (!states.includes(state)) throw invalid(`A ${def.name} knows no state '${state}'${nearest(state, states)}`)
  tx.enter(def, row, state, { patch: patchOf(def, set) })
  return def
}

const patchOf = (def: StatefulDef, set: Readonly<Record<string, unknown>>): Partial<Stateful> => {
  const settable = def.settable ?? {}
  const patch: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(set)) {
    const field = Object.hasOwn(settable, path) ? settable[path] : undefined
    if (field === undefined)
      throw invalid(`A ${def.name} has no settable '${path}'${nearest(path, Object.keys(settable))}`)
    patch[field] = value
  }
  return patch
}

/** Lets a transition happen that waits to be released by hand. */
const release = (
  tx: Tx,
  active: ActiveScenario | undefined,
  named: Named,
  transition: string | undefined,
): StatefulDef => {
  const { id } = named
  const { def, row } = statefulOf(tx, named)
  const waiting = active?.planner.manual(tx, def, row) ?? []
  if (waiting.length === 0) {
    const held = active?.planner.waysOut(tx, def, row).find(({ hold }) => hold)
    const why = held
      ? `held there by '${held.id}' of ${active!.scenario.name}, which nothing releases; the way out is a forced state: peertwin resources force ${id} STATE, or PATCH /resources/${id}.`
      : 'and no transition there waits for a release.'
    throw new Refusal(409, 'Nothing to release', `${id} is ${row.state}, ${why}`)
  }
  const ids = waiting.map((rule) => rule.id)
  const rule = transition === undefined ? waiting[0]! : waiting.find((one) => one.id === transition)
  if (!rule) throw invalid(`${id} does not wait for '${transition}'${nearest(transition!, ids)}`)
  if (transition === undefined && waiting.length > 1)
    throw new Refusal(409, 'Ambiguous', `${id} waits for ${ids.join(' and ')}; say which with {"transition": …}.`)
  active!.planner.release(tx, def, row, rule)
  return def
}

export const transitionRoutes: readonly Route[] = [
  route({
    method: 'PATCH',
    path: '/resources/:id',
    about: 'Puts a resource into a state of its machine.',
    scope: 'namespace',
    query: OneType,
    body: ForceState,
    answer: Timeline,
    refusals: [404, 409],
    run({ world, params, query, body }) {
      const id = params['id']!
      const { name } = world.transact((tx) => forceState(tx, { id, type: query.type }, body))
      return timelineOf(world, id, name)
    },
  }),
  route({
    method: 'POST',
    path: '/resources/:id/release',
    about: 'Lets a transition happen that waits to be released by hand.',
    scope: 'namespace',
    query: OneType,
    body: Release,
    answer: Timeline,
    refusals: [404, 409],
    run({ world, params, query, body }) {
      const id = params['id']!
      const active = activeIn(world)
      const { name } = world.transact((tx) => release(tx, active, { id, type: query.type }, body.transition))
      return timelineOf(world, id, name)
    },
  }),
]
