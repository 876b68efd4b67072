import { expect, test } from 'vitest'
import { boundsText, inBounds } from '../../../src/scenario/verify/bounds.ts'

test.each([
  [2, [2], '2 times', '2'],
  [{ exactly: 1 }, [1], 'once', '1'],
  [{ atMost: 2 }, [0, 1, 2], 'at most 2 times', 'at most 2'],
  [{ atLeast: 3 }, [3, 4], 'at least 3 times', 'at least 3'],
  [{ atLeast: 1, atMost: 3 }, [1, 2, 3], 'at least once and at most 3 times', 'at least 1 and at most 3'],
])('%j', (bounds, inside, often, many) => {
  expect([0, 1, 2, 3, 4].filter((count) => inBounds(count, bounds))).toEqual(inside)
  expect([boundsText(bounds), boundsText(bounds, String)]).toEqual([often, many])
})
