import { Masking } from '../../../http/masking.ts'
import type { Transition } from '../../../world/commits.ts'
import type { Provider } from '../../../world/provider.ts'
import type { JournalEntry } from '../../../world/request-journal.ts'
import type { World } from '../../../world/world.ts'
import { ClientWarnings, type Warning } from './client-warnings.ts'

/** A journal entry with what is known about it beyond the wire. */
export interface AnnotatedEntry {
  readonly entry: JournalEntry
  /** Those that the request caused, not those of time. */
  readonly transitions: readonly Transition[]
  readonly warnings: readonly Warning[]
  /** Hides its secrets. */
  readonly masking: Masking
}

/** All entries of a journal, oldest first, each with its consequences and warnings. */
export const annotate = (world: World, providers: readonly Provider[]): AnnotatedEntry[] => {
  const caused = new Map<Transition['cause'], Transition[]>()
  for (const move of world.commits.transitions) {
    if (typeof move.cause !== 'number') continue
    const moves = caused.get(move.cause)
    if (moves) moves.push(move)
    else caused.set(move.cause, [move])
  }
  const warnings = new ClientWarnings(providers)
  const masking = new Masking(providers)
  return Array.from(world.journal.entries(), (entry) => ({
    entry,
    transitions: caused.get(entry.n) ?? [],
    warnings: warnings.check(entry),
    masking,
  }))
}
