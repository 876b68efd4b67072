import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RateBook } from '../../src/world/rates.ts'

describe('rates', () => {
  const limits = [
    { max: 3, ms: 100 },
    { max: 2, ms: 10 },
  ]

  test('a window agrees with counting the requests of its span', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 })
    fc.assert(
      fc.property(gaps, (spans) => {
        const book = new RateBook('enforce')
        const counted: number[] = []
        let now = 0
        for (const span of spans) {
          now += span
          const inside = limits.map(({ ms }) => counted.filter((at) => at > now - ms))
          const full = limits.findIndex(({ max }, n) => inside[n]!.length >= max)
          const { readings, refusedBy } = book.meter('cloud', 'who', limits, now)
          expect(refusedBy).toBe(full < 0 ? undefined : full)
          if (full < 0) counted.push(now)
          const after = limits.map(({ ms }) => counted.filter((at) => at > now - ms))
          expect(readings.map(({ remaining }) => remaining)).toEqual(limits.map(({ max }, n) => max - after[n]!.length))
          expect(readings.map(({ resetAt }) => resetAt)).toEqual(
            limits.map(({ ms }, n) => (after[n]![0] ?? now - ms) + ms),
          )
        }
      }),
      { seed: 4 },
    )
  })

  test('report keeps the newest requests of a window and refuses nothing', () => {
    const book = new RateBook('report')
    const seen = [0, 1, 2, 3].map((now) => book.meter('cloud', 'who', [{ max: 2, ms: 100 }], now))
    expect(seen.map(({ readings, refusedBy }) => [readings[0], refusedBy])).toEqual([
      [{ remaining: 1, resetAt: 100 }, undefined],
      [{ remaining: 0, resetAt: 100 }, undefined],
      [{ remaining: 0, resetAt: 101 }, undefined],
      [{ remaining: 0, resetAt: 102 }, undefined],
    ])
  })

  test('forgets the longest known credentials beyond ten thousand', () => {
    const book = new RateBook('report')
    for (let n = 0; n <= 10_000; n++) book.meter('cloud', String(n), limits, 0)
    expect(book.meter('cloud', '0', limits, 0).readings[0]!.remaining).toBe(2)
    expect(book.meter('cloud', '10000', limits, 0).readings[0]!.remaining).toBe(1)
  })

  test('go on from their state, each for its provider and credential, blanks in its name included', () => {
    const book = new RateBook('enforce')
    const both = [{ max: 2, ms: 10 }]
    for (const [provider, credential] of [
      ['a', 'b c'],
      ['a', ''],
      ['b', 'b c'],
    ] as const)
      book.meter(provider, credential, both, 5)
    expect(book.state).toEqual({
      'a b c': [{ max: 2, ms: 10, times: [[5, 1]] }],
      'a ': [{ max: 2, ms: 10, times: [[5, 1]] }],
      'b b c': [{ max: 2, ms: 10, times: [[5, 1]] }],
    })
    const resumed = new RateBook('enforce', book.state)
    expect(resumed.state).toEqual(book.state)
    expect(resumed.meter('a', 'b c', both, 6).readings).toEqual([{ remaining: 0, resetAt: 15 }])
    expect(resumed.meter('a', 'c', both, 6).readings).toEqual([{ remaining: 1, resetAt: 16 }])
  })

  test('a scenario stands in for the limits of one provider, and counts anew', () => {
    const book = new RateBook('report')
    const own = [{ max: 5, ms: 10 }]
    book.meter('a', 'x', own, 0)
    book.override = (provider, [limit]) =>
      provider === 'a' ? [{ ms: limit!.ms, max: 1, refuses: true, by: 'rule' }] : null
    const tight = [{ max: 1, ms: 10, refuses: true, by: 'rule' }]
    const meters = [book.meter('a', 'x', own, 1), book.meter('a', 'x', own, 2), book.meter('b', 'x', own, 2)]
    expect(meters).toEqual([
      { limits: tight, readings: [{ remaining: 0, resetAt: 11 }], refusedBy: undefined },
      { limits: tight, readings: [{ remaining: 0, resetAt: 11 }], refusedBy: 0 },
      { limits: own, readings: [{ remaining: 4, resetAt: 12 }], refusedBy: undefined },
    ])
    book.override = null
    expect(book.meter('a', 'x', own, 2).readings).toEqual([{ remaining: 3, resetAt: 10 }])
  })
})
