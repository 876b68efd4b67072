import { expect, test } from 'vitest'
import { reaches, scoreOf } from '../../src/grade/verdict/score.ts'
import type { Outcome, Severity } from '../../src/grade/verdict/verdicts.ts'

const all = (...list: [Severity, Outcome][]) => list.map(([severity, outcome]) => ({ severity, outcome }))
const many = (count: number, severity: Severity, outcome: Outcome): [Severity, Outcome][] =>
  Array.from({ length: count }, () => [severity, outcome])

test('weighs what a probe came to by its severity', () => {
  expect(scoreOf(all(['crit', 'survived'], ['low', 'hang']))).toEqual({
    value: 80,
    letter: 'B',
    caps: ['at most B: it hangs, crashes, spins or lies'],
    conclusive: 2,
    of: 2,
  })
  expect(scoreOf(all(['med', 'survived noisily'], ['med', 'gave up honestly']))).toMatchObject({
    value: 62.5,
    letter: 'D',
  })
})

test('what says nothing counts in neither sum, and too much of it puts the letter in brackets', () => {
  expect(scoreOf(all(...many(3, 'med', 'survived'), ['med', 'n/a'], ['med', 'unknown']))).toEqual({
    value: 100,
    letter: 'A+',
    caps: [],
    conclusive: 3,
    of: 5,
  })
  expect(scoreOf(all(...many(2, 'med', 'survived'), ...many(2, 'med', 'n/a')))).toMatchObject({
    value: 100,
    letter: '(A+)',
  })
  expect(scoreOf(all(['crit', 'unknown']))).toEqual({ value: null, letter: '-', caps: [], conclusive: 0, of: 1 })
})

test.each([
  ['leak', 'low', 'D'],
  ['collateral', 'low', 'D'],
  ['duplicate', 'low', 'C'],
  ['orphan', 'crit', 'C'],
  ['orphan', 'med', 'A'],
  ['hang', 'low', 'B'],
  ['crash', 'low', 'B'],
  ['spin', 'low', 'B'],
  ['lie', 'low', 'B'],
  ['impatient', 'low', 'A'],
  ['survived noisily', 'low', 'A'],
] as const)('one %s (%s) beside forty good days is at most %s', (outcome, severity, letter) => {
  expect(scoreOf(all(...many(40, 'crit', 'survived'), [severity, outcome]))).toMatchObject({ letter })
})

test('grades compare by letter, brackets aside', () => {
  expect([reaches('A+', 'A'), reaches('(B)', 'B'), reaches('C', 'B'), reaches('-', 'F')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
