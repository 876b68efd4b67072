import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { block, cidr, contains, network, overlaps, readAddress, readCidr } from '../../src/core/cidr.ts'

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
