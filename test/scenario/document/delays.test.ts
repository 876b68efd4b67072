import { describe, expect, test } from 'vitest'
import { spanOf } from '../../../src/scenario/document/delays.ts'

const draws = (delay: Parameters<typeof spanOf>[0], count = 2_000): number[] => {
  const span = spanOf(delay)
  return Array.from({ length: count }, (_, n) => span.at(['seed', n], n + 1)).sort((a, b) => a - b)
}

describe('delays', () => {
  test('a duration is what it says', () => expect(new Set(draws('1.5s'))).toEqual(new Set([1_500])))
  test('uniform stays between its ends and is even', () => {
    const list = draws({ uniform: ['2s', '8s'] })
    expect([list[0]! >= 2_000, list.at(-1)! <= 8_000]).toEqual([true, true])
    expect(Math.abs(list[1_000]! - 5_000)).toBeLessThan(250)
  })
  test('normal has its mean, its deviation and its bounds', () => {
    const list = draws({ normal: { mean: '5s', sd: '1s', min: '3s', max: '8s' } })
    expect([list[0]! >= 3_000, list.at(-1)! <= 8_000]).toEqual([true, true])
    expect(Math.abs(list[1_000]! - 5_000)).toBeLessThan(150)
    expect(Math.abs(list[1_682]! - 6_000)).toBeLessThan(200)
  })
  test('lognormal has its median, its 95th percentile and its maximum', () => {
    const list = draws({ lognormal: { median: '4s', p95: '20s', max: '2m' } })
    expect(list.at(-1)!).toBeLessThanOrEqual(120_000)
    expect(Math.abs(list[1_000]! - 4_000)).toBeLessThan(400)
    expect(Math.abs(list[1_900]! - 20_000)).toBeLessThan(3_500)
  })
  test('oneOf takes each of its values', () =>
    expect(new Set(draws({ oneOf: ['1s', '30s'] }))).toEqual(new Set([1_000, 30_000])))
  test('sequence goes by the number of the resource, and its last value lasts', () => {
    const span = spanOf({ sequence: ['1s', '2s', '45s'] })
    expect([1, 2, 3, 4, 99].map((n) => span.at(['x'], n))).toEqual([1_000, 2_000, 45_000, 45_000, 45_000])
  })
})
