import type { Delta, Entry, Head } from '../log/entries.ts'
import type { FrozenTables } from '../world/frozen-tables.ts'
import { toHead } from '../world/snapshot.ts'
import type { World } from '../world/world.ts'

/** Where a world stands, its tables apart. */
export const headOf = (world: World): Head => toHead(world.head())

/** Tables that differ in nothing. */
export const noDelta = (rev: number): Delta => ({ rev, put: [], del: [], next: {} })

/** What a world changed of the tables that it went on from. */
export const deltaOf = (world: World): Delta => {
  const changes = world.changes()
  return {
    rev: world.commits.rev,
    put: changes.flatMap(({ table, put }) => put.map((row) => [table, row] as const)),
    del: changes.flatMap(({ table, del }) => del.map((id) => [table, id] as const)),
    next: Object.fromEntries(changes.map(({ table, nextOrd }) => [table, nextOrd])),
  }
}

const ROWS = 200

/** Tables as an image. */
export const imageEntries = function* (image: number, { tables, rev }: FrozenTables): Generator<Entry> {
  yield { k: 'image', image, of: null, rev }
  for (const [name, table] of tables) {
    if (table.nextOrd === 1) continue
    let rows = []
    for (const row of table.all()) {
      rows.push(row)
      if (rows.length < ROWS) continue
      yield { k: 'rows', image, table: name, next: table.nextOrd, rows }
      rows = []
    }
    yield { k: 'rows', image, table: name, next: table.nextOrd, rows }
  }
}

/** Images between the entries that need none and those that name them; each is made when it is read. */
export const listed = function* (
  before: readonly Entry[],
  images: ReadonlyMap<number, FrozenTables>,
  after: readonly Entry[],
): Generator<Entry> {
  yield* before
  for (const [number, frozen] of images) yield* imageEntries(number, frozen)
  yield* after
}
