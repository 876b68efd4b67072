import { expect, test } from 'vitest'
import { fault, mistakesIn, vocabulary } from '../../setup.ts'

const names = await vocabulary()
const paged = [...names.values()].flatMap(({ name, pages }) =>
  pages.flatMap(({ ops }) => ops.map((op) => `${name}/${op}`)),
)
const errorsOf = (provider: string): string => names.get(provider)!.errors.join(', ')

test.each([
  [
    'no effect at all',
    fault('effect: { retryAfter: 1s }'),
    [
      "test.yaml:3:24: 'retryAfter' only goes along with 'error' or 'status' or 'rewrite'",
      "test.yaml:3:14: 'f' does nothing: expected one of error, status, rewrite, paging, hang, reset, close, truncate, dribble, corruptJson, idleClose, stale, duplicate, delay",
    ],
  ],
  [
    'two endings',
    fault('effect: { hang: true, reset: true }'),
    ["test.yaml:3:36: 'f' does hang and reset: one of them is enough"],
  ],
  [
    'a body without a status',
    fault('effect: { error: internal, body: x }'),
    ["test.yaml:3:41: 'body' only goes along with 'status'"],
  ],
  [
    'an error',
    fault('match: { provider: digitalocean }, effect: { error: too_many_request }'),
    ["test.yaml:3:59: there is no error of digitalocean 'too_many_request'; did you mean 'too_many_requests'?"],
  ],
  [
    'an error that some of the providers cannot say',
    fault('effect: { error: vpc_has_peerings }'),
    [
      `test.yaml:3:24: there is no error of upcloud 'vpc_has_peerings'; it is one of ${errorsOf('upcloud')}`,
      `test.yaml:3:24: there is no error of confluent 'vpc_has_peerings'; it is one of ${errorsOf('confluent')}`,
      `test.yaml:3:24: there is no error of huawei 'vpc_has_peerings'; it is one of ${errorsOf('huawei')}`,
      `test.yaml:3:24: there is no error of tencent 'vpc_has_peerings'; it is one of ${errorsOf('tencent')}`,
    ],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})

test.each([
  [
    'a body beside a rewriting',
    fault('effect: { rewrite: { empty: true }, status: 200, body: x }'),
    ["test.yaml:3:63: 'body' is instead of an answer, and 'rewrite' changes one"],
  ],
  [
    'a rewriting that changes nothing',
    fault('effect: { rewrite: {} }'),
    ["test.yaml:3:24: 'rewrite' changes nothing: expected one of set, remove, nullify, stringify, empty"],
  ],
  [
    'a rewriting of nothing',
    fault('effect: { rewrite: { empty: true, remove: [a] } }'),
    ["test.yaml:3:35: 'empty' leaves nothing to remove"],
  ],
  [
    'pages of what has none',
    fault('match: { op: upcloud/networks.list }, effect: { paging: empty-page }'),
    [`test.yaml:3:62: none of these operations has pages with empty-page; those that have are ${paged.join(', ')}`],
  ],
  [
    'links of pages without links',
    fault('match: { op: tencent/DescribeVpcEx }, effect: { paging: cycle }'),
    ['test.yaml:3:62: the pages of tencent/DescribeVpcEx know no cycle; they know empty-page, wrong-total'],
  ],
  [
    'a time that is none',
    fault('effect: { status: 429, retryAfter: { as: epoch, value: soon } }'),
    ["test.yaml:3:62: 'soon' is no duration such as 250ms, 30s, 5m or 1h; only 'text' takes anything"],
  ],
  [
    'a placeholder that is none',
    fault('effect: { status: 302, headers: { location: "{{host}}/x" } }'),
    [
      'test.yaml:3:48: there is no {{host}}: expected {{origin}}, {{now}}, or {{now+3s|epoch}} with date, epoch, ms or iso',
    ],
  ],
])('what an answer cannot become is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
