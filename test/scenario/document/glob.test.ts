import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Wildcards, globTest } from '../../../src/scenario/document/glob.ts'

test.each<[string, string, Wildcards, boolean]>([
  ['', '', '*', true],
  ['', 'a', '*', false],
  ['a', 'a', '*', true],
  ['a', 'ab', '*', false],
  ['*', '', '*', true],
  ['a*', 'abc\nd', '*', true],
  ['*c', 'abc', '*', true],
  ['ab*ba', 'aba', '*', false],
  ['ab*ba', 'abba', '*', true],
  ['a*b*c', 'a-c-b-c', '*', true],
  ['a*b*c', 'a-c-b', '*', false],
  ['/v2?a=*', '/v2?a=1', '*', true],
  ['/v2?a=*', '/v2-a=1', '*', false],
  ['a-?', 'a-1', '*?', true],
  ['a-?', 'a-12', '*?', false],
  ['*b?d*', 'abbcd', '*?', true],
  ['a.c', 'abc', '*?', false],
  ['(a+)+$', '(a+)+$', '*?', true],
  ['*aab*', 'aaab', '*', true],
])('%j on %j with %s: %s', (pattern, text, wildcards, fits) => {
  expect(globTest(pattern, wildcards)(text)).toBe(fits)
})

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })

test('a pattern means what its regular expression would', () => {
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (pattern, text) => {
      const source = pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')
      expect(globTest(pattern, '*?')(text)).toBe(new RegExp(`^${source}$`).test(text))
    }),
    { seed: 1, numRuns: 2_000 },
  )
})

test('many wildcards against a text that repeats itself come to an end', () => {
  const text = 'a'.repeat(200_000)
  expect(globTest(`${'*a'.repeat(1_000)}*b`, '*?')(text)).toBe(false)
  expect(globTest(`*${'a'.repeat(100_000)}b*`, '*')(text)).toBe(false)
})
