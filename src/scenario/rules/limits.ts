import { type Millis, readDuration } from '../../core/clock.ts'
import { type RequestMatch, compileRequestMatch } from './request-match.ts'
import { type Predicate, matcherTest } from '../document/matchers.ts'
import type { Mistakes, Path } from '../document/mistakes.ts'
import type { Vocabulary } from '../document/names.ts'
import type { LimitDocument } from '../document/schema.ts'

/** So many requests in a sliding window of emulated time. */
export interface WindowRule {
  readonly id: string
  readonly match: RequestMatch
  readonly per: 'route' | 'resource' | 'credential' | 'namespace'
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
  readonly fields: readonly { readonly field: string; readonly test: Predicate }[]
  readonly max: number
  readonly error: string
}

export interface Limits {
  readonly windows: readonly WindowRule[]
  readonly quotas: readonly QuotaRule[]
}

/** Compiles the `limits` of a scenario. */
export const compileLimits = (
  list: readonly LimitDocument[],
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): Limits => {
  const windows: WindowRule[] = []
  const quotas: QuotaRule[] = []
  list.forEach((document, index) => {
    const place = [...path, index]
    const id = document.id ?? `limit-${index + 1}`
    if (document.resource !== undefined) {
      const quota = quotaOf(document, id, place, vocabulary, mistakes)
      if (quota) quotas.push(quota)
    } else windows.push(windowOf(document, id, place, vocabulary, mistakes))
  })
  return { windows, quotas }
}

const quotaOf = (
  { resource, where = {}, max, error, ...rest }: LimitDocument,
  id: string,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): QuotaRule | undefined => {
  for (const key of ['match', 'window', 'per', 'headers'] as const)
    if (rest[key] !== undefined) mistakes.add([...path, key], `a quota counts rows at one time and has no '${key}'`)
  const provider = vocabulary.get(resource!.split('/')[0]!)
  if (!provider?.tables.some(({ name }) => name === resource)) {
    const known = [...vocabulary.values()].flatMap(({ tables }) => tables.map(({ name }) => name))
    mistakes.unknown([...path, 'resource'], 'resource', resource!, known)
    return undefined
  }
  checkError(error, [provider.name], [...path, 'error'], vocabulary, mistakes)
  const fields = Object.entries(where).map(([field, matcher]) => ({ field, test: matcherTest(matcher) }))
  return { id, table: resource!, fields, max, error: error ?? 'quota_exceeded' }
}

const windowOf = (
  { match = {}, per = 'credential', window, max, headers, error, where }: LimitDocument,
  id: string,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): WindowRule => {
  if (where) mistakes.add([...path, 'where'], `'where' belongs to a quota: give it a 'resource'`)
  if (window === undefined) mistakes.add(path, `'${id}' needs a 'window', or a 'resource' whose rows it counts`)
  if (max < 1) mistakes.add([...path, 'max'], 'a window that lets nothing through is a fault, not a limit')
  const compiled = compileRequestMatch(match, [...path, 'match'], vocabulary, mistakes)
  const own = match.provider !== undefined && Object.keys(match).length === 1
  if (headers === 'provider' && (!own || per !== 'credential' || error !== undefined))
    mistakes.add(
      [...path, 'headers'],
      "the provider's own headers tell of its own windows: match a provider and nothing else, per credential, without an error",
    )
  const providers = [...new Set([...compiled.operations].map((op) => op.split('/')[0]!))]
  checkError(error, providers, [...path, 'error'], vocabulary, mistakes)
  return {
    id,
    match: compiled,
    per,
    ms: window === undefined ? 1 : readDuration(window)!,
    max,
    error: error ?? 'rate_limited',
    provider: headers === 'provider' ? match.provider : undefined,
  }
}

const checkError = (
  error: string | undefined,
  providers: readonly string[],
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): void => {
  if (error === undefined) return
  for (const name of providers) {
    const errors = vocabulary.get(name)?.errors ?? []
    if (!errors.includes(error)) mistakes.unknown(path, `error of ${name}`, error, errors)
  }
}
