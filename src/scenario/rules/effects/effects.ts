import { type Millis, durationText, readDuration } from '../../../core/clock.ts'
import type { Ending } from '../../../world/judge.ts'
import type { CompileContext } from '../../document/compile-context.ts'
import type { FaultDocument } from '../../document/schema.ts'
import { checkHeaders, headerChanges, secondsOf } from './headers.ts'
import { checkRewrite, pagingEnding, rewriteEnding } from './rewrite.ts'

type Effect = FaultDocument['effect']

/** The longest that a socket is kept waiting, so that a typo cannot wedge a test run. */
export const LONGEST_DELAY: Millis = 30_000

/** What is wrong with a longer wait. */
export const tooLong = (wait: Millis): string =>
  `${durationText(wait)} is too long: a socket waits ${durationText(LONGEST_DELAY)} at most`

const ENDINGS = [
  'error',
  'status',
  'rewrite',
  'paging',
  'hang',
  'reset',
  'close',
  'truncate',
  'dribble',
  'corruptJson',
  'idleClose',
  'stale',
  'duplicate',
] as const

/** The endings that are answers. */
const ANSWERS = ['error', 'status', 'rewrite'] as const
/** Which member goes along with which. */
const COMPANIONS: readonly (readonly [keyof Effect, readonly (keyof Effect)[]])[] = [
  ['retryAfter', ANSWERS],
  ['message', ['error']],
  ['body', ['status']],
  ['headers', ANSWERS],
]

/** Compiles what a fault does to an answer besides delaying it: one ending, or null. `operations` are those it can hit. */
export const compileEnding = (
  { id, effect }: FaultDocument,
  operations: Iterable<string>,
  context: CompileContext,
): Ending | null => {
  // beside a rewriting, the status is that of the answer which it changes
  const given = ENDINGS.filter((name) => effect[name] !== undefined && !(name === 'status' && effect.rewrite))
  const [ending, another, ...more] = given
  if (another)
    context.at(another).mistake(`'${id}' does ${[ending, another, ...more].join(' and ')}: one of them is enough`)
  for (const [companion, needed] of COMPANIONS)
    if (effect[companion] !== undefined && needed.every((name) => effect[name] === undefined))
      context
        .at(companion)
        .mistake(`'${companion}' only goes along with ${needed.map((name) => `'${name}'`).join(' or ')}`)
  if (!ending && effect.delay === undefined)
    context.mistake(`'${id}' does nothing: expected one of ${ENDINGS.join(', ')}, delay`)
  checkHeaders(effect, context)
  checkRewrite(effect, context)
  if (effect.dribble && readDuration(effect.dribble.every)! > LONGEST_DELAY)
    context.at('dribble', 'every').mistake(tooLong(readDuration(effect.dribble.every)!))
  if (effect.idleClose !== undefined && readDuration(effect.idleClose)! > LONGEST_DELAY)
    context.at('idleClose').mistake(tooLong(readDuration(effect.idleClose)!))
  if (effect.error !== undefined) context.at('error').error(effect.error, operations)
  if (ending === 'paging') return pagingEnding(effect, operations, context)
  return ending ? endingOf(ending, effect) : null
}

const endingOf = (ending: Exclude<(typeof ENDINGS)[number], 'paging'>, effect: Effect): Ending => {
  switch (ending) {
    case 'error':
      return errorEnding(effect)
    case 'status':
      return rawEnding(effect)
    case 'rewrite':
      return rewriteEnding(effect)
    case 'truncate':
      return { kind: 'truncate', bytes: effect.truncate! }
    case 'dribble':
      return { kind: 'dribble', bytes: effect.dribble!.bytes, every: readDuration(effect.dribble!.every)! }
    case 'idleClose':
      return { kind: 'idleClose', after: readDuration(effect.idleClose!)! }
    case 'stale':
      return { kind: 'stale', by: readDuration(effect.stale!)! }
    case 'duplicate':
      return { kind: 'duplicate', heard: effect.duplicate === 'first' ? 'first' : 'last' }
    default:
      return { kind: ending }
  }
}

const errorEnding = (effect: Effect): Ending => {
  const { error, retryAfter, message } = effect
  const seconds = typeof retryAfter === 'string' ? secondsOf(retryAfter) : undefined
  const headers = headerChanges(effect)
  return {
    kind: 'error',
    error: error!,
    hints: { retryAfter: seconds, message },
    ...(headers.length > 0 && { headers }),
  }
}

const rawEnding = (effect: Effect): Ending => {
  const { status, body } = effect
  const headers = headerChanges(effect)
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const text = body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body)
  const usual = text === null ? null : typeof body === 'string' ? 'text/plain' : 'application/json'
  return {
    kind: 'raw',
    status: status!,
    body: text,
    contentType: type === undefined ? usual : type,
    headers: headers.filter(([name]) => name.toLowerCase() !== 'content-type'),
  }
}
