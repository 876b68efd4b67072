import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Filing } from '../../src/core/shared/filing.ts'
import { newOwner } from '../../src/core/shared/owner.ts'
import { SharedMap } from '../../src/core/shared/shared-map.ts'
import { Behind, Sorted } from '../../src/core/shared/sorted.ts'

type Step = readonly ['put' | 'take', number] | readonly ['fork', 'stay' | 'leave']

// so many steps among so many numbers that pieces are split, emptied and shared
const steps = fc.array(
  fc.oneof(
    {
      weight: 20,
      arbitrary: fc.tuple(fc.constantFrom('put' as const, 'put' as const, 'take' as const), fc.nat(2_000)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant('fork' as const), fc.constantFrom('stay' as const, 'leave' as const)),
    },
  ),
  { minLength: 200, maxLength: 3_000, size: 'max' },
)

/** Runs steps on a structure and on its model; whatever was forked off is looked at again in the end. */
const follow = <S, M>(
  run: readonly Step[],
  begin: { real: S; model: M },
  {
    fork,
    act,
    check,
  }: {
    fork: (now: { real: S; model: M }) => { real: S; model: M }
    act: (now: { real: S; model: M }, step: readonly ['put' | 'take', number]) => void
    check: (now: { real: S; model: M }) => void
  },
): void => {
  const left = []
  let now = begin
  for (const step of run) {
    if (step[0] !== 'fork') {
      act(now, step)
      continue
    }
    const other = fork(now)
    const own = fork(now) // who is forked from has a new owner as well
    left.push(step[1] === 'stay' ? other : own)
    now = step[1] === 'stay' ? own : other
  }
  for (const each of [...left, now]) check(each)
}

describe('structures that copies share', () => {
  test('a map answers as a Map does, in every copy', () => {
    fc.assert(
      fc.property(steps, (run) =>
        follow(
          run,
          { real: new SharedMap<number>(newOwner()), model: new Map<string, number>() },
          {
            fork: ({ real, model }) => ({ real: new SharedMap(newOwner(), real), model: new Map(model) }),
            act: ({ real, model }, [what, n]) => {
              if (what === 'take') {
                model.delete(`key-${n}`)
                real.delete(`key-${n}`)
                return
              }
              real.set(`key-${n}`, n + model.size)
              model.set(`key-${n}`, n + model.size)
            },
            check: ({ real, model }) => {
              expect(real.size).toBe(model.size)
              const keys = Array.from({ length: 2_001 }, (_, n) => `key-${n}`)
              expect(keys.map((key) => real.get(key))).toEqual(keys.map((key) => model.get(key)))
            },
          },
        ),
      ),
      { seed: 1, numRuns: 30 },
    )
  })

  test('a map takes any number of keys that no hash tells apart', () => {
    const map = new SharedMap<number>(newOwner())
    // of two letters each, of which 31 times the first and the second come to the same
    const keys = Array.from({ length: 256 }, (_, n) =>
      Array.from({ length: 8 }, (_, bit) => ((n >> bit) & 1 ? 'Aa' : 'BB')).join(''),
    )
    for (const [n, key] of keys.entries()) map.set(key, n)
    expect(keys.map((key) => map.get(key))).toEqual(keys.map((_, n) => n))
    expect(map.size).toBe(256)
  })

  test('a sorted list holds each rank once, in order, in every copy', () => {
    fc.assert(
      fc.property(steps, (run) =>
        follow(
          run,
          { real: new Sorted<number, number>(newOwner(), (n) => n), model: new Set<number>() },
          {
            fork: ({ real, model }) => ({ real: new Sorted(newOwner(), real), model: new Set(model) }),
            act: ({ real, model }, [what, n]) => {
              if (what === 'take') {
                model.delete(n)
                real.delete(n)
                return
              }
              real.set(n)
              model.add(n)
            },
            check: ({ real, model }) => {
              const sorted = [...model].sort((a, b) => a - b)
              expect([...real]).toEqual(sorted)
              expect(real.size).toBe(sorted.length)
              for (const n of [0, 7, 999, 2_000, 2_001]) {
                expect(real.get(n)).toBe(model.has(n) ? n : undefined)
                expect(real.before(n)).toBe(sorted.filter((other) => other < n).length)
                expect(real.slice(n, n + 20)).toEqual(sorted.slice(n, n + 20))
              }
            },
          },
        ),
      ),
      { seed: 1, numRuns: 30 },
    )
  })

  test('a list of what stands behind ranks looks up no more than is asked for', () => {
    const ranks = new Sorted<number, number>(newOwner(), (n) => n)
    for (let n = 0; n < 5_000; n++) ranks.set(n)
    const looked: number[] = []
    const behind = new Behind(ranks, (n: number) => {
      looked.push(n)
      return `row ${n}`
    })
    expect([behind.size, behind.before(4_000), behind.slice(4_000, 4_002)]).toEqual([
      5_000,
      4_000,
      ['row 4000', 'row 4001'],
    ])
    for (const row of behind) if (row === 'row 1') break
    expect(looked).toEqual([4_000, 4_001, 0, 1])
  })

  test('a filing lists places under each key, and copies go their own ways', () => {
    const filing = new Filing<number>(newOwner())
    for (const n of [3, 1, 2]) filing.file('odd or even', n)
    filing.file('alone', 7)
    const copy = new Filing(newOwner(), filing)
    copy.unfile('odd or even', 2)
    copy.unfile('alone', 8)
    copy.file('alone', 7)
    const other = new Filing(newOwner(), filing)
    for (const n of [1, 2, 3]) other.unfile('odd or even', n)
    other.unfile('alone', 7)
    const shown = [filing, copy, other].map((each) =>
      ['odd or even', 'alone', 'none'].map((key) => [[...each.under(key)], each.count(key)]),
    )
    expect(shown).toEqual([
      [
        [[1, 2, 3], 3],
        [[7], 1],
        [[], 0],
      ],
      [
        [[1, 3], 2],
        [[7], 1],
        [[], 0],
      ],
      [
        [[], 0],
        [[], 0],
        [[], 0],
      ],
    ])
  })
})
