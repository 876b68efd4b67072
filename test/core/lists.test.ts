import { describe, expect, test } from 'vitest'
import { Ring, clear, concatenate } from '../../src/core/lists.ts'

describe('lists', () => {
  test('concatenate has all items in turn, and nothing else', () => {
    expect(concatenate(['a'], [], ['b', 'c'])).toEqual(['a', 'b', 'c'])
    expect(concatenate()).toEqual([])
  })

  test('clear leaves nothing', () => {
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
