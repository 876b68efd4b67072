import { expect, test } from 'vitest'
import { nearest } from '../../src/core/nearest.ts'

test.each([
  ['PROVISIONNG', ['ACTIVE', 'PROVISIONING'], "; did you mean 'PROVISIONING'?"],
  ['active', ['ACTIVE', 'PROVISIONING'], "; did you mean 'ACTIVE'?"],
  ['xyz', ['ACTIVE', 'GONE'], '; it is one of ACTIVE, GONE'],
  ['x', [], ''],
])('nearest(%j)', (name, valid, end) => {
  expect(nearest(name, valid)).toBe(end)
})
