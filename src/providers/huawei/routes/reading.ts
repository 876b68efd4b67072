import { readText, readValue } from '../../../http/reading.ts'
import { neutronProblems } from '../errors/neutron.ts'
import type { HuaweiCall } from './api.ts'
import { isUuid, projectIdOf } from '../schemas/ids.ts'
import type { Filters, PageQuery } from '../operations/lists.ts'
import { settingsOf } from '../settings.ts'
import type { ListRequest } from '../views/lists.ts'

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
  return { limit: take, marker: call.query('marker')?.toLowerCase() || undefined, reverse: false }
}

/** A value of a filter as the records hold it: clients write ids in capitals as well. */
const asKept = (name: string, value: string): string =>
  name === 'tenant_id' ? projectIdOf(value) : name.endsWith('id') && isUuid(value) ? value.toLowerCase() : value

/** Filters with the values that were given; an empty value is no filter. */
export const readFilters = <K extends string>(call: HuaweiCall, names: readonly K[]): Filters<K> => {
  const filters: Partial<Record<K, readonly string[]>> = {}
  for (const name of names) {
    const values = call.queries(name).filter((value) => value !== '')
    if (values.length > 0) filters[name] = values.map((value) => asKept(name, value))
  }
  return filters
}

/** Where and how a list was asked for. */
export const listRequestOf = (call: HuaweiCall): ListRequest => {
  return {
    url: `${call.origin}${call.path}`,
    query: [...new URLSearchParams(call.exchange.query)],
    paging: !!call.query('marker') || call.query('page_reverse') !== undefined,
    links: settingsOf(call.world).links,
  }
}
