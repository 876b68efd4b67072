import { iso } from '../../core/clock.ts'
import { headerIn } from '../../core/lists.ts'
import { nearest } from '../../core/nearest.ts'
import type { JudgedRequest } from '../../world/judge.ts'
import type { JournalEntry } from '../../world/request-journal.ts'
import type { World } from '../../world/world.ts'
import { CompileContext } from '../document/compile-context.ts'
import { globTest } from '../document/glob.ts'
import type { Expectation } from '../document/schema.ts'
import { type Moment, compileMoment } from '../rules/moments.ts'
import { ParsedRequest } from '../rules/parsed-request.ts'
import { compileRequestMatch } from '../rules/request-match.ts'

/** The calls that an expectation is about. */
export interface Called {
  /** What is called, in words. */
  readonly what: string
  /** Behind the outcome: since when; empty where nothing is said about that. */
  readonly since: string
  /** Those that the journal still has, oldest first. */
  readonly entries: readonly JournalEntry[]
  /** Forgotten ones whose status is known. */
  readonly forgotten: readonly { readonly status: number; readonly count: number }[]
  /** Forgotten ones that may have been such calls. */
  readonly unknown: number
  /** What to say where there was none. */
  readonly nearMiss: string
}

const NOWHERE = new CompileContext(new Map())

/** Finds the calls of an expectation. */
export const calledIn = (world: World, { op, match, since }: Expectation): Called => {
  const names = [op!].flat()
  const tests = names.map((name) => globTest(name, '*?'))
  const isOp = (name: string): boolean => tests.some((fits) => fits(name))
  const requests = compileRequestMatch(match ?? {}, NOWHERE)
  const all = [...world.journal.entries()]
  const moment = since === undefined ? undefined : compileMoment(since, NOWHERE)
  const later = moment === undefined ? all : entriesSince(world, moment, all)
  const entries = later.filter(
    (entry) => isOp(nameOf(entry)) && requests.fits(new ParsedRequest(world, entry.provider, sentOf(entry))),
  )
  const { tally } = world.journal
  const counts = [...tally.counts()].filter((counted) => isOp(nameOf(counted)))
  const known = match === undefined && since === undefined
  return {
    what: names.join(' or '),
    since: moment === undefined ? '' : ` since ${moment.text}`,
    entries,
    forgotten: known ? counts : [],
    unknown: known ? 0 : counts.reduce((sum, { count }) => sum + count, 0),
    nearMiss: nearMissOf(names, all),
  }
}

/** The requests behind a moment; none where it has not come. */
const entriesSince = (world: World, moment: Moment, all: readonly JournalEntry[]): readonly JournalEntry[] => {
  const call = all.find((entry) => moment.isCall(nameOf(entry), entry.fault?.lost ?? entry.status))
  if (call) return all.filter(({ n }) => n > call.n)
  const mark = [...world.journal.marks].find(({ text }) => moment.isMark(text))
  if (mark) return all.filter(({ n }) => n > mark.n)
  const move = [...world.commits.transitions].find(({ type, to }) => moment.isMove(type, to))
  if (!move) return []
  const { cause, at } = move
  return all.filter((entry) => (typeof cause === 'number' ? entry.n > cause : entry.at >= at))
}

const nameOf = ({ provider, op }: Pick<JournalEntry, 'provider' | 'op'>): string => `${provider}/${op ?? 'no route'}`

/** A request of the journal, as rules look at it. */
export const sentOf = (entry: JournalEntry): JudgedRequest => ({
  op: entry.op,
  method: entry.method,
  target: entry.target,
  n: entry.n,
  now: entry.at,
  credential: entry.credential === null ? null : { key: entry.credential, label: entry.credential },
  body: entry.requestBody,
  reused: false,
  header: (name) => headerIn(entry.requestHeaders, name),
})

const SHOWN = 10

/** The newest calls, one per line. */
export const shown = (entries: readonly JournalEntry[]): string[] => {
  const lines = entries.slice(-SHOWN).map(lineOf)
  return entries.length > SHOWN ? [`… ${entries.length - SHOWN} earlier ones`, ...lines] : lines
}

/** A call on one line. */
export const lineOf = ({ n, at, method, target, status, fault }: JournalEntry): string => {
  const answer = status === 0 ? 'no answer' : String(status)
  return `#${n} ${iso(at)} ${method} ${target}: ${answer}${fault ? ` (fault ${fault.faults.join(', ')})` : ''}`
}

const nearMissOf = (names: readonly string[], all: readonly JournalEntry[]): string =>
  all.length === 0
    ? 'there was no request at all'
    : `no request fits '${names.join(' or ')}'${nearest(names[0]!, [...new Set(all.map(nameOf))])}`

/** What a journal that has forgotten requests cannot tell; empty for one that has all. */
export const forgottenText = (world: World): string[] => {
  const { tally, size } = world.journal
  if (tally.forgotten === 0) return []
  return [`the journal has the newest ${size} of ${tally.forgotten + size} requests (--journal-entries keeps more)`]
}
