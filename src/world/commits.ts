import type { Millis } from '../core/clock.ts'
import type { Row, Table } from './table.ts'
import { Ring } from '../core/lists.ts'
import { Failure } from '../core/problem.ts'

/** Rows put and deleted by one unit of work, with the world's next revision. */
export interface ChangeSet {
  readonly rev: number
  readonly put: readonly (readonly [table: string, row: Row])[]
  readonly del: readonly (readonly [table: string, id: string])[]
}

/** Why a resource changed its state: time passed, the control API or the seeding asked, or a request (its journal number). */
export type Cause = 'time' | 'control' | 'seed' | number

export interface Transition {
  readonly at: Millis
  readonly type: string
  readonly id: string
  readonly from: string | null
  readonly to: string
  readonly cause: Cause
}

/** What a request did to a row. */
export interface Change {
  /** The request's journal number. */
  readonly cause: number
  readonly type: string
  readonly id: string
  readonly before: Row | undefined
  readonly after: Row | undefined
}

/** A row as it was before a change. */
export interface Undo {
  readonly table: Table
  readonly id: string
  readonly before: Row | undefined
}

/** Puts the rows back as they were before the changes of an undo log. */
export const takeBack = (undo: readonly Undo[]): void => {
  for (const { table, id, before } of undo.toReversed()) table.restore(id, before)
}

/** What a unit of work did, from its undo log. */
const changeSet = (rev: number, undo: readonly Undo[]): ChangeSet => {
  const put: [string, Row][] = []
  const del: [string, string][] = []
  for (const { table, id } of firsts(undo)) {
    const row = table.get(id)
    if (row) put.push([table.def.name, row])
    else del.push([table.def.name, id])
  }
  return { rev, put, del }
}

/** Each changed row as it was before the first of its changes, and as it is now. */
const changesOf = (cause: number, undo: readonly Undo[]): Change[] =>
  firsts(undo).map(({ table, id, before }) => ({ cause, type: table.def.name, id, before, after: table.get(id) }))

/** The first change of each row. */
const firsts = (undo: readonly Undo[]): readonly Undo[] => {
  if (undo.length === 1) return undo
  const seen = new Map<Table, Set<string>>()
  return undo.filter(({ table, id }) => {
    let ids = seen.get(table)
    if (!ids) seen.set(table, (ids = new Set()))
    if (ids.has(id)) return false
    ids.add(id)
    return true
  })
}

const KEPT_TRANSITIONS = 10_000
const KEPT_CHANGES = 2_000

/**
 * Thrown when a commit cannot be kept, and so has not happened, or when nobody can know whether it is. Providers word it as being
 * unavailable for the moment.
 */
export class KeepError extends Failure {
  /** Seconds after which it is worth to try again. */
  static readonly retryAfter = 2

  constructor(reason: string) {
    super({ kind: 'unavailable', retryAfter: KeepError.retryAfter })
    this.message = reason
  }
}

/** Has an answer leave once all commits so far are stored; `lost` is why nobody can know whether they are, else null. */
export type WhenStored = (leave: (lost: string | null) => void) => void

/** What is told and remembered of the commits of a world. */
export class Commits {
  /** How many units of work changed something. */
  rev: number
  /** The newest state changes, oldest first. */
  readonly transitions = new Ring<Transition>(KEPT_TRANSITIONS)
  /** The newest of them that another process has told of. */
  recalled: Transition | undefined
  /** What the newest requests did to rows, oldest first. */
  readonly changes = new Ring<Change>(KEPT_CHANGES)
  /** Kept while somebody wants to look back. */
  history: History | null = null
  /** Told before each unit of work, while the tables are as they were. */
  onBegin: (() => void) | null = null
  /** Keeps the change set of each commit. When it throws a {@link KeepError}, nothing was committed. */
  onCommit: ((change: ChangeSet) => void) | null = null
  /** Why events that are due have not happened: until they have, nothing later may. */
  heldUp: KeepError | null = null
  /** Null where commits are stored at once. */
  whenStored: WhenStored | null = null
  /** Told of the state changes of each commit, once what follows from them is planned. */
  onTransitions: ((moves: readonly Transition[]) => void) | null = null

  constructor(rev: number) {
    this.rev = rev
  }

  add(at: Millis, cause: Cause, moves: readonly Transition[], undo: readonly Undo[]): void {
    this.onCommit?.(changeSet(this.rev + 1, undo))
    this.rev++
    for (const move of moves) this.transitions.push(move)
    if (typeof cause === 'number') for (const change of changesOf(cause, undo)) this.changes.push(change)
    this.history?.add(at, undo)
  }
}

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

  /** Whether the tables stand in the past. */
  get past(): boolean {
    return this.#past
  }

  /** Throws while the tables stand in the past. */
  refuse(): void {
    if (this.#past) throw new PastError('the past cannot be changed')
  }

  /** Runs `look` on the tables as they were at an instant. Throws {@link PastError} when it wants to change them. */
  seen<R>(at: Millis, look: () => R): R {
    const later = this.#commits.filter((commit) => commit.at > at).flatMap(({ undo }) => undo)
    const redo = later.toReversed().map((undo) => rewrite(undo))
    this.#past = true
    try {
      return look()
    } finally {
      this.#past = false
      for (const undo of redo.toReversed()) rewrite(undo)
    }
  }
}

const rewrite = ({ table, id, before }: Undo): { table: Table; id: string; before: Undo['before'] } => {
  const present = table.get(id)
  if (before) table.put(before)
  else table.drop(id)
  return { table, id, before: present }
}
