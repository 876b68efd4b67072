import { KeepError } from '../world/commits.ts'
import type { Judge } from '../world/judge.ts'
import type { Provider } from '../world/provider.ts'
import { RequestJournal } from '../world/request-journal.ts'
import { World, type WorldOptions } from '../world/world.ts'

/** Keeps nothing; what it is told of has the number 0, which no request of a namespace has. */
class NoJournal extends RequestJournal {
  override next(): number {
    return 0
  }
}

/**
 * Stands for the world of a request that cannot be placed at present: whatever is asked of it, a provider says in its own words
 * that it is unavailable. Its name, which ids of requests depend on, should be that of no namespace and of no other replica.
 */
export const unavailableWorld = (
  providers: readonly Provider[],
  { name, seed, clock, settings, onEntry }: WorldOptions & { readonly name: string },
): World => {
  const snapshot = World.create(providers, { name, seed, clock, settings, empty: true }).standing()
  const world = World.resume(snapshot, {
    name,
    journal: new NoJournal(undefined, 0, { entries: 1, bytes: 0 }),
    onEntry,
  })
  world.judge = unavailable
  return world
}

const nobody = (): never => {
  throw new Error('a request was let through that cannot be placed')
}

const unavailable: Judge = {
  label: 'unavailable',
  arriving() {
    throw new KeepError('nobody can answer it at present')
  },
  judge: nobody,
  heard: nobody,
  answering() {},
}
