import { schema } from '../../src/core/schema.ts'
import { GONE, type Machine, type Stateful } from '../../src/world/lifecycle.ts'
import { defineStateful } from '../../src/world/unit-of-work.ts'
import type { Provider } from '../../src/world/provider.ts'
import { type Row, defineTable } from '../../src/world/table.ts'
import { type SnapshotDocument, documentText } from '../../src/world/snapshot.ts'
import { type Snapshot, World, type WorldOptions } from '../../src/world/world.ts'

export type State = 'NEW' | 'UP' | 'DOWN' | 'BYE'

/** NEW becomes UP after 10, UP becomes DOWN after 20 and DOWN UP after 5; BYE is gone after 3. */
export const machine: Machine<State, 'end'> = {
  name: 'test/thing',
  initial: 'NEW',
  states: {
    NEW: { after: { ms: 10, to: 'UP' }, on: { end: 'BYE' } },
    UP: { after: { ms: 20, to: 'DOWN' }, on: { end: 'BYE' } },
    DOWN: { after: { ms: 5, to: 'UP' }, on: { end: 'BYE' } },
    BYE: { after: { ms: 3, to: GONE } },
  },
}

export interface Thing extends Stateful<State> {
  readonly tag: string
}

export const things = defineStateful<Thing>()({ name: 'test/thing', machine, indexes: { tag: (row) => row.tag } })

export interface Note extends Row {
  readonly words: readonly string[]
}

export const notes = defineTable<Note>()({ name: 'test/note', indexes: { word: (row) => row.words } })

/** Is gone after 7, and ends the things of its tag as it goes. */
export const fuses = defineStateful<Stateful<'LIT'> & { readonly tag: string }>()({
  name: 'test/fuse',
  machine: { name: 'test/fuse', initial: 'LIT', states: { LIT: { after: { ms: 7, to: GONE }, on: {} } } },
  indexes: {},
  moved(tx, { tag }, after) {
    if (after) return
    for (const thing of tx.table(things).by('tag', tag)) if (thing.state !== 'BYE') tx.fire(things, thing, 'end')
  },
})

export const provider: Provider = {
  name: 'test',
  title: 'Test',
  hosts: [],
  claims: [],
  tables: [things, notes, fuses],
  identity: { ids: ['id'], names: ['name'] },
  settings: {},
  endpoints: {},
  seed: () => {},
  fixtures: schema((z) => z.strictObject({})),
  load: () => {},
  createApp: () => Promise.reject(new Error('the test provider has no app')),
}

/** A world of things, notes and fuses whose clock stands at 0. */
export const worldOf = (options: WorldOptions = {}): World =>
  World.create([provider], { clock: { mode: 'virtual', start: 0 }, ...options })

/** A snapshot as the document that is made of it. */
export const documentOf = (snapshot: Snapshot): SnapshotDocument =>
  JSON.parse([...documentText(snapshot)].join('')) as SnapshotDocument
