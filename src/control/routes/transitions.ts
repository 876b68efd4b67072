import { nearest } from '../../core/nearest.ts'
import { type Infer, schema } from '../../core/schema.ts'
import { engineOf } from '../../scenario/run/engine.ts'
import { GONE, type Stateful, type StatefulDef, isStateful, statesOf } from '../../world/lifecycle.ts'
import type { World } from '../../world/world.ts'
import { Refusal, invalid } from '../refusal.ts'
import { type Route, route } from '../route.ts'
import { OneType, Scalar } from '../schemas.ts'
import { Timeline, locate, timelineOf } from './resources.ts'

const ForceState = schema((z) =>
  z.strictObject({ state: z.string(), set: z.record(z.string(), Scalar(z)).default({}) }),
)
const Release = schema((z) => z.strictObject({ transition: z.string().optional() }))

/** A resource with states, as the path of a call names it. */
interface Named {
  readonly id: string
  readonly type: string | undefined
}

const statefulOf = (world: World, { id, type }: Named): { readonly def: StatefulDef; readonly row: Stateful } => {
  const table = locate(world, id, type)
  if (!isStateful(table.def)) throw invalid(`A ${table.def.name} has no states.`)
  return { def: table.def, row: table.get(id) as Stateful }
}

/** Puts a resource into a state of its machine, with the fields that its type lets be set. */
const forceState = (world: World, named: Named, { state, set }: Infer<typeof ForceState>) => {
  const { def, row } = statefulOf(world, named)
  const states = [...statesOf(def.machine), GONE]
  if (!states.includes(state)) throw invalid(`A ${def.name} knows no state '${state}'${nearest(state, states)}`)
  const patch = patchOf(def, set)
  world.transact((tx) => tx.enter(def, row, state, patch))
  return timelineOf(world, named.id, def.name)
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
const release = (world: World, named: Named, transition: string | undefined) => {
  const { id } = named
  const { def, row } = statefulOf(world, named)
  const engine = engineOf(world)
  const waiting = engine?.planner.manual(def, row) ?? []
  if (waiting.length === 0)
    throw new Refusal(409, 'Nothing to release', `${id} is ${row.state}, and no transition there waits for a release.`)
  const ids = waiting.map((rule) => rule.id)
  const rule = transition === undefined ? waiting[0]! : waiting.find((one) => one.id === transition)
  if (!rule) throw invalid(`${id} does not wait for '${transition}'${nearest(transition!, ids)}`)
  if (transition === undefined && waiting.length > 1)
    throw new Refusal(409, 'Ambiguous', `${id} waits for ${ids.join(' and ')}; say which with {"transition": …}.`)
  engine!.planner.release(def, row, rule)
  return timelineOf(world, id, def.name)
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
    run: ({ world, params, query, body }) => forceState(world, { id: params['id']!, type: query.type }, body),
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
    run: ({ world, params, query, body }) => release(world, { id: params['id']!, type: query.type }, body.transition),
  }),
]
