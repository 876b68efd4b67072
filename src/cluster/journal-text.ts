import { type Millis, stopwatch, wallNow } from '../core/clock.ts'
import { type CommonFailure, Failure, Problem, type ProblemInit, stackOf } from '../core/problem.ts'
import { unreadOf } from '../control/routes/requests/client-warnings.ts'
import type { Change, Transition } from '../world/commits.ts'
import type { Mark, Counted } from '../world/journal/tally.ts'
import type { JournalEntry } from '../world/request-journal.ts'
import type { Row } from '../world/table.ts'
import type { World } from '../world/world.ts'

/** What was thrown, as far as anybody asks for it later. */
type Thrown =
  | { readonly failure: CommonFailure; readonly message: string }
  | { readonly problem: Pick<ProblemInit, 'status' | 'code' | 'message'>; readonly key: string | null }
  | { readonly error: { readonly name: string; readonly message: string; readonly stack: string } }
  | { readonly value: unknown }

/** An entry as plain JSON. */
interface Told extends Omit<JournalEntry, 'requestBody' | 'responseBody' | 'error' | 'refused' | 'shape'> {
  readonly requestBody: string | { readonly base64: string } | null
  readonly responseBody: string
  readonly error?: Thrown | undefined
  readonly refused?: Thrown | undefined
}

/** A change as plain JSON, with the names of the members that it left as they were. */
interface ToldChange extends Change {
  readonly same: readonly string[]
}

type Line =
  /** What the stopwatch and the wall clock said when the text was begun. */
  | { readonly k: 'begun'; readonly stopwatch: Millis; readonly wall: Millis }
  | { readonly k: 'count'; readonly v: Counted }
  | { readonly k: 'mark'; readonly v: Mark }
  | { readonly k: 'transition'; readonly v: Transition }
  | { readonly k: 'change'; readonly v: ToldChange }
  | { readonly k: 'entry'; readonly v: Told }

/** The requests that a world remembers, and what they did, as lines of JSON. */
export const journalText = function* (world: World): Generator<string> {
  for (const line of lines(world)) yield `${JSON.stringify(line)}\n`
}

const lines = function* ({ journal, commits }: World): Generator<Line> {
  yield { k: 'begun', stopwatch: elapsed(), wall: wallNow() }
  for (const v of journal.tally.counts()) yield { k: 'count', v }
  for (const v of journal.marks) yield { k: 'mark', v }
  for (const v of commits.transitions) yield { k: 'transition', v }
  for (const v of commits.changes) yield { k: 'change', v: { ...v, same: sameMembers(v) } }
  for (const entry of journal.entries()) yield { k: 'entry', v: told(entry) }
}

/** Has a world remember what a {@link journalText} tells, before it does anything itself. */
export const recallJournal = (world: World, text: string): void => {
  const { journal, commits } = world
  let shift = 0
  for (const json of text.split('\n')) {
    if (json === '') continue
    const line = JSON.parse(json) as Line
    if (line.k === 'begun') shift = elapsed() - line.stopwatch - Math.max(0, wallNow() - line.wall)
    else if (line.k === 'count') journal.tally.add(line.v, line.v.count)
    else if (line.k === 'mark') journal.marks.push(line.v)
    else if (line.k === 'transition') commits.transitions.push(line.v)
    else if (line.k === 'change') commits.changes.push(recalledChange(line.v))
    else journal.recall(recalled(line.v, shift, world))
  }
  commits.recalled = commits.transitions.newest
}

const elapsed = (): Millis => Math.floor(stopwatch() / 1000)

const told = (whole: JournalEntry): Told => {
  const { shape: _, requestBody, responseBody, error, refused, ...entry } = whole
  return {
    ...entry,
    unread: unreadOf(whole),
    requestBody:
      requestBody instanceof Uint8Array ? { base64: Buffer.from(requestBody).toString('base64') } : requestBody,
    responseBody: responseBody.toString(),
    error: error === undefined ? undefined : thrown(error),
    refused: refused === undefined ? undefined : thrown(refused),
  }
}

const recalled = (
  { error, refused, requestBody, ...entry }: Told,
  shift: Millis,
  { journal }: World,
): JournalEntry => ({
  ...entry,
  started: entry.started + shift,
  target: journal.sharedTarget(entry.target),
  requestHeaders: journal.shared(entry.requestHeaders),
  requestBody:
    requestBody === null || typeof requestBody === 'string' ? requestBody : Buffer.from(requestBody.base64, 'base64'),
  scenario: entry.scenario,
  error: error && rethrown(error),
  refused: refused && rethrown(refused),
})

const thrown = (value: unknown): Thrown => {
  if (value instanceof Failure) return { failure: value.detail, message: value.message }
  if (value instanceof Problem) {
    const { status, code, message, key } = value
    return { problem: { status, code, message }, key }
  }
  if (value instanceof Error) return { error: { name: value.name, message: value.message, stack: stackOf(value) } }
  return { value }
}

const rethrown = (value: Thrown): unknown => {
  if ('failure' in value) return Object.assign(new Failure(value.failure), { message: value.message })
  if ('problem' in value) return Object.assign(new Problem(value.problem), { key: value.key })
  return 'error' in value ? Object.assign(new Error(value.error.message), value.error) : value.value
}

type Members = Record<string, unknown>

/** What is the same value before and after: whoever compares the rows later does not look into them. */
const sameMembers = ({ before, after }: Change): string[] => {
  if (!before || !after) return []
  const [a, b] = [before, after] as unknown as [Members, Members]
  return Object.keys(b).filter((name) => a[name] === b[name])
}

const recalledChange = ({ same, ...change }: ToldChange): Change => {
  const { before, after } = change
  if (!before || !after) return change
  const [a, b]: [Members, Members] = [{ ...before }, { ...after }]
  for (const name of same) b[name] = a[name]
  return { ...change, before: a as unknown as Row, after: b as unknown as Row }
}
