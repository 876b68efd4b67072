import { ListText } from '../../../core/memo.ts'
import type { Page } from '../operations/lists.ts'
import type { HuaweiSettings } from '../settings.ts'

/** `{"key":json}`. */
export const envelope = (key: string, json: string): string => `{"${key}":${json}}`

/** Where and how a list was asked for, so that its links lead back to it. */
export interface ListRequest {
  readonly url: string
  /** Names and values of the query as given. */
  readonly query: readonly (readonly [string, string])[]
  /** The request named a marker or a direction. */
  readonly paging: boolean
  /** Members of a link beside `rel`. */
  readonly links: HuaweiSettings['links']
}

/** A page of a `/v2.0` list, with links where there is something to link. */
export const listView = <T extends { id: string }>(
  key: string,
  page: Page<T>,
  view: (item: T) => string,
  request: ListRequest,
): ListText => {
  const links = linksView(page, request)
  const after = links.length === 0 ? ']}' : `],"${key}_links":${JSON.stringify(links)}}`
  return new ListText(`{"${key}":[`, page.items.map(view), after)
}

const linksView = (
  { items, hasNext, hasPrevious }: Page<{ id: string }>,
  { url, query, paging, links }: ListRequest,
): object[] => {
  if (items.length === 0 || !(hasNext || paging)) return []
  const kept = query.filter(([name]) => name !== 'marker' && name !== 'page_reverse')
  const link = (rel: string, marker: string, ...more: [string, string][]) => {
    const href = `${url}?${new URLSearchParams([...kept.map(([name, value]): [string, string] => [name, value]), ['marker', marker], ...more]).toString()}`
    return { rel, ...(links !== 'marker' && { href }), ...(links !== 'href' && { marker }) }
  }
  return [
    ...(hasNext ? [link('next', items.at(-1)!.id)] : []),
    ...(hasPrevious ? [link('previous', items[0]!.id, ['page_reverse', 'True'])] : []),
  ]
}
