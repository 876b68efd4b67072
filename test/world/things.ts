import { GONE, type Machine, type Stateful } from '../../src/world/lifecycle.ts'
import { defineStateful } from '../../src/world/unit-of-work.ts'
import type { Provider } from '../../src/world/provider.ts'
import { type Row, defineTable } from '../../src/world/table.ts'
import { World, type WorldOptions } from '../../src/world/world.ts'

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

export const provider: Provider = {
  name: 'test',
  title: 'Test',
  hosts: [],
  claims: [],
  tables: [things, notes],
  identity: { ids: ['id'], names: ['name'] },
  settings: {},
  endpoints: {},
  seed: () => {},
  load: () => {},
  createApp: () => Promise.reject(new Error('the test provider has no app')),
  guide: () => ({ credential: '', clients: [] }),
}

/** A world of things and notes whose clock stands at 0. */
export const worldOf = (options: WorldOptions = {}): World =>
  World.create([provider], { clock: { mode: 'virtual', now: 0 }, ...options })
