import { readDuration } from '../../../core/clock.ts'
import { type HeaderChange, unknownPlaceholders } from '../../../world/answers/header-values.ts'
import type { CompileContext } from '../../document/compile-context.ts'
import type { FaultDocument } from '../../document/schema.ts'

type Effect = FaultDocument['effect']

// RFC 9110, sections 5.1 and 5.5
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const CARRIED = /^[\t\x20-\x7e\x80-\xff]*$/
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** Notes headers that cannot be sent, and a `retryAfter` that says nothing. */
export const checkHeaders = ({ headers = {}, retryAfter }: Effect, context: CompileContext): void => {
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value ?? '', context.at('headers', name))
  if (typeof retryAfter !== 'object') return
  const here = context.at('retryAfter', 'value')
  if (retryAfter.as === 'text') checkHeader('retry-after', retryAfter.value, here)
  else if (readDuration(retryAfter.value) === undefined)
    here.mistake(`'${retryAfter.value}' is no duration such as 250ms, 30s, 5m or 1h; only 'text' takes anything`)
}

/** Notes a header that HTTP cannot carry, that the connection has for itself, or whose placeholders nobody knows. */
const checkHeader = (name: string, value: string, context: CompileContext): void => {
  if (!TOKEN.test(name)) context.mistake(`'${name}' is no name of a header`)
  else if (!CARRIED.test(value))
    context.mistake(`'${name}' cannot be sent: a header has no control characters and none beyond Latin-1`)
  else if (OF_THE_CONNECTION.has(name.toLowerCase()))
    context.mistake(`'${name}' follows from the body and cannot be given`)
  for (const unknown of unknownPlaceholders(value))
    context.mistake(
      `there is no ${unknown}: expected {{origin}}, {{now}}, or {{now+3s|epoch}} with date, epoch, ms or iso`,
    )
}

/** The headers that an effect changes. A plain `retryAfter` beside an error is said by the provider itself. */
export const headerChanges = ({ headers = {}, retryAfter, error }: Effect): HeaderChange[] => {
  const given = Object.entries(headers)
  if (retryAfter === undefined || (typeof retryAfter === 'string' && error !== undefined)) return given
  return [...given, ['Retry-After', retryAfterText(retryAfter)]]
}

const retryAfterText = (retryAfter: NonNullable<Effect['retryAfter']>): string => {
  if (typeof retryAfter === 'string') return String(secondsOf(retryAfter))
  const { as, value } = retryAfter
  if (as === 'text') return value
  return as === 'ms' ? String(readDuration(value)) : `{{now+${value}|${as}}}`
}

/** A duration in whole seconds, rounded up. */
export const secondsOf = (duration: string): number => Math.ceil(readDuration(duration)! / 1000)
