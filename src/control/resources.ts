import { type Millis, iso } from '../core/clock.ts'
import { GONE, type Stateful, type StatefulDef, isStateful, statesOf } from '../world/lifecycle.ts'
import { nearest } from '../core/nearest.ts'
import type { Transition } from '../world/commits.ts'
import type { Row, Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { Refusal, invalid, notFound } from './refusal.ts'

const instant = (at: Millis | null): string | null => (at === null ? null : iso(at))

const resourceView = (type: string, row: Row) => {
  const { state = null, since = null, due = null, next = null } = row as Partial<Stateful>
  return { id: row.id, type, state, since: instant(since), due: instant(due), next }
}

interface Filter {
  readonly provider?: string | undefined
  readonly type?: string | undefined
  readonly state?: string | undefined
  readonly limit: number
  readonly after?: string | undefined
}

/** All rows by type and creation, from behind the row `after`. */
export const listResources = (world: World, { provider, type, state, limit, after }: Filter) => {
  world.catchUp()
  const found: ReturnType<typeof resourceView>[] = []
  let skipping = after !== undefined
  for (const table of world.tables()) {
    const { name } = table.def
    if ((type !== undefined && name !== type) || (provider !== undefined && !name.startsWith(`${provider}/`))) continue
    for (const row of table.all()) {
      if (skipping) skipping = row.id !== after
      else if (state === undefined || (row as Partial<Stateful>).state === state) found.push(resourceView(name, row))
      if (found.length === limit) return { resources: found, next: row.id }
    }
  }
  return { resources: found, next: null }
}

export const locate = (world: World, id: string, type: string | undefined): Table | undefined => {
  const tables = [...world.tables()].filter((table) => table.get(id) && (type === undefined || table.def.name === type))
  if (tables.length > 1) {
    const types = tables.map((table) => table.def.name).join(', ')
    throw new Refusal(409, 'Ambiguous', `More than one resource has the id ${id}; say ?type= with one of ${types}.`)
  }
  return tables[0]
}

const transitionView = ({ at, from, to, cause }: Transition) => ({ at: iso(at), from, to, cause })

/** What a resource went through, as far as the newest transitions of the world remember, and what is planned for it. */
export const timelineOf = (world: World, id: string, type: string | undefined) => {
  world.catchUp()
  const table = locate(world, id, type)
  const row = table?.get(id)
  const moves = [...world.transitions].filter((move) => move.id === id && (type === undefined || move.type === type))
  if (!table || !row) {
    const last = moves.at(-1)
    if (!last) throw notFound(`No resource has, or lately had, the id ${id}.`)
    return {
      id,
      type: last.type,
      state: null,
      since: null,
      due: null,
      next: null,
      transitions: moves.map(transitionView),
    }
  }
  return { ...resourceView(table.def.name, row), transitions: moves.map(transitionView) }
}

/** Puts a resource into a state of its machine, with the fields that its type lets be set. */
export const forceState = (
  world: World,
  id: string,
  type: string | undefined,
  state: string,
  set: Readonly<Record<string, unknown>>,
) => {
  world.catchUp()
  const table = locate(world, id, type)
  if (!table) throw notFound(`No resource has the id ${id}.`)
  const def = table.def
  if (!isStateful(def)) throw invalid(`A ${def.name} has no states.`)
  const states = [...statesOf(def.machine), GONE]
  if (!states.includes(state)) throw invalid(`A ${def.name} knows no state '${state}'${nearest(state, states)}`)
  const patch = patchOf(def, set)
  world.transact((tx) => tx.enter(def, table.get(id) as Stateful, state, patch))
  return timelineOf(world, id, def.name)
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
