import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as registry from '../../src/providers/index.ts'

describe.each(Object.values(registry))('the facts of $name', (provider) => {
  const { name, coverage } = provider

  test('speak of operations and errors that exist', async () => {
    const known = (await provider.facts?.()) ?? []
    expect(known.length).toBeGreaterThan(5)
    const ops = new Set(coverage.map(({ op }) => op))
    const errors = readFileSync(new URL(`../../src/providers/${name}/errors.ts`, import.meta.url), 'utf8')
    // what the house itself raises has the name of its kind
    const house = new Set(['forbidden', 'unauthenticated', 'rate_limited'])
    const wrong = known.filter(
      (fact) =>
        fact.ops?.some((op) => !ops.has(op)) ||
        (fact.problem !== undefined && !house.has(fact.problem) && !errors.includes(`  ${fact.problem}: (`)),
    )
    expect(wrong).toEqual([])
    for (const fact of known)
      expect([fact.ops, fact.status, fact.problem].some((about) => about !== undefined)).toBe(true)
  })
})
