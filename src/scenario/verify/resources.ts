import { iso, readDuration, durationText } from '../../core/clock.ts'
import type { Transition } from '../../world/commits.ts'
import type { Stateful } from '../../world/lifecycle.ts'
import type { Row } from '../../world/table.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import type { World } from '../../world/world.ts'
import { type Check, boundsText, inBounds } from './bounds.ts'
import type { Engine } from '../run/engine.ts'
import { CompileContext } from '../document/compile-context.ts'
import { compileConditions } from '../document/conditions.ts'
import { readState, stateName } from '../document/names.ts'
import type { Expectation } from '../document/schema.ts'

const SHOWN = 10

/** Judges an expectation about resources. */
export const checkResources = (world: World, engine: Engine | undefined, expectation: Expectation): Check => {
  const { resource, eventually, never, within, count, because } = expectation
  const { live, all } = world.transact((tx) => select(tx, engine, expectation))
  const who = [resource, expectation.name, whereText(expectation)].filter((part) => part !== undefined).join(' ')
  const story = (row: Row): string => storyOf(world, resource!, row, live.includes(row))
  if (count !== undefined) {
    return {
      text: `there ${count === 1 ? 'is' : 'are'} ${boundsText(count).replace(/ times|once/g, (word) => (word === 'once' ? '1' : ''))} ${who}`,
      passed: inBounds(live.length, count),
      because,
      seen: [`there are ${live.length}`, ...live.slice(0, SHOWN).map(story)],
    }
  }
  const wanted = readState((eventually ?? never)!)
  const limit = within === undefined ? Infinity : readDuration(within)!
  const reached = (row: Row): boolean => {
    const moves = movesOf(world, resource!, row.id)
    const born = moves[0]?.at ?? 0
    return moves.some(({ to, at }) => to === wanted && at - born <= limit)
  }
  const state = stateName(wanted)
  if (never !== undefined) {
    const wrong = all.filter(reached)
    return {
      text: `no ${who} ever gets ${state}`,
      passed: wrong.length === 0,
      because,
      seen: wrong.slice(0, SHOWN).map(story),
    }
  }
  const missing = all.filter((row) => !reached(row))
  return {
    text: `${who} gets ${state}${within === undefined ? '' : ` within ${within}`}`,
    passed: all.length > 0 && missing.length === 0,
    because,
    seen: all.length === 0 ? noneText(world, resource!) : missing.slice(0, SHOWN).map(story),
  }
}

const select = (tx: Tx, engine: Engine | undefined, { resource, name, where = {} }: Expectation) => {
  const table = tx.tableNamed(resource!)!
  const conditions = compileConditions(where, table.def, new CompileContext(new Map()))
  const fits = (row: Row): boolean =>
    (name === undefined || row.id === name || namesOf(row).includes(name)) &&
    conditions.every((condition) => condition.holdsFor(row))
  const live = [...table.all()].filter(fits)
  const gone = (engine?.planner.remembered(resource!) ?? []).filter((row) => !table.get(row.id) && fits(row))
  return { live, all: [...live, ...gone] }
}

const namesOf = (row: Row): unknown[] =>
  Object.entries(row)
    .filter(([key]) => /name$/i.test(key))
    .map(([, value]) => value)

const whereText = ({ where }: Expectation): string | undefined => where && `with ${JSON.stringify(where)}`

const movesOf = (world: World, type: string, id: string): Transition[] =>
  [...world.commits.transitions].filter((move) => move.type === type && move.id === id)

const noneText = (world: World, type: string): string[] => {
  const rows = world.transact((tx) => [...tx.tableNamed(type)!.all()])
  if (rows.length === 0) return [`there is no ${type} at all`]
  return ['none fits; there are', ...rows.slice(0, SHOWN).map((row) => storyOf(world, type, row, true))]
}

/** What a resource went through, on one line. */
const storyOf = (world: World, type: string, row: Row, live: boolean): string => {
  const moves = movesOf(world, type, row.id)
  const name = namesOf(row).find((one) => typeof one === 'string' && one !== '') as string | undefined
  const steps = moves.map(
    ({ to, at }, index) => `${stateName(to)}${index === 0 ? ` ${iso(at)}` : ` +${durationText(at - moves[0]!.at)}`}`,
  )
  const { due = null, next = null } = row as Partial<Stateful>
  const plan =
    live && due !== null && next !== null ? `, then ${stateName(next)} in ${durationText(due - world.clock.now())}` : ''
  return `${name === undefined ? '' : `${name} `}${row.id}: ${steps.join(', ') || 'has no states'}${plan}`
}
