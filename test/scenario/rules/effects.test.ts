import { expect, test } from 'vitest'
import { fault, mistakesIn, vocabulary } from '../setup.ts'

const names = await vocabulary()
const errorsOf = (provider: string): string => names.get(provider)!.errors.join(', ')

test.each([
  [
    'no effect at all',
    fault('effect: { retryAfter: 1s }'),
    [
      "test.yaml:3:24: 'retryAfter' only goes along with 'error'",
      "test.yaml:3:14: 'f' does nothing: expected one of error, status, hang, reset, close, truncate, dribble, corruptJson, stale, duplicate, delay",
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
