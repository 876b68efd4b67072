import { describe, expect, test } from 'vitest'
import { Ring, clear, concatenate, slice } from '../../src/core/lists.ts'

describe('lists', () => {
  test('concatenate has all items in turn, and nothing else', () => {
    expect(concatenate(['a'], [], ['b', 'c'])).toEqual(['a', 'b', 'c'])
    expect(concatenate()).toEqual([])
  })

  test('empty leaves nothing', () => {
    const list = [1, 2, 3]
    clear(list)
    expect(list).toEqual([])
  })
})

test('a ring keeps the newest items in order', () => {
  const ring = new Ring<number>(3)
  expect(Array.from(ring)).toEqual([])
  for (let n = 1; n <= 5; n++) ring.push(n)
  expect([Array.from(ring), ring.size, ring.oldest]).toEqual([[3, 4, 5], 3, 3])
})

test('slice walks no further than it must', () => {
  const walked: number[] = []
  const numbers = function* (): Generator<number> {
    for (let n = 0; n < 100; n++) {
      walked.push(n)
      yield n
    }
  }
  expect(slice(numbers(), 2, 3)).toEqual([2, 3, 4])
  expect(walked).toEqual([0, 1, 2, 3, 4])
  expect(slice([1, 2], 5, 3)).toEqual([])
  expect(slice([1, 2], 0, 0)).toEqual([])
})
