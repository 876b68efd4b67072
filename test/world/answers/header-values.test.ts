import { expect, test } from 'vitest'
import { changedHeaders, filledIn, unknownPlaceholders } from '../../../src/world/answers/header-values.ts'
import { START } from '../../helpers/setup.ts'

const moment = { now: START + 500, origin: 'http://localhost:4580' }

test.each([
  ['as it is', 'as it is'],
  ['{{now}}', 'Thu, 01 Jan 2026 00:00:00 GMT'],
  ['{{now+3s}}', 'Thu, 01 Jan 2026 00:00:03 GMT'],
  ['{{now-1h|date}}', 'Wed, 31 Dec 2025 23:00:00 GMT'],
  ['{{now+3s|epoch}}', '1767225603'],
  ['{{now|ms}}', '1767225600500'],
  ['{{now+1.5s|iso}}', '2026-01-01T00:00:02.000Z'],
  ['{{origin}}/v2/x?at={{now|epoch}}', 'http://localhost:4580/v2/x?at=1767225600'],
])('%s is filled in', (text, filled) => {
  expect(unknownPlaceholders(text)).toEqual([])
  expect(filledIn(text, moment)).toBe(filled)
})

test.each(['{{then}}', '{{now+soon}}', '{{now|tai}}', '{{now+3}}', '{{origin|date}}', '{{}}', '{{now+9999999h}}'])(
  '%s stands for nothing',
  (text) => expect(unknownPlaceholders(`a ${text} b`)).toEqual([text]),
)

test('headers are replaced whatever their spelling, added, and left out', () => {
  const headers = ['Date', 'then', 'retry-after', '1', 'X-Kept', 'a', 'Retry-After', '2']
  expect(
    changedHeaders(
      headers,
      [
        ['Retry-After', '{{now|epoch}}'],
        ['X-New', 'n'],
        ['date', null],
      ],
      moment,
    ),
  ).toEqual(['X-Kept', 'a', 'Retry-After', '1767225600', 'X-New', 'n'])
})
