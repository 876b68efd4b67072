import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { block, cidr, contains, network, overlaps, readAddress, readCidr } from '../../src/core/cidr.ts'
import { memoizeLast } from '../../src/core/memo.ts'
import { Ring, clear, concatenate, slice } from '../../src/core/lists.ts'
import { nearest } from '../../src/core/nearest.ts'
import { RateBook } from '../../src/world/rates.ts'
import { resolveSettings } from '../../src/core/settings.ts'
import { ConfigError } from '../../src/core/config.ts'

describe('cidr', () => {
  test.each([
    '10.0.0.0',
    '10.0.0/8',
    '010.0.0.0/8',
    '0x0a.0.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    '256.0.0.0/8',
    '',
    '/',
    '10.0.0.0/',
    'fe80::1%eth0/64',
    '::/129',
    ' 10.0.0.0/8',
  ])('%j is no block', (text) => {
    expect(readCidr(text)).toBeUndefined()
  })

  test.each([
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['121.0.23.51/16', '121.0.0.0/16', false],
    ['0.0.0.0/0', '0.0.0.0/0', true],
    ['1.2.3.4/32', '1.2.3.4/32', true],
  ])('%s lies in the network %s', (text, net, canonical) => {
    expect([network(cidr(text)), cidr(text).canonical]).toEqual([net, canonical])
  })

  test('reads IPv6', () => {
    expect(readCidr('2001:db8::/32')).toMatchObject({ family: 6, prefix: 32, canonical: true })
    expect(readAddress('::1')).toEqual({ family: 6, value: 1n })
  })

  test('overlap is symmetric, and containment is overlap', () => {
    const any = fc
      .tuple(fc.bigInt(0n, 2n ** 32n - 1n), fc.integer({ min: 0, max: 32 }))
      .map(([address, prefix]) => block(4, address, prefix))
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a))
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a))
      }),
      { seed: 3 },
    )
    expect(overlaps(cidr('10.0.0.0/8'), cidr('::/0'))).toBe(false)
  })
})

describe('lists', () => {
  test('chained has all items in turn, and nothing else', () => {
    expect(concatenate(['a'], [], ['b', 'c'])).toEqual(['a', 'b', 'c'])
    expect(concatenate()).toEqual([])
  })

  test('empty leaves nothing', () => {
    const list = [1, 2, 3]
    clear(list)
    expect(list).toEqual([])
  })
})

test('latest works again only for something else', () => {
  const asked: unknown[] = []
  const echo = memoizeLast((what: unknown) => asked.push(what))
  expect(['a', 'a', undefined, undefined, 'a'].map(echo)).toEqual([1, 1, 2, 2, 3])
  expect(asked).toEqual(['a', undefined, 'a'])
})

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
          const { readings, refusedBy } = book.meter('who', limits, now)
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
    const seen = [0, 1, 2, 3].map((now) => book.meter('who', [{ max: 2, ms: 100 }], now))
    expect(seen.map(({ readings, refusedBy }) => [readings[0], refusedBy])).toEqual([
      [{ remaining: 1, resetAt: 100 }, undefined],
      [{ remaining: 0, resetAt: 100 }, undefined],
      [{ remaining: 0, resetAt: 101 }, undefined],
      [{ remaining: 0, resetAt: 102 }, undefined],
    ])
  })

  test('forgets the longest known credentials beyond ten thousand', () => {
    const book = new RateBook('report')
    for (let n = 0; n <= 10_000; n++) book.meter(String(n), limits, 0)
    expect(book.meter('0', limits, 0).readings[0]!.remaining).toBe(2)
    expect(book.meter('10000', limits, 0).readings[0]!.remaining).toBe(1)
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

test.each([
  ['PROVISIONNG', ['ACTIVE', 'PROVISIONING'], "; did you mean 'PROVISIONING'?"],
  ['active', ['ACTIVE', 'PROVISIONING'], "; did you mean 'ACTIVE'?"],
  ['xyz', ['ACTIVE', 'GONE'], '; it is one of ACTIVE, GONE'],
  ['x', [], ''],
])('nearest(%j)', (name, valid, end) => {
  expect(nearest(name, valid)).toBe(end)
})

describe('settings', () => {
  const defs = {
    mode: { about: '', default: 'live', values: ['live', 'documented'] },
    limit: { about: '', default: 25 },
    strict: { about: '', default: false },
  }

  test('have their defaults and take texts as a command line gives them', () => {
    expect(resolveSettings('p', defs)).toEqual({ mode: 'live', limit: 25, strict: false })
    expect(resolveSettings('p', defs, { mode: 'documented', limit: '3', strict: 'true' })).toEqual({
      mode: 'documented',
      limit: 3,
      strict: true,
    })
  })

  test.each<[Record<string, string | number | boolean>, string]>([
    [{ mod: 'live' }, "p has no setting 'mod'; did you mean 'mode'?"],
    [{ mode: 'dead' }, "p.mode takes live | documented, not 'dead'"],
    [{ limit: 'many' }, "p.limit takes a number, not 'many'"],
    [{ limit: '' }, "p.limit takes a number, not ''"],
    [{ strict: 'yes' }, "p.strict takes a boolean, not 'yes'"],
    [{ toString: 1 }, "p has no setting 'toString'; it is one of mode, limit, strict"],
  ])('refuse %j', (given, message) => {
    expect(() => resolveSettings('p', defs, given)).toThrow(new ConfigError(message))
  })
})
