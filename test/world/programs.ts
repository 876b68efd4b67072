import fc from 'fast-check'
import { documentOf } from './things.ts'
import type { Tx } from '../../src/world/unit-of-work.ts'
import type { World } from '../../src/world/world.ts'
import { type State, fuses, notes, things } from './things.ts'

type Step =
  | readonly ['insert' | 'update', id: string, word: string]
  | readonly ['create', id: string, state: State | undefined]
  | readonly ['enter', id: string, state: State]
  | readonly ['replan', id: string, ms: number]
  | readonly ['delete' | 'fire' | 'remove' | 'light', id: string]

/** A unit of work, after a while. */
export interface Unit {
  readonly wait: number
  readonly steps: readonly Step[]
  /** Whether it throws at its end. */
  readonly fails: boolean
}

const id = fc.constantFrom('a', 'b', 'c', 'd')
const state = fc.constantFrom<State>('NEW', 'UP', 'DOWN', 'BYE')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('insert' as const, 'update' as const), id, fc.constantFrom('x', 'y', 'z')),
  fc.tuple(fc.constant('create' as const), id, fc.option(state, { nil: undefined })),
  fc.tuple(fc.constant('enter' as const), id, state),
  fc.tuple(fc.constant('replan' as const), id, fc.nat(9)),
  fc.tuple(fc.constantFrom('delete' as const, 'fire' as const, 'remove' as const, 'light' as const), id),
)

/** Units of work that change everything that can be changed, one after the other. */
export const program: fc.Arbitrary<readonly Unit[]> = fc.array(
  fc.record({ wait: fc.nat(12), steps: fc.array(step, { maxLength: 8 }), fails: fc.boolean() }),
  { maxLength: 12 },
)

/** Runs one unit, and swallows the failure that it was asked for. */
export const run = (world: World, { wait, steps, fails }: Unit, cause = 1): void => {
  world.clock.advance(wait)
  try {
    world.transact((tx) => {
      for (const each of steps) take(tx, each)
      if (fails) throw new Asked()
    }, cause)
  } catch (error) {
    if (!(error instanceof Asked)) throw error
  }
}

class Asked extends Error {}

/** What cannot be done, such as to put a row a second time, is left out. */
const take = (tx: Tx, [what, name, value]: Step): void => {
  const note = tx.table(notes).get(name)
  const thing = tx.table(things).get(name)
  if (what === 'insert' && !note) tx.table(notes).insert({ id: name, words: [value, 'w'] })
  if (what === 'update' && note) tx.table(notes).update(name, { words: [value] })
  if (what === 'delete') tx.table(notes).delete(name)
  if (what === 'create' && !thing) tx.create(things, { id: name, tag: 't', ...(value && { state: value }) })
  if (what === 'enter' && thing)
    tx.enter(things, thing, value, { patch: { tag: value }, ...(value === 'UP' && { exit: { ms: 4, to: 'BYE' } }) })
  if (what === 'replan' && thing) tx.replan(things, thing, { ms: value, to: 'DOWN' })
  if (what === 'fire' && thing && thing.state !== 'BYE') tx.fire(things, thing, 'end')
  if (what === 'remove') tx.table(things).delete(name)
  if (what === 'light' && !tx.table(fuses).get(name)) tx.create(fuses, { id: name, tag: 't' })
}

/** What a snapshot keeps: rows, their order, numbering, ids, time; and what follows from the rows. */
export const stateOf = (world: World): unknown => ({
  document: structuredClone(documentOf(world.snapshot())),
  byWord: world.transact((tx) => ['w', 'x', 'y', 'z'].map((word) => tx.table(notes).by('word', word))),
  byTag: world.transact((tx) => ['t', 'UP', 'DOWN'].map((tag) => tx.table(things).by('tag', tag))),
  nextDue: world.nextDue(),
})

/** All that a unit of work can change in a world. */
export const image = (world: World): unknown => ({
  state: stateOf(world),
  transitions: [...world.commits.transitions],
  changes: [...world.commits.changes],
})
