import { expect, test } from 'vitest'
import { type Pages, PAGINGS, type Paging, mispaged, pagingsOf } from '../../../src/world/answers/paging.ts'

const URLS: Pages = { ops: ['l'], parameter: 'page', next: { kind: 'url', at: 'links.next' }, total: 'meta.total' }
const TOKENS: Pages = { ops: ['l'], parameter: 'marker', next: { kind: 'token', at: 'info.next' } }
const LINKS: Pages = { ops: ['l'], parameter: 'marker', next: { kind: 'links', behind: '_links' } }
const OFFSETS: Pages = { ops: ['l'], parameter: 'offset' }

const HERE = 'http://x/l?page=2&size=1'
const page = { items: [1], links: { next: 'http://x/l?page=3&size=1', prev: 'p' }, meta: { total: 3 } }

test.each<[Paging, object]>([
  ['null-next', { ...page, links: { next: null, prev: 'p' } }],
  ['empty-next', { ...page, links: { next: '', prev: 'p' } }],
  ['no-next', { ...page, links: { prev: 'p' } }],
  ['repeat', { ...page, links: { next: HERE, prev: 'p' } }],
  ['cycle', { ...page, links: { next: 'http://x/l?size=1', prev: 'p' } }],
  ['empty-page', { ...page, items: [] }],
  ['wrong-total', { ...page, meta: { total: 4 } }],
])('%s of a URL', (paging, expected) => expect(mispaged(page, paging, URLS, HERE)).toEqual(expected))

test('the last page gets a link where one goes round', () => {
  expect(mispaged({ items: [] }, 'repeat', URLS, HERE)).toEqual({ items: [], links: { next: HERE } })
})

test.each<[Paging, string, object]>([
  ['repeat', 'http://x/l?marker=b', { items: [1], info: { next: 'b' } }],
  ['repeat', 'http://x/l', { items: [1], info: { next: '' } }],
  ['cycle', 'http://x/l?marker=b', { items: [1], info: { next: '' } }],
  ['no-next', 'http://x/l', { items: [1], info: {} }],
])('%s of a token at %s', (paging, url, expected) =>
  expect(mispaged({ items: [1], info: { next: 'c' } }, paging, TOKENS, url)).toEqual(expected),
)

const linked = {
  items: [1],
  items_links: [
    { rel: 'previous', href: 'p' },
    { rel: 'next', href: 'n' },
  ],
}
const previous = { rel: 'previous', href: 'p' }

test.each<[Paging, unknown[]]>([
  ['null-next', [{ rel: 'next', href: null }, previous]],
  ['no-next', [previous]],
  ['repeat', [{ rel: 'next', href: 'http://x/l?marker=b' }, previous]],
  ['cycle', [{ rel: 'next', href: 'http://x/l' }, previous]],
])('%s of a list of links', (paging, links) =>
  expect(mispaged(linked, paging, LINKS, 'http://x/l?marker=b')).toEqual({ items: [1], items_links: links }),
)

test('what has no list, or no such member, stays as it is', () => {
  expect(mispaged({ id: 'x' }, 'repeat', URLS, HERE)).toEqual({ id: 'x' })
  expect(mispaged(null, 'empty-page', URLS, HERE)).toBeNull()
  expect(mispaged({ items: [] }, 'wrong-total', URLS, HERE)).toEqual({ items: [] })
  expect(mispaged({ items: [1] }, 'repeat', OFFSETS, HERE)).toEqual({ items: [1] })
})

test('a list may stand within a member', () => {
  const within: Pages = { ...OFFSETS, within: 'Response', total: 'Count' }
  const answer = { Response: { Count: 1, Set: [1] } }
  expect(mispaged(answer, 'empty-page', within, HERE)).toEqual({ Response: { Count: 1, Set: [] } })
  expect(mispaged(answer, 'wrong-total', within, HERE)).toEqual({ Response: { Count: 2, Set: [1] } })
  expect(mispaged(null, 'wrong-total', within, HERE)).toBeNull()
})

test('pages know what can be wrong with them', () => {
  expect(pagingsOf(URLS)).toEqual(PAGINGS)
  expect(pagingsOf(LINKS)).toEqual(PAGINGS.filter((one) => one !== 'wrong-total'))
  expect(pagingsOf(OFFSETS)).toEqual(['empty-page'])
})
