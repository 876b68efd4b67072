import { expect, test } from 'vitest'
import { atOnce, inSlices } from '../../src/core/clock.ts'

test('long work in slices lets others through', async () => {
  const others: string[] = []
  setImmediate(() => others.push('through'))
  const done = await inSlices(
    (function* () {
      while (others.length === 0) yield // ends only if somebody else runs
      return others
    })(),
  )
  expect(done).toEqual(['through'])
})

test('long work at once ends with its result, and with its error', () => {
  const work = function* (fails: boolean) {
    yield
    if (fails) throw new Error('it broke')
    return 'done'
  }
  expect(atOnce(work(false))).toBe('done')
  expect(() => atOnce(work(true))).toThrow('it broke')
})
