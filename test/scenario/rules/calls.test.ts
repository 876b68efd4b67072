import { expect, test } from 'vitest'
import { CompileContext } from '../../../src/scenario/document/compile-context.ts'
import type { FaultDocument } from '../../../src/scenario/document/schema.ts'
import { compileCalls } from '../../../src/scenario/rules/calls.ts'

test.each<[calls: FaultDocument['calls'], meant: number[], left: number]>([
  [undefined, [1, 2, 3, 4, 5, 6], Infinity],
  ['all', [1, 2, 3, 4, 5, 6], Infinity],
  [2, [2], 0],
  [[4, 1, 4], [1, 4], 1],
  ['2-5', [2, 3, 4, 5], 2],
  ['5-900719925474', [5, 6], 900719925470],
  ['every 2', [2, 4, 6], Infinity],
  ['from 5', [5, 6], Infinity],
])('calls: %j means %j, and has %d left after the third', (calls, meant, left) => {
  const numbers = compileCalls({ id: 'f', calls, effect: {} }, new CompileContext(new Map()))
  expect([1, 2, 3, 4, 5, 6].filter((call) => numbers.includes(call))).toEqual(meant)
  expect(numbers.leftAfter(3)).toBe(left)
})
