import { type Millis, readDuration } from '../../core/clock.ts'
import type { CompileContext } from '../document/compile-context.ts'
import { type Condition, compileConditions } from '../document/conditions.ts'
import type { LimitDocument } from '../document/schema.ts'
import type { Per } from './calls.ts'
import { type RequestMatch, compileRequestMatch } from './request-match.ts'

/** So many requests in a sliding window of emulated time. */
export interface WindowRule {
  readonly id: string
  readonly match: RequestMatch
  readonly per: Per
  readonly ms: Millis
  readonly max: number
  readonly error: string
  /** The provider whose own window of that length is replaced, so that its own headers tell. */
  readonly provider: string | undefined
}

/** So many rows of a kind at once. */
export interface QuotaRule {
  readonly id: string
  readonly table: string
  readonly conditions: readonly Condition[]
  readonly max: number
  readonly error: string
}

/** The compiled limits of a scenario. */
export interface Limits {
  readonly windows: readonly WindowRule[]
  readonly quotas: readonly QuotaRule[]
}

/** Compiles the `limits` of a scenario. */
export const compileLimits = (list: readonly LimitDocument[], context: CompileContext): Limits => {
  const windows: WindowRule[] = []
  const quotas: QuotaRule[] = []
  for (const [index, [document, here]] of context.each(list).entries()) {
    const { id = `limit-${index + 1}` } = document
    if (document.resource === undefined) windows.push(compileWindow(id, document, here))
    else quotas.push(...compileQuota(id, document, here))
  }
  return { windows, quotas }
}

const compileQuota = (id: string, document: LimitDocument, context: CompileContext): QuotaRule[] => {
  const { resource, where, max, error = 'quota_exceeded' } = document
  for (const key of ['match', 'window', 'per', 'headers'] as const)
    if (document[key] !== undefined) context.at(key).mistake(`a quota counts rows at one time and has no '${key}'`)
  const def = context.at('resource').table(resource!)
  if (!def) return []
  if (document.error !== undefined) context.at('error').error(error, [def.name])
  return [{ id, table: def.name, conditions: compileConditions(where, def, context.at('where')), max, error }]
}

const compileWindow = (id: string, document: LimitDocument, context: CompileContext): WindowRule => {
  const { match = {}, per = 'credential', window, max, headers, error = 'rate_limited', where } = document
  if (where) context.at('where').mistake(`'where' belongs to a quota: give it a 'resource'`)
  if (window === undefined) context.mistake(`'${id}' needs a 'window', or a 'resource' whose rows it counts`)
  if (max < 1) context.at('max').mistake('a window that lets nothing through is a fault, not a limit')
  const compiled = compileRequestMatch(match, context.at('match'))
  const own = match.provider !== undefined && Object.keys(match).length === 1
  if (headers === 'provider' && (!own || per !== 'credential' || document.error !== undefined))
    context
      .at('headers')
      .mistake(
        "the provider's own headers tell of its own windows: match a provider and nothing else, per credential, without an error",
      )
  if (document.error !== undefined) context.at('error').error(error, compiled.operations)
  return {
    id,
    match: compiled,
    per,
    ms: window === undefined ? 1 : readDuration(window)!,
    max,
    error,
    provider: headers === 'provider' ? match.provider : undefined,
  }
}
