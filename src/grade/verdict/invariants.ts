import type { Fingerprint } from '../trial/fingerprint.ts'
import type { Broken } from '../trial/conduct.ts'
import type { Played, PlayedRun } from '../trial/play.ts'
import { type Row, touchedIn } from '../trial/rows.ts'
import { endText } from '../run/summary.ts'

/** What every client is held to, whatever the day. */
export interface Held {
  readonly played: Played
  readonly print: Fingerprint
  readonly types: ReadonlySet<string>
  readonly secrets: readonly string[]
}

const FATAL_SIGNALS: ReadonlySet<string> = new Set(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGTRAP'])
const FATAL_CODES: ReadonlySet<number> = new Set([134, 136, 138, 139])
const FATAL_WORDS =
  /^panic: |^fatal error: |^Traceback \(most recent call last\)|Unhandled(?:Promise|\s+(?:exception|rejection))|^Exception in thread|SIGSEGV|^Node\.js v\d+\.\d+\.\d+$/m

/** What a client broke of the rules that hold on every day, but for how it ends. */
export const brokenInvariants = (held: Held): Broken[] => {
  const { played } = held
  return [
    ...played.runs.flatMap(crashed),
    ...duplicates(held),
    ...impatience(played),
    ...collateral(held),
    ...leaks(held),
  ]
}

const crashed = ({ end, stopped }: PlayedRun): Broken[] => {
  const broken = (text: string): Broken[] => [{ rule: 'no crash', verdict: 'crash', text }]
  if (end.signal !== null && FATAL_SIGNALS.has(end.signal)) return broken(endText(end))
  if (end.code !== null && FATAL_CODES.has(end.code)) return broken(endText(end))
  const [said] = FATAL_WORDS.exec(end.stderr) ?? FATAL_WORDS.exec(end.stdout) ?? []
  if (said !== undefined && stopped === null && end.code !== 0) return broken(`it died with '${said.trim()}'`)
  // a signal that nobody here sent
  return end.signal !== null && stopped === null ? broken(endText(end)) : []
}

/** More rows of a kind at a time than a client ever needs. */
export const duplicates = ({ played, print }: Pick<Held, 'played' | 'print'>): Broken[] =>
  [...played.peak]
    .filter(([type, most]) => most > (print.peak.get(type) ?? 0))
    .map(([type, most]) => ({
      rule: 'no duplicate',
      verdict: 'duplicate',
      text: `${most} of ${type} at a time, where ${print.peak.get(type) ?? 0} are needed`,
    }))

const impatience = ({ requests, runs }: Played): Broken[] => {
  // a program that is started anew was told nothing yet
  const first = new Set(runs.map(({ began }) => requests.find(({ heard }) => heard >= began)))
  const ignored = requests
    .filter((request) => !first.has(request))
    .flatMap(({ warnings }) => warnings.filter(({ kind }) => kind === 'retry_after_ignored'))
  return ignored.length === 0 ? [] : [{ rule: 'waits as told', verdict: 'impatient', text: ignored[0]!.detail }]
}

const collateral = ({ played: { before, after }, print }: Held): Broken[] => {
  const touched = touchedIn(before, after.at(-1) ?? before).filter(({ type }) => !print.touched.has(type))
  return touched.map((row) => ({
    rule: 'nobody else is hurt',
    verdict: 'collateral',
    text: `${nameOf(row)} of somebody else was changed or deleted`,
  }))
}

const leaks = ({ played: { runs }, secrets }: Held): Broken[] => {
  const text = runs.map(({ end }) => end.stdout + end.stderr).join('\n')
  const leaked = secrets.filter((secret) => text.includes(secret))
  return leaked.length === 0
    ? []
    : [{ rule: 'no secret is shown', verdict: 'leak', text: `${leaked.length} of its secrets in the output` }]
}

/** A row for people. */
export const nameOf = ({ type, id, name }: Row): string => (name === null ? `${type} ${id}` : `${type} ${id} (${name})`)
