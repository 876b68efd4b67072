import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Clock, ClockError, readDuration, readInstant } from '../../src/core/clock.ts'

const WALL = Date.parse('2026-03-01T12:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: WALL })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a real clock', () => {
  test('follows the wall clock from where it starts', () => {
    const clock = new Clock({ mode: 'real', start: 1_000 })
    vi.setSystemTime(WALL + 250)
    expect(clock.now()).toBe(1_250)
    expect(new Clock().now()).toBe(WALL + 250)
  })

  test('runs at its speed', () => {
    const clock = new Clock({ speed: 60 })
    vi.setSystemTime(WALL + 1_000)
    expect(clock.now()).toBe(WALL + 60_000)
  })

  test('does not run back when the wall clock is set back', () => {
    const clock = new Clock()
    vi.setSystemTime(WALL + 5_000)
    expect(clock.now()).toBe(WALL + 5_000)
    vi.setSystemTime(WALL - 60_000)
    expect(clock.now()).toBe(WALL + 5_000)
  })

  test('goes on at its speed from where it stood when the wall clock is set back, as often as that happens', () => {
    const clock = new Clock({ start: 0, speed: 2 })
    vi.setSystemTime(WALL + 1_000)
    expect(clock.now()).toBe(2_000)
    vi.setSystemTime(WALL - 3_600_000)
    expect(clock.now()).toBe(2_000)
    vi.setSystemTime(WALL - 3_600_000 + 1_500)
    expect(clock.now()).toBe(5_000)
    vi.setSystemTime(WALL - 7_200_000)
    clock.advance(1_000)
    vi.setSystemTime(WALL - 7_200_000 + 500)
    expect(clock.now()).toBe(7_000)
  })

  test('can jump ahead and keeps running from there', () => {
    const clock = new Clock()
    clock.advance(10_000)
    vi.setSystemTime(WALL + 1)
    expect(clock.now()).toBe(WALL + 10_001)
  })
})

describe('a virtual clock', () => {
  test('stands still until it is moved', () => {
    const clock = new Clock({ mode: 'virtual', start: 5 })
    vi.setSystemTime(WALL + 1_000_000)
    expect(clock.now()).toBe(5)
    clock.advance(10)
    expect(clock.now()).toBe(15)
    clock.moveTo(20)
    expect(clock.now()).toBe(20)
  })

  test.each([
    ['advance', (clock: Clock) => clock.advance(-1)],
    ['moveTo', (clock: Clock) => clock.moveTo(4)],
    ['configure', (clock: Clock) => clock.configure({ now: 4 })],
  ])('never goes back: %s', (_, move) => {
    const clock = new Clock({ mode: 'virtual', start: 5 })
    expect(() => move(clock)).toThrow(ClockError)
    expect(clock.now()).toBe(5)
  })

  test('a new mode brings its own speed unless one is given', () => {
    const clock = new Clock({ mode: 'virtual', start: 5 })
    clock.configure({ mode: 'real' })
    expect([clock.mode, clock.speed]).toEqual(['real', 1])
    clock.configure({ mode: 'virtual', speed: 60 })
    expect([clock.mode, clock.speed]).toEqual(['virtual', 60])
    vi.setSystemTime(WALL + 1_000)
    expect(clock.now()).toBe(60_005)
    clock.configure({ speed: 0 })
    vi.setSystemTime(WALL + 9_000)
    expect(clock.now()).toBe(60_005)
  })
})

test.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['1.5h', 5_400_000],
  ['5m', 300_000],
  ['5', undefined],
  ['-5s', undefined],
  ['5 s', undefined],
  ['1d', undefined],
])('readDuration(%j) is %s', (text, span) => {
  expect(readDuration(text)).toBe(span)
})

test.each([
  ['2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:00:00Z')],
  ['2026-01-01T01:00:00.5+01:00', Date.parse('2026-01-01T00:00:00.5Z')],
  ['2026-01-01', undefined],
  ['2026-01-01T00:00:00', undefined],
  ['2026-13-01T00:00:00Z', undefined],
])('readInstant(%j) is %s', (text, at) => {
  expect(readInstant(text)).toBe(at)
})

describe('the end of time', () => {
  const end = Date.parse('9999-12-31T23:59:59.999Z')

  test('is never passed, neither by moving nor by running', () => {
    const clock = new Clock({ mode: 'virtual', start: end })
    expect(() => clock.advance(1)).toThrow(/cannot go beyond 9999-12-31T23:59:59.999Z/)
    expect(() => clock.advance(Number.POSITIVE_INFINITY)).toThrow(/cannot go beyond/)
    expect(Clock.resume({ mode: 'real', now: 0, speed: 1_000_000, wall: 0 }).now()).toBe(end)
    expect(new Clock({ mode: 'real', start: end, speed: 1_000_000 }).now()).toBe(end)
  })
})
