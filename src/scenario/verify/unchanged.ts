import type { Row } from '../../world/table.ts'
import type { FrozenTables } from '../../world/frozen-tables.ts'
import type { World } from '../../world/world.ts'
import { globTest } from '../document/glob.ts'
import type { Expectation } from '../document/schema.ts'
import { activeIn } from '../run/activation.ts'
import type { Check } from './report.ts'

const SHOWN = 10

/** Checks that requests left the rows alone that were there before. */
export const checkUnchanged = (world: World, { unchanged, since, because }: Expectation): Check => {
  const kinds = [unchanged!].flat()
  const when = since?.mark === undefined ? 'the first request' : `the mark '${since.mark}'`
  const text = `what was there of ${kinds.join(' and ')} before ${when} stays as it was`
  const origin = activeIn(world)?.origins.at(since?.mark ?? null)
  if (!origin) return { text, passed: false, because, seen: [`nothing is known of the time before ${when}`] }
  const touched = touchedRows(world, origin.tables, kinds, origin.after)
  const more = touched.length > SHOWN ? [`… and ${touched.length - SHOWN} more`] : []
  return { text, passed: touched.length === 0, because, seen: [...touched.slice(0, SHOWN), ...more] }
}

const touchedRows = (world: World, { tables }: FrozenTables, kinds: readonly string[], after: number): string[] => {
  const tests = kinds.map((kind) => globTest(kind, '*?'))
  const moved = movesOf(world, after)
  return world.transact((tx) =>
    [...tables.values()]
      .filter(({ def }) => tests.some((fits) => fits(def.name)))
      .flatMap((table) => {
        const present = tx.tableNamed(table.def.name)!
        return [...table.all()].flatMap((row) => {
          const how = howTouched(row, present.get(row.id), moved.get(`${table.def.name} ${row.id}`))
          return how === undefined ? [] : [`${table.def.name} ${row.id}: ${how}`]
        })
      }),
  )
}

/** The last state into which a request brought each row, with its number. */
const movesOf = (world: World, after: number): Map<string, string> => {
  const moves = new Map<string, string>()
  for (const { type, id, to, cause } of world.commits.transitions)
    if (typeof cause === 'number' && cause > after) moves.set(`${type} ${id}`, `#${cause} made it ${to}`)
  return moves
}

const howTouched = (before: Row, now: Row | undefined, moved: string | undefined): string | undefined => {
  if (moved !== undefined) return moved
  // what ends by itself ends so without anybody's doing
  if (!now) return 'state' in before ? undefined : 'it is gone'
  if (now === before) return undefined
  const fields = Object.keys({ ...before, ...now }).filter(
    (field) => !OF_TIME.has(field) && differs(before, now, field),
  )
  return fields.length === 0 ? undefined : `${fields.join(', ')} changed`
}

const OF_TIME: ReadonlySet<string> = new Set(['state', 'since', 'due', 'next', 'ord'])

const differs = (before: Row, now: Row, field: string): boolean => {
  const [one, other] = [before, now].map((row) => (row as unknown as Record<string, unknown>)[field])
  return one !== other && JSON.stringify(one) !== JSON.stringify(other)
}
