import { expect, test } from 'vitest'
import { matcherTest } from '../../../src/scenario/document/matchers.ts'

test.each([
  ['x', 'x', true],
  [5, '5', true],
  ['x', undefined, false],
  [{ in: ['a', 'b'] }, 'b', true],
  [{ glob: 'a-*' }, 'a-1', true],
  [{ glob: 'a-?' }, 'a-12', false],
  [{ exists: true }, null, false],
  [{ exists: false }, undefined, true],
  [{ lt: 5 }, '4', true],
  [{ gt: 5 }, 5, false],
  [{ lt: 5 }, 'x', false],
  [{ cidrOverlaps: '10.0.0.0/8' }, '10.9.0.0/16', true],
  [{ cidrOverlaps: '10.0.0.0/8' }, '192.168.0.0/16', false],
  [{ not: { in: ['a'] } }, 'b', true],
  [{ glob: 'a*', not: 'ab' }, 'ab', false],
  ['a', ['b', 'a'], true],
])('%j on %j: %s', (matcher, value, fits) => {
  expect(matcherTest(matcher)(value)).toBe(fits)
})
