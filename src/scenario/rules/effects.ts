import { readDuration } from '../../core/clock.ts'
import type { Ending } from '../../world/judge.ts'
import type { CompileContext } from '../document/compile-context.ts'
import type { FaultDocument } from '../document/schema.ts'

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
  if (effect.error !== undefined) context.at('error').error(effect.error, operations)
  return ending ? endingOf(ending, effect) : null
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
