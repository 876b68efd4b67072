import { describe, expect, test } from 'vitest'
import { Ids, drawAt } from '../../src/core/ids.ts'

const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('Ids', () => {
  test('gives the same ids for the same seed and others for another', () => {
    const ids = (seed: number) => {
      const source = new Ids(seed)
      return [source.uuid('a'), source.hex('a', 32), source.text('b', '0123456789', 8)]
    }
    expect(ids(1)).toEqual(ids(1))
    expect(ids(2)).not.toEqual(ids(1))
  })

  test('counts each stream on its own', () => {
    const plain = new Ids(1)
    const mixed = new Ids(1)
    mixed.uuid('other')
    expect(mixed.uuid('vpc')).toBe(plain.uuid('vpc'))
  })

  test('makes version 4 UUIDs without repeating itself, with a given first byte if asked', () => {
    const ids = new Ids(1)
    const made = Array.from({ length: 10_000 }, () => ids.uuid('x'))
    expect(new Set(made).size).toBe(10_000)
    expect(made.filter((id) => !UUID4.test(id))).toEqual([])
    expect(ids.uuid('y', '0f')).toMatch(/^0f/)
  })

  test('makes texts of an alphabet and hexadecimal digits of any length', () => {
    const ids = new Ids(1)
    expect(ids.text('t', 'abc', 12)).toMatch(/^[abc]{12}$/)
    expect(ids.hex('h', 31)).toMatch(/^[0-9a-f]{31}$/)
  })
})

test('drawAt is evenly spread and depends on nothing but its address', () => {
  const draws = Array.from({ length: 10_000 }, (_, n) => drawAt(7, 'default', 'p/t', n, 'rule'))
  expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true)
  expect(draws.reduce((sum, draw) => sum + draw, 0) / draws.length).toBeCloseTo(0.5, 1)
  expect(drawAt(7, 'default', 'p/t', 42, 'rule')).toBe(draws[42])
})
