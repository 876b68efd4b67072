import { type Millis, durationText, readDuration } from '../../core/clock.ts'
import type { Ending } from '../../world/judge.ts'
import type { CompileContext } from '../document/compile-context.ts'
import type { FaultDocument } from '../document/schema.ts'

type Effect = FaultDocument['effect']

/** The longest that a socket is kept waiting, so that a typo cannot wedge a test run. */
export const LONGEST_DELAY: Millis = 30_000

/** What is wrong with a longer wait. */
export const tooLong = (wait: Millis): string =>
  `${durationText(wait)} is too long: a socket waits ${durationText(LONGEST_DELAY)} at most`

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

// RFC 9110, sections 5.1 and 5.5
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const CARRIED = /^[\t\x20-\x7e\x80-\xff]*$/
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** Which member goes along with which. */
const COMPANIONS: readonly (readonly [keyof Effect, keyof Effect])[] = [
  ['retryAfter', 'error'],
  ['message', 'error'],
  ['body', 'status'],
  ['headers', 'status'],
]

/** Compiles what a fault does to an answer besides delaying it: one ending, or null. `operations` are those it can hit. */
export const compileEnding = (
  { id, effect }: FaultDocument,
  operations: Iterable<string>,
  context: CompileContext,
): Ending | null => {
  const [ending, another, ...more] = ENDINGS.filter((name) => effect[name] !== undefined)
  if (another)
    context.at(another).mistake(`'${id}' does ${[ending, another, ...more].join(' and ')}: one of them is enough`)
  for (const [companion, needed] of COMPANIONS)
    if (effect[companion] !== undefined && effect[needed] === undefined)
      context.at(companion).mistake(`'${companion}' only goes along with '${needed}'`)
  if (!ending && effect.delay === undefined)
    context.mistake(`'${id}' does nothing: expected one of ${ENDINGS.join(', ')}, delay`)
  for (const [name, value] of Object.entries(effect.headers ?? {}))
    checkHeader(name, value, context.at('headers', name))
  if (effect.dribble && readDuration(effect.dribble.every)! > LONGEST_DELAY)
    context.at('dribble', 'every').mistake(tooLong(readDuration(effect.dribble.every)!))
  if (effect.error !== undefined) context.at('error').error(effect.error, operations)
  return ending ? endingOf(ending, effect) : null
}

/** Notes a header that HTTP cannot carry, or that the connection has for itself. */
const checkHeader = (name: string, value: string, context: CompileContext): void => {
  if (!TOKEN.test(name)) context.mistake(`'${name}' is no name of a header`)
  else if (!CARRIED.test(value))
    context.mistake(`'${name}' cannot be sent: a header has no control characters and none beyond Latin-1`)
  else if (OF_THE_CONNECTION.has(name.toLowerCase()))
    context.mistake(`'${name}' follows from the body and cannot be given`)
}

const endingOf = (ending: (typeof ENDINGS)[number], effect: Effect): Ending => {
  switch (ending) {
    case 'error':
      return errorEnding(effect)
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
    default:
      return { kind: ending }
  }
}

const errorEnding = ({ error, retryAfter, message }: Effect): Ending => {
  const seconds = retryAfter === undefined ? undefined : Math.ceil(readDuration(retryAfter)! / 1000)
  return { kind: 'error', error: error!, hints: { retryAfter: seconds, message } }
}

const rawEnding = ({ status, body, headers = {} }: Effect): Ending => {
  const given = Object.entries(headers)
  const type = given.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const text = body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body)
  const usual = text === null ? null : typeof body === 'string' ? 'text/plain' : 'application/json'
  return {
    kind: 'raw',
    status: status!,
    body: text,
    contentType: type ?? usual,
    headers: given.filter(([name]) => name.toLowerCase() !== 'content-type').flat(),
  }
}
