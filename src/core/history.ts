import type { Undo } from './change-set.ts'
import type { Millis } from './clock.ts'
import type { Table } from './table.ts'

/** Thrown when a unit of work that looks at the past wants to change it. */
export class PastError extends Error {
  override readonly name = 'PastError'
}

interface Commit {
  readonly at: Millis
  readonly undo: readonly Undo[]
}

/** What a store changed lately, so that a read can be answered as it would have been a while ago. */
export class History {
  /** How far back anybody will look. */
  span: Millis
  #commits: Commit[] = []
  #past = false

  constructor(span: Millis) {
    this.span = span
  }

  add(at: Millis, undo: readonly Undo[]): void {
    this.#commits.push({ at, undo: [...undo] })
    if (this.#commits[0]!.at < at - 2 * this.span)
      this.#commits = this.#commits.filter((commit) => commit.at >= at - this.span)
  }

  /** Throws while the tables stand in the past. */
  refuse(): void {
    if (this.#past) throw new PastError('the past cannot be changed')
  }

  /** Runs `look` on the tables as they were at an instant. Throws {@link PastError} when it wants to change them. */
  seen<R>(at: Millis, look: () => R): R {
    const later = this.#commits.filter((commit) => commit.at > at).flatMap(({ undo }) => undo)
    const redo = later.toReversed().map((undo) => rewrite(undo))
    for (const table of new Set(later.map(({ table }) => table))) table.reorder()
    this.#past = true
    try {
      return look()
    } finally {
      this.#past = false
      for (const undo of redo.toReversed()) rewrite(undo)
      for (const table of new Set(later.map(({ table }) => table))) table.reorder()
    }
  }
}

const rewrite = ({ table, id, before }: Undo): { table: Table; id: string; before: Undo['before'] } => {
  const present = table.get(id)
  if (before) table.put(before)
  else table.drop(id)
  return { table, id, before: present }
}
