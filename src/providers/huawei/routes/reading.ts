import type { Call } from '../../../http/call.ts'
import { readText, readValue } from '../../../http/reading.ts'
import type { Caller } from '../auth/index.ts'
import { neutronProblems } from '../errors/index.ts'
import { isUuid } from '../schemas/ids.ts'
import type { PageQuery } from '../operations/pages.ts'
import type { Filters } from '../operations/peerings.ts'
import type { Place } from '../views/index.ts'

type HuaweiCall = Call<Caller>

const PAGE_LIMIT = 2000
const NUMBER = /^\s*[+-]?\d+\s*$/

/** A JSON body, or undefined where there is none. */
export const readOptional = (call: HuaweiCall): unknown => (readText(call).trim() === '' ? undefined : readValue(call))

/** `limit`, `marker` and `page_reverse` of a `/v2.0` list. */
export const readPage = (call: HuaweiCall): PageQuery => {
  const limit = call.query('limit')
  if (limit !== undefined && !(NUMBER.test(limit) && Number(limit) >= 0)) throw neutronProblems.limitInvalid(limit)
  const marker = call.query('marker') || undefined
  if (marker !== undefined && !isUuid(marker)) throw neutronProblems.markerUnknown(marker)
  return {
    limit: limit === undefined ? PAGE_LIMIT : Math.min(Number(limit), PAGE_LIMIT),
    marker: marker?.toLowerCase(),
    reverse: call.query('page_reverse')?.toLowerCase() === 'true',
  }
}

/** `limit` and `marker` of a `/v1` list; `undefined` when the limit is none. */
export const readMarkerPage = (call: HuaweiCall): PageQuery | undefined => {
  const limit = call.query('limit')
  if (limit !== undefined && limit !== '' && !/^\d+$/.test(limit)) return undefined
  const take = limit === undefined || limit === '' ? PAGE_LIMIT : Math.min(Number(limit), PAGE_LIMIT)
  return { limit: take, marker: call.query('marker') || undefined, reverse: false }
}

/** Filters with the values that were given; an empty value is no filter. */
export const readFilters = <K extends string>(call: HuaweiCall, names: readonly K[]): Filters<K> => {
  const filters: Partial<Record<K, readonly string[]>> = {}
  for (const name of names) {
    const values = call.queries(name).filter((value) => value !== '')
    if (values.length > 0) filters[name] = values
  }
  return filters
}

/** Where a list was asked for. */
export const placeOf = (call: HuaweiCall): Place => {
  return {
    url: `${call.origin}${call.path}`,
    query: [...new URLSearchParams(call.exchange.query)],
    paging: !!call.query('marker') || call.query('page_reverse') !== undefined,
  }
}
