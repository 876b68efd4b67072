import { type Millis, readDuration, readInstant } from '../../core/clock.ts'
import type { Ending } from '../../world/judge.ts'
import { type Span, delayMistake, spanOf } from '../document/delays.ts'
import { type RequestMatch, compileRequestMatch } from './request-match.ts'
import type { Mistakes, Path } from '../document/mistakes.ts'
import type { Vocabulary } from '../document/names.ts'
import type { FaultDocument } from '../document/schema.ts'

/** The longest that a socket is kept waiting, so that a typo cannot wedge a test run. */
export const LONGEST_DELAY: Millis = 30_000

/** A rule about requests. */
export interface FaultRule {
  readonly id: string
  readonly document: FaultDocument
  readonly match: RequestMatch
  /** Whether the n-th matching call is meant. */
  readonly counts: (call: number) => boolean
  /** The last call that can be meant; Infinity when there is none. */
  readonly lastCall: number
  readonly per: 'route' | 'resource' | 'credential' | 'namespace'
  readonly chance: number
  readonly when: { readonly at: Instant; readonly until: Instant }
  readonly stage: 'before' | 'after'
  readonly delay: Span | undefined
  readonly ending: Ending | null
  readonly path: Path
}

/** An instant of the emulated clock, given the one at which the scenario took its place. */
export type Instant = (start: Millis) => Millis

const instantOf = (text: string | undefined, otherwise: Millis): Instant => {
  if (text === undefined) return () => otherwise
  const after = readDuration(text)
  if (after !== undefined) return (start) => start + after
  const instant = readInstant(text)!
  return () => instant
}

interface Calls {
  readonly counts: (call: number) => boolean
  readonly last: number
}

const callsOf = (calls: FaultDocument['calls']): Calls => {
  if (calls === undefined || calls === 'all') return { counts: () => true, last: Infinity }
  if (typeof calls === 'number') return { counts: (call) => call === calls, last: calls }
  if (Array.isArray(calls)) return { counts: (call) => calls.includes(call), last: Math.max(...calls) }
  const [word, number] = calls.split(' ')
  if (word === 'every') return { counts: (call) => call % Number(number) === 0, last: Infinity }
  if (word === 'from') return { counts: (call) => call >= Number(number), last: Infinity }
  const [low, high] = calls.split('-').map(Number) as [number, number]
  return { counts: (call) => call >= low && call <= high, last: high >= low ? high : 0 }
}

/** Compiles a fault. */
export const compileFault = (
  document: FaultDocument,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): FaultRule => {
  const { id, effect, when = {}, chance = 1 } = document
  const match = compileRequestMatch(document.match ?? {}, [...path, 'match'], vocabulary, mistakes)
  const calls = callsOf(document.calls)
  if (calls.last < 1)
    mistakes.add([...path, 'calls'], `'${id}' can never fire: ${JSON.stringify(document.calls)} is empty`)
  const [at, until] = [instantOf(when.at, -Infinity), instantOf(when.until, Infinity)]
  if (at(0) >= until(0)) mistakes.add([...path, 'when'], `'${id}' can never fire: its window ends before it starts`)
  const ending = endingOf(document, match, [...path, 'effect'], vocabulary, mistakes)
  if (effect.delay !== undefined) {
    const wrong = delayMistake(effect.delay)
    if (wrong !== undefined) mistakes.add([...path, 'effect', 'delay'], wrong)
  }
  return {
    id,
    document,
    match,
    counts: calls.counts,
    lastCall: calls.last,
    per: document.per ?? 'route',
    chance,
    when: { at, until },
    stage: document.stage ?? 'before',
    delay: effect.delay === undefined ? undefined : spanOf(effect.delay),
    ending,
    path,
  }
}

type Effect = FaultDocument['effect']

const ENDINGS = [
  'error',
  'status',
  'hang',
  'reset',
  'close',
  'truncate',
  'dribble',
  'corruptJson',
  'stale',
  'duplicate',
] as const

/** Which member goes along with which. */
const COMPANIONS: readonly (readonly [keyof Effect, keyof Effect])[] = [
  ['retryAfter', 'error'],
  ['message', 'error'],
  ['body', 'status'],
  ['headers', 'status'],
]

const endingOf = (
  { id, effect }: FaultDocument,
  match: RequestMatch,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): Ending | null => {
  const main = ENDINGS.filter((name) => effect[name] !== undefined)
  if (main.length > 1) mistakes.add([...path, main[1]!], `'${id}' does ${main.join(' and ')}: one of them is enough`)
  for (const [companion, needed] of COMPANIONS)
    if (effect[companion] !== undefined && effect[needed] === undefined)
      mistakes.add([...path, companion], `'${companion}' only goes along with '${needed}'`)
  if (main.length === 0 && effect.delay === undefined)
    mistakes.add(path, `'${id}' does nothing: expected one of ${ENDINGS.join(', ')}, delay`)
  switch (main[0]) {
    case 'error':
      return errorEnding(effect, match, [...path, 'error'], vocabulary, mistakes)
    case 'status':
      return rawEnding(effect)
    case 'truncate':
      return { kind: 'truncate', bytes: effect.truncate! }
    case 'dribble':
      return { kind: 'dribble', bytes: effect.dribble!.bytes, every: readDuration(effect.dribble!.every)! }
    case 'stale':
      return { kind: 'stale', by: readDuration(effect.stale!)! }
    case 'duplicate':
      return { kind: 'duplicate', heard: effect.duplicate === 'first' ? 'first' : 'last' }
    case undefined:
      return null
    default:
      return { kind: main[0] }
  }
}

const errorEnding = (
  effect: Effect,
  match: RequestMatch,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): Ending => {
  const error = effect.error!
  const providers = new Set([...match.operations].map((op) => op.split('/')[0]!))
  for (const name of providers) {
    const errors = vocabulary.get(name)?.errors ?? []
    if (!errors.includes(error)) mistakes.unknown(path, `error of ${name}`, error, errors)
  }
  const retryAfter = effect.retryAfter === undefined ? undefined : Math.ceil(readDuration(effect.retryAfter)! / 1000)
  return { kind: 'error', error, hints: { retryAfter, message: effect.message } }
}

const rawEnding = ({ status, body, headers = {} }: Effect): Ending => {
  const given = Object.entries(headers)
  const type = given.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
  const usual = text === null ? null : typeof body === 'string' ? 'text/plain' : 'application/json'
  return {
    kind: 'raw',
    status: status!,
    body: text,
    contentType: type ?? usual,
    headers: given.filter(([name]) => name.toLowerCase() !== 'content-type').flat(),
  }
}
