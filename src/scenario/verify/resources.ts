import { readDuration } from '../../core/clock.ts'
import { GONE, type Stateful } from '../../world/lifecycle.ts'
import type { Row } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import { CompileContext } from '../document/compile-context.ts'
import { compileConditions } from '../document/conditions.ts'
import { type Vocabulary } from '../document/names.ts'
import type { Expectation } from '../document/schema.ts'
import { activeIn } from '../run/activation.ts'
import { boundsText, inBounds } from './bounds.ts'
import type { Check } from './report.ts'
import { Timelines } from './timelines.ts'

const SHOWN = 10

/** Checks an expectation about the resources of a kind. */
export const checkResources = (
  world: World,
  vocabulary: Vocabulary,
  resource: string,
  expectation: Expectation,
): Check => {
  const { eventually, never, within, count, because, finally: last } = expectation
  const timelines = new Timelines(world, resource, vocabulary.get(resource.split('/')[0]!)?.identity.names ?? [])
  const { all, live, gone } = selected(world, timelines, resource, expectation)
  const lines = (rows: readonly Row[]): string[] =>
    rows.slice(0, SHOWN).map((row) => timelines.lineOf(row, !gone.includes(row)))
  const who = whoText(resource, expectation)
  if (count !== undefined) {
    const shown = live.length > 0 || all.length === 0 ? lines(live) : ['none fits; there are', ...lines(all)]
    return {
      text: `there ${count === 1 ? 'is' : 'are'} ${boundsText(count, String)} ${who}`,
      passed: inBounds(live.length, count),
      because,
      seen: [`there are ${live.length}`, ...shown],
    }
  }
  if (last !== undefined) {
    const others = live.filter((row) => (row as Partial<Stateful>).state !== last)
    const passed = others.length === 0 && (live.length > 0 || last === GONE)
    const none = all.length > 0 ? ['none fits; there are', ...lines(all)] : [`there is no ${resource} at all`]
    return { text: `${who} is ${last} at the end`, passed, because, seen: live.length > 0 ? lines(others) : none }
  }
  const state = (eventually ?? never)!
  const limit = within === undefined ? Infinity : readDuration(within)!
  const entered = (row: Row): boolean => {
    const moves = timelines.of(row)
    return moves.some(({ to, at }) => to === state && at - moves[0]!.at <= limit)
  }
  const ever = [...live, ...gone]
  if (never !== undefined) {
    const wrong = ever.filter(entered)
    return { text: `no ${who} ever gets ${never}`, passed: wrong.length === 0, because, seen: lines(wrong) }
  }
  const missing = ever.filter((row) => !entered(row))
  const text = `${who} gets ${eventually}${within === undefined ? '' : ` within ${within}`}`
  if (ever.length > 0) return { text, passed: missing.length === 0, because, seen: lines(missing) }
  const seen = all.length > 0 ? ['none fits; there are', ...lines(all)] : [`there is no ${resource} at all`]
  return { text, passed: false, because, seen }
}

const whoText = (resource: string, { name, where }: Expectation): string =>
  [resource, ...(name === undefined ? [] : [name]), ...(where ? [`with ${JSON.stringify(where)}`] : [])].join(' ')

/** The rows that an expectation is about: those that there are, and those that are gone; and `all` rows of their kind. */
const selected = (world: World, timelines: Timelines, resource: string, { name, where }: Expectation) =>
  world.transact((tx) => {
    const table = tx.tableNamed(resource)!
    const conditions = compileConditions(where, table.def, new CompileContext(new Map()))
    const fits = (row: Row): boolean =>
      (name === undefined || row.id === name || timelines.namesOf(row).includes(name)) &&
      conditions.every((condition) => condition.holdsFor(row))
    const all = [...table.all()]
    const recent: readonly Row[] = activeIn(world)?.planner.recent.of(resource) ?? []
    return { all, live: all.filter(fits), gone: recent.filter((row) => !table.get(row.id) && fits(row)) }
  })
